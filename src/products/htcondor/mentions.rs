//! Names that a value makes keys: macros it refers to, attributes and daemons it lists.
//!
//! HTCondor takes any name; one that nothing refers to is a name that nothing reads.

use super::template;

/// What the master and the daemon library read for each daemon in its list.
const OF_A_DAEMON: [&str; 9] = [
    "",
    "_ADDRESS_FILE",
    "_ARGS",
    "_DEBUG",
    "_ENVIRONMENT",
    "_LOCK",
    "_LOG",
    "_PORT",
    "_USERID",
];

/// The names that `value` of `key` makes keys.
pub(super) fn mentions(key: &str, value: &str) -> Vec<String> {
    let mut names: Vec<String> = references(value).into_iter().map(str::to_owned).collect();
    if key.contains(':') {
        names.extend(words(value).map(str::to_owned));
        names.extend(template::sets(key).map(str::to_owned));
    }
    let knob = key.rsplit('.').next().unwrap_or(key).to_ascii_uppercase();
    if knob.ends_with("_ATTRS") || knob.ends_with("_EXPRS") {
        names.extend(words(value).map(str::to_owned));
    }
    if knob == "DAEMON_LIST" || knob == "DC_DAEMON_LIST" {
        for daemon in words(value) {
            names.extend(OF_A_DAEMON.map(|end| format!("{daemon}{end}")));
        }
    }
    names
}

/// The macros that a value refers to: `$(X)`, `$(X:default)`, `$INT(X)`.
pub(super) fn references(value: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in value.match_indices('$') {
        let rest = value.get(at + 1..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let Some(inner) = rest.strip_prefix('(') else {
            continue;
        };
        let end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
        let name = inner.get(..end).unwrap_or_default();
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(|c: char| !is_name(c))
        .filter(|word| !word.is_empty())
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::{mentions, references};

    #[test]
    fn finds_references() {
        assert_eq!(
            references("$(A)/$(B.c:x$(D)) $INT(E,%d) $$(F) $G ${H} $("),
            ["A", "B.c", "D", "E", "F"]
        );
    }

    #[test]
    fn lists_name_keys() {
        let has = |key: &str, value: &str, name: &str| {
            mentions(key, value).iter().any(|found| found == name)
        };
        assert!(has("STARTD.STARTD_ATTRS", "Rack, HasGPU", "HasGPU"));
        assert!(has("daemon_list", "MASTER COLLECTOR7", "COLLECTOR7_ARGS"));
        assert!(has("POLICY:PREEMPT_IF", "TooBig", "TooBig"));
        assert!(has("FEATURE:GPUs", "", "MACHINE_RESOURCE_INVENTORY_GPUs"));
        assert!(!has("START", "Rack", "Rack"));
    }
}
