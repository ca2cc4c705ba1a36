//! YARN's documents, as Hadoop would read them.

use crate::products::hadoop::testing::{check_rules, clean, compiled, messages, value};

#[test]
fn rules_fire_on_their_examples() {
    check_rules(super::RULES);
}

fn one(version: &str, packages: &str, os: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: {os}\nproducts: {{hadoop: {{version: {version}, packages: {packages}}}}}\nhosts:\n  m1: {{roles: [namenode, datanode, resourcemanager, nodemanager, historyserver]}}\n  w1: {{roles: [nodemanager]}}\nservices: {{yarn: {{memory: 8GiB, cpus: 4}}}}\n"
    )
}

#[test]
fn the_shuffle_is_called_as_the_release_calls_it() {
    for (version, packages, os, name) in [
        ("2.0.5-alpha", "fedora", "fedora-20", "mapreduce.shuffle"),
        ("2.2.0", "fedora", "fedora-20", "mapreduce_shuffle"),
        ("2.7.3", "bigtop-1.2", "centos-7.9", "mapreduce_shuffle"),
        ("3.3.6", "bigtop-3.4", "rhel-8.10", "mapreduce_shuffle"),
    ] {
        let compilation = clean(&one(version, packages, os));
        let value = |key: &str| value(&compilation, "w1", "yarn-site", key);
        assert_eq!(
            value("yarn.nodemanager.aux-services").as_deref(),
            Some(name)
        );
        assert!(value(&format!("yarn.nodemanager.aux-services.{name}.class")).is_some());
        assert_eq!(
            value("yarn.nodemanager.resource.memory-mb").as_deref(),
            Some("8192")
        );
    }
}

/// A derived key that a release does not know is a mistake of ours.
#[test]
fn every_release_knows_what_is_derived_for_it() {
    for row in crate::products::hadoop::facts::FACTS.versions.rows() {
        let version = row.split('\t').next().unwrap();
        let profile = one(version, "tarball, base: /opt/hadoop", "rhel-8.10");
        let found = messages(&compiled(&profile));
        let bad: Vec<_> = found
            .iter()
            .filter(|text| !text.starts_with("C0423"))
            .collect();
        assert!(bad.is_empty(), "{version}: {bad:#?}");
    }
}

#[test]
fn each_of_several_managers_knows_itself() {
    let compilation = clean(
        "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  z[1-3]: {roles: [zookeeper]}\n  m[1-2]: {roles: [resourcemanager]}\n  n1: {roles: [namenode]}\n  w1: {roles: [datanode, nodemanager]}\n",
    );
    for (host, id) in [("m1", Some("rm1")), ("m2", Some("rm2")), ("w1", None)] {
        let value = |key: &str| value(&compilation, host, "yarn-site", key);
        assert_eq!(value("yarn.resourcemanager.ha.id").as_deref(), id, "{host}");
        assert_eq!(
            value("hadoop.zk.address").as_deref(),
            Some("z1.example.org:2181,z2.example.org:2181,z3.example.org:2181")
        );
    }
}

fn sized(version: &str, packages: &str, os: &str, services: &str, small: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: {os}\nproducts: {{hadoop: {{version: {version}, packages: {packages}}}}}\nhosts:\n  m1: {{roles: [namenode, datanode, resourcemanager]}}\n  w1: {{roles: [nodemanager]}}\n  s1: {{roles: [nodemanager]}}\nservices: {services}\noverrides:\n  - {{where: s1, services: {small}}}\n"
    )
}

const BIGTOP: (&str, &str, &str) = ("3.3.6", "bigtop-3.4", "rhel-8.10");

#[test]
fn containers_are_as_small_and_as_large_as_node_managers() {
    let (version, packages, os) = BIGTOP;
    for (services, small, least, most, vcores) in [
        // The default smallest container is 1024 MiB: a node with less would be sent away.
        (
            "{yarn: {memory: 96GiB, cpus: 24}}",
            "{yarn: {memory: 512MiB, cpus: 2}}",
            Some("512"),
            Some("98304"),
            Some("24"),
        ),
        // Others offer 8192 MiB and 8 cpus, though the profile does not say so.
        (
            "{hdfs: {replication: 1}}",
            "{yarn: {memory: 4GiB, cpus: 2}}",
            None,
            Some("8192"),
            Some("8"),
        ),
        (
            "{yarn: {memory: 16GiB}}",
            "{yarn: {memory: 4GiB}}",
            None,
            Some("16384"),
            None,
        ),
        (
            "{hdfs: {replication: 1}}",
            "{yarn: {cpus: 2}}",
            None,
            None,
            Some("8"),
        ),
    ] {
        let compilation = clean(&sized(version, packages, os, services, small));
        for (key, wanted) in [
            ("yarn.scheduler.minimum-allocation-mb", least),
            ("yarn.scheduler.maximum-allocation-mb", most),
            ("yarn.scheduler.maximum-allocation-vcores", vcores),
        ] {
            assert_eq!(
                value(&compilation, "m1", "yarn-site", key).as_deref(),
                wanted,
                "{services} {small} {key}"
            );
        }
    }
}

