//! `clusterc completions`

use clap::CommandFactory;

use super::{Cli, Exit, print};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub fn run(args: &Args) -> Exit {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "clusterc", &mut bytes);
    print::result(&String::from_utf8_lossy(&bytes));
    Exit::Done
}
