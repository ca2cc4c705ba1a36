//! `clusterc build`

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::files::{ProfileArgs, compile_profile};
use super::scope::ScopeArgs;
use super::{Exit, Format, print, progress};
use crate::output::{
    self, Difference, DifferenceKind, Folder, OutputTree, Plan, Request, TreeError,
};

/// Compile a profile into every config file of every host.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    profile: ProfileArgs,
    /// The folder to build into, made when missing; `-` writes a tar to standard output.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Write nothing; say what differs and exit 1 when anything does.
    #[arg(long)]
    check: bool,
    /// How the folder is laid out. Another one than before moves every file.
    #[arg(long, value_enum, default_value_t = Layout::ByHost)]
    layout: Layout,
    #[command(flatten)]
    scope: ScopeArgs,
}

/// How the output folder is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Layout {
    /// `HOST/PATH`: every host's files below its name.
    ByHost,
    /// What hosts share once, below the first of them and a `+`; what differs below each host.
    /// `+classes/hosts.txt` lists the folders of each host.
    ByClass,
}

/// What a build did, or would do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BuildReport {
    /// Whether files were written; `false` with `--check`.
    pub written: bool,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// What differs; only with `--check`.
    pub differences: Vec<DifferenceRow>,
}

/// A file that is not what the profile compiles to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DifferenceRow {
    pub host: String,
    pub path: String,
    pub what: String,
}

pub fn run(args: &Args, format: Format) -> Exit {
    if let Some(message) = clash(args) {
        print::error(message);
        return Exit::NotDone;
    }
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    print::diagnostics(&compilation, format);
    if compilation.has_errors() {
        return Exit::Found;
    }
    let cluster = &compilation.cluster;
    let scope: Option<BTreeSet<String>> = match args.scope.hosts(cluster) {
        Ok(hosts) => hosts.map(|hosts| {
            hosts
                .into_iter()
                .filter_map(|host| cluster.host(host))
                .map(|host| host.name.to_string())
                .collect()
        }),
        Err(message) => {
            print::error(&message);
            return Exit::NotDone;
        }
    };
    let tree = match laid_out(args.layout, &compilation.tree) {
        Ok(tree) => tree,
        Err(error) => {
            print::error(&error.to_string());
            return Exit::NotDone;
        }
    };
    let request = Request {
        tree: &tree,
        profile: &compilation.profile,
        scope: scope.as_ref(),
    };
    let result = if args.output == Path::new("-") {
        archive(&request)
    } else if args.check {
        compare(args, &request, format)
    } else {
        write(args, &request, compilation.tree.hosts().len(), format)
    };
    result.unwrap_or_else(|error| {
        print::error(&error.to_string());
        Exit::NotDone
    })
}

/// What cannot be asked for together.
fn clash(args: &Args) -> Option<&'static str> {
    let some_hosts = args.scope.is_some();
    if args.layout == Layout::ByClass && some_hosts {
        return Some(
            "`--layout by-class` goes without `--host` and `--role`: a class's files are those of \
             all its hosts",
        );
    }
    if args.output != Path::new("-") {
        return None;
    }
    if args.check {
        return Some("`--check` compares with a folder, and `-o -` is a tar");
    }
    std::io::stdout().is_terminal().then_some(
        "a tar is not for a terminal: redirect it, or pipe it, as in \
         `clusterc build -o - | tar tvf -`",
    )
}

fn laid_out(layout: Layout, tree: &OutputTree) -> Result<Cow<'_, OutputTree>, TreeError> {
    Ok(match layout {
        Layout::ByHost => Cow::Borrowed(tree),
        Layout::ByClass => Cow::Owned(output::by_class(tree)?),
    })
}

/// Standard output is the tar, so there is no report. How long it takes is up to the reader, who may
/// have the terminal.
fn archive(request: &Request<'_>) -> Result<Exit, output::OutputError> {
    let to = std::io::stdout().lock();
    output::write_tar(request, to)?;
    Ok(Exit::Done)
}

fn compare(
    args: &Args,
    request: &Request<'_>,
    format: Format,
) -> Result<Exit, output::OutputError> {
    let folder = Folder::for_check(&args.output)?;
    let plan = progress::during("comparing", format, || {
        output::plan(request, folder.as_ref())
    })?;
    let differences = plan.differences();
    let clean = plan.is_clean();
    if format == Format::Json {
        print::json(&report(&plan, false));
    } else {
        let mut text = String::new();
        for difference in &differences {
            text.push_str(&line(difference));
            text.push('\n');
        }
        print::result(&text);
    }
    Ok(if clean { Exit::Done } else { Exit::Found })
}

fn write(
    args: &Args,
    request: &Request<'_>,
    hosts: usize,
    format: Format,
) -> Result<Exit, output::OutputError> {
    let folder = Folder::for_build(&args.output)?;
    let plan = progress::during("comparing", format, || output::plan(request, Some(&folder)))?;
    let mut report = report(&plan, true);
    report.differences.clear();
    let what = format!("writing {} files", report.created + report.updated);
    let summary = progress::during(&what, format, || output::apply(plan, &folder))?;
    if format == Format::Json {
        print::json(&report);
        return Ok(Exit::Done);
    }
    let counts = summary.counts;
    print::result(&format!(
        "{}: {hosts} {}; {} created, {} updated, {} unchanged, {} removed{}\n",
        args.output.display(),
        if hosts == 1 { "host" } else { "hosts" },
        counts.create,
        counts.update,
        counts.unchanged,
        counts.remove,
        if summary.repaired {
            "; repaired what an interrupted build had left"
        } else {
            ""
        }
    ));
    Ok(Exit::Done)
}

fn report(plan: &Plan<'_>, written: bool) -> BuildReport {
    let counts = plan.counts();
    BuildReport {
        written,
        created: counts.create,
        updated: counts.update,
        unchanged: counts.unchanged,
        removed: counts.remove,
        differences: plan
            .differences()
            .iter()
            .map(|difference| DifferenceRow {
                host: difference.host.to_owned(),
                path: difference.path.to_owned(),
                what: what(&difference.kind),
            })
            .collect(),
    }
}

fn line(difference: &Difference<'_>) -> String {
    if difference.host.is_empty() {
        return format!("{}: {}", difference.path, what(&difference.kind));
    }
    format!(
        "{}:{}: {}",
        difference.host,
        difference.path,
        what(&difference.kind)
    )
}

fn what(kind: &DifferenceKind) -> String {
    match kind {
        DifferenceKind::Missing => "missing".to_owned(),
        DifferenceKind::Differs { line } => format!("differs from line {line} on"),
        DifferenceKind::Mode { on_disk, wanted } => {
            format!("has mode {on_disk:04o}, not {wanted:04o}")
        }
        DifferenceKind::Extra => "is made no longer".to_owned(),
        DifferenceKind::InTheWay(conflict) => conflict.to_string(),
        DifferenceKind::Manifest => "does not say what was built".to_owned(),
        DifferenceKind::Unfinished => "a build did not end".to_owned(),
    }
}
