use std::collections::BTreeMap;

use super::facts::FACTS;
use super::units::mount_unit;
use crate::pipeline::{Compilation, compile};
use crate::render;
use crate::resolve::Files;

struct One(String);

impl Files for One {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

fn made(profile: &str) -> Compilation {
    let text = format!("clusterc: v1\ncluster: {{name: demo, domain: example.org}}\n{profile}");
    compile(&One(text), "profile.yaml", false).unwrap()
}

fn names(compilation: &Compilation) -> Vec<&'static str> {
    compilation
        .diagnostics
        .iter()
        .map(|one| one.rule.name)
        .collect()
}

/// Every file of a host, without headers.
fn files(compilation: &Compilation, host: &str) -> BTreeMap<String, String> {
    let index = compilation.cluster.find(host).unwrap();
    compilation
        .documents_of(index)
        .iter()
        .map(|document| {
            let bytes = render::write(document, &[]).unwrap().bytes;
            let text = String::from_utf8(bytes).unwrap();
            (document.path.to_string(), text)
        })
        .collect()
}

fn versions() -> impl Iterator<Item = &'static str> {
    let rows = FACTS.versions.rows();
    rows.iter().filter_map(|row| row.split('\t').next())
}

fn products(version: &str) -> String {
    format!(
        "platform: centos-7.9\nproducts: {{tachyon: {{version: {version}, packages: tarball, base: /opt/t}}, hadoop: {{version: 2.8.5, packages: bigtop-1.4}}, zookeeper: {{version: 3.4.6, packages: bigtop-1.4}}}}\n"
    )
}

/// Each derived key and variable is known to each release, alone and with several masters.
#[test]
fn every_release_is_made() {
    assert!(versions().count() > 50);
    for version in versions() {
        let one = made(&format!(
            "{}hosts:\n  m1: {{roles: [alluxio-master, namenode]}}\n  w1: {{roles: [alluxio-worker, datanode]}}\nservices: {{alluxio: {{memory: 1GiB, under: \"hdfs:/store\"}}}}\ndaemons: {{alluxio-master: {{heap: 2GiB, ports: {{rpc: 20998, http: 20999}}}}, alluxio-worker: {{heap: 1GiB, ports: {{rpc: 30998}}}}}}\n",
            products(version)
        ));
        assert_eq!(names(&one), [""; 0], "{version}");
        let embeds = version.starts_with('2');
        let journal = if embeds {
            ""
        } else {
            ", journal: \"hdfs:/journal\""
        };
        let several = made(&format!(
            "{}hosts:\n  \"m[1-3]\": {{roles: [alluxio-master, zookeeper]}}\n  n1: {{roles: [namenode]}}\n  w1: {{roles: [alluxio-worker, datanode]}}\nservices: {{alluxio: {{memory: 1GiB, under: \"hdfs:/store\"{journal}}}}}\n",
            products(version)
        ));
        assert_eq!(names(&several), [""; 0], "{version}");
        let files = files(&several, "w1");
        let all: String = files.values().map(String::as_str).collect();
        assert_eq!(
            all.contains("m1.example.org:19200,m2.example.org:19200"),
            embeds,
            "{version}"
        );
        assert_eq!(
            all.contains("m1.example.org:2181,m2.example.org:2181"),
            !embeds,
            "{version}"
        );
    }
}

/// The words of the store, by release.
#[test]
fn memory_has_the_words_of_the_release() {
    for (version, file, wanted) in [
        (
            "0.5.0",
            "tachyon-env.sh",
            &[
                "-Dtachyon.worker.memory.size=3GB",
                "-Dtachyon.worker.data.folder=/mnt/ramdisk/tachyonworker/",
            ][..],
        ),
        (
            "0.6.4",
            "tachyon-env.sh",
            &[
                "-Dtachyon.worker.hierarchystore.level.max=1",
                "-Dtachyon.worker.hierarchystore.level0.dirs.quota=3GB",
                "-Dtachyon.worker.data.folder=/tachyonworker/",
            ],
        ),
        (
            "0.7.1",
            "tachyon-env.sh",
            &["-Dtachyon.worker.tieredstore.level.max=1"],
        ),
        (
            "1.0.0",
            "alluxio-site.properties",
            &[
                "alluxio.worker.memory.size=3GB\n",
                "alluxio.worker.tieredstore.levels=1\n",
            ],
        ),
        (
            "2.3.0",
            "alluxio-site.properties",
            &["alluxio.worker.memory.size=3GB\n"],
        ),
        (
            "2.4.0",
            "alluxio-site.properties",
            &["alluxio.worker.ramdisk.size=3GB\n"],
        ),
    ] {
        let profile = format!(
            "{}hosts: {{h: {{roles: [tachyon-master, tachyon-worker]}}}}\nservices: {{tachyon: {{memory: 3GiB, under: \"s3n://b/d\"}}}}\n",
            products(version)
        );
        let compilation = made(&profile);
        assert_eq!(names(&compilation), [""; 0], "{version}");
        let files = files(&compilation, "h");
        let text = &files[&format!("/opt/t/home/conf/{file}")];
        for line in wanted {
            assert!(text.contains(line), "{version}: {line} is not in\n{text}");
        }
        assert!(
            files["/etc/systemd/system/mnt-ramdisk.mount"].contains("Options=size=3g,"),
            "{version}"
        );
    }
}

/// As `systemd-escape --path` says.
#[test]
fn mount_units_are_called_as_systemd_wants() {
    for (path, unit) in [
        ("/mnt/ramdisk", "mnt-ramdisk.mount"),
        ("/mnt/ram-disk", "mnt-ram\\x2ddisk.mount"),
        ("/.ram", "\\x2eram.mount"),
        ("/a_b.c/d", "a_b.c-d.mount"),
    ] {
        assert_eq!(mount_unit(path), unit);
    }
}

/// Hosts without the product have what opens its scheme, and hosts without Hadoop what opens its
/// under store.
#[test]
fn clients_are_on_both_sides() {
    let compilation = made(
        "platform: rhel-8.10\nproducts: {alluxio: {version: 2.9.4, packages: tarball, base: /opt/alluxio}, hadoop: {version: 3.3.6, packages: bigtop-3.4}, zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\nhosts:\n  \"j[1-3]\": {roles: [journalnode, zookeeper]}\n  a1: {roles: [alluxio-master]}\n  w1: {roles: [datanode, nodemanager]}\nroles: {namenode: \"j[1-2]\", resourcemanager: j3, alluxio-worker: j1}\nservices: {alluxio: {memory: 1GiB, under: \"hdfs:/a\"}, hdfs: {fencing: [\"shell(/bin/true)\"]}}\n",
    );
    assert_eq!(names(&compilation), [""; 0]);
    let worker = files(&compilation, "w1");
    assert!(worker["/etc/hadoop/conf/core-site.xml"].contains("fs.alluxio.impl"));
    assert!(
        worker["/etc/hadoop/conf/hadoop-env.sh"]
            .contains("/opt/alluxio/home/client/alluxio-2.9.4-client.jar")
    );
    let master = files(&compilation, "a1");
    assert!(master["/etc/hadoop/conf/hdfs-site.xml"].contains("dfs.nameservices"));
    assert!(
        master["/opt/alluxio/home/conf/alluxio-site.properties"]
            .contains("alluxio.master.mount.table.root.ufs=hdfs://demo/a\n")
    );
}
