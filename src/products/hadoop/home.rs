//! Where Hadoop keeps things on the hosts of a class, and who owns them.

use std::borrow::Cow;

use crate::catalog::layout::{self, Layout};
use crate::cluster::Class;
use crate::diagnostic::{Derivation, Diagnostic};
use crate::document::{ConfigDocument, Input, Syntax, TargetPath};
use crate::lower::{Ctx, Emitted};

/// Who the daemons of a tarball run as when the profile does not say.
const TARBALL_USER: &str = "hadoop";

/// The layout of a role on these hosts, a tarball's `base` and user filled in; `None` where the
/// packages do not know it (reported once, see [`report_missing`]).
pub fn layout_of(ctx: &Ctx<'_>, role: &'static str) -> Option<Layout> {
    layout_in(ctx.class, role)
}

/// The same on the hosts of any class.
pub fn layout_in(class: &Class, role: &'static str) -> Option<Layout> {
    let product = class.products.get("hadoop")?;
    let layout = layout::find("hadoop", &product.flavour, &product.version.value, role).ok()?;
    let base = product.base.as_ref().map_or("", |base| base.value.as_str());
    Some(layout.placed(base, &user(class, role)))
}

/// The user of a role's daemon in a tarball; packages bring their own.
fn user(class: &Class, role: &'static str) -> String {
    class
        .instance_of(role)
        .and_then(|instance| class.daemon(role, instance))
        .and_then(|daemon| daemon.user.as_ref())
        .or_else(|| class.products.get("hadoop")?.user.as_ref())
        .map_or_else(|| TARBALL_USER.to_owned(), |user| user.value.clone())
}

/// The first role of Hadoop on these hosts: all roles of a package share one conf directory.
fn first_role(ctx: &Ctx<'_>) -> Option<&'static str> {
    ctx.class
        .roles
        .iter()
        .find(|placed| placed.role.product == "hadoop")
        .map(|placed| placed.role.name)
}

/// The directory of the configuration files.
pub fn conf_dir(ctx: &Ctx<'_>) -> Option<String> {
    let layout = layout_of(ctx, first_role(ctx)?)?;
    Some(layout.conf.into_owned())
}

/// The directory a tarball lies under.
pub fn base(ctx: &Ctx<'_>) -> Option<String> {
    let product = ctx.product("hadoop")?;
    (product.flavour == "tarball").then_some(())?;
    let base = product.base.as_ref()?;
    Some(base.value.trim_end_matches('/').to_owned())
}

/// Reports roles that the packages do not have in this version.
pub fn report_missing(ctx: &Ctx<'_>, emitted: &mut Emitted) {
    let Some(product) = ctx.product("hadoop") else {
        return;
    };
    for placed in &ctx.class.roles {
        if placed.role.product != "hadoop" {
            continue;
        }
        let found = layout::find(
            "hadoop",
            &product.flavour,
            &product.version.value,
            placed.role.name,
        );
        let Err(error) = found else { continue };
        let span = product.flavour_span.unwrap_or(product.version.span);
        let diagnostic = Diagnostic::new(
            &super::rules::NOT_PACKAGED,
            span,
            format!(
                "the packages `{}` have no {} of hadoop {}",
                product.flavour, placed.role.name, product.version.value
            ),
        );
        emitted.diagnostics.push(match error {
            layout::NoLayout::UnknownVersion { ranges }
            | layout::NoLayout::NeedsBuild { ranges } => {
                let ranges: Vec<String> = ranges
                    .iter()
                    .map(|(first, last)| format!("{first} to {last}"))
                    .collect();
                diagnostic.help(format!("they carry {}", ranges.join(", ")))
            }
            layout::NoLayout::UnknownRole { known } => {
                diagnostic.help(format!("they carry {}", known.join(", ")))
            }
            layout::NoLayout::UnknownFlavour { known } => {
                diagnostic.help(format!("known packages: {}", known.join(", ")))
            }
            layout::NoLayout::NeedsFlavourRelease => diagnostic.help(format!(
                "add the packages' own release, as in `{}-3.4`",
                product.flavour
            )),
        });
    }
}

/// Daemons on these hosts whose service is one of `services`, sorted, each once.
pub fn readers(ctx: &Ctx<'_>, services: &[&str]) -> Vec<Cow<'static, str>> {
    let mut names: Vec<&'static str> = ctx
        .class
        .roles
        .iter()
        .filter(|placed| {
            placed.role.product == "hadoop"
                && !placed.role.daemon.is_empty()
                && (services.is_empty() || services.contains(&placed.role.service))
        })
        .map(|placed| placed.role.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(Cow::Borrowed).collect()
}

/// A document in the conf directory, still without entries.
pub fn in_conf(
    ctx: &Ctx<'_>,
    file: &str,
    name: impl Into<Cow<'static, str>>,
    syntax: Syntax,
    made_by: &'static Derivation,
    readers: Vec<Cow<'static, str>>,
) -> Option<ConfigDocument> {
    document(
        ctx,
        &format!("{}/{file}", conf_dir(ctx)?),
        name,
        syntax,
        made_by,
        readers,
    )
}

/// A document of Hadoop anywhere on the host, still without entries; `None` where the path cannot
/// be one (a bad `base`, reported with the product).
pub fn document(
    ctx: &Ctx<'_>,
    path: &str,
    name: impl Into<Cow<'static, str>>,
    syntax: Syntax,
    made_by: &'static Derivation,
    readers: Vec<Cow<'static, str>>,
) -> Option<ConfigDocument> {
    // A tarball under somebody's home belongs to them; what packages own belongs to root.
    let owner: Cow<'static, str> = match ctx.product("hadoop")?.user.as_ref() {
        Some(user) if base(ctx).is_some() => user.value.clone().into(),
        _ => "root".into(),
    };
    Some(ConfigDocument {
        product: "hadoop",
        name: name.into(),
        path: TargetPath::new(path).ok()?,
        syntax,
        mode: 0o644,
        group: owner.clone(),
        owner,
        readers,
        made_by,
        made_from: made_from(ctx),
        entries: Vec::new(),
        prose: String::new(),
    })
}

/// What decides about a file's path, name and dialect.
pub fn made_from(ctx: &Ctx<'_>) -> Vec<Input> {
    let mut inputs = vec![ctx.version_input("hadoop"), ctx.packages_input("hadoop")];
    if let Some(base) = ctx.product("hadoop").and_then(|known| known.base.as_ref()) {
        inputs.push(Input::at(format!("base: {}", base.value), base.span));
    }
    inputs.push(ctx.platform_input());
    inputs
}
