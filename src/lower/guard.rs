//! Keys that are stated elsewhere in the profile.

/// Why a plain setting of the key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardKind {
    /// Other outputs were computed from it.
    Shared,
    /// It says who somebody is: addresses, quorums, ids.
    Identity,
}

/// A key, or a family of keys, that is stated elsewhere.
#[derive(Debug)]
pub struct Guard {
    /// Name of the file under `settings`.
    pub file: &'static str,
    /// The key; a part `<x>` stands for any text without a dot, a final `*` for any rest.
    pub pattern: &'static str,
    pub kind: GuardKind,
    /// The profile's key that states it once.
    pub instead: &'static str,
}

impl Guard {
    /// A key that other outputs were computed from.
    pub const fn shared(file: &'static str, pattern: &'static str, instead: &'static str) -> Self {
        Self {
            file,
            pattern,
            kind: GuardKind::Shared,
            instead,
        }
    }

    /// A key that says who somebody is.
    pub const fn identity(
        file: &'static str,
        pattern: &'static str,
        instead: &'static str,
    ) -> Self {
        Self {
            file,
            pattern,
            kind: GuardKind::Identity,
            instead,
        }
    }

    /// Whether the guard is of `key` in `file`.
    pub fn matches(&self, file: &str, key: &str) -> bool {
        self.file == file && matches(self.pattern, key)
    }
}

fn matches(pattern: &str, key: &str) -> bool {
    if let Some(prefix) = pattern.strip_suffix('*') {
        return key.starts_with(prefix);
    }
    let mut parts = key.split('.');
    for want in pattern.split('.') {
        match parts.next() {
            Some(part) if want.starts_with('<') && !part.is_empty() => {}
            Some(part) if part == want => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        assert!(matches("dfs.nameservices", "dfs.nameservices"));
        assert!(matches(
            "dfs.namenode.rpc-address.<ns>.<nn>",
            "dfs.namenode.rpc-address.a.nn1"
        ));
        assert!(!matches(
            "dfs.namenode.rpc-address.<ns>.<nn>",
            "dfs.namenode.rpc-address.a"
        ));
        assert!(matches("server.*", "server.1"));
    }
}