#[test]
fn cpus_count_where_the_profile_says_them() {
    for (version, packages, os, class) in [
        (
            "2.0.4-alpha",
            "tarball, base: /opt/hadoop",
            "centos-7.9",
            Some(
                "org.apache.hadoop.yarn.server.resourcemanager.resource.DominantResourceCalculator",
            ),
        ),
        (
            "2.2.0",
            "fedora",
            "fedora-20",
            Some("org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"),
        ),
        (
            "3.3.6",
            "bigtop-3.4",
            "rhel-8.10",
            Some("org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"),
        ),
    ] {
        let key = "yarn.scheduler.capacity.resource-calculator";
        let compilation = clean(&one(version, packages, os));
        assert_eq!(
            value(&compilation, "m1", "capacity-scheduler", key).as_deref(),
            class,
            "{version}"
        );
        let silent = one(version, packages, os).replace(", cpus: 4", "");
        assert_eq!(
            value(&clean(&silent), "m1", "capacity-scheduler", key),
            None
        );
    }
}

#[test]
fn packages_without_share_say_where_the_classes_are() {
    let key = "yarn.application.classpath";
    for (version, packages, os) in [("2.7.3", "bigtop-1.2", "centos-7.9"), BIGTOP] {
        let compilation = clean(&one(version, packages, os));
        let list = value(&compilation, "m1", "yarn-site", key).unwrap();
        assert!(
            list.starts_with("$HADOOP_CONF_DIR,/usr/lib/hadoop/*,/usr/lib/hadoop/lib/*,"),
            "{list}"
        );
        assert_eq!(list.split(',').count(), 9, "{list}");
    }
    for (version, packages, os) in [
        ("2.4.1", "fedora", "fedora-21"),
        ("3.4.1", "tarball, base: /opt/hadoop", "rhel-9.4"),
    ] {
        let compilation = clean(&one(version, packages, os));
        assert_eq!(value(&compilation, "m1", "yarn-site", key), None);
    }
}

fn recovering(version: &str, hosts: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: rhel-8.10\nproducts: {{hadoop: {{version: {version}, packages: tarball, base: /opt/hadoop}}, zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\nhosts:\n{hosts}services: {{yarn: {{recovery: true}}}}\n"
    )
}

#[test]
fn the_state_is_kept_where_the_release_can() {
    let recovery = "org.apache.hadoop.yarn.server.resourcemanager.recovery";
    let single = "  m1: {roles: [namenode, datanode, resourcemanager, nodemanager]}\n";
    let with = format!("{single}  z1: {{roles: [zookeeper]}}\n");
    for (version, hosts, store, ensemble) in [
        ("2.2.0", single, "FileSystemRMStateStore", None),
        // ZooKeeper keeps it from 2.3 on.
        ("2.2.0", &with, "FileSystemRMStateStore", None),
        (
            "2.4.1",
            &with,
            "ZKRMStateStore",
            Some("yarn.resourcemanager.zk-address"),
        ),
        (
            "2.8.5",
            &with,
            "ZKRMStateStore",
            Some("yarn.resourcemanager.zk-address"),
        ),
        ("2.10.1", &with, "ZKRMStateStore", Some("hadoop.zk.address")),
        ("3.4.1", &with, "ZKRMStateStore", Some("hadoop.zk.address")),
        // A key of its own again.
        (
            "3.5.0",
            &with,
            "ZKRMStateStore",
            Some("yarn.resourcemanager.zk-address"),
        ),
    ] {
        let compilation = compiled(&recovering(version, hosts));
        assert!(!compilation.has_errors(), "{:?}", messages(&compilation));
        let value = |key: &str| value(&compilation, "m1", "yarn-site", key);
        assert_eq!(
            value("yarn.resourcemanager.recovery.enabled").as_deref(),
            Some("true")
        );
        assert_eq!(
            value("yarn.resourcemanager.store.class"),
            Some(format!("{recovery}.{store}")),
            "{version}"
        );
        for key in ["yarn.resourcemanager.zk-address", "hadoop.zk.address"] {
            let wanted = (ensemble == Some(key)).then_some("z1.example.org:2181");
            assert_eq!(value(key).as_deref(), wanted, "{version} {key}");
        }
        assert_eq!(
            value("yarn.resourcemanager.fs.state-store.uri").is_some(),
            ensemble.is_none()
        );
    }
}

#[test]
fn queues_are_guarded_below_others() {
    for (key, wanted) in [
        ("yarn.scheduler.capacity.root.queues", true),
        ("yarn.scheduler.capacity.root.a.queues", true),
        ("yarn.scheduler.capacity.root.a.b.capacity", true),
        ("yarn.scheduler.capacity.root.a.b.c.maximum-capacity", true),
        ("yarn.scheduler.capacity.root.a.user-limit-factor", false),
        ("yarn.scheduler.capacity.resource-calculator", false),
    ] {
        let guarded = super::GUARDS
            .iter()
            .any(|guard| guard.matches("capacity-scheduler", key));
        assert_eq!(guarded, wanted, "{key}");
    }
}
