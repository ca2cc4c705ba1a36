//! `clusterc check`

use super::baseline::{self, BaselineArgs};
use super::files::{ProfileArgs, compile_profile_on};
use super::{Exit, Format, print};
use crate::units::Date;

/// Check a profile: its structure, its inventory, and every value against what each product's
/// version accepts.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    profile: ProfileArgs,
    /// The day on which allow comments with an end are judged; without it, today's of UTC.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    #[command(flatten)]
    baseline: BaselineArgs,
}

pub fn run(args: &Args, format: Format) -> Exit {
    let known = match baseline::read(&args.baseline) {
        Ok(known) => known,
        Err(message) => {
            print::failure(&message, format);
            return Exit::NotDone;
        }
    };
    let today = args.today.or_else(today);
    let mut compilation = match compile_profile_on(today, &args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    let baselined = baseline::apply(&args.baseline, known, &mut compilation);
    // Here the diagnostics are the result.
    match format {
        Format::Json | Format::Sarif | Format::Github | Format::Gitlab => {
            print::result(&print::rendered(&compilation, format, false));
        }
        Format::Full | Format::Short => print::diagnostics(&compilation, format),
    }
    match baselined {
        Ok(Some(words)) => print::note(&words),
        Ok(None) => {}
        Err(message) => {
            print::error(&message);
            return Exit::NotDone;
        }
    }
    if compilation.has_errors() {
        return Exit::Found;
    }
    if format == Format::Full {
        print::result(&summary(&compilation));
    }
    Exit::Done
}

/// The day of UTC, from the system's clock: where the machine stands decides nothing.
fn today() -> Option<Date> {
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).ok()?;
    Date::from_days(since.as_secs() / 86_400)
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
