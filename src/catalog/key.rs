//! What is known of a key.

use super::costs::Cost;
use super::table::cell;
use crate::document::Separator;
use crate::units::{Ranges, Version};

/// The type of a key's value, as the product's reader takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    Bool,
    Int,
    Long,
    Float,
    Double,
    IntList,
    Enum,
    EnumList,
    Class,
    ClassList,
    String,
    StringList,
    /// A number, with a suffix where the version takes one.
    Duration,
    /// A number with a letter k, m, g, t, p or e.
    Size,
    /// A number whose suffix is required.
    StorageSize,
    Host,
    HostPort,
    HostPortList,
    Port,
    Path,
    PathList,
    Uri,
    UriList,
    Password,
    /// Mesos: `true 1 false 0` and nothing else.
    MesosBool,
    /// Mesos: a number with `ns us ms secs mins hrs days weeks`.
    MesosDuration,
    /// Mesos: a whole number with `B KB MB GB TB`.
    MesosBytes,
    /// Alluxio: a number with `ms s sec m min h hr d day`; a bare one counts milliseconds.
    AlluxioDuration,
    /// Alluxio: a number with `B KB MB GB TB PB`, in `suffix_ranges` only; bare, bytes.
    AlluxioBytes,
    Json,
    /// An expression of constants that comes to true or false.
    ExprBool,
    /// An expression of constants that comes to a whole number of 32 bits.
    ExprInt,
    /// An expression of constants that comes to a whole number of 64 bits.
    ExprLong,
    /// An expression of constants that comes to a number.
    ExprDouble,
    /// An expression over attributes that the product evaluates later.
    ClassAd,
    /// Records of such expressions, one after the other.
    Records,
    /// Text that may be empty: that is a value of its own, not the default.
    Text,
    /// A list of such texts.
    TextList,
    /// The product sets it itself, after all files.
    Own,
    /// A type with no check of its own (acl, principal, regex, umask …).
    Unknown,
}

/// How keys are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyNames {
    /// As they are written.
    Exact,
    /// Without regard to case; a word and a dot in front restrict the key to one daemon.
    AnyCase,
}

/// A key as a version knows it.
#[derive(Debug, Clone, Copy)]
pub struct KeyFact {
    /// The key, or the family's pattern.
    pub key: &'static str,
    /// File or component it belongs to.
    pub scope: &'static str,
    pub ty: KeyType,
    /// The type's name in the tables.
    pub kind: &'static str,
    /// Unit of a bare number.
    pub unit: Option<&'static str>,
    /// Versions that know it.
    pub ranges: &'static str,
    /// Versions in which every reader takes a suffix.
    pub suffix_ranges: &'static str,
    /// Default of the newest version that has one.
    pub default: Option<&'static str>,
    /// Bounds of a number, `low..high`, each of which may be missing.
    pub range: Option<&'static str>,
    /// The product's tables, for closed sets of values.
    pub(super) facts: &'static super::ProductFacts,
}

/// A key that belongs to a family such as `dfs.namenode.rpc-address.<ns>.<nn>`.
#[derive(Debug, Clone)]
pub struct FamilyFact {
    pub fact: KeyFact,
    /// Parameters in the order of the pattern: name and value.
    pub params: Vec<(&'static str, String)>,
}

/// What a version does with a key.
#[derive(Debug, Clone)]
pub enum Known {
    Yes(KeyFact),
    Family(FamilyFact),
    /// An old name that still works.
    Renamed {
        to: Vec<&'static str>,
        fact: KeyFact,
    },
    NotYet {
        since: &'static str,
    },
    Gone {
        last: &'static str,
        replacement: Vec<&'static str>,
    },
    /// It exists, but in these files or components.
    OtherFile {
        files: Vec<&'static str>,
    },
    /// A made-up name of the documentation.
    Placeholder,
    Unknown,
}

/// A key over all versions, in one of its files.
#[derive(Debug, Clone)]
pub struct KeyLife {
    /// As the tables spell it; of a family the pattern.
    pub key: String,
    pub scope: &'static str,
    /// The files that its scope is, oldest first.
    pub files: Vec<&'static str>,
    /// The type's name in the tables.
    pub kind: &'static str,
    pub unit: Option<&'static str>,
    /// Bounds of a number.
    pub range: Option<&'static str>,
    /// Versions that take a suffix, in words.
    pub suffixes: Option<String>,
    /// Default of the newest version that has one.
    pub default: Option<&'static str>,
    /// Versions that know it, in words.
    pub versions: String,
    /// What became of it, oldest first.
    pub spans: Vec<KeySpan>,
    pub values: Vec<KeyValue>,
    /// What replaces it, where it is an old name.
    pub renamed_to: Vec<&'static str>,
    /// Old names of it, each with the versions that still read it.
    pub old_names: Vec<(&'static str, String)>,
    /// Who reads it.
    pub readers: Vec<&'static str>,
    /// What a change of it costs, by versions; these are empty where all are meant.
    pub changes: Vec<(String, Vec<Cost>)>,
}

/// Versions that do the same with a key.
#[derive(Debug, Clone)]
pub struct KeySpan {
    /// In words.
    pub versions: String,
    pub state: KeyState,
}

/// What versions do with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    Known {
        default: Option<&'static str>,
        deprecated: bool,
    },
    /// They read it as another key.
    Renamed {
        to: Vec<&'static str>,
    },
    /// They know it in other files or components only.
    Elsewhere {
        files: Vec<&'static str>,
    },
    Gone {
        replacement: Vec<&'static str>,
    },
    NotKnown,
}

