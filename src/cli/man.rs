//! `clusterc man`

use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Cli, Exit, print};

/// Print a manual page in roff, or write all of them into a folder.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The command that the page is about; without it the page is about the program.
    #[arg(conflicts_with = "output")]
    command: Option<String>,
    /// Write a page for the program and one for each command into this folder; made when missing.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What the exit codes mean, of every command alike.
const EXIT_STATUS: [(&str, &str); 3] = [
    (
        "0",
        "Done, nothing to report; warnings are nothing unless they are denied.",
    ),
    ("1", "The profile has errors, or there are differences."),
    (
        "2",
        "Not done: usage, unreadable input, a refusal, input or output.",
    ),
];

pub fn run(args: &Args) -> Exit {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &args.output {
        return match write_all(&program, folder) {
            Ok(()) => Exit::Done,
            Err(error) => {
                print::error(&format!("cannot write `{}`: {error}", folder.display()));
                Exit::NotDone
            }
        };
    }
    let page = match &args.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(page) = page else {
        let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        print::error("there is no such command");
        print::note(&format!("help: the commands are {}", names.join(", ")));
        return Exit::NotDone;
    };
    print::result(&String::from_utf8_lossy(&render(page, &program)));
    Exit::Done
}

fn write_all(program: &Command, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for page in std::iter::once(program).chain(program.get_subcommands()) {
        let name = format!("{}.1", display_name(page));
        std::fs::write(folder.join(name), render(page, program))?;
    }
    Ok(())
}

/// `clusterc`, `clusterc-check`.
fn display_name(page: &Command) -> String {
    page.get_display_name()
        .unwrap_or_else(|| page.get_name())
        .to_owned()
}

/// The page as bytes. No date: the same program gives the same page.
fn render(page: &Command, program: &Command) -> Vec<u8> {
    let man = Man::new(page.clone());
    let mut bytes = title(page).into_bytes();
    // Writing to memory does not fail.
    let _ = man.render_name_section(&mut bytes);
    let _ = man.render_synopsis_section(&mut bytes);
    let _ = man.render_description_section(&mut bytes);
    let _ = man.render_options_section(&mut bytes);
    let mut end = Roff::new();
    let is_program = page.get_name() == program.get_name();
    if page.has_subcommands() {
        end.control("SH", [if is_program { "COMMANDS" } else { "VIEWS" }]);
        for command in page.get_subcommands() {
            let about = command.get_about().map(ToString::to_string);
            end.control("TP", []);
            if is_program {
                end.text([bold(display_name(command)), roman("(1)")]);
            } else {
                let usage = command.clone().render_usage().to_string();
                end.text([bold(usage.trim_start_matches("Usage: "))]);
            }
            end.text([roman(about.unwrap_or_default())]);
        }
    }
    end.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_STATUS {
        end.control("TP", []);
        end.text([bold(code)]);
        end.text([roman(meaning)]);
    }
    if !is_program {
        end.control("SH", ["SEE ALSO"]);
        end.text([bold(display_name(program)), roman("(1)")]);
    }
    let _ = end.to_writer(&mut bytes);
    without_idle_breaks(&String::from_utf8_lossy(&bytes)).into_bytes()
}

/// The heading: the crate drops an empty date, which moves what follows into its place.
fn title(page: &Command) -> String {
    format!(
        ".TH \"{}\" \"1\" \"\" \"clusterc {}\" \"clusterc\"\n",
        display_name(page),
        env!("CARGO_PKG_VERSION")
    )
}

/// The page without line breaks beside empty lines, of which readers complain.
fn without_idle_breaks(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let empty = |line: &str| line.is_empty() || line == ".sp";
    let beside = |at: usize| lines.get(at).is_some_and(|line| empty(line));
    let mut kept = String::new();
    for (at, line) in lines.iter().enumerate() {
        if *line == ".br" && (beside(at + 1) || at > 0 && beside(at - 1)) {
            continue;
        }
        kept.push_str(if empty(line) { ".sp" } else { line });
        kept.push('\n');
    }
    kept
}
