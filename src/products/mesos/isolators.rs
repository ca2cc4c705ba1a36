//! The isolators that agents bring, each with the first version that has it.
//!
//! No closed set of the flag `isolation`, which takes those of modules too: only what
//! `services.mesos.isolation` names is held against it. None was taken away up to 1.11.

use crate::units::Version;

const ISOLATORS: &[(&str, &str)] = &[
    ("appc/runtime", "1.1.0"),
    ("cgroups", "0.12.0"),
    ("cgroups/all", "1.7.0"),
    ("cgroups/blkio", "1.2.0"),
    ("cgroups/cpu", "0.19.0"),
    ("cgroups/cpuset", "1.2.0"),
    ("cgroups/devices", "1.0.0"),
    ("cgroups/hugetlb", "1.2.0"),
    ("cgroups/mem", "0.19.0"),
    ("cgroups/net_cls", "0.27.0"),
    ("cgroups/net_prio", "1.2.0"),
    ("cgroups/perf_event", "0.20.0"),
    ("cgroups/pids", "1.2.0"),
    ("disk/du", "1.0.0"),
    ("disk/xfs", "1.0.0"),
    ("docker/runtime", "0.28.0"),
    ("docker/volume", "1.0.0"),
    ("environment_secret", "1.4.0"),
    ("filesystem/linux", "0.27.0"),
    ("filesystem/posix", "0.24.0"),
    ("filesystem/shared", "0.21.0"),
    ("filesystem/windows", "1.0.0"),
    ("gpu/nvidia", "1.0.0"),
    ("linux/capabilities", "1.1.0"),
    ("linux/devices", "1.7.0"),
    ("linux/nnp", "1.9.0"),
    ("linux/seccomp", "1.8.0"),
    ("namespaces/ipc", "1.2.0"),
    ("namespaces/pid", "0.21.0"),
    ("network/cni", "1.0.0"),
    ("network/port_mapping", "0.20.0"),
    ("network/ports", "1.5.0"),
    ("posix/cpu", "0.19.0"),
    ("posix/disk", "0.22.0"),
    ("posix/mem", "0.19.0"),
    ("posix/rlimits", "1.2.0"),
    ("process", "0.12.0"),
    ("volume/csi", "1.11.0"),
    ("volume/host_path", "1.5.0"),
    ("volume/image", "1.1.0"),
    ("volume/sandbox_path", "1.1.0"),
    ("volume/secret", "1.4.0"),
    ("windows/cpu", "1.0.0"),
    ("windows/mem", "1.5.0"),
];

/// The isolators of a version, sorted.
pub(super) fn of(version: &Version) -> Vec<&'static str> {
    ISOLATORS
        .iter()
        .filter(|(_, since)| {
            since
                .parse::<Version>()
                .is_ok_and(|since| *version >= since)
        })
        .map(|(name, _)| *name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ISOLATORS, of};

    #[test]
    fn the_set_grows() {
        assert!(ISOLATORS.is_sorted());
        let names = |version: &str| of(&version.parse().unwrap());
        assert_eq!(names("0.18.0"), ["cgroups", "process"]);
        assert!(names("0.20.0").contains(&"cgroups/mem"));
        assert!(!names("1.10.0").contains(&"volume/csi"));
        assert_eq!(names("1.11.0").len(), ISOLATORS.len());
    }
}
