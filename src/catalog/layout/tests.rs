use super::*;
use crate::products::platform::release;

#[test]
fn every_row_is_read() {
    let count = |texts: &[&str]| -> usize { texts.iter().map(|t| t.lines().count() - 1).sum() };
    assert_eq!(
        LAYOUTS.len(),
        count(&[
            include_str!("../../products/alluxio/facts/layouts.tsv"),
            include_str!("../../products/hadoop/facts/layouts.tsv"),
            include_str!("../../products/htcondor/facts/layouts.tsv"),
            include_str!("../../products/mesos/facts/layouts.tsv"),
            include_str!("../../products/zookeeper/facts/layouts.tsv"),
        ])
    );
    assert_eq!(
        PACKAGES.len(),
        count(&[
            include_str!("../../products/alluxio/facts/packages.tsv"),
            include_str!("../../products/hadoop/facts/packages.tsv"),
            include_str!("../../products/htcondor/facts/packages.tsv"),
            include_str!("../../products/mesos/facts/packages.tsv"),
            include_str!("../../products/zookeeper/facts/packages.tsv"),
        ])
    );
    for row in LAYOUTS.iter() {
        assert!(row.layout.unit.is_none() || row.layout.unit_type() == Some(UnitType::Service));
        for (limit, _) in &row.layout.limits {
            assert!(
                !crate::products::systemd::lookup(limit).is_empty(),
                "{limit}"
            );
        }
    }
}

#[test]
fn no_two_rows_claim_a_version() {
    for a in LAYOUTS.iter() {
        let first = version(a.since);
        let claims = LAYOUTS
            .iter()
            .filter(|b| {
                (b.product, b.flavour, b.releases, b.role)
                    == (a.product, a.flavour, a.releases, a.role)
                    && position(&first, b.since, b.until) == Position::Inside
            })
            .count();
        assert_eq!(
            claims, 1,
            "{} {} {} {}",
            a.product, a.flavour, a.role, a.since
        );
    }
}

/// Every package is laid out for some role.
#[test]
fn packages_have_layouts() {
    for package in PACKAGES.iter() {
        let role = match package.product {
            "hadoop" => "namenode",
            "mesos" => "mesos-master",
            "htcondor" => "condor-execute",
            "alluxio" => "alluxio-master",
            _ => "zookeeper",
        };
        let found = find(
            package.product,
            package.flavour,
            &version(package.since),
            role,
        );
        assert!(
            matches!(found, Ok(_) | Err(NoLayout::NeedsBuild { .. })),
            "{package:?}: {found:?}"
        );
    }
}

fn version(text: &str) -> Version {
    text.parse().expect(text)
}

fn show(product: &str, flavour: &str, of: &str, role: &str) -> String {
    let layout = find(product, flavour, &version(of), role).expect("a layout");
    let env: Vec<String> = layout
        .env
        .iter()
        .map(|f| {
            format!(
                "{}{}:{:?}",
                if f.optional { "-" } else { "" },
                f.path,
                f.syntax
            )
        })
        .collect();
    format!(
        "{} {} {}",
        layout.unit.unwrap_or("-"),
        layout.user,
        env.join(" ")
    )
}

#[test]
fn mesos_changed_its_env_file_three_times() {
    for (flavour, version, role, want) in [
        (
            "fedora",
            "0.16.0",
            "mesos-master",
            "mesos-master.service mesos -/etc/sysconfig/mesos/mesos-master-env:SystemdEnv",
        ),
        (
            "fedora",
            "0.20.0",
            "mesos-agent",
            "mesos-slave.service root /etc/mesos/mesos-slave-env.sh:ShellExport",
        ),
        (
            "fedora",
            "0.20.0-2",
            "mesos-master",
            "mesos-master.service root /etc/mesos/mesos-master-env.sh:ShellExport",
        ),
        (
            "fedora",
            "0.21.0-1",
            "mesos-agent",
            "mesos-slave.service root /etc/mesos/mesos-slave-env.sh:ShellExport",
        ),
        (
            "fedora",
            "0.21.0-2",
            "mesos-agent",
            "mesos-slave.service root /etc/sysconfig/mesos-slave:SystemdEnv",
        ),
        (
            "fedora",
            "0.22.1",
            "mesos-master",
            "mesos-master.service root /etc/sysconfig/mesos-master:SystemdEnv",
        ),
        (
            "mesosphere",
            "1.4.0",
            "mesos-agent",
            "mesos-slave.service root /etc/default/mesos:ShellAssign /etc/default/mesos-slave:ShellAssign",
        ),
        (
            "apache-rpm",
            "1.11.0",
            "mesos-agent",
            "mesos-slave.service root /etc/default/mesos:ShellAssign /etc/default/mesos-agent:ShellAssign /etc/default/mesos-slave:ShellAssign",
        ),
    ] {
        assert_eq!(show("mesos", flavour, version, role), want);
    }
    assert_eq!(
        find("mesos", "fedora", &version("0.21.0"), "mesos-agent"),
        Err(NoLayout::NeedsBuild {
            ranges: vec![("0.18.0", "0.21.0-1"), ("0.21.0-2", "0.23")]
        })
    );
    let agent = find("mesos", "apache-rpm", &version("1.10.0"), "mesos-agent").expect("known");
    assert_eq!(agent.flag_dirs, ["/etc/mesos-agent", "/etc/mesos-slave"]);
}

