//! Platform, products and hardware of a class of hosts.

use std::collections::BTreeMap;

use super::Knowledge;
use super::classes::whole;
use super::layers::{Layer, Layers, Line, typed};
use super::limits::MAX_ITEMS;
use super::merge::{Record, merge};
use super::rules::{
    BAD_BASE, MISSING, NO_FLAVOUR, TARBALL_ONLY, UNKNOWN_FLAVOUR, UNKNOWN_HARDWARE, UNKNOWN_OS,
    UNKNOWN_VERSION, UNREAD_VERSION,
};
use crate::catalog::{self, VersionStatus, layout};
use crate::cluster::{Hardware, Placed, Platform, Product};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::TargetPath;
use crate::products::platform as os;
use crate::profile::v1;
use crate::source::Spanned;
use crate::units::Pattern;
use crate::units::nearest;
use crate::vocabulary::List;

/// What a class is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'a> {
    /// All layers that apply, lowest first; the last is the host's line.
    pub stack: &'a [&'a Layer],
    pub line: &'a Line,
    /// The OS the line gives these hosts, brackets replaced.
    pub os: Option<&'a Spanned<String>>,
    pub managed: bool,
    pub roles: &'a [Placed],
    /// The hosts of the class.
    pub hosts: &'a [u32],
}

/// The operating system; `None` when it is not known, which is reported.
pub(super) fn platform(
    shape: &Shape<'_>,
    layers: &Layers<'_>,
    record: &mut Record,
    diagnostics: &mut Diagnostics,
) -> Option<Platform> {
    let written: v1::Platform = whole(shape.stack, "platform", record)
        .and_then(|node| typed(&node, diagnostics))
        .unwrap_or_default();
    let os = shape.os.cloned().or(written.os);
    let Some(os) = os else {
        let needed = shape.managed && !shape.roles.is_empty();
        if needed && !layers.loaded.is_pruned("platform") {
            diagnostics.push(
                Diagnostic::new(&MISSING, layers.top, "no platform is given")
                    .help("add `platform: rhel-9.4` (or what the machines run) at the top level or to the hosts' lines")
                    .hosts(shape.hosts.iter().copied()),
            );
        }
        return None;
    };
    let release = match os::release(&os.value) {
        Ok(release) => release,
        Err(error) => {
            let diagnostic = Diagnostic::new(
                &UNKNOWN_OS,
                os.span,
                format!("no OS release is called `{}`", os.value),
            );
            diagnostics.push(match error.nearest.first() {
                Some(near) => diagnostic.did_you_mean(os.span, near),
                None => diagnostic
                    .help("a platform is `name-version`, such as `rhel-9.4` or `debian-12`"),
            });
            return None;
        }
    };
    let cgroup = written
        .cgroup
        .map_or(release.cgroup, |cgroup| match cgroup.value {
            v1::Cgroup::V1 => os::Cgroup::V1,
            v1::Cgroup::V2 => os::Cgroup::V2,
        });
    Some(Platform {
        systemd: written
            .systemd
            .map_or(release.systemd, |systemd| systemd.value),
        cgroup,
        java: written
            .java
            .as_ref()
            .map_or_else(|| release.java_home.to_owned(), |java| java.value.clone()),
        java_span: written.java.map(|java| java.span),
        presets: written.presets,
        firewalld: written.firewalld,
        os,
        release,
    })
}

/// The products that the roles of the class need.
pub(super) fn products(
    shape: &Shape<'_>,
    layers: &Layers<'_>,
    knowledge: &Knowledge,
    platform: Option<&Platform>,
    record: &mut Record,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<&'static str, Product> {
    let written: v1::Products = whole(shape.stack, "products", record)
        .and_then(|node| typed(&node, diagnostics))
        .unwrap_or_default();
    let mut products = BTreeMap::new();
    for name in knowledge.vocabulary.products() {
        let Some(role) = shape
            .roles
            .iter()
            .find(|placed| placed.role.product == name)
        else {
            continue;
        };
        let said = written.get(name);
        let Some(version) = said.and_then(|said| said.version.clone()) else {
            let pruned = layers.loaded.is_pruned(&format!("products/{name}"));
            if shape.managed && !pruned {
                diagnostics.push(
                    Diagnostic::new(&MISSING, layers.top, format!("{name} has no version"))
                        .note(format!("the role `{}` needs {name}", role.role.name))
                        .help(format!(
                            "add `products: {{{name}: …}}` with the exact version"
                        ))
                        .hosts(shape.hosts.iter().copied()),
                );
            }
            continue;
        };
        let Some(facts_of) = facts_of(name, &version, knowledge, diagnostics) else {
            continue;
        };
        let Some(flavour) = flavour(name, said, &version, platform, shape, diagnostics) else {
            continue;
        };
        let said = said.cloned().unwrap_or_default();
        tarball_keys(name, &flavour.0, &said, diagnostics);
        products.insert(
            name,
            Product {
                version,
                facts_of,
                flavour: flavour.0,
                flavour_span: flavour.1,
                base: said.base,
                user: said.user,
                units: said
                    .units
                    .is_none_or(|units| units.value == v1::Units::System),
            },
        );
    }
    products
}

