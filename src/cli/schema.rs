//! `clusterc schema`

use clap::ValueEnum;

use super::{Exit, print};

/// Print a JSON Schema: of the profile, for editors, or of what `--format json` prints.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_enum, default_value_t = Which::Profile)]
    which: Which,
}

/// The schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Profile,
    /// The profile's with the names of all keys that `settings` may hold: for editors.
    Editor,
    Diagnostics,
    Gitlab,
    Fix,
    Build,
    Why,
    Explain,
    Hosts,
    Roles,
    Files,
    Ports,
    Products,
    Units,
    Effective,
    Keys,
    Upgrade,
}

pub fn run(args: &Args) -> Exit {
    let name = args
        .which
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default();
    match crate::schemas::all()
        .into_iter()
        .find(|schema| schema.name == name)
    {
        Some(schema) => {
            print::result(&schema.text);
            Exit::Done
        }
        None => Exit::NotDone,
    }
}
