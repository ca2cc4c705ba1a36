//! Names and types of units.

/// Type of a unit, from the suffix of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitType {
    Automount,
    Mount,
    Path,
    Scope,
    Service,
    Slice,
    Socket,
    Swap,
    Target,
    Timer,
}

impl UnitType {
    pub const ALL: [Self; 10] = [
        Self::Automount,
        Self::Mount,
        Self::Path,
        Self::Scope,
        Self::Service,
        Self::Slice,
        Self::Socket,
        Self::Swap,
        Self::Target,
        Self::Timer,
    ];

    /// The type of the unit called `name`; `None` when the suffix is no type a unit file can have.
    pub fn of(name: &str) -> Option<Self> {
        let (stem, suffix) = name.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        Self::ALL.into_iter().find(|kind| kind.suffix() == suffix)
    }

    /// The suffix without its dot.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Automount => "automount",
            Self::Mount => "mount",
            Self::Path => "path",
            Self::Scope => "scope",
            Self::Service => "service",
            Self::Slice => "slice",
            Self::Socket => "socket",
            Self::Swap => "swap",
            Self::Target => "target",
            Self::Timer => "timer",
        }
    }

    /// The section of this type's own directives; a target has none.
    pub const fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Automount => "Automount",
            Self::Mount => "Mount",
            Self::Path => "Path",
            Self::Scope => "Scope",
            Self::Service => "Service",
            Self::Slice => "Slice",
            Self::Socket => "Socket",
            Self::Swap => "Swap",
            Self::Timer => "Timer",
            Self::Target => return None,
        })
    }
}

/// Checks the name of a slice: it ends in `.slice`, and no dash is first, last or doubled, since
/// each dash is a level of the tree (a literal one is `\x2d`).
///
/// # Errors
/// What is wrong, as a message.
pub fn check_slice_name(name: &str) -> Result<(), String> {
    check_unit_name(name)?;
    let Some(stem) = name.strip_suffix(".slice") else {
        return Err(format!(
            "`{name}` is not a slice: its name must end in `.slice`"
        ));
    };
    if stem == "-" {
        return Ok(());
    }
    if stem.starts_with('-') || stem.ends_with('-') || stem.contains("--") {
        return Err(format!(
            "`{name}` has an empty level: a dash in a slice name separates parent from child"
        ));
    }
    Ok(())
}

/// Checks the form of a unit name: allowed characters, at most 255 bytes, a known suffix.
///
/// # Errors
/// What is wrong, as a message.
pub fn check_unit_name(name: &str) -> Result<(), String> {
    if name.len() > 255 {
        return Err("a unit name has at most 255 bytes".to_owned());
    }
    if let Some(bad) = name
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || ":-_.\\@".contains(*c)))
    {
        return Err(format!("`{bad}` cannot stand in a unit name"));
    }
    if UnitType::of(name).is_some() || name.ends_with(".device") {
        return Ok(());
    }
    Err(format!("`{name}` has no unit suffix such as `.service`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_from_suffixes() {
        for (name, kind) in [
            ("condor.service", Some(UnitType::Service)),
            ("tomcat@httpfs.service", Some(UnitType::Service)),
            ("a-b.slice", Some(UnitType::Slice)),
            ("mnt-ramdisk.mount", Some(UnitType::Mount)),
            ("x.timer", Some(UnitType::Timer)),
            ("condor", None),
            (".service", None),
            ("a.conf", None),
        ] {
            assert_eq!(UnitType::of(name), kind, "{name}");
        }
    }

    #[test]
    fn slice_names() {
        for good in ["condor.slice", "a-b.slice", "-.slice", "a\\x2db.slice"] {
            assert_eq!(check_slice_name(good), Ok(()), "{good}");
        }
        for bad in [
            "mesos",
            "condor.service",
            "a--b.slice",
            "-a.slice",
            "a-.slice",
            "a b.slice",
        ] {
            assert!(check_slice_name(bad).is_err(), "{bad}");
        }
    }
}
