//! Several central managers: one negotiator at a time, and its accounting on all of them.

use super::home::Home;
use super::knobs::Knobs;
use crate::cluster::Endpoint;
use crate::diagnostic::Derivation;
use crate::document::{Input, Value};
use crate::lower::Ctx;

static LISTS: Derivation = Derivation {
    name: "condor-availability-lists",
    summary: "HAD and replication daemons of all central managers in one order, on the shared port where HAD understands it, else on ports of their own",
    source: "HAD_LIST, REPLICATION_LIST: must be the same on all central managers; HAD_USE_SHARED_PORT from 8.5.7 on",
};

static CONTROL: Derivation = Derivation {
    name: "condor-availability-control",
    summary: "condor_had starts and stops the negotiator, whose accounting is replicated; condor_master waits long enough before it starts HAD again",
    source: "MASTER_NEGOTIATOR_CONTROLLER, HAD_USE_REPLICATION, MASTER_HAD_BACKOFF_CONSTANT",
};

static PROGRAMS: Derivation = Derivation {
    name: "condor-availability-programs",
    summary: "before 8.5.1 the programs of high availability have no default place",
    source: "param table: HAD, REPLICATION and TRANSFERER without a default until 8.5.0",
};

/// What this module derives.
pub(super) static DERIVATIONS: &[&Derivation] = &[&LISTS, &CONTROL, &PROGRAMS];

/// High availability of the central managers on these hosts.
pub(super) fn knobs(ctx: &Ctx<'_>, home: &Home<'_>, knobs: &mut Knobs<'_>) {
    if !home.has("condor-had") {
        return;
    }
    let inputs = || vec![ctx.role_input("condor-had", Some(home.pool))];
    let versioned = || {
        let mut inputs = inputs();
        inputs.push(ctx.version_input("htcondor"));
        inputs
    };
    if !home.since("8.5.1") {
        for (name, program) in [
            ("HAD", "$(SBIN)/condor_had"),
            ("REPLICATION", "$(SBIN)/condor_replication"),
            ("TRANSFERER", "$(LIBEXEC)/condor_transferer"),
        ] {
            knobs.set(name, program, &PROGRAMS, versioned());
        }
    }
    let shared = shares(ctx, home);
    if shared {
        for name in ["HAD_USE_SHARED_PORT", "REPLICATION_USE_SHARED_PORT"] {
            knobs.set(name, true, &LISTS, versioned());
        }
    }
    for (role, port, list, args) in [
        ("condor-had", "had", "HAD_LIST", "HAD_ARGS"),
        (
            "condor-replication",
            "replication",
            "REPLICATION_LIST",
            "REPLICATION_ARGS",
        ),
    ] {
        let endpoints = if shared {
            home.managers(ctx)
        } else {
            ctx.endpoints(role, port, Some(home.pool))
        };
        let mut why = versioned();
        why.extend(endpoints.iter().filter_map(|one| stated(one, port)));
        let all = endpoints.iter().map(|one| one.host_port()).collect();
        knobs.set(list, Value::list(all), &LISTS, why);
        if let (false, Some(own)) = (shared, home.port(ctx, role, port)) {
            let why = versioned().into_iter().chain(stated(own, port)).collect();
            knobs.set(args, format!("-p {}", own.port), &LISTS, why);
        }
    }
    knobs.set("HAD_USE_REPLICATION", true, &CONTROL, inputs());
    knobs.set("MASTER_NEGOTIATOR_CONTROLLER", "HAD", &CONTROL, inputs());
    // Above what a HAD needs to see that another one is at work.
    knobs.set("MASTER_HAD_BACKOFF_CONSTANT", 360_u32, &CONTROL, inputs());
}

/// Whether HAD and replication listen on the shared port: nobody states ports of theirs, and the
/// version can.
fn shares(ctx: &Ctx<'_>, home: &Home<'_>) -> bool {
    home.since("8.5.7")
        && [("condor-had", "had"), ("condor-replication", "replication")]
            .into_iter()
            .all(|(role, port)| ctx.endpoints(role, port, Some(home.pool)).is_empty())
}

fn stated(endpoint: &Endpoint, port: &str) -> Option<Input> {
    let span = endpoint.port_span?;
    Some(Input::at(format!("ports.{port}: {}", endpoint.port), span))
}
