//! `clusterc init`

use std::io::Write;
use std::path::PathBuf;

use super::{Exit, print};

/// The profile to begin with.
pub const STARTER: &str = include_str!("starter.yaml");

/// Write a small profile to begin with.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write it.
    #[arg(default_value = "cluster.yaml", value_name = "PROFILE")]
    path: PathBuf,
}

pub fn run(args: &Args) -> Exit {
    let shown = args.path.display();
    let written = std::fs::File::create_new(&args.path)
        .and_then(|mut file| file.write_all(STARTER.as_bytes()));
    match written {
        Ok(()) => {
            print::result(&format!("wrote {shown}; next: clusterc check {shown}\n"));
            Exit::Done
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            print::error(&format!("`{shown}` exists already; name another file"));
            Exit::NotDone
        }
        Err(error) => {
            print::error(&format!("cannot write `{shown}`: {error}"));
            Exit::NotDone
        }
    }
}