/// The release whose facts hold for a version.
fn facts_of(
    product: &str,
    version: &Spanned<crate::units::Version>,
    knowledge: &Knowledge,
    diagnostics: &mut Diagnostics,
) -> Option<crate::units::Version> {
    let facts = (knowledge.facts)(product)?;
    match catalog::version_status(facts, &version.value) {
        // Facts begin with a release, and a package's build of it is that release.
        VersionStatus::Read => Some(version.value.upstream()),
        VersionStatus::Unread { facts_of } => {
            diagnostics.push(
                Diagnostic::new(
                    &UNREAD_VERSION,
                    version.span,
                    format!("the sources of {product} {} were not read", version.value),
                )
                .note(format!(
                    "the facts of {facts_of}, the release before it, are used"
                )),
            );
            facts_of.parse().ok()
        }
        VersionStatus::Unknown { nearest } => {
            let diagnostic = Diagnostic::new(
                &UNKNOWN_VERSION,
                version.span,
                format!("{product} has no version `{}`", version.value),
            );
            diagnostics.push(if nearest.is_empty() {
                diagnostic.help("write the exact version of a release")
            } else {
                let near: Vec<String> = nearest.iter().map(|near| format!("`{near}`")).collect();
                diagnostic.help(format!("the nearest releases are {}", near.join(" and ")))
            });
            None
        }
    }
}

fn flavour(
    product: &'static str,
    said: Option<&v1::Product>,
    version: &Spanned<crate::units::Version>,
    platform: Option<&Platform>,
    shape: &Shape<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Option<crate::source::Span>)> {
    if let Some(packages) = said.and_then(|said| said.packages.as_ref()) {
        let known = layout::flavours(product);
        if known.contains(&packages.value.as_str()) {
            return Some((packages.value.clone(), Some(packages.span)));
        }
        let diagnostic = Diagnostic::new(
            &UNKNOWN_FLAVOUR,
            packages.span,
            format!("no packages of {product} are called `{}`", packages.value),
        );
        diagnostics.push(match nearest(&packages.value, known.iter().copied()) {
            Some(near) => diagnostic.did_you_mean(packages.span, near),
            None => diagnostic.help(format!("known packages: {}", known.join(", "))),
        });
        return None;
    }
    // Without a platform nothing can be said, and that is reported already.
    let platform = platform.filter(|_| shape.managed)?;
    let carrying = layout::flavours_for(product, &version.value, platform.release);
    match carrying.as_slice() {
        [one] => Some(((*one).to_owned(), None)),
        several => {
            let diagnostic = Diagnostic::new(
                &NO_FLAVOUR,
                version.span,
                format!(
                    "which packages of {product} {} are installed on {} must be said",
                    version.value, platform.os.value
                ),
            );
            let names = if several.is_empty() {
                layout::flavours(product)
            } else {
                several.to_vec()
            };
            let diagnostic = if several.is_empty() {
                diagnostic.note("no flavour is known to carry this version on that OS")
            } else {
                diagnostic.note("several flavours carry this version on that OS")
            };
            diagnostics.push(diagnostic.help(format!(
                "write `products: {{{product}: {{version: {}, packages: …}}}}` with one of {}",
                version.value,
                names
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )));
            None
        }
    }
}