/// A value of a set.
#[derive(Debug, Clone)]
pub struct KeyValue {
    pub value: &'static str,
    /// In words.
    pub versions: String,
    /// Whether others may be plugged in.
    pub open: bool,
}

impl KeyType {
    /// Reads a type's name in the tables.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "bool" => Self::Bool,
            "int" | "uint" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "int-list" => Self::IntList,
            "enum" => Self::Enum,
            "enum-list" => Self::EnumList,
            "class" => Self::Class,
            "class-list" => Self::ClassList,
            "string" => Self::String,
            "string-list" | "list" => Self::StringList,
            "duration" => Self::Duration,
            "size" => Self::Size,
            "storage-size" => Self::StorageSize,
            "host" => Self::Host,
            "host:port" => Self::HostPort,
            "host:port-list" => Self::HostPortList,
            "port" => Self::Port,
            "path" => Self::Path,
            "path-list" => Self::PathList,
            "uri" => Self::Uri,
            "uri-list" => Self::UriList,
            "password" => Self::Password,
            "mesos-bool" => Self::MesosBool,
            "mesos-duration" => Self::MesosDuration,
            "mesos-bytes" => Self::MesosBytes,
            "alluxio-duration" => Self::AlluxioDuration,
            "alluxio-bytes" => Self::AlluxioBytes,
            "json" => Self::Json,
            "expr-bool" => Self::ExprBool,
            "expr-int" => Self::ExprInt,
            "expr-long" => Self::ExprLong,
            "expr-double" => Self::ExprDouble,
            "classad" => Self::ClassAd,
            "records" => Self::Records,
            "text" => Self::Text,
            "text-list" => Self::TextList,
            "own" => Self::Own,
            _ => Self::Unknown,
        }
    }
}

impl KeyNames {
    /// Whether two spellings are one key.
    #[must_use]
    pub fn same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Exact => one == other,
            Self::AnyCase => one.eq_ignore_ascii_case(other),
        }
    }
}

impl KeyFact {
    /// A key that only the profile gives a meaning.
    #[must_use]
    pub const fn free(
        facts: &'static super::ProductFacts,
        scope: &'static str,
        ty: KeyType,
    ) -> Self {
        Self {
            key: "",
            scope,
            ty,
            kind: "",
            unit: None,
            ranges: "",
            suffix_ranges: "",
            default: None,
            range: None,
            facts,
        }
    }

    /// The default in `version`: what a daemon does that is told nothing. `None` where it has none,
    /// or computes it.
    #[must_use]
    pub fn default_in(&self, version: &Version) -> Option<&'static str> {
        let changed = self.facts.defaults.find(self.key).iter();
        changed
            .filter(|row| cell(row, 1) == self.scope)
            .find(|row| Ranges::trusted(cell(row, 2)).contains(version))
            .map_or(self.default, |row| {
                Some(cell(row, 3)).filter(|default| !default.is_empty())
            })
    }

    /// Whether `version` knows the key and will not for ever.
    #[must_use]
    pub fn is_deprecated(&self, version: &Version) -> bool {
        let since = self.facts.deprecated.find(self.key).first();
        since
            .and_then(|row| cell(row, 1).parse::<Version>().ok())
            .is_some_and(|since| *version >= since)
    }

    /// Whether two spellings are one key of the product.
    #[must_use]
    pub fn same(&self, one: &str, other: &str) -> bool {
        self.facts.names.same(one, other)
    }

    /// Whether the value is a list.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(
            self.ty,
            KeyType::IntList
                | KeyType::EnumList
                | KeyType::ClassList
                | KeyType::StringList
                | KeyType::HostPortList
                | KeyType::PathList
                | KeyType::UriList
                | KeyType::TextList
        ) || self.is_newline_list()
    }

    /// Fencing methods are one a line, because a method may hold commas.
    const fn is_newline_list(&self) -> bool {
        matches!(self.key.as_bytes(), b"dfs.ha.fencing.methods")
    }

    /// What stands between the items of a list.
    #[must_use]
    pub const fn separator(&self) -> Separator {
        if self.is_newline_list() {
            Separator::Newline
        } else {
            Separator::Comma
        }
    }
}

impl FamilyFact {
    /// The family's member as a key.
    #[must_use]
    pub const fn as_key(&self) -> KeyFact {
        self.fact
    }
}
