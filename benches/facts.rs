//! What the fact tables cost: `cargo bench --bench facts`.
//!
//! The first look-up of every product, which reads its tables, and then look-ups: of each key that a
//! release knows, of members of families, of names in another case, of names that nobody knows.

use std::hint::black_box;
use std::time::Instant;

use clusterc::catalog::{self, ProductFacts};
use clusterc::registry;
use clusterc::units::Version;

const RELEASES: [(&str, &str); 5] = [
    ("hadoop", "3.3.6"),
    ("htcondor", "24.0.24"),
    ("alluxio", "2.9.4"),
    ("mesos", "1.11.0"),
    ("zookeeper", "3.8.4"),
];

fn releases() -> Vec<(&'static ProductFacts, Version)> {
    RELEASES
        .iter()
        .filter_map(|(product, version)| Some((registry::facts(product)?, version.parse().ok()?)))
        .collect()
}

fn each(what: &str, facts: &'static ProductFacts, version: &Version, names: &[String]) {
    let rounds = 200_000 / names.len().max(1) + 1;
    let started = Instant::now();
    for _ in 0..rounds {
        for name in names {
            black_box(catalog::look_up(facts, version, None, black_box(name)));
        }
    }
    let looked = rounds * names.len();
    let nanos = started.elapsed().as_nanos() as f64 / looked as f64;
    println!("{:<12} {what:<28} {nanos:>8.0} ns", facts.product);
}

fn main() {
    let releases = releases();
    let started = Instant::now();
    for (facts, version) in &releases {
        black_box(catalog::look_up(facts, version, None, "no.such.key"));
    }
    let first = started.elapsed().as_secs_f64() * 1000.0;
    println!(
        "first look-up of all {} products: {first:.2} ms",
        releases.len()
    );
    for (facts, version) in &releases {
        let listed = catalog::list(facts, version);
        let names = |of: &dyn Fn(&catalog::Listed) -> Option<String>| -> Vec<String> {
            listed.iter().filter_map(of).collect()
        };
        let plain = names(&|key| (!key.is_family).then(|| key.name.to_owned()));
        each("keys", facts, version, &plain);
        let members = names(&|key| {
            key.is_family
                .then(|| key.name.replace('<', "").replace('>', "1"))
        });
        if !members.is_empty() {
            each("members of families", facts, version, &members);
        }
        let other: Vec<String> = plain.iter().map(|key| key.to_ascii_lowercase()).collect();
        each("keys in lower case", facts, version, &other);
        let wrong: Vec<String> = plain.iter().map(|key| format!("{key}x")).collect();
        each("names that nobody knows", facts, version, &wrong);
    }
    let started = Instant::now();
    let hadoop = releases.first().map(|(facts, _)| *facts);
    black_box(hadoop.map(|facts| catalog::life(facts, "dfs.heartbeat.interval")));
    println!(
        "life of a key: {:.2} ms",
        started.elapsed().as_secs_f64() * 1000.0
    );
}
