//! What is known of a key.

use crate::document::Separator;

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

/// A key over all versions.
#[derive(Debug, Clone)]
pub struct KeyLife {
    pub file: &'static str,
    pub kind: &'static str,
    pub unit: Option<&'static str>,
    pub default: Option<&'static str>,
    pub versions: String,
    pub renamed_to: Vec<&'static str>,
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
            unit: None,
            ranges: "",
            suffix_ranges: "",
            default: None,
            range: None,
            facts,
        }
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
