//! The tables themselves, and questions to them that administrators ask.

mod tables;

use super::table::cell;
use super::{Known, ProductFacts, check_value, look_up, nearest, version_status};
use crate::catalog::VersionStatus;
use crate::registry;
use crate::units::{Ranges, Version};

fn products() -> Vec<&'static ProductFacts> {
    ["hadoop", "zookeeper", "mesos", "htcondor", "alluxio"]
        .into_iter()
        .filter_map(registry::facts)
        .collect()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn ask(product: &str, of: &str, scope: &str, key: &str) -> Known {
    look_up(
        registry::facts(product).unwrap(),
        &version(of),
        Some(scope),
        key,
    )
}

#[test]
fn tables_are_sorted_and_each_row_stands_once() {
    for facts in products() {
        for (name, table) in [
            ("keys", &facts.keys),
            ("families", &facts.families),
            ("renamed", &facts.renamed),
            ("gone", &facts.gone),
            ("placeholders", &facts.placeholders),
            ("enums", &facts.enums),
            ("ports", &facts.ports),
            ("env", &facts.env),
            ("readers", &facts.readers),
            ("costs", &facts.costs),
            ("defaults", &facts.defaults),
            ("files", &facts.files),
            ("deprecated", &facts.deprecated),
            ("earlier", &facts.earlier),
            ("crossings", &facts.crossings),
        ] {
            let firsts: Vec<&str> = table.rows().iter().map(|row| cell(row, 0)).collect();
            assert!(firsts.is_sorted(), "{} {name}", facts.product);
            let mut rows = table.rows().to_vec();
            rows.sort_unstable();
            rows.dedup();
            assert_eq!(rows.len(), table.rows().len(), "{} {name}", facts.product);
        }
        let keys: Vec<(&str, &str)> = facts
            .keys
            .rows()
            .iter()
            .map(|row| (cell(row, 0), cell(row, 1)))
            .collect();
        let mut once = keys.clone();
        once.dedup();
        assert_eq!(
            once.len(),
            keys.len(),
            "{}: a key twice in a file",
            facts.product
        );
    }
}

#[test]
fn every_range_can_be_read() {
    for facts in products() {
        for (table, column) in [(&facts.keys, 4), (&facts.families, 3), (&facts.enums, 4)] {
            for row in table.rows() {
                assert!(Ranges::parse(cell(row, column)).is_ok(), "{row}");
            }
        }
        for row in facts.renamed.rows() {
            let ranges = cell(row, 2);
            assert!(ranges.is_empty() || Ranges::parse(ranges).is_ok(), "{row}");
        }
        for row in facts.versions.rows() {
            assert!(cell(row, 0).parse::<Version>().is_ok(), "{row}");
        }
    }
}

#[test]
fn keys_live_and_die_with_versions() {
    assert!(matches!(
        ask("hadoop", "3.3.6", "hdfs", "dfs.replication"),
        Known::Yes(_)
    ));
    assert!(matches!(
        ask("hadoop", "2.0.4-alpha", "hdfs", "dfs.name.dir"),
        Known::Renamed { to, .. } if to == ["dfs.namenode.name.dir"]
    ));
    assert!(matches!(
        ask("hadoop", "2.7.3", "core", "hadoop.zk.address"),
        Known::NotYet { since: "2.9.0" }
    ));
    assert!(matches!(
        ask(
            "hadoop",
            "3.3.6",
            "hdfs",
            "dfs.namenode.rpc-address.users.nn1"
        ),
        Known::Family(_)
    ));
    assert!(matches!(
        ask(
            "hadoop",
            "3.3.6",
            "capacity-scheduler",
            "yarn.scheduler.capacity.root.a.b.capacity"
        ),
        Known::Family(_)
    ));
    assert!(matches!(
        ask("hadoop", "3.3.6", "core", "hadoop.proxyuser.hue.hosts"),
        Known::Family(_)
    ));
    assert!(matches!(
        ask("hadoop", "3.3.6", "mapred", "mapreduce.map.java.opts"),
        Known::Yes(_)
    ));
    assert!(matches!(
        ask("hadoop", "3.3.6", "yarn", "dfs.replication"),
        Known::OtherFile { .. }
    ));
    assert!(matches!(
        ask("mesos", "1.4.3", "master", "slave_ping_timeout"),
        Known::Renamed { to, .. } if to == ["agent_ping_timeout"]
    ));
    assert!(matches!(
        ask("zookeeper", "3.4.14", "zoo.cfg", "admin.serverPort"),
        Known::NotYet { .. }
    ));
}

#[test]
fn a_misspelt_key_has_a_nearest_one() {
    let hadoop = registry::facts("hadoop").unwrap();
    for (word, key) in [
        ("dfs.replicaton", "dfs.replication"),
        (
            "yarn.nodemanager.resource.memory.mb",
            "yarn.nodemanager.resource.memory-mb",
        ),
    ] {
        assert!(matches!(
            look_up(hadoop, &version("3.3.6"), None, word),
            Known::Unknown
        ));
        let found = nearest(hadoop, Some(&version("3.3.6")), word);
        assert_eq!(found.map(|(key, _)| key), Some(key));
    }
}

