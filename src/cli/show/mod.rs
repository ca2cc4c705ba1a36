//! `clusterc show`: what a profile comes to, one file a view.
//!
//! Every view is a table for people and a list for programs, made from the same rows. Hosts are
//! folded, nothing is cut, and no view shows a value of the profile: secrets cannot appear.

mod files;
mod hosts;
mod keys;
mod ports;
mod products;
mod roles;
mod units;

use std::collections::BTreeSet;

use clap::ValueEnum;
use serde::Serialize;

use super::files::{ProfileArgs, compile_profile};
use super::scope::ScopeArgs;
use super::{Exit, Format, print};
use crate::pipeline::Compilation;
use crate::source::Span;

pub use files::FileRow;
pub use hosts::HostRow;
pub use keys::KeyRow;
pub use ports::PortRow;
pub use products::ProductRow;
pub use roles::RoleRow;
pub use units::UnitRow;

/// Show what a profile comes to: hosts, what runs where, files, ports, packages, units; and which
/// keys its products know.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_enum)]
    view: ViewName,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    keys: keys::KeysArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ViewName {
    /// Hosts that are alike, with platform, hardware, racks, roles and products.
    Hosts,
    /// Roles, their hosts and why they have them.
    Roles,
    /// Every distinct file and the hosts that have it.
    Files,
    /// Every port that a daemon listens on.
    Ports,
    /// Products by role: version, packages, and the layout that decides paths and dialects.
    Products,
    /// systemd units: whose they are, where they come from, what is added to them.
    Units,
    /// Every key that the products' versions know, with its file, type and default.
    Keys,
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
    if args.view != ViewName::Keys && args.keys.is_some() {
        print::error("`--product` and `--match` belong to `show keys`");
        return Exit::NotDone;
    }
    let named = match keys::named(&args.keys) {
        Ok(named) => named,
        Err(message) => {
            print::error(&message);
            return Exit::NotDone;
        }
    };
    let pattern = args.keys.pattern.as_deref();
    if !named.is_empty() {
        show(&keys::rows(&named, pattern), format);
        return Exit::Done;
    }
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
    let shown = Shown {
        compilation: &compilation,
        hosts,
    };
    match args.view {
        ViewName::Hosts => show(&hosts::rows(&shown), format),
        ViewName::Roles => show(&roles::rows(&shown), format),
        ViewName::Files => show(&files::rows(&shown), format),
        ViewName::Ports => show(&ports::rows(&shown), format),
        ViewName::Products => show(&products::rows(&shown), format),
        ViewName::Units => show(&units::rows(&shown), format),
        ViewName::Keys => show(&keys::rows(&keys::of_profile(&shown), pattern), format),
    }
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
