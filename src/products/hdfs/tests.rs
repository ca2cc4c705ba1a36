//! What the documents of HDFS say, by version and layout of the cluster.

use crate::products::hadoop::testing::{
    check_rules, clean, compiled, document, entries, messages, value,
};

const HEAD: &str = "clusterc: v1\ncluster: {name: whizbang, domain: example.org}\n";

fn ha(version: &str, packages: &str, os: &str, services: &str) -> String {
    format!(
        "{HEAD}platform: {os}\n\
         products: {{hadoop: {{version: {version}, packages: {packages}}}, zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\n\
         hosts:\n  m[1-3]: {{roles: [journalnode, zookeeper]}}\n  w[1-4]: {{roles: [datanode]}}\n  g: {{roles: [gateway]}}\n\
         roles: {{namenode: \"m[1-2]\"}}\n{services}"
    )
}

#[test]
fn rules_have_examples() {
    check_rules(super::RULES);
}

#[test]
fn high_availability() {
    for (version, packages, os, http) in [
        ("2.7.3", "bigtop-1.2", "centos-7.9", 50070),
        ("3.3.6", "bigtop-3.4", "rhel-8.10", 9870),
    ] {
        let services = "services: {hdfs: {fencing: [sshfence, \"shell(/bin/true)\"], ssh_key: {secret: \"file:/k/id_rsa\"}}}\n";
        let made = compiled(&ha(version, packages, os, services));
        assert!(!made.has_errors(), "{:?}", messages(&made));
        let of = |host, key| value(&made, host, "hdfs-site", key);
        for host in ["m1", "w1", "g"] {
            assert_eq!(of(host, "dfs.nameservices").as_deref(), Some("whizbang"));
            assert_eq!(
                of(host, "dfs.ha.namenodes.whizbang").as_deref(),
                Some("nn1,nn2")
            );
            assert_eq!(
                of(host, "dfs.namenode.rpc-address.whizbang.nn2").as_deref(),
                Some("m2.example.org:8020")
            );
            assert_eq!(
                of(host, "dfs.namenode.http-address.whizbang.nn1"),
                Some(format!("m1.example.org:{http}"))
            );
            assert_eq!(
                value(&made, host, "core-site", "fs.defaultFS").as_deref(),
                Some("hdfs://whizbang")
            );
            assert_eq!(
                of(host, "dfs.ha.automatic-failover.enabled").as_deref(),
                Some("true")
            );
        }
        assert_eq!(
            of("m1", "dfs.namenode.shared.edits.dir").as_deref(),
            Some("qjournal://m1.example.org:8485;m2.example.org:8485;m3.example.org:8485/whizbang")
        );
        assert_eq!(of("w1", "dfs.namenode.shared.edits.dir"), None);
        assert_eq!(
            of("m1", "dfs.ha.fencing.methods").as_deref(),
            Some("sshfence\nshell(/bin/true)")
        );
        assert_eq!(
            of("m1", "dfs.ha.fencing.ssh.private-key-files").as_deref(),
            Some("/k/id_rsa")
        );
        assert_eq!(of("w1", "dfs.ha.fencing.methods"), None);
        assert_eq!(
            of("m3", "dfs.journalnode.edits.dir").as_deref(),
            Some("/var/lib/hadoop-hdfs/journal")
        );
        assert_eq!(
            value(&made, "m1", "core-site", "ha.zookeeper.quorum").as_deref(),
            Some("m1.example.org:2181,m2.example.org:2181,m3.example.org:2181")
        );
        assert_eq!(value(&made, "w1", "core-site", "ha.zookeeper.quorum"), None);
        // Four datanodes: the product's own default of three holds.
        assert_eq!(of("w1", "dfs.replication"), None);
    }
}

