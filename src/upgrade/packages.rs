//! Whether packages carry the new version, and which do.

use std::collections::BTreeMap;

use super::PackagesRow;
use super::versions::Step;
use crate::catalog::layout;
use crate::pipeline::Compilation;

/// The packages that change or are not known to carry the version, folded over hosts.
pub(super) fn rows(before: &Compilation, steps: &[Step<'_>]) -> Vec<PackagesRow> {
    let mut rows: BTreeMap<PackagesRow, Vec<u32>> = BTreeMap::new();
    for step in steps {
        for &host in &step.hosts {
            let class = before.cluster.class_of(host);
            let managed = before.cluster.host(host).is_some_and(|host| host.managed);
            let Some(platform) = class.and_then(|class| class.platform.as_ref()) else {
                continue;
            };
            if managed && let Some(row) = row(step, &platform.os.value, platform.release) {
                rows.entry(row).or_default().push(host);
            }
        }
    }
    rows.into_iter()
        .map(|(mut row, hosts)| {
            row.hosts = before.cluster.fold(&hosts);
            row.count = hosts.len();
            row
        })
        .collect()
}

fn row(
    step: &Step<'_>,
    os: &str,
    release: &crate::products::platform::OsRelease,
) -> Option<PackagesRow> {
    let (product, version) = (step.target.product, &step.target.version);
    let here = layout::flavours_for(product, version, release);
    let stated = match (&step.target.packages, step.packages) {
        (Some(packages), _) => Some(packages.clone()),
        (None, Some(_)) => Some(step.flavour.clone()),
        (None, None) => None,
    };
    let after = stated.or_else(|| match here.as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    });
    let carried = after.as_ref().is_some_and(|after| {
        here.contains(&after.as_str()) || layout::carries(product, after, version).is_none()
    });
    if carried && after.as_ref() == Some(&step.flavour) {
        return None;
    }
    Some(PackagesRow {
        product: product.to_owned(),
        version: version.to_string(),
        os: os.to_owned(),
        before: step.flavour.clone(),
        after,
        carried,
        elsewhere: layout::carriers(product, version)
            .into_iter()
            .filter(|(flavour, _)| !here.contains(flavour))
            .map(|(flavour, os)| format!("{flavour} ({})", os.replace(' ', ", ")))
            .collect(),
        here: here.into_iter().map(str::to_owned).collect(),
        hosts: String::new(),
        count: 0,
    })
}
