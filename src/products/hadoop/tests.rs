//! What the documents of the family say, by version and packages.

use super::testing::{check_rules, clean, compiled, document, entries, messages, value};

fn single(version: &str, packages: &str, os: &str, more: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: {os}\n\
         products: {{hadoop: {{version: {version}, packages: {packages}}}}}\n\
         hosts:\n  m: {{roles: [namenode]}}\n  w[1-3]: {{roles: [datanode]}}\n{more}"
    )
}

#[test]
fn rules_have_examples() {
    check_rules(super::RULES);
}

/// Every release that was read compiles as a single namenode, with failover and federated.
#[test]
fn every_release_compiles() {
    let versions: Vec<&str> = super::facts::FACTS
        .versions
        .rows()
        .iter()
        .filter_map(|row| row.split('\t').next())
        .collect();
    assert!(versions.len() > 50);
    let mut wrong = Vec::new();
    for version in versions {
        let head = format!(
            "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: rhel-8.10\n\
             products: {{hadoop: {{version: {version}, packages: tarball, base: /opt/hadoop, user: hadoop}}, \
             zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\n\
             hardware: {{big: {{cpus: 8, memory: 64GiB, disks: {{disk: \"/data/[1-2]\", ssd: /ssd/1, archive: /cold/1}}}}}}\n\
             hosts:\n  m[1-4]: {{hardware: big, rack: /r1}}\n  w[1-3]: {{hardware: big, rack: /r2, roles: [datanode]}}\n"
        );
        let common = "daemons: {hdfs: {heap: 2GiB, java_opts: [-XX:+UseG1GC]}, datanode: {ports: {data: 12345, http: 12346}}}\n";
        let mut profiles = vec![format!("{head}roles: {{namenode: m1}}\n{common}")];
        if super::since(&version.parse().unwrap(), "2.0.3-alpha") {
            profiles.push(format!(
                "{head}roles: {{namenode: \"m[1-2]\", journalnode: \"m[1-3]\", zookeeper: \"m[1-3]\"}}\n{common}\
                 services: {{hdfs: {{trash: 1d, only_listed: true, fencing: [sshfence, \"shell(/bin/true)\"], ssh_key: {{secret: \"file:/k\"}}}}}}\n"
            ));
            profiles.push(format!(
                "{head}roles: {{namenode@users: \"m[1-2]\", namenode@logs: m3, journalnode: \"m[1-3]\", zookeeper: \"m[1-3]\"}}\n{common}"
            ));
        }
        for profile in profiles {
            let compilation = compiled(&profile);
            // A release that nobody read is said so, and takes the facts of the one before.
            if messages(&compilation)
                .iter()
                .any(|line| !line.starts_with("C0423"))
            {
                wrong.push(format!("{version}: {:?}", messages(&compilation)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_default_file_system_names_host_and_port() {
    for (version, packages, os, port) in [
        ("2.0.5-alpha", "fedora", "fedora-20", 8020),
        ("2.7.3", "bigtop-1.2", "centos-7.9", 8020),
        ("3.3.6", "bigtop-3.4", "rhel-8.10", 8020),
        ("3.0.0", "tarball, base: /opt/hadoop", "rhel-8.10", 9820),
    ] {
        let compilation = clean(&single(version, packages, os, ""));
        assert_eq!(
            value(&compilation, "w1", "core-site", "fs.defaultFS"),
            Some(format!("hdfs://m.example.org:{port}")),
            "{version}"
        );
    }
    let more = "daemons: {namenode: {ports: {rpc: 9000}}}\n";
    let compilation = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", more));
    assert_eq!(
        value(&compilation, "w1", "core-site", "fs.defaultFS").as_deref(),
        Some("hdfs://m.example.org:9000")
    );
}

#[test]
fn heaps_go_where_the_release_reads_them() {
    let more =
        "daemons: {namenode: {heap: 4GiB}, datanode: {heap: 1536MiB, java_opts: [-XX:+UseG1GC]}}\n";
    let old = clean(&single("2.7.3", "bigtop-1.2", "centos-7.9", more));
    assert_eq!(
        value(&old, "m", "hadoop-env.sh", "HADOOP_NAMENODE_OPTS").as_deref(),
        Some("-Dhadoop.security.logger=INFO,RFAS -Xmx4g")
    );
    let new = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", more));
    assert_eq!(
        value(&new, "w1", "hadoop-env.sh", "HDFS_DATANODE_OPTS").as_deref(),
        Some("-Dhadoop.security.logger=ERROR,RFAS -Xmx1536m -XX:+UseG1GC")
    );
    assert_eq!(
        value(&new, "w1", "hadoop-env.sh", "HADOOP_DATANODE_OPTS"),
        None
    );
}

#[test]
fn fedora_keeps_what_its_scripts_rely_on() {
    let compilation = clean(&single("2.4.1", "fedora", "fedora-21", ""));
    let env = entries(&compilation, "w1", "hadoop-env.sh");
    assert!(env.contains(&"JSVC_HOME=/usr/bin".to_owned()), "{env:?}");
    assert!(
        env.iter()
            .any(|line| line.contains("DocumentBuilderFactoryImpl"))
    );
    assert!(env.contains(&"HADOOP_LOG_DIR=/var/log/hadoop-hdfs".to_owned()));
}

#[test]
fn variables_of_the_profile_are_checked_and_win() {
    let more = "daemons: {datanode: {env: {HADOOP_LOG_DIR: /logs, HADOOP_NICENESS: \"5\"}}}\n";
    let compilation = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", more));
    let env = entries(&compilation, "w1", "hadoop-env.sh");
    assert!(env.contains(&"HADOOP_LOG_DIR=/logs".to_owned()), "{env:?}");
    assert!(env.contains(&"HADOOP_NICENESS=5".to_owned()));
    let more = "daemons: {datanode: {env: {HADOOP_NICENES: \"5\"}}}\n";
    let wrong = compiled(&single("3.3.6", "bigtop-3.4", "rhel-8.10", more));
    assert!(
        messages(&wrong)
            .iter()
            .any(|line| line.starts_with("C1002"))
    );
}

#[test]
fn racks_are_a_table_with_addresses_and_a_script_without() {
    let head = "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\n";
    let with = clean(&format!(
        "{head}hosts:\n  m: {{roles: [namenode]}}\n  w[1-3]: {{rack: /r1, address: \"10.0.0.[1-3]\", roles: [datanode]}}\n"
    ));
    assert_eq!(
        value(
            &with,
            "m",
            "core-site",
            "net.topology.node.switch.mapping.impl"
        )
        .as_deref(),
        Some("org.apache.hadoop.net.TableMapping")
    );
    assert_eq!(
        entries(&with, "m", "topology.table"),
        ["w1=10.0.0.1 /r1", "w2=10.0.0.2 /r1", "w3=10.0.0.3 /r1"]
    );
    assert!(document(&with, "m", "topology.sh").is_none());
    assert!(document(&with, "w1", "topology.table").is_none());
    let without = clean(&format!(
        "{head}hosts:\n  m: {{roles: [namenode]}}\n  w[1-3]: {{rack: /r1, roles: [datanode]}}\n"
    ));
    assert_eq!(
        value(&without, "m", "core-site", "net.topology.script.file.name").as_deref(),
        Some("/etc/hadoop/conf/topology.sh")
    );
    let script = document(&without, "m", "topology.sh").unwrap();
    assert_eq!(script.mode, 0o755);
    assert!(
        script
            .prose
            .contains("table=/etc/hadoop/conf/topology.table")
    );
}

#[test]
fn workers_are_called_slaves_before_three() {
    let old = clean(&single("2.10.1", "bigtop-1.5", "centos-7.9", ""));
    assert!(document(&old, "m", "slaves").is_some());
    assert!(document(&old, "m", "workers").is_none());
    let new = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", ""));
    assert_eq!(entries(&new, "m", "workers").len(), 3);
    assert!(document(&new, "w1", "workers").is_none());
}

#[test]
fn a_tarball_has_an_env_file_to_source() {
    let packages = "tarball, base: /opt/hadoop, user: alice";
    let old = clean(&single("2.0.4-alpha", packages, "fedora-18", ""));
    let text = &document(&old, "m", "env.sh").unwrap().prose;
    assert!(
        text.contains("export HADOOP_PREFIX=/opt/hadoop/home"),
        "{text}"
    );
    assert!(text.contains("export HADOOP_YARN_HOME="));
    let new = clean(&single("3.3.6", packages, "rhel-8.10", ""));
    let text = &document(&new, "m", "env.sh").unwrap().prose;
    assert!(
        text.contains("export HADOOP_HOME=/opt/hadoop/home"),
        "{text}"
    );
    assert!(!text.contains("HADOOP_PREFIX"));
    let env = entries(&new, "m", "hadoop-env.sh");
    assert!(
        env.contains(&"HDFS_NAMENODE_USER=alice".to_owned()),
        "{env:?}"
    );
}

#[test]
fn every_entry_has_an_input() {
    let compilation = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", ""));
    for documents in &compilation.lowered.classes {
        for document in &documents.shared {
            for entry in &document.entries {
                let crate::document::Origin::Derived { inputs, .. } = &entry.origin else {
                    continue;
                };
                assert!(!inputs.is_empty(), "{}: {}", document.name, entry.key);
            }
        }
    }
}

#[test]
fn a_tarball_has_units_and_a_log_configuration() {
    let packages = "tarball, base: /opt/hadoop, user: hadoop";
    let tarball = clean(&single("3.3.6", packages, "rhel-8.10", ""));
    let unit = entries(&tarball, "w1", "hadoop-datanode.service");
    assert!(
        unit.contains(
            &"ExecStart=/opt/hadoop/home/bin/hdfs --config /opt/hadoop/conf datanode".to_owned()
        ),
        "{unit:?}"
    );
    assert!(unit.contains(&"User=hadoop".to_owned()));
    assert!(document(&tarball, "w1", "log4j.properties").is_some());
    let own = "files: {/opt/hadoop/conf/log4j.properties: {text: \"log4j.rootLogger=INFO\\n\"}}\n";
    let tarball = clean(&single("3.3.6", packages, "rhel-8.10", own));
    assert!(
        document(&tarball, "w1", "log4j.properties")
            .is_none_or(|document| !document.prose.contains("RFAS"))
    );
    let bigtop = clean(&single("3.3.6", "bigtop-3.4", "rhel-8.10", ""));
    assert!(document(&bigtop, "w1", "log4j.properties").is_none());
}
