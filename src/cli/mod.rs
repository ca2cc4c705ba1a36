//! The command line: one file per subcommand, exit codes in one table.
//!
//! Only this module and `output` touch files, the terminal and the process. Results go to
//! standard output, diagnostics to standard error, and the format never changes the exit code.

mod baseline;
mod build;
mod check;
mod completions;
mod exit;
mod explain;
mod files;
mod fix;
mod init;
mod man;
mod print;
mod progress;
mod schema;
mod scope;
mod show;
mod upgrade;
mod why;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::render;

pub use crate::upgrade::UpgradeReport;
pub use build::BuildReport;
pub use exit::Exit;
pub use explain::ExplainReport;
pub use fix::FixReport;
pub use show::{
    EffectiveReport, EffectiveRow, EffectiveSource, FileRow, HostRow, KeyRow, PortRow, ProductRow,
    RoleRow, UnitRow,
};
pub use why::WhyReport;

/// The declarative node-config compiler: one YAML cluster profile in, every config file of every
/// node out, checked and explained.
#[derive(Debug, Parser)]
#[command(name = "clusterc", version, max_term_width = 100)]
pub struct Cli {
    /// Form of what is printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Full)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

/// Form of what is printed; all but `json` differ for diagnostics only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Diagnostics with the lines they are about.
    Full,
    /// A line for each diagnostic.
    Short,
    /// One JSON document, by the schemas that `clusterc schema` prints.
    Json,
    /// Diagnostics as SARIF 2.1.0, for code scanning.
    Sarif,
    /// Diagnostics as workflow commands of GitHub Actions.
    Github,
    /// Diagnostics as a Code Quality report of GitLab.
    Gitlab,
}

impl Format {
    const fn of_diagnostics(self) -> render::Format {
        match self {
            Self::Full => render::Format::Full,
            Self::Short => render::Format::Short,
            Self::Json => render::Format::Json,
            Self::Sarif => render::Format::Sarif,
            Self::Github => render::Format::Github,
            Self::Gitlab => render::Format::Gitlab,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Fix(fix::Args),
    Build(build::Args),
    Why(why::Args),
    Explain(explain::Args),
    Show(show::Args),
    Upgrade(upgrade::Args),
    Schema(schema::Args),
    Init(init::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program on the process's arguments.
pub fn main() -> std::process::ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results, everything else is a usage error.
            let code = if error.use_stderr() {
                Exit::NotDone
            } else {
                Exit::Done
            };
            // Nobody is left to tell when the stream itself is closed.
            let _ = error.print();
            return code.into();
        }
    };
    let format = cli.format;
    let exit = match cli.command {
        Command::Check(args) => check::run(&args, format),
        Command::Fix(args) => fix::run(&args, format),
        Command::Build(args) => build::run(&args, format),
        Command::Why(args) => why::run(&args, format),
        Command::Explain(args) => explain::run(&args, format),
        Command::Show(args) => show::run(&args, format),
        Command::Upgrade(args) => upgrade::run(&args, format),
        Command::Schema(args) => schema::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    if print::unprinted() {
        return Exit::NotDone.into();
    }
    exit.into()
}
