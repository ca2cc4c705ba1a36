//! MapReduce's documents, as Hadoop would read them.

use crate::products::hadoop::testing::{check_rules, clean, compiled, messages, value};

#[test]
fn rules_fire_on_their_examples() {
    check_rules(super::RULES);
}

#[test]
fn tasks_get_eighty_percent_of_their_container_as_heap() {
    let compilation = clean(
        "clusterc: v1\ncluster: {name: demo, domain: example.org}\nplatform: rhel-8.10\nproducts: {hadoop: {version: 3.3.6, packages: bigtop-3.4}}\nhosts:\n  m1: {roles: [namenode, datanode, resourcemanager, nodemanager, historyserver]}\nservices: {mapreduce: {map_memory: 2GiB}}\n",
    );
    for (key, wanted) in [
        ("mapreduce.framework.name", "yarn"),
        ("mapreduce.map.memory.mb", "2048"),
        ("mapreduce.map.java.opts", "-Xmx1638m"),
        ("mapreduce.jobhistory.address", "m1.example.org:10020"),
    ] {
        assert_eq!(
            value(&compilation, "m1", "mapred-site", key).as_deref(),
            Some(wanted),
            "{key}"
        );
    }
}

fn offered(services: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: rhel-8.10\nproducts: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}}}\nhosts:\n  m1: {{roles: [namenode, datanode, resourcemanager, nodemanager]}}\nservices: {services}\n"
    )
}

#[test]
fn what_a_job_asks_for_fits_on_a_node() {
    for (services, wanted) in [
        (
            "{yarn: {memory: 4GiB}, mapreduce: {map_memory: 4GiB}}",
            &[][..],
        ),
        (
            "{yarn: {memory: 4GiB}, mapreduce: {map_memory: 5GiB}}",
            &["C1301: `map_memory` fits on no node manager"],
        ),
        // 8 GiB where nothing is said.
        ("{mapreduce: {reduce_memory: 8GiB}}", &[]),
        (
            "{mapreduce: {reduce_memory: 9GiB}}",
            &["C1301: `reduce_memory` fits on no node manager"],
        ),
        // An application master asks for 1536 MiB by itself.
        (
            "{yarn: {memory: 1GiB}}",
            &["C1301: what jobs ask for without `am_memory` fits on no node manager"],
        ),
        ("{yarn: {memory: 1GiB}, mapreduce: {am_memory: 1GiB}}", &[]),
    ] {
        assert_eq!(
            messages(&compiled(&offered(services))),
            wanted,
            "{services}"
        );
    }
}

#[test]
fn eighty_percent_of_any_amount() {
    for (stated, heap) in [
        ("1GiB", "-Xmx819m"),
        ("257MiB", "-Xmx205m"),
        ("259MiB", "-Xmx207m"),
    ] {
        let compilation = clean(&offered(&format!(
            "{{mapreduce: {{map_memory: {stated}}}}}"
        )));
        let found = value(&compilation, "m1", "mapred-site", "mapreduce.map.java.opts");
        assert_eq!(found.as_deref(), Some(heap), "{stated}");
    }
}
