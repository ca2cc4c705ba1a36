//! Where workers keep blocks: memory in a ramdisk, and disks below it.

use super::home::{Home, WORKER, expanded};
use super::rules::{MEMORY, NO_MEMORY, NOT_IN_VERSION, TIER};
use super::section::{RamdiskType, Tier, Tiers};
use super::site::{Site, size};
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::Input;
use crate::lower::Ctx;
use crate::source::Span;
use crate::units::Bytes;

/// Where the products' own scripts mount the ramdisk.
const RAMDISK: &str = "/mnt/ramdisk";

static RAMDISK_RULE: Derivation = Derivation {
    name: "alluxio-ramdisk",
    summary: "blocks in memory lie in a ramdisk of services.alluxio.memory; the folder below it has the product's own name",
    source: "tachyon-mount.sh, alluxio-mount.sh: RAM_FOLDER, WORKER_MEMORY_SIZE",
};

static TIERS: Derivation = Derivation {
    name: "alluxio-tiers",
    summary: "memory is the first level, then services.alluxio.tiers; hierarchystore in 0.6, tieredstore from 0.7 on, before there is memory alone",
    source: "tachyon.conf.WorkerConf (0.6); alluxio.worker.block.BlockMetadataManager",
};

/// The ramdisk of a worker.
#[derive(Debug)]
pub(super) struct Ramdisk {
    pub path: String,
    pub kind: RamdiskType,
    pub size: Bytes,
    /// Whether its mount unit is ours to make.
    pub is_mounted_here: bool,
    pub inputs: Vec<Input>,
}

/// One level of the store.
#[derive(Debug)]
pub(super) struct Level {
    alias: &'static str,
    pub dirs: Vec<String>,
    quota: Bytes,
    inputs: Vec<Input>,
}

/// The ramdisk of the worker on these hosts, when its size is known.
pub(super) fn ramdisk(ctx: &Ctx<'_>, home: &Home<'_>) -> Option<Ramdisk> {
    if !home.has(WORKER) {
        return None;
    }
    let wanted = home.wanted(ctx)?;
    let memory = wanted.memory.as_ref()?;
    let mut inputs = vec![Input::at(
        format!("services.alluxio.memory: {}", memory.value),
        memory.span,
    )];
    let path = match &wanted.ramdisk {
        Some(path) => {
            inputs.push(Input::at(
                format!("services.alluxio.ramdisk: {}", path.value),
                path.span,
            ));
            path.value.clone()
        }
        None => RAMDISK.to_owned(),
    };
    if let Some(kind) = &wanted.ramdisk_type {
        inputs.push(Input::at("services.alluxio.ramdisk_type", kind.span));
    }
    let shared = path == "/dev/shm" || path.starts_with("/dev/shm/");
    let has_units = home.base().is_none() || home.product.units;
    Some(Ramdisk {
        kind: wanted
            .ramdisk_type
            .as_ref()
            .map_or(RamdiskType::Tmpfs, |kind| kind.value),
        size: memory.value,
        is_mounted_here: wanted
            .mount
            .as_ref()
            .map_or(has_units && !shared, |mount| mount.value),
        path,
        inputs,
    })
}

/// The levels below the memory, as far as they are complete.
pub(super) fn tiers(ctx: &Ctx<'_>, home: &Home<'_>) -> Vec<Level> {
    let tiers = home
        .wanted(ctx)
        .and_then(|wanted| wanted.tiers.as_ref())
        .filter(|_| home.has(WORKER));
    let Some(tiers) = tiers else {
        return Vec::new();
    };
    named(tiers)
        .into_iter()
        .filter_map(|(key, alias, tier)| {
            let (dirs, quota) = (tier.dirs.as_ref()?, tier.quota.as_ref()?);
            let first = dirs.first()?;
            Some(Level {
                alias,
                dirs: dirs.iter().flat_map(|dir| expanded(&dir.value)).collect(),
                quota: quota.value,
                inputs: vec![
                    Input::at(format!("services.alluxio.tiers.{key}.dirs"), first.span),
                    Input::at(
                        format!("services.alluxio.tiers.{key}.quota: {}", quota.value),
                        quota.span,
                    ),
                ],
            })
        })
        .collect()
}

fn named(tiers: &Tiers) -> Vec<(&'static str, &'static str, &Tier)> {
    [("ssd", "SSD", &tiers.ssd), ("hdd", "HDD", &tiers.hdd)]
        .into_iter()
        .filter_map(|(key, alias, tier)| Some((key, alias, tier.as_ref()?)))
        .collect()
}