fn tarball_keys(product: &str, flavour: &str, said: &v1::Product, diagnostics: &mut Diagnostics) {
    if flavour == "tarball" {
        if said.base.is_none() {
            let span = said
                .packages
                .as_ref()
                .map(|packages| packages.span)
                .or(said.version.as_ref().map(|version| version.span));
            if let Some(span) = span {
                diagnostics.push(
                    Diagnostic::new(
                        &MISSING,
                        span,
                        format!("{product} is a tarball, but nothing says where it lies"),
                    )
                    .help(format!("add `base`, for example `base: /opt/{product}`")),
                );
            }
        }
        diagnostics.extend(said.base.as_ref().and_then(|base| bad_base(product, base)));
        return;
    }
    let spans = [
        ("base", said.base.as_ref().map(|base| base.span)),
        ("user", said.user.as_ref().map(|user| user.span)),
        ("units", said.units.as_ref().map(|units| units.span)),
    ];
    for (key, span) in spans {
        if let Some(span) = span {
            diagnostics.push(
                Diagnostic::new(
                    &TARBALL_ONLY,
                    span,
                    format!("`{key}` is for tarballs; the packages `{flavour}` decide it"),
                )
                .help(format!("take `{key}` out, or say `packages: tarball`")),
            );
        }
    }
}

/// A directory that scripts and units could not name.
fn bad_base(product: &str, base: &Spanned<String>) -> Option<Diagnostic> {
    let plain = base
        .value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/._+-@~".contains(&byte));
    let path = base.value.trim_end_matches('/');
    if plain && TargetPath::new(path).is_ok() {
        return None;
    }
    Some(
        Diagnostic::new(
            &BAD_BASE,
            base.span,
            format!("{product} cannot lie under `{}`", base.value),
        )
        .help("write an absolute path of letters, digits and `._+-@~`"),
    )
}

/// The amounts of the machines; `None` when no class is named and nothing overrides.
pub(super) fn hardware(
    shape: &Shape<'_>,
    layers: &Layers<'_>,
    record: &mut Record,
    diagnostics: &mut Diagnostics,
) -> Option<Hardware> {
    let mut merged = None;
    if let Some(class) = &shape.line.host.hardware {
        let found = layers
            .hardware
            .iter()
            .find(|entry| *entry.key.value == *class.value);
        match found {
            Some(entry) => merged = merge(None, &entry.value, record),
            None if layers
                .loaded
                .is_pruned(&format!("hardware/{}", class.value)) => {}
            None => {
                let names: Vec<&str> = layers
                    .hardware
                    .iter()
                    .map(|entry| &*entry.key.value)
                    .collect();
                let diagnostic = Diagnostic::new(
                    &UNKNOWN_HARDWARE,
                    class.span,
                    format!("no hardware class is called `{}`", class.value),
                );
                diagnostics.push(
                    match nearest(&class.value, names.iter().copied()) {
                        Some(near) => diagnostic.did_you_mean(class.span, near),
                        None => {
                            diagnostic.help("classes are the keys of the top level's `hardware`")
                        }
                    }
                    .hosts(shape.hosts.iter().copied()),
                );
            }
        }
    }
    for layer in shape.stack {
        if let Some(node) = layer.facets.get("hardware") {
            merged = merge(merged.as_ref(), node, record);
        }
    }
    let merged = merged?;
    let written: v1::Hardware = typed(&merged, diagnostics)?;
    let disks = written.disks.unwrap_or_default();
    Some(Hardware {
        cpus: written.cpus,
        memory: written.memory,
        disk: expanded(disks.disk.as_ref(), diagnostics),
        ssd: expanded(disks.ssd.as_ref(), diagnostics),
        archive: expanded(disks.archive.as_ref(), diagnostics),
    })
}

/// A list whose items' brackets make an item for each.
pub(super) fn expanded(
    list: Option<&List<Spanned<String>>>,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<String>> {
    let mut items = Vec::new();
    for item in list.into_iter().flat_map(|list| list.iter()) {
        match Pattern::parse(&item.value) {
            Ok(pattern) if items.len() + pattern.len() > MAX_ITEMS => {
                diagnostics.push(
                    Diagnostic::new(
                        &super::rules::BEYOND_LIMIT,
                        item.span,
                        format!("a list of hardware cannot have more than {MAX_ITEMS} items"),
                    )
                    .here(format!(
                        "with these there are {}",
                        items.len() + pattern.len()
                    ))
                    .help("write a smaller range"),
                );
                break;
            }
            Ok(pattern) => items.extend(
                pattern
                    .expand()
                    .map(|one| Spanned::new(one.text, item.span)),
            ),
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    &super::rules::BAD_BRACKET,
                    item.span,
                    "the bracket cannot be read",
                )
                .here(error.message.clone()),
            ),
        }
    }
    items
}
