//! `clusterc show`: what a profile comes to, one file a view.
//!
//! Every view is a table for people and a list for programs, made from the same rows. Hosts are
//! folded, nothing is cut. `effective` alone shows values, and none of a secret.

mod effective;
mod files;
mod hosts;
mod keys;
mod ports;
mod products;
mod roles;
mod units;

use std::collections::BTreeSet;

use clap::Subcommand;
use serde::Serialize;

use super::files::{ProfileArgs, compile_profile};
use super::scope::ScopeArgs;
use super::{Exit, Format, print};
use crate::pipeline::Compilation;
use crate::source::Span;

pub use effective::{EffectiveReport, EffectiveRow, EffectiveSource};
pub use files::FileRow;
pub use hosts::HostRow;
pub use keys::KeyRow;
pub use ports::PortRow;
pub use products::ProductRow;
pub use roles::RoleRow;
pub use units::UnitRow;

/// Show what a profile comes to: hosts, what runs where, files, ports, packages, units; what a
/// process will see; and which keys the products know.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    view: View,
}

#[derive(Debug, Subcommand)]
enum View {
    /// Hosts that are alike, with platform, hardware, racks, roles and products.
    Hosts(OfProfile),
    /// Roles, their hosts and why they have them.
    Roles(OfProfile),
    /// Every distinct file and the hosts that have it.
    Files(OfProfile),
    /// Every port that a daemon listens on.
    Ports(OfProfile),
    /// Products by role: version, packages, and the layout that decides paths and dialects.
    Products(OfProfile),
    /// systemd units: whose they are, where they come from, what is added to them.
    Units(OfProfile),
    /// What one process will see: its files in the order in which it loads them, by its product's
    /// own rules, over the defaults of its version.
    Effective(OfProcess),
    /// Every key that the products' versions know, with its file, type and default.
    Keys(OfProducts),
}

#[derive(Debug, clap::Args)]
struct OfProfile {
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

#[derive(Debug, clap::Args)]
struct OfProcess {
    #[command(flatten)]
    process: effective::EffectiveArgs,
    #[command(flatten)]
    profile: ProfileArgs,
}

#[derive(Debug, clap::Args)]
struct OfProducts {
    #[command(flatten)]
    keys: keys::KeysArgs,
    #[command(flatten)]
    of: OfProfile,
}

/// A row of a view.
trait Row: Serialize {
    const HEAD: &'static [&'static str];
    /// Said instead of a table without rows.
    const NONE: &'static str;

    fn cells(&self) -> Vec<String>;
}

/// What is shown: a compilation, and which of its hosts.
struct Shown<'a> {
    compilation: &'a Compilation,
    /// `None`: all.
    hosts: Option<BTreeSet<u32>>,
}

impl Shown<'_> {
    fn has(&self, host: u32) -> bool {
        self.hosts
            .as_ref()
            .is_none_or(|hosts| hosts.contains(&host))
    }

    fn has_named(&self, name: &str) -> bool {
        self.hosts.is_none()
            || self
                .compilation
                .cluster
                .find(name)
                .is_some_and(|host| self.has(host))
    }

    /// Those of `hosts` that are shown.
    fn of(&self, hosts: &[u32]) -> Vec<u32> {
        let shown = hosts.iter().copied();
        shown.filter(|&host| self.has(host)).collect()
    }

    /// `profile.yaml:12`
    fn place(&self, span: Span) -> String {
        let place = self.compilation.sources.place(span);
        format!("{}:{}", place.file, place.line)
    }
}

pub fn run(args: &Args, format: Format) -> Exit {
    match &args.view {
        View::Hosts(of) => view(of, format, |shown| show(&hosts::rows(shown), format)),
        View::Roles(of) => view(of, format, |shown| show(&roles::rows(shown), format)),
        View::Files(of) => view(of, format, |shown| show(&files::rows(shown), format)),
        View::Ports(of) => view(of, format, |shown| show(&ports::rows(shown), format)),
        View::Products(of) => view(of, format, |shown| show(&products::rows(shown), format)),
        View::Units(of) => view(of, format, |shown| show(&units::rows(shown), format)),
        View::Effective(args) => process(args, format),
        View::Keys(args) => all_keys(args, format),
    }
}

fn all_keys(args: &OfProducts, format: Format) -> Exit {
    let pattern = args.keys.pattern.as_deref();
    match keys::named(&args.keys) {
        Err(message) => {
            print::error(&message);
            Exit::NotDone
        }
        Ok(named) if !named.is_empty() => {
            show(&keys::rows(&named, pattern), format);
            Exit::Done
        }
        Ok(_) => view(&args.of, format, |shown| {
            show(&keys::rows(&keys::of_profile(shown), pattern), format);
        }),
    }
}

fn process(args: &OfProcess, format: Format) -> Exit {
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    print::diagnostics(&compilation, format);
    if compilation.has_errors() {
        return Exit::Found;
    }
    let shown = Shown {
        compilation: &compilation,
        hosts: None,
    };
    match effective::report(&shown, &args.process) {
        Ok(report) => {
            effective::print(&report, format);
            Exit::Done
        }
        Err(message) => {
            print::error(&message);
            Exit::NotDone
        }
    }
}

/// Compiles the profile, shows something of its hosts.
fn view(args: &OfProfile, format: Format, show: impl FnOnce(&Shown<'_>)) -> Exit {
    let compilation = match compile_profile(&args.profile, format) {
        Ok(compilation) => compilation,
        Err(exit) => return exit,
    };
    print::diagnostics(&compilation, format);
    let hosts = match args.scope.hosts(&compilation.cluster) {
        Ok(hosts) => hosts,
        Err(message) => {
            print::error(&message);
            return Exit::NotDone;
        }
    };
    show(&Shown {
        compilation: &compilation,
        hosts,
    });
    if compilation.has_errors() {
        Exit::Found
    } else {
        Exit::Done
    }
}

fn show<T: Row>(rows: &[T], format: Format) {
    if format == Format::Json {
        print::json(&rows);
    } else if rows.is_empty() {
        print::result(&format!("{}\n", T::NONE));
    } else {
        let rows: Vec<Vec<String>> = rows.iter().map(Row::cells).collect();
        print::result(&print::table(T::HEAD, &rows));
    }
}
