//! What a unit shall have, in words that outlive a version: the values and their names.
//!
//! `translate` turns them into the directives of one host's systemd.

/// The keys of intent, as the profile spells them, in the order they are translated.
pub const INTENTS: [&str; 12] = [
    "slice",
    "cpu_weight",
    "memory_max",
    "memory_min",
    "tasks_max",
    "open_files",
    "locked_memory",
    "private_mounts",
    "private_tmp",
    "after",
    "requires",
    "restart",
];

/// A resource limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// A count, or bytes.
    Of(u64),
    Infinite,
}

/// When a service is started again after it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Restart {
    Always,
    OnFailure,
    No,
}

/// Intent for one unit: every part is optional, nothing has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitIntent {
    /// Slice the unit belongs to, such as `condor.slice`.
    pub slice: Option<String>,
    /// Share of CPU beside its siblings: 1 to 10000, 100 is everybody's default.
    pub cpu_weight: Option<u32>,
    /// Bytes above which processes of the unit are killed.
    pub memory_max: Option<u64>,
    /// Bytes the kernel never takes away from the unit.
    pub memory_min: Option<u64>,
    /// Most tasks (processes and threads) of the unit.
    pub tasks_max: Option<Limit>,
    /// Most open files of each process.
    pub open_files: Option<Limit>,
    /// Most bytes each process may lock into memory.
    pub locked_memory: Option<Limit>,
    /// Whether mounts made by the unit stay invisible outside it.
    pub private_mounts: Option<bool>,
    /// Whether the unit has its own `/tmp` and `/var/tmp`.
    pub private_tmp: Option<bool>,
    /// Units to start before this one, where they are started at all.
    pub after: Vec<String>,
    /// Units without which this one does not start; it is ordered after them.
    pub requires: Vec<String>,
    pub restart: Option<Restart>,
}

impl Restart {
    pub const ALL: [Self; 3] = [Self::Always, Self::OnFailure, Self::No];

    /// As both the profile and systemd spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::OnFailure => "on-failure",
            Self::No => "no",
        }
    }

    /// Reads the profile's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Of(n) => write!(f, "{n}"),
            Self::Infinite => f.write_str("infinity"),
        }
    }
}

/// The directives that say what the intent `key` says, in any version. A unit that has both is
/// contradicting itself, or will after an upgrade.
pub fn directives_of(key: &str) -> &'static [&'static str] {
    match key {
        "slice" => &["ControlGroup", "Slice"],
        "cpu_weight" => &["CPUShares", "CPUWeight"],
        "memory_max" => &["MemoryLimit", "MemoryMax"],
        "memory_min" => &["MemoryMin"],
        "tasks_max" => &["TasksMax"],
        "open_files" => &["LimitNOFILE"],
        "locked_memory" => &["LimitMEMLOCK"],
        "private_mounts" => &["MountFlags", "PrivateMounts"],
        "private_tmp" => &["PrivateTmp"],
        "after" => &["After"],
        "requires" => &["Requires"],
        "restart" => &["Restart"],
        _ => &[],
    }
}

/// The intent that says what `directive` says.
pub fn intent_of(directive: &str) -> Option<&'static str> {
    INTENTS
        .into_iter()
        .find(|key| directives_of(key).contains(&directive))
}