#[test]
fn hadoop_units_by_flavour() {
    for (flavour, version, role, want) in [
        (
            "fedora",
            "2.0.5-alpha",
            "nodemanager",
            "hadoop-nodemanager.service yarn",
        ),
        ("fedora", "2.2.0", "httpfs", "tomcat@httpfs.service tomcat"),
        (
            "bigtop-1.5",
            "2.10.1",
            "namenode",
            "hadoop-hdfs-namenode.service hdfs -/etc/default/hadoop:",
        ),
        (
            "bigtop-3.4",
            "3.3.6",
            "namenode",
            "hadoop-hdfs-namenode.service hdfs /etc/hadoop/conf/hadoop-env.sh:",
        ),
        (
            "bigtop-3.4",
            "3.3.6",
            "historyserver",
            "hadoop-mapreduce-historyserver.service mapred",
        ),
        (
            "bigtop-3.4",
            "3.3.6",
            "router",
            "hadoop-hdfs-dfsrouter.service hdfs",
        ),
        (
            "bigtop-3.4",
            "3.3.6",
            "gateway",
            "- root /etc/hadoop/conf/hadoop-env.sh:",
        ),
    ] {
        let got = show("hadoop", flavour, version, role);
        assert!(got.starts_with(want), "{got}");
    }
    let origin = |flavour| find("hadoop", flavour, &version("3.3.6"), "namenode").map(|l| l.origin);
    assert_eq!(origin("bigtop-3.3"), Ok(UnitOrigin::SysV));
    assert_eq!(origin("bigtop-3.4"), Ok(UnitOrigin::Native));
    assert_eq!(origin("bigtop"), Err(NoLayout::NeedsFlavourRelease));
    assert_eq!(
        origin("cloudera"),
        Err(NoLayout::UnknownFlavour {
            known: vec!["bigtop", "fedora", "tarball"]
        })
    );
    assert!(matches!(
        find("hadoop", "fedora", &version("3.3.6"), "namenode"),
        Err(NoLayout::UnknownVersion { .. })
    ));
    assert!(matches!(
        find("mesos", "fedora", &version("0.20.0"), "namenode"),
        Err(NoLayout::UnknownRole { .. })
    ));
}

#[test]
fn a_tarball_is_placed() {
    let layout = find("hadoop", "tarball", &version("2.0.4-alpha"), "namenode")
        .expect("tarballs carry every version")
        .placed("/home/alice/personal-hadoop/", "alice");
    assert_eq!(layout.conf, "/home/alice/personal-hadoop/conf");
    assert_eq!(
        layout.pid.as_deref(),
        Some("/home/alice/personal-hadoop/pid")
    );
    assert_eq!(
        layout.env[0].path,
        "/home/alice/personal-hadoop/conf/hadoop-env.sh"
    );
    assert_eq!((&*layout.user, layout.origin), ("alice", UnitOrigin::None));
}

#[test]
fn default_flavours() {
    for (product, of, os, want) in [
        ("hadoop", "2.0.5-alpha", "fedora-20", &["fedora"][..]),
        ("hadoop", "2.4.1", "fedora-21", &["fedora"]),
        ("hadoop", "2.0.4-alpha", "fedora-18", &[]),
        ("hadoop", "2.10.1", "centos-7.9", &["bigtop-1.5"]),
        (
            "hadoop",
            "3.3.6",
            "rhel-8.10",
            &["bigtop-3.3", "bigtop-3.4"],
        ),
        ("hadoop", "3.3.6", "ubuntu-24.04", &["bigtop-3.4"]),
        ("zookeeper", "3.8.4", "rhel-8.10", &["bigtop-3.4"]),
        ("mesos", "0.20.0", "fedora-21", &["fedora"]),
        ("mesos", "0.21.0-2", "fedora-21", &["fedora"]),
        ("mesos", "1.4.0", "centos-7.9", &["mesosphere"]),
        (
            "mesos",
            "1.11.0",
            "centos-7.9",
            &["apache-rpm", "mesosphere"],
        ),
        ("mesos", "0.20.0", "debian-12", &[]),
    ] {
        let os = release(os).expect("known release");
        assert_eq!(
            flavours_for(product, &version(of), os),
            want,
            "{product} {of} {}",
            os.name
        );
    }
    assert_eq!(
        flavours("mesos"),
        ["apache-rpm", "fedora", "mesosphere", "tarball"]
    );
}
