//! What Hadoop's clients need to open `tachyon://` and `alluxio://`.

use super::facts::{CLIENT_JARS, SCHEMES, cells};
use super::home::MASTER;
use super::masters::{self, Election};
use crate::cluster::Product;
use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::{Ctx, Scheme};
use crate::units::Ranges;

static CLIENT: Derivation = Derivation {
    name: "alluxio-hadoop-client",
    summary: "every host with Hadoop can open the scheme: its classes in core-site.xml, the jar that holds them on the class path; -ft where ZooKeeper elects",
    source: "tachyon.hadoop.TFS; alluxio.hadoop.FileSystem",
};

/// The schemes of the cluster's Tachyon or Alluxio, on hosts with it and without.
pub fn schemes(ctx: &Ctx<'_>) -> Vec<Scheme> {
    // Two clusters have one scheme and one client.
    let cluster = ctx.cluster;
    let Some(instance) = cluster.instances_of("alluxio").first() else {
        return Vec::new();
    };
    let masters = ctx.with_role(MASTER, Some(&instance.name));
    let class = masters
        .first()
        .and_then(|first| cluster.class_of(first.host));
    let Some(product) = class
        .and_then(|class| class.products.get("alluxio"))
        .or_else(|| ctx.product("alluxio"))
    else {
        return Vec::new();
    };
    let wanted = class.and_then(|class| class.facets.services.alluxio.get(&instance.name));
    let election = masters::election(&product.facts_of, masters.len(), wanted);
    let settings = SCHEMES
        .rows()
        .iter()
        .map(|row| cells::<3>(row))
        .filter(|[key, _, ranges]| {
            Ranges::trusted(ranges).contains(&product.facts_of)
                && (!key.contains("-ft.") || election == Election::ZooKeeper)
        })
        .map(|[key, value, _]| (key.into(), value.to_owned()))
        .collect();
    // A client of its own version stands on the class path where one is installed.
    let here = ctx.product("alluxio").unwrap_or(product);
    vec![Scheme {
        settings,
        jars: jars(here),
        rule: &CLIENT,
        inputs: vec![
            ctx.role_input(MASTER, Some(&instance.name)),
            Input::at(
                format!("alluxio {}", product.version.value),
                product.version.span,
            ),
        ],
    }]
}

fn jars(product: &Product) -> Vec<String> {
    let base = product.base.as_ref().map_or("", |base| base.value.as_str());
    CLIENT_JARS
        .rows()
        .iter()
        .map(|row| cells::<3>(row))
        .filter(|[flavour, ranges, _]| {
            let same = product.flavour == *flavour
                || product
                    .flavour
                    .strip_prefix(flavour)
                    .is_some_and(|release| release.starts_with('-'));
            same && Ranges::trusted(ranges).contains(&product.facts_of)
        })
        .flat_map(|[_, _, path]| path.split(':'))
        .map(|path| {
            path.replace("{base}", base.trim_end_matches('/'))
                .replace("{version}", product.version.value.as_str())
        })
        .collect()
}
