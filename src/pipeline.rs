//! The pipeline as one readable function: bytes in, a tree of outputs and diagnostics out.

use std::sync::Arc;

use crate::cluster::Cluster;
use crate::diagnostic::levels::{self, Allow, Applied, Levels, Silenced};
use crate::diagnostic::{Diagnostic, Diagnostics, Level, Severity};
use crate::document::ConfigDocument;
use crate::lower::{self, Lowered};
use crate::output::OutputTree;
use crate::profile::v1::LintLevel;
use crate::resolve::{self, Files};
use crate::source::Sources;
use crate::units::Date;
use crate::{registry, render};

/// Everything a run came to.
#[derive(Debug)]
pub struct Compilation {
    /// The profile's name as the user gave it.
    pub profile: String,
    pub sources: Sources,
    pub cluster: Cluster,
    pub lowered: Lowered,
    pub tree: OutputTree,
    /// Sorted by place, levels applied.
    pub diagnostics: Vec<Diagnostic>,
    /// What was silenced by `lints` or comments.
    pub suppressed: Vec<Silenced>,
    pub levels: Levels,
}

impl Compilation {
    /// Whether the profile has errors; then the tree is not to be used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The documents of a host: those it shares with its class, then its own.
    pub fn documents_of(&self, host: u32) -> Vec<Arc<ConfigDocument>> {
        let class = self.cluster.host(host).map(|host| host.class as usize);
        let Some(documents) = class.and_then(|class| self.lowered.classes.get(class)) else {
            return Vec::new();
        };
        let own = documents.own.get(&host).into_iter().flatten();
        documents.shared.iter().chain(own).map(Arc::clone).collect()
    }

    /// The comment that begins every generated file.
    pub fn header(&self) -> [String; 1] {
        header(&self.profile)
    }
}

fn header(profile: &str) -> [String; 1] {
    let name = profile.rsplit('/').next().unwrap_or(profile);
    [format!(
        "Made by clusterc {} from {name}: edit the profile, not this file.",
        env!("CARGO_PKG_VERSION")
    )]
}

/// Compiles the profile at `path`.
///
/// # Errors
/// Only when the profile cannot be read at all.
pub fn compile(files: &dyn Files, path: &str, deny_warnings: bool) -> Result<Compilation, String> {
    compile_on(None, files, path, deny_warnings)
}

/// Compiles the profile at `path` as [`compile`] does, and judges on a day which allow comments
/// are past their end. That decides which diagnostics there are, never what is in the tree.
///
/// # Errors
/// Only when the profile cannot be read at all.
pub fn compile_on(
    today: Option<Date>,
    files: &dyn Files,
    path: &str,
    deny_warnings: bool,
) -> Result<Compilation, String> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let loaded = resolve::load(files, path, &mut sources, &mut found)?;
    let resolved = resolve::resolve(&loaded, &sources, &registry::knowledge(), &mut found);
    let cluster = resolved.cluster;
    let assets = lower::Assets::read(&cluster, files, &mut found);
    let lowered = lower::lower(&cluster, &registry::products(), &assets, &mut found);
    let header = header(path);
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let tree = render::render(&cluster, &lowered, &header, &mut found);
    let lints: Vec<_> = resolved
        .lints
        .into_iter()
        .map(|(name, level)| {
            let level = match level {
                LintLevel::Allow => Level::Allow,
                LintLevel::Warn => Level::Warn,
                LintLevel::Deny => Level::Deny,
            };
            (name, level)
        })
        .collect();
    let allows: Vec<Allow> = loaded
        .allows()
        .into_iter()
        .map(|comment| Allow {
            names: comment.names,
            until: comment.until,
            line: comment.line,
            reason: comment.reason,
            span: comment.span,
            whole: comment.whole,
        })
        .collect();
    let Applied {
        diagnostics,
        suppressed,
        levels,
    } = levels::apply(
        found.into_sorted(),
        &lints,
        &allows,
        deny_warnings,
        today,
        &registry::rules(),
    );
    Ok(Compilation {
        profile: path.to_owned(),
        sources,
        cluster,
        lowered,
        tree,
        diagnostics,
        suppressed,
        levels,
    })
}
