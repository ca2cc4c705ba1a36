//! What products do to each other on one host, and across the cluster: rules that need the files
//! of several.
//!
//! Knows keys of every product and how to read them; makes nothing and decides nothing.

mod amounts;
mod directories;
mod ensembles;
mod limits;
mod rules;

pub use ensembles::check as check_cluster;
pub use rules::RULES;

use std::cell::OnceCell;
use std::sync::Arc;

use crate::catalog::ProductFacts;
use crate::cluster::Class;
use crate::diagnostic::Diagnostic;
use crate::document::{ConfigDocument, Entry};
use crate::effective::{Found, Loaded, Reading, Source, View, as_written};
use crate::lower::Ctx;
use crate::products::{alluxio, hadoop, mesos, zookeeper};
use crate::source::Span;

/// Whose files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Hadoop,
    ZooKeeper,
    MesosMaster,
    MesosAgent,
    Alluxio,
}

/// The views of a class, each made when somebody asks for it.
#[derive(Debug)]
struct Views<'a> {
    class: &'a Class,
    documents: &'a [Arc<ConfigDocument>],
    made: [OnceCell<Option<View<'a>>>; 5],
}

impl Reader {
    fn parts(self) -> (&'static ProductFacts, &'static [Loaded], Reading) {
        match self {
            Self::Hadoop => (
                &hadoop::facts::FACTS,
                hadoop::constraints::SITES,
                as_written,
            ),
            Self::ZooKeeper => (
                &zookeeper::facts::FACTS,
                zookeeper::constraints::FILES,
                as_written,
            ),
            Self::MesosMaster => (
                &mesos::facts::FACTS,
                mesos::constraints::MASTER,
                mesos::constraints::reading,
            ),
            Self::MesosAgent => (
                &mesos::facts::FACTS,
                mesos::constraints::AGENT,
                mesos::constraints::reading,
            ),
            Self::Alluxio => (
                &alluxio::facts::FACTS,
                alluxio::constraints::FILES,
                alluxio::constraints::reading,
            ),
        }
    }
}

impl<'a> Views<'a> {
    fn new(class: &'a Class, documents: &'a [Arc<ConfigDocument>]) -> Self {
        Self {
            class,
            documents,
            made: Default::default(),
        }
    }

    fn of(&self, reader: Reader) -> Option<&View<'a>> {
        let made = self.made.get(reader as usize)?;
        made.get_or_init(|| {
            let (facts, files, reading) = reader.parts();
            let version = &self.class.products.get(facts.product)?.facts_of;
            Some(View::new(facts, version, files, reading, self.documents))
        })
        .as_ref()
    }

    /// A value that one of our files states for a role of these hosts, and its entry.
    fn stated(&self, reader: Reader, role: &str, key: &str) -> Option<(Found<'a>, &'a Entry)> {
        if !role.is_empty() && !self.class.has_role(role) {
            return None;
        }
        let found = self.of(reader)?.get(key)?;
        match found.source {
            Source::Entry { entry, .. } => Some((found, entry)),
            Source::Default => None,
        }
    }
}

/// What the documents of a class break together.
pub fn check(ctx: &Ctx<'_>, documents: &[Arc<ConfigDocument>]) -> Vec<Diagnostic> {
    let views = Views::new(ctx.class, documents);
    let mut found = Vec::new();
    directories::check(&views, documents, &mut found);
    limits::check(&views, documents, &mut found);
    amounts::check(&views, documents, &mut found);
    found
}

/// A diagnostic's label at another place than its own.
fn labelled(diagnostic: Diagnostic, place: Option<Span>, text: &str) -> Diagnostic {
    match place {
        Some(span) if span != diagnostic.primary.span => diagnostic.label(span, text),
        _ => diagnostic,
    }
}