#[test]
fn without_automatic_failover_there_are_no_controllers() {
    let made = compiled(&ha(
        "3.3.6",
        "bigtop-3.4",
        "rhel-8.10",
        "services: {hdfs: {automatic_failover: false}}\n",
    ));
    assert!(!made.has_errors(), "{:?}", messages(&made));
    assert_eq!(
        value(
            &made,
            "m1",
            "hdfs-site",
            "dfs.ha.automatic-failover.enabled"
        ),
        None
    );
    assert_eq!(value(&made, "m1", "core-site", "ha.zookeeper.quorum"), None);
    assert_eq!(
        value(&made, "m1", "hdfs-site", "dfs.ha.fencing.methods").as_deref(),
        Some("shell(/bin/true)")
    );
}

#[test]
fn federation() {
    let made = compiled(&format!(
        "{HEAD}platform: centos-7.9\nproducts: {{hadoop: {{version: 2.10.1, packages: bigtop-1.5}}}}\n\
         hosts:\n  nn[1-4]: {{}}\n  w[1-3]: {{roles: [datanode]}}\n\
         roles: {{namenode@users: \"nn[1-2]\", namenode@logs: \"nn[3-4]\", journalnode: [nn1, nn3, w1]}}\n\
         services: {{hdfs: {{replication: 3}}, hdfs@logs: {{replication: 2}}}}\n"
    ));
    assert!(!made.has_errors(), "{:?}", messages(&made));
    let of = |host, key| value(&made, host, "hdfs-site", key);
    assert_eq!(of("w1", "dfs.nameservices").as_deref(), Some("users,logs"));
    assert_eq!(of("nn3", "dfs.replication").as_deref(), Some("2"));
    assert_eq!(of("w2", "dfs.replication").as_deref(), Some("3"));
    assert_eq!(
        of("nn3", "dfs.namenode.shared.edits.dir.logs").as_deref(),
        Some("qjournal://nn1.example.org:8485;nn3.example.org:8485;w1.example.org:8485/logs")
    );
    assert_eq!(of("nn3", "dfs.namenode.shared.edits.dir"), None);
    assert_eq!(
        value(&made, "nn3", "core-site", "fs.defaultFS").as_deref(),
        Some("hdfs://users")
    );
}

#[test]
fn disks_and_media() {
    let of = |version: &str, packages: &str, os: &str| {
        let made = clean(&format!(
            "{HEAD}platform: {os}\nproducts: {{hadoop: {{version: {version}, packages: {packages}}}}}\n\
             hardware: {{big: {{cpus: 8, memory: 64GiB, disks: {{disk: \"/data/[1-3]\", ssd: /ssd/1}}}}}}\n\
             hosts:\n  m: {{hardware: big, roles: [namenode]}}\n  w[1-3]: {{hardware: big, roles: [datanode]}}\n"
        ));
        (
            value(&made, "m", "hdfs-site", "dfs.namenode.name.dir").unwrap_or_default(),
            value(&made, "w1", "hdfs-site", "dfs.datanode.data.dir").unwrap_or_default(),
        )
    };
    let (name, data) = of("3.3.6", "bigtop-3.4", "rhel-8.10");
    assert_eq!(name, "file:///data/1/hdfs/name,file:///data/2/hdfs/name");
    assert_eq!(
        data,
        "file:///data/1/hdfs/data,file:///data/2/hdfs/data,file:///data/3/hdfs/data,[SSD]file:///ssd/1/hdfs/data"
    );
    let (_, data) = of("2.2.0", "fedora", "fedora-20");
    assert!(data.ends_with(",file:///ssd/1/hdfs/data"), "{data}");
}