/// The properties of a worker's store.
pub(super) fn set(ctx: &Ctx<'_>, home: &Home<'_>, site: &mut Site<'_>) {
    let Some(ramdisk) = ramdisk(ctx, home) else {
        return;
    };
    let inputs = || {
        let mut inputs = ramdisk.inputs.clone();
        inputs.push(ctx.version_input("alluxio"));
        inputs
    };
    site.set(
        &["worker.ramdisk.size", "worker.memory.size"],
        size(ramdisk.size),
        &RAMDISK_RULE,
        inputs(),
    );
    if !home.at_least(0, 6) {
        let folder = format!("{}/tachyonworker/", ramdisk.path);
        site.set(&["worker.data.folder"], folder, &RAMDISK_RULE, inputs());
        return;
    }
    if home.is_tachyon() {
        // Below the level's own directories; 0.7 would take the ramdisk's path for it.
        site.set(
            &["worker.data.folder"],
            "/tachyonworker/",
            &RAMDISK_RULE,
            inputs(),
        );
    }
    let mut levels = vec![Level {
        alias: "MEM",
        dirs: vec![ramdisk.path.clone()],
        quota: ramdisk.size,
        inputs: inputs(),
    }];
    levels.extend(tiers(ctx, home));
    let store = if home.at_least(0, 7) {
        "worker.tieredstore"
    } else {
        "worker.hierarchystore"
    };
    let all: Vec<Input> = levels
        .iter()
        .flat_map(|level| level.inputs.clone())
        .collect();
    site.set(
        &[&format!("{store}.levels"), &format!("{store}.level.max")],
        i64::try_from(levels.len()).unwrap_or(1),
        &TIERS,
        all,
    );
    for (at, level) in levels.into_iter().enumerate() {
        let quotas = vec![size(level.quota); level.dirs.len()];
        let mut set = |leaf: &str, value: crate::document::Value| {
            site.set(
                &[&format!("{store}.level{at}.{leaf}")],
                value,
                &TIERS,
                level.inputs.clone(),
            );
        };
        set("alias", level.alias.into());
        set("dirs.path", level.dirs.clone().into());
        set("dirs.quota", quotas.into());
    }
}

/// What is wrong with memory and tiers.
pub(super) fn check(ctx: &Ctx<'_>, home: &Home<'_>, found: &mut Vec<Diagnostic>) {
    if !home.has(WORKER) {
        return;
    }
    let wanted = home.wanted(ctx);
    match wanted.and_then(|wanted| wanted.memory.as_ref()) {
        None => {
            let workers = ctx.with_role(WORKER, Some(home.instance));
            let span = workers.iter().find_map(|one| one.cause.span());
            found.extend(span.or_else(|| ctx.cluster_span()).map(|span| {
                Diagnostic::new(
                    &NO_MEMORY,
                    span,
                    "nothing says how much memory a worker may use",
                )
                .note("its ramdisk must have a size")
                .help("add `memory` under `services.alluxio`, for example `memory: 8GiB`")
            }));
        }
        Some(memory) => found.extend(too_large(ctx, home, memory.value, memory.span)),
    }
    let Some(tiers) = wanted.and_then(|wanted| wanted.tiers.as_ref()) else {
        return;
    };
    for (key, _, tier) in named(tiers) {
        let dirs = tier.dirs.as_ref().and_then(|dirs| dirs.first());
        let span = match (dirs, &tier.quota) {
            (Some(first), Some(_)) => {
                if home.at_least(0, 6) {
                    check_dirs(ctx, home, key, tier, found);
                } else {
                    found.push(
                        Diagnostic::new(
                            &NOT_IN_VERSION,
                            first.span,
                            format!("Tachyon {} keeps blocks in memory only", home.version()),
                        )
                        .note("tiers came with 0.6")
                        .help("take `tiers` out, or raise the version"),
                    );
                }
                continue;
            }
            (Some(first), None) => first.span,
            (None, Some(quota)) => quota.span,
            (None, None) => continue,
        };
        found.push(
            Diagnostic::new(&TIER, span, format!("the tier `{key}` is half said"))
                .help("say both `dirs` and `quota`, the room in each of the directories"),
        );
    }
}

fn check_dirs(ctx: &Ctx<'_>, home: &Home<'_>, key: &str, tier: &Tier, found: &mut Vec<Diagnostic>) {
    let ramdisk = ramdisk(ctx, home).map(|ramdisk| ramdisk.path);
    for dir in tier.dirs.iter().flat_map(|dirs| dirs.iter()) {
        for path in expanded(&dir.value) {
            let plain = path.starts_with('/')
                && path
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
            if !plain {
                found.push(
                    Diagnostic::new(
                        &TIER,
                        dir.span,
                        format!("`{path}` cannot be a tier's directory"),
                    )
                    .note("paths are joined by commas, and reach Tachyon's daemons through a shell")
                    .help("write an absolute path of letters, digits and `._-`"),
                );
            } else if ramdisk.as_deref().is_some_and(|ramdisk| {
                path == ramdisk
                    || path
                        .strip_prefix(ramdisk)
                        .is_some_and(|rest| rest.starts_with('/'))
            }) {
                found.push(
                    Diagnostic::new(
                        &TIER,
                        dir.span,
                        format!("the tier `{key}` lies in the ramdisk"),
                    )
                    .help("give it a directory on a disk"),
                );
            }
        }
    }
}

/// The mount script refuses a ramdisk larger than the machine; a worker needs its heap beside it.
fn too_large(ctx: &Ctx<'_>, home: &Home<'_>, memory: Bytes, span: Span) -> Option<Diagnostic> {
    let all = ctx.class.hardware.as_ref()?.memory.as_ref()?;
    let mut sum = memory.0;
    let mut terms = vec![format!("{memory} for blocks")];
    for (role, daemon) in home.daemons(ctx) {
        if let Some(heap) = &daemon.heap {
            sum = sum.saturating_add(heap.value.0);
            terms.push(format!("{} heap of `{role}`", heap.value));
        }
    }
    (sum >= all.value.0).then(|| {
        Diagnostic::new(
            &MEMORY,
            span,
            format!(
                "{} of memory leave no room for blocks of {memory}",
                all.value
            ),
        )
        .label(all.span, "the machine has this much")
        .note(format!(
            "{} = {}, and the machine has {}",
            terms.join(" + "),
            Bytes(sum),
            all.value
        ))
        .help("make `services.alluxio.memory` smaller")
    })
}
