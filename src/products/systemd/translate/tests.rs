use super::*;
use crate::products::platform::release;
use crate::products::systemd::intent::Restart;

fn on(os: &str, unit: &str, intent: &UnitIntent) -> String {
    let os = release(os).expect("known release");
    show(intent, unit, os.systemd, os.cgroup, Some(os))
}

fn show(
    intent: &UnitIntent,
    unit: &str,
    systemd: u32,
    cgroup: Cgroup,
    os: Option<&OsRelease>,
) -> String {
    let target = UnitTarget {
        unit,
        kind: UnitType::of(unit).expect("a unit name"),
        systemd,
        cgroup,
        os,
        control_group: None,
    };
    let out = translate(intent, &target);
    let mut lines: Vec<String> = out
        .assignments
        .iter()
        .map(|a| format!("{}.{}={}", a.section, a.key, a.value))
        .collect();
    lines.extend(
        out.errors
            .iter()
            .map(|e| format!("!{}: {}", e.intent, e.message)),
    );
    lines.join(", ")
}

const GIB: u64 = 1 << 30;

fn weight(cpu_weight: u32) -> UnitIntent {
    UnitIntent {
        cpu_weight: Some(cpu_weight),
        ..UnitIntent::default()
    }
}

#[test]
fn weights_follow_the_version() {
    for (os, unit, value, want) in [
        ("debian-12", "condor.slice", 400, "Slice.CPUWeight=400"),
        ("debian-10", "condor.slice", 400, "Slice.CPUWeight=400"),
        ("rhel-8.10", "condor.slice", 33, "Slice.CPUWeight=33"),
        (
            "centos-7.9",
            "condor.slice",
            400,
            "Slice.CPUAccounting=yes, Slice.CPUShares=4096",
        ),
        (
            "fedora-21",
            "condor.service",
            100,
            "Service.CPUAccounting=yes, Service.CPUShares=1024",
        ),
        (
            "fedora-19",
            "condor.service",
            2900,
            "Service.CPUShares=29696",
        ),
    ] {
        assert_eq!(on(os, unit, &weight(value)), want, "{os}");
    }
    for (os, unit, value, part) in [
        ("centos-7.9", "condor.slice", 33, "no whole number"),
        ("fedora-19", "condor.slice", 100, "has no slices"),
        ("debian-12", "condor.slice", 0, "1 to 10000"),
        ("debian-12", "condor.slice", 10_001, "1 to 10000"),
        ("debian-12", "x.timer", 100, "`.timer` unit cannot"),
    ] {
        let got = on(os, unit, &weight(value));
        assert!(
            got.starts_with("!cpu_weight") && got.contains(part),
            "{got}"
        );
    }
    let got = show(&weight(100), "a.slice", 258, Cgroup::V1, None);
    assert!(got.contains("does not know cgroup v1"), "{got}");
    let got = show(&weight(100), "a.slice", 229, Cgroup::V2, None);
    assert!(got.contains("cannot weigh CPU"), "{got}");
}

#[test]
fn slices_become_control_groups_where_there_are_none() {
    let intent = |slice: &str| UnitIntent {
        slice: Some(slice.to_owned()),
        ..UnitIntent::default()
    };
    for (os, slice, want) in [
        ("fedora-21", "condor.slice", "Service.Slice=condor.slice"),
        (
            "fedora-18",
            "condor.slice",
            "Service.ControlGroup=cpu:/condor",
        ),
        (
            "fedora-18",
            "hadoop-hdfs.slice",
            "Service.ControlGroup=cpu:/hadoop/hdfs",
        ),
    ] {
        assert_eq!(on(os, "condor.service", &intent(slice)), want);
    }
    assert!(on("fedora-21", "condor.service", &intent("mesos")).starts_with("!slice"));
    assert!(on("fedora-21", "a.slice", &intent("b.slice")).starts_with("!slice"));
}

#[test]
fn memory_and_tasks() {
    let memory = |max, min| UnitIntent {
        memory_max: max,
        memory_min: min,
        ..UnitIntent::default()
    };
    for (os, intent, want) in [
        (
            "centos-7.9",
            memory(Some(4 * GIB), None),
            "Service.MemoryLimit=4G",
        ),
        (
            "rhel-8.10",
            memory(Some(4 * GIB), None),
            "Service.MemoryMax=4G",
        ),
        (
            "debian-12",
            memory(Some(GIB + 512), None),
            "Service.MemoryMax=1073742336",
        ),
        ("debian-12", memory(None, Some(GIB)), "Service.MemoryMin=1G"),
    ] {
        assert_eq!(on(os, "a.service", &intent), want, "{os}");
    }
    assert!(on("rhel-8.10", "a.service", &memory(None, Some(GIB))).contains("v2 only"));
    assert!(on("debian-12", "a.service", &memory(Some(0), None)).contains("cannot be 0"));
    let el8 = release("rhel-8.10").expect("known");
    let got = show(
        &memory(None, Some(GIB)),
        "a.service",
        239,
        Cgroup::V2,
        Some(el8),
    );
    assert_eq!(got, "Service.MemoryMin=1G");

    let tasks = UnitIntent {
        tasks_max: Some(Limit::Of(8192)),
        ..UnitIntent::default()
    };
    assert_eq!(
        on("centos-7.4", "a.service", &tasks),
        "Service.TasksMax=8192"
    );
    assert!(on("centos-7.3", "a.service", &tasks).contains("since systemd 227"));
    assert!(on("fedora-21", "a.service", &tasks).contains("since systemd 227"));
}

#[test]
fn the_rest() {
    let intent = UnitIntent {
        open_files: Some(Limit::Of(131_072)),
        locked_memory: Some(Limit::Infinite),
        private_mounts: Some(true),
        private_tmp: Some(false),
        after: vec!["docker.service".to_owned()],
        requires: vec!["docker.service".to_owned(), "zookeeper.service".to_owned()],
        restart: Some(Restart::OnFailure),
        ..UnitIntent::default()
    };
    assert_eq!(
        on("fedora-21", "mesos-slave.service", &intent),
        "Unit.After=docker.service, Unit.After=zookeeper.service, \
         Unit.Requires=docker.service zookeeper.service, \
         Service.LimitNOFILE=131072, Service.LimitMEMLOCK=infinity, \
         Service.MountFlags=slave, Service.PrivateTmp=no, Service.Restart=on-failure"
    );
    assert!(on("rhel-8.10", "a.service", &intent).contains("Service.PrivateMounts=yes"));
    assert!(on("rhel-8.10", "a.slice", &intent).contains("!open_files: a `.slice` unit cannot"));

    let bare = UnitIntent {
        after: vec!["docker".to_owned()],
        ..UnitIntent::default()
    };
    assert!(on("fedora-21", "a.service", &bare).contains("!after: `docker` has no unit suffix"));
}
