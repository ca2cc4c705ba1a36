//! YARN: resource managers and node managers.

mod check;
mod classpath;
mod env;
mod exclude;
mod guards;
mod jobs;
mod nodemanager;
mod offers;
mod queues;
mod resourcemanager;
mod rules;
mod scheduler;
pub mod section;
mod security;
#[cfg(test)]
mod tests;
mod yarn_site;

pub use guards::GUARDS;
pub use jobs::groups as job_groups;
pub use queues::check_queues;
pub use rules::{ABSENCE, RULES};
pub use security::SECURED;

use crate::lower::{Ctx, Emitter};

/// Documents of YARN.
pub const EMITTERS: &[Emitter] = &[
    Emitter {
        name: "yarn-site",
        product: "hadoop",
        emit: yarn_site::emit,
    },
    Emitter {
        name: "yarn-env",
        product: "hadoop",
        emit: env::emit,
    },
    Emitter {
        name: "capacity-scheduler",
        product: "hadoop",
        emit: scheduler::emit,
    },
    Emitter {
        name: "yarn-exclude",
        product: "hadoop",
        emit: exclude::emit,
    },
    Emitter {
        name: "container-executor",
        product: "hadoop",
        emit: security::executor,
    },
];

/// The cluster that these hosts belong to: that of their role, else the only one.
fn here<'a>(ctx: &Ctx<'a>) -> Option<&'a str> {
    ["resourcemanager", "nodemanager"]
        .iter()
        .find_map(|role| ctx.class.instance_of(role))
        .or_else(|| {
            ctx.cluster
                .instances_of("yarn")
                .first()
                .map(|instance| instance.name.as_str())
        })
}

/// What the profile says of it.
fn section<'a>(ctx: &Ctx<'a>) -> Option<&'a section::Yarn> {
    ctx.class.facets.services.yarn.get(here(ctx)?)
}
