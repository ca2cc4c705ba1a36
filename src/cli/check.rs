//! `clusterc check`

use super::files::{ProfileArgs, compile_profile};
use super::{Exit, Format, print};

/// Check a profile: its structure, its inventory, and every value against what each product's
/// version accepts.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    profile: ProfileArgs,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    // Here the diagnostics are the result.
    match format {
        Format::Json | Format::Sarif | Format::Github | Format::Gitlab => {
            print::result(&print::rendered(&compilation, format, false));
        }
        Format::Full | Format::Short => print::diagnostics(&compilation, format),
    }
    if compilation.has_errors() {
        return Exit::Found;
    }
    if format == Format::Full {
        print::result(&summary(&compilation));
    }
    Exit::Done
}

/// One line that says how much was checked.
fn summary(compilation: &crate::pipeline::Compilation) -> String {
    let managed = compilation
        .cluster
        .hosts
        .iter()
        .filter(|host| host.managed)
        .count();
    let files = crate::output::files_of(&compilation.tree).count();
    format!(
        "{}: no errors; {managed} {}, {files} {} ({} distinct)\n",
        compilation.profile,
        if managed == 1 { "host" } else { "hosts" },
        if files == 1 { "file" } else { "files" },
        compilation.tree.contents().len(),
    )
}