#[test]
fn values_are_read_as_the_version_reads_them() {
    let check = |of: &str, scope: &str, key: &str, text: &str| match ask("hadoop", of, scope, key) {
        Known::Yes(fact) => check_value(&fact, &version(of), text).is_ok(),
        other => panic!("{key}: {other:?}"),
    };
    assert!(check("3.3.6", "hdfs", "dfs.heartbeat.interval", "3s"));
    assert!(!check("2.9.2", "hdfs", "dfs.heartbeat.interval", "3s"));
    assert!(check("2.9.2", "hdfs", "dfs.heartbeat.interval", "3"));
    assert!(check("2.7.3", "hdfs", "dfs.blocksize", "128m"));
    assert!(!check("2.7.3", "hdfs", "dfs.blocksize", "128MB"));
    assert!(!check("3.3.6", "hdfs", "dfs.permissions.enabled", "yes"));
    assert!(check("3.3.6", "hdfs", "dfs.namenode.handler.count", "${x}"));
}

#[test]
fn sizes_and_times_of_alluxio_are_read_as_its_versions_read_them() {
    let check = |of: &str, key: &str, text: &str| match ask("alluxio", of, "site", key) {
        Known::Yes(fact) => check_value(&fact, &version(of), text).is_ok(),
        other => panic!("{key}: {other:?}"),
    };
    let memory = "tachyon.worker.memory.size";
    assert!(check("0.5.0", memory, "1GB"));
    assert!(check("0.5.0", memory, "1073741824"));
    assert!(!check("0.5.0", memory, "1g"));
    assert!(check("0.6.4", memory, "1g"));
    assert!(!check("0.6.4", memory, "1GiB"));
    let buffer = "tachyon.user.file.buffer.bytes";
    assert!(!check("0.6.4", buffer, "1MB"));
    assert!(check("0.6.4", buffer, "1048576"));
    assert!(check("0.7.0", buffer, "1MB"));
    let timeout = "alluxio.master.worker.timeout";
    assert!(check("2.9.4", timeout, "5min"));
    assert!(check("2.9.4", timeout, "300000"));
    assert!(!check("2.9.4", timeout, "5 minutes"));
    let write = "alluxio.user.file.writetype.default";
    assert!(check("2.9.4", write, "cache_through"));
    assert!(!check("2.9.4", write, "CACHED"));
}

#[test]
fn versions_are_real_or_have_neighbours() {
    let hadoop = registry::facts("hadoop").unwrap();
    assert_eq!(
        version_status(hadoop, &version("3.3.6")),
        VersionStatus::Read
    );
    assert_eq!(
        version_status(hadoop, &version("3.3.5")),
        VersionStatus::Unread { facts_of: "3.3.4" }
    );
    assert_eq!(
        version_status(hadoop, &version("3.3.66")),
        VersionStatus::Unknown {
            nearest: vec!["3.3.6", "3.4.0"]
        }
    );
    let mesos = registry::facts("mesos").unwrap();
    assert_eq!(
        version_status(mesos, &version("0.20.0-2.fc21")),
        VersionStatus::Read
    );
}

#[test]
fn htcondor_ignores_case_and_takes_prefixes() {
    let known = |of: &str, key: &str| ask("htcondor", of, "condor", key);
    for key in [
        "START",
        "start",
        "SCHEDD.Max_Jobs_Running",
        "slot_type_1",
        "SLOT_TYPE_12_PARTITIONABLE",
        "STARTD.SLOT_TYPE_1",
        "ALLOW_WRITE_COLLECTOR",
        "STARTD_CRON_gpu_EXECUTABLE",
        "SW_LICENSE_LIMIT",
        "SUBMIT_REQUIREMENT_Size_REASON",
    ] {
        let found = known("23.0.28", key);
        assert!(
            matches!(found, Known::Yes(_) | Known::Family(_)),
            "{key}: {found:?}"
        );
    }
    for key in [
        "STARTT",
        "SLOT_TYPE_x",
        "WEB_ARGS",
        "SCHEDD.",
        "A-B",
        "UPDATE_INTERVA",
    ] {
        let found = known("23.0.28", key);
        assert!(matches!(found, Known::Unknown), "{key}: {found:?}");
    }
    assert!(matches!(
        known("9.1.0", "ACCOUNTANT_DATABASE_FILE"),
        Known::NotYet { since: "9.2.0" }
    ));
    assert!(matches!(
        known("9.0.17", "accountant_database_file"),
        Known::Yes(_)
    ));
    assert!(matches!(
        known("23.0.0", "HOSTALLOW_WRITE"),
        Known::Gone { last: "8.9.0", replacement } if replacement == ["ALLOW_<LEVEL>"]
    ));
    assert!(matches!(
        known("25.14.1", "NAMED_CHROOT"),
        Known::Gone { last: "25.4.0", .. }
    ));
    assert!(matches!(
        known("23.0.0", "startd_exprs"),
        Known::Renamed { to, .. } if to == ["STARTD_ATTRS"]
    ));
    let htcondor = registry::facts("htcondor").unwrap();
    let near = nearest(htcondor, Some(&version("23.0.0")), "schedd.max_jobs_runing");
    assert_eq!(near.map(|(key, _)| key), Some("MAX_JOBS_RUNNING"));
    let fact = |key| match known("23.0.0", key) {
        Known::Yes(fact) => fact,
        other => panic!("{key}: {other:?}"),
    };
    let takes = |key, text| check_value(&fact(key), &version("23.0.0"), text).is_ok();
    assert!(takes("COLLECTOR_PORT", "9618"));
    assert!(!takes("COLLECTOR_PORT", "70000"));
    assert!(!takes("COLLECTOR_PORT", "many"));
    assert!(takes("SHUTDOWN_FAST_TIMEOUT", "5 * $(MINUTE)"));
    assert!(takes("USE_SHARED_PORT", "FALSE"));
    assert!(!takes("USE_SHARED_PORT", "yes"));
    assert!(takes("RELEASE_DIR", ""));
    assert!(!takes("HOSTNAME", "m1"));
}
