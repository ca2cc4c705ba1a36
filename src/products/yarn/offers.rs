//! What the node managers of a cluster offer, and the containers that fit on them.

use crate::diagnostic::Derivation;
use crate::document::Input;
use crate::lower::Ctx;
use crate::products::hadoop::since;
use crate::products::hadoop::site::Site;
use crate::units::Version;

static LARGEST: Derivation = Derivation {
    name: "largest-container",
    summary: "a container may be as large as the largest node manager: a larger request would wait forever",
    source: "org.apache.hadoop.yarn.server.resourcemanager.scheduler.SchedulerUtils",
};

static SMALLEST: Derivation = Derivation {
    name: "smallest-container",
    summary: "the smallest container is no larger than the smallest node manager: the resource manager sends others away",
    source: "org.apache.hadoop.yarn.server.resourcemanager.ResourceTrackerService",
};

/// MiB of a node manager that is told nothing (the -1 of 2.8 and later means the same).
const UNSTATED_MIB: u64 = 8192;
/// Cpus of a node manager that is told nothing.
const UNSTATED_CPUS: u64 = 8;

/// The smallest container unless it is stated, in MiB.
fn smallest_by_default(version: &Version) -> u64 {
    if since(version, "2.0.2-alpha") {
        1024
    } else {
        128
    }
}

/// One amount of one kind of node manager, and where the profile says so.
#[derive(Debug, Clone)]
struct Offer {
    amount: u64,
    input: Option<Input>,
}

/// Least and most of one amount over all node managers.
#[derive(Debug, Default)]
struct Extent {
    least: Option<Offer>,
    most: Option<Offer>,
    /// Whether the profile says it of any node.
    stated: bool,
}

impl Extent {
    fn add(&mut self, amount: u64, input: Option<Input>) {
        self.stated |= input.is_some();
        let offer = Offer { amount, input };
        if self
            .least
            .as_ref()
            .is_none_or(|least| amount < least.amount)
        {
            self.least = Some(offer.clone());
        }
        if self.most.as_ref().is_none_or(|most| amount > most.amount) {
            self.most = Some(offer);
        }
    }
}

impl Offer {
    fn inputs(&self, unit: &str) -> Vec<Input> {
        vec![self.input.clone().unwrap_or_else(|| {
            Input::fact(format!(
                "node managers that are told nothing offer {}{unit}",
                self.amount
            ))
        })]
    }

    fn value(&self) -> i64 {
        i64::try_from(self.amount).unwrap_or(i64::MAX)
    }
}

/// Memory in MiB and cpus of the node managers of `instance`.
fn offers(ctx: &Ctx<'_>, instance: &str) -> (Extent, Extent) {
    let (mut memory, mut cpus) = (Extent::default(), Extent::default());
    for class in &ctx.cluster.classes {
        if class.instance_of("nodemanager") != Some(instance) {
            continue;
        }
        let yarn = class.facets.services.yarn.get(instance);
        match yarn.and_then(|yarn| yarn.memory.as_ref()) {
            Some(stated) => memory.add(
                stated.value.0 / (1024 * 1024),
                Some(Input::at(
                    format!("services.yarn.memory: {}", stated.value),
                    stated.span,
                )),
            ),
            None => memory.add(UNSTATED_MIB, None),
        }
        match yarn.and_then(|yarn| yarn.cpus.as_ref()) {
            Some(stated) => cpus.add(
                u64::from(stated.value),
                Some(Input::at(
                    format!("services.yarn.cpus: {}", stated.value),
                    stated.span,
                )),
            ),
            None => cpus.add(UNSTATED_CPUS, None),
        }
    }
    (memory, cpus)
}

/// Where the profile says how many cpus containers get on a node of `instance`.
pub(super) fn cpus_input(ctx: &Ctx<'_>, instance: &str) -> Option<Input> {
    ctx.cluster
        .classes
        .iter()
        .filter(|class| class.instance_of("nodemanager") == Some(instance))
        .find_map(|class| {
            let stated = class.facets.services.yarn.get(instance)?.cpus.as_ref()?;
            Some(Input::at(
                format!("services.yarn.cpus: {}", stated.value),
                stated.span,
            ))
        })
}

/// Smallest and largest container, where the profile says anything of the node managers: without
/// that the defaults of both sides agree.
pub(super) fn keys(ctx: &Ctx<'_>, instance: &str, site: &mut Site<'_>) {
    let (memory, cpus) = offers(ctx, instance);
    if memory.stated {
        let usual = smallest_by_default(site.version());
        if let Some(least) = memory.least.filter(|least| least.amount < usual) {
            site.set(
                "yarn.scheduler.minimum-allocation-mb",
                least.value(),
                &SMALLEST,
                least.inputs("MiB"),
            );
        }
        if let Some(most) = memory.most {
            site.set(
                "yarn.scheduler.maximum-allocation-mb",
                most.value(),
                &LARGEST,
                most.inputs("MiB"),
            );
        }
    }
    if cpus.stated
        && let Some(most) = cpus.most
    {
        site.set_if_known(
            "yarn.scheduler.maximum-allocation-vcores",
            most.value(),
            &LARGEST,
            most.inputs(" cpus"),
        );
    }
}