#[test]
fn stated_directories_and_ports() {
    let made = clean(&format!(
        "{HEAD}platform: rhel-8.10\nproducts: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}\n\
         hosts:\n  m: {{roles: [namenode]}}\n  w[1-3]: {{roles: [datanode]}}\n\
         daemons:\n  datanode: {{dirs: {{data: \"/d/[1-2]/dn\"}}, ports: {{data: 50012}}}}\n  namenode: {{bind: 0.0.0.0}}\n\
         overrides:\n  - {{where: w3, daemons: {{datanode: {{bind: 10.0.0.3}}}}}}\n"
    ));
    let of = |host, key| value(&made, host, "hdfs-site", key);
    assert_eq!(
        of("w1", "dfs.datanode.data.dir").as_deref(),
        Some("file:///d/1/dn,file:///d/2/dn")
    );
    assert_eq!(
        of("w1", "dfs.datanode.address").as_deref(),
        Some("0.0.0.0:50012")
    );
    assert_eq!(of("w1", "dfs.datanode.http.address"), None);
    assert_eq!(
        of("w3", "dfs.datanode.address").as_deref(),
        Some("10.0.0.3:50012")
    );
    assert_eq!(
        of("w3", "dfs.datanode.http.address").as_deref(),
        Some("10.0.0.3:9864")
    );
    assert_eq!(
        of("m", "dfs.namenode.rpc-bind-host").as_deref(),
        Some("0.0.0.0")
    );
    assert_eq!(
        of("w1", "dfs.namenode.http-address").as_deref(),
        Some("m.example.org:9870")
    );
}

#[test]
fn host_lists() {
    let made = clean(&format!(
        "{HEAD}platform: rhel-8.10\nproducts: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}\n\
         hosts:\n  m: {{roles: [namenode]}}\n  w[1-4]: {{roles: [datanode]}}\n\
         services: {{hdfs: {{only_listed: true, decommission: [\"w[3-4]\"]}}}}\n"
    ));
    assert_eq!(entries(&made, "m", "dfs.hosts").len(), 4);
    assert_eq!(
        entries(&made, "m", "dfs.hosts.exclude"),
        ["w3=w3.example.org", "w4=w4.example.org"]
    );
    assert_eq!(
        value(&made, "m", "hdfs-site", "dfs.hosts").as_deref(),
        Some("/etc/hadoop/conf/dfs.hosts")
    );
    assert!(document(&made, "w1", "dfs.hosts.exclude").is_none());
}

#[test]
fn directories_are_made_by_a_script() {
    let made = clean(&format!(
        "{HEAD}platform: fedora-20\nproducts: {{hadoop: 2.0.5-alpha}}\n\
         hosts:\n  m: {{roles: [namenode, datanode]}}\n\
         services: {{hdfs: {{directories: {{/tmp: {{mode: \"1777\"}}, /user/o'hara: {{owner: ohara, group: users}}}}}}}}\n"
    ));
    let script = document(&made, "m", "hdfs-directories.sh").unwrap();
    assert_eq!(script.mode, 0o755);
    for line in [
        "superuser=hdfs",
        "dfs -test -d /tmp || dfs -mkdir -p /tmp",
        "dfs -chmod 1777 /tmp",
        "dfs -chown ohara:users '/user/o'\\''hara'",
        "dfs -chmod 0755 '/user/o'\\''hara'",
    ] {
        assert!(script.prose.contains(line), "{line}\n{}", script.prose);
    }
}

#[test]
fn settings_may_not_state_it_again() {
    for key in [
        "dfs.nameservices: x",
        "dfs.datanode.data.dir: /x",
        "dfs.namenode.rpc-address.whizbang.nn1: \"x:1\"",
        "dfs.hosts.exclude: /x",
    ] {
        let made = compiled(&format!(
            "{HEAD}platform: rhel-8.10\nproducts: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}\n\
             hosts:\n  m: {{roles: [namenode, datanode]}}\nsettings: {{hdfs-site: {{{key}}}}}\n"
        ));
        assert!(
            messages(&made).iter().any(|line| line.starts_with("C0508")),
            "{key}: {:?}",
            messages(&made)
        );
    }
    let free = clean(&format!(
        "{HEAD}platform: rhel-8.10\nproducts: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}\n\
         hosts:\n  m: {{roles: [namenode, datanode]}}\nsettings: {{hdfs-site: {{dfs.replication: 1}}}}\n"
    ));
    assert_eq!(
        value(&free, "m", "hdfs-site", "dfs.replication").as_deref(),
        Some("1")
    );
}
