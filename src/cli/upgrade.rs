//! `clusterc upgrade`

mod text;

use std::path::Path;

use super::files::{Disk, folder_and_name};
use super::{Exit, Format, print, progress};
use crate::output::{Rewrite, rewrite};
use crate::profile::v1::VOCABULARY;
use crate::units::{Version, nearest};
use crate::upgrade::{Refusal, Target, plan};

/// Say what another version means for a profile, before it happens: keys, packages, ports,
/// defaults, rules and outputs; and change the profile.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The profile.
    #[arg(default_value = "cluster.yaml", value_name = "PROFILE")]
    profile: String,
    /// The version that a product shall have, such as `hadoop=3.4.1`; several times for several
    /// products.
    #[arg(long, value_name = "PRODUCT=VERSION", required = true)]
    to: Vec<String>,
    /// Other packages for a product of `--to`, such as `hadoop=bigtop-3.4`.
    #[arg(long, value_name = "PRODUCT=PACKAGES")]
    packages: Vec<String>,
    /// Change the profile: the versions and packages, and the names of keys that have new ones.
    #[arg(long)]
    write: bool,
    /// Let `--write` go back to an older version.
    #[arg(long, requires = "write")]
    downgrade: bool,
}

pub fn run(args: &Args, format: Format) -> Exit {
    match upgrade(args, format) {
        Ok(exit) => exit,
        Err(message) => {
            print::failure(&message, format);
            Exit::NotDone
        }
    }
}

fn upgrade(args: &Args, format: Format) -> Result<Exit, String> {
    let targets = targets(args)?;
    if args.write && args.profile == "-" {
        return Err("`--write` needs a profile in a file".to_owned());
    }
    if args.profile != "-" && Path::new(&args.profile).is_dir() {
        return Err(format!("cannot read `{}`: it is a directory", args.profile));
    }
    let (folder, name) = folder_and_name(&args.profile);
    let shown = folder.to_string_lossy().into_owned();
    let disk = Disk::new(folder.clone(), &name);
    let work = || plan(&disk, &name, &shown, &targets);
    let planned = if name == "-" {
        work()
    } else {
        progress::during(&format!("compiling {name}"), format, work)
    };
    let mut upgrade = planned.map_err(|refusal| match refusal {
        Refusal::Unreadable(error) => format!("cannot read `{}`: {error}", args.profile),
        Refusal::NotPossible(words) => words,
    })?;
    let older = upgrade.report.versions.iter().any(|row| row.downgrade);
    let refused = args.write && older && !args.downgrade;
    if args.write && !refused {
        let files: Vec<Rewrite<'_>> = upgrade
            .files
            .iter()
            .map(|file| Rewrite {
                path: folder.join(&file.path),
                before: Some(&file.before),
                after: file.after.as_bytes(),
            })
            .collect();
        rewrite(&files).map_err(|error| error.to_string())?;
        upgrade.report.written = !files.is_empty();
    }
    if format == Format::Json {
        print::json(&upgrade.report);
    } else {
        print::result(&text::text(&upgrade.report));
    }
    if refused {
        print::error("an older version is written with `--write --downgrade` only");
        return Ok(Exit::NotDone);
    }
    Ok(if upgrade.report.errors_after > 0 {
        Exit::Found
    } else {
        Exit::Done
    })
}

fn targets(args: &Args) -> Result<Vec<Target>, String> {
    let mut targets = Vec::new();
    for text in &args.to {
        let (product, version) = pair("--to", text, "VERSION")?;
        let version: Version = version
            .parse()
            .map_err(|error: crate::units::UnitError| error.to_string())?;
        targets.push(Target {
            product,
            version,
            packages: None,
        });
    }
    for text in &args.packages {
        let (product, packages) = pair("--packages", text, "PACKAGES")?;
        let target = targets
            .iter_mut()
            .find(|target| target.product == product)
            .ok_or_else(|| format!("`--packages` names {product}, `--to` does not"))?;
        target.packages = Some(packages.to_owned());
    }
    Ok(targets)
}

/// `PRODUCT=SOMETHING` with a product that there is.
fn pair<'a>(flag: &str, text: &'a str, what: &str) -> Result<(&'static str, &'a str), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("`{flag} {text}` is not `PRODUCT={what}`"))?;
    let products = VOCABULARY.products();
    let product = products.iter().find(|product| **product == name);
    product.map(|product| (*product, value)).ok_or_else(|| {
        match nearest(name, products.iter().copied()) {
            Some(near) => format!("no product is called `{name}`; did you mean `{near}`?"),
            None => format!(
                "no product is called `{name}`; there are {}",
                products.join(", ")
            ),
        }
    })
}
