//! Where a daemon's unit lies in the tree of cgroups, when the profile put it somewhere: jobs that
//! a daemon starts in cgroups of their own must lie below, or the slice promises them nothing.

use super::Ctx;
use super::rules::JOBS_OUTSIDE_SLICE;
use crate::catalog::layout;
use crate::cluster::Placed;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::profile::v1::Promise;
use crate::source::{Span, Spanned};

/// First systemd with slices; before, a unit names its place in a hierarchy by `ControlGroup=`.
const SLICES: u32 = 205;

/// A slice that the profile put a daemon's unit into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InSlice {
    /// Its unit, such as `hadoop-yarn.slice`.
    pub name: String,
    /// Its cgroup from the root of a hierarchy, without a slash at either end:
    /// `hadoop.slice/hadoop-yarn.slice`, and `hadoop/yarn` before there were slices.
    pub path: String,
    /// The line that says so.
    pub span: Span,
}

impl InSlice {
    /// Whether a cgroup, named from the root of a hierarchy, lies in the slice.
    pub fn holds(&self, cgroup: &str) -> bool {
        let cgroup = cgroup.trim_matches('/');
        self.path.is_empty()
            || cgroup
                .strip_prefix(self.path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The path of a cgroup in the slice, without a slash at either end.
    pub fn below(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
            .trim_start_matches('/')
            .to_owned()
    }

    /// What is wrong with jobs in `cgroup`, which `setting` names at `span`, when it lies
    /// elsewhere.
    pub fn outside(&self, setting: &str, cgroup: &str, span: Span) -> Option<Diagnostic> {
        if self.holds(cgroup) {
            return None;
        }
        let diagnostic = Diagnostic::new(
            &JOBS_OUTSIDE_SLICE,
            span,
            format!("`{setting}` puts the jobs outside `{}`", self.name),
        )
        .label(self.span, "the daemon is put into the slice here")
        .note(format!(
            "the cgroup of the slice is `{}`; what lies beside it competes with it",
            self.path
        ));
        Some(diagnostic.help("take it out: the place of the jobs follows from the slice"))
    }

    /// The line of the slice, as an input of what follows from it.
    pub fn input(&self) -> Input {
        Input::at(format!("slice: {}", self.name), self.span)
    }
}

impl<'a> Ctx<'a> {
    /// The unit of a role's daemon in the packages of these hosts.
    pub fn unit_of(&self, product: &str, role: &str) -> Option<&'static str> {
        let known = self.product(product)?;
        if known.flavour == "tarball" && !known.units {
            return None;
        }
        layout::find(product, &known.flavour, &known.version.value, role)
            .ok()?
            .unit
    }

    /// Whether the role is a process at all: a gateway is files only.
    pub fn runs_a_daemon(&self, placed: &Placed) -> bool {
        self.product(placed.role.product).is_some_and(|known| {
            layout::find(
                placed.role.product,
                &known.flavour,
                &known.version.value,
                placed.role.name,
            )
            .is_ok_and(|layout| layout.unit.is_some())
        })
    }

    /// The slice that the profile put the daemon's unit into, by `slice` or `Slice`, under
    /// `daemons` or `units`, or by `shares`. `None` when it says nothing: the unit is in `system.slice` then.
    pub fn slice_of(&self, placed: &Placed) -> Option<InSlice> {
        let unit = self.unit_of(placed.role.product, placed.role.name)?;
        let slice = match self.written_slice(unit) {
            Some(written) => written.clone(),
            None => self
                .share_of(unit)
                .map(|share| Spanned::new(share.slice(), share.span()))?,
        };
        let systemd = self.platform()?.systemd;
        Some(InSlice {
            path: slice_path(&slice.value, systemd)?,
            name: slice.value,
            span: slice.span,
        })
    }

    /// What `shares` promises the daemon with a unit; its slice is the unit's unless the profile
    /// puts the unit elsewhere.
    pub fn share_of(&self, unit: &str) -> Option<Promise<'a>> {
        self.class
            .roles
            .iter()
            .filter(|placed| self.unit_of(placed.role.product, placed.role.name) == Some(unit))
            .find_map(|placed| {
                let shares = &self.class.facets.shares;
                shares.of(placed.role.service, placed.role.product)
            })
    }

    /// Control groups that products make for jobs on cgroup v1, from the root of a hierarchy and
    /// without a slash at either end.
    pub fn job_groups(&self) -> Vec<String> {
        self.contributions()
            .job_groups
            .iter()
            .flat_map(|groups| groups(self))
            .map(|group| group.trim_matches('/').to_owned())
            .collect()
    }

    /// What is said last wins, as in the unit itself: `units` after `daemons`, a directive after
    /// intent.
    pub fn written_slice(&self, unit: &str) -> Option<&'a Spanned<String>> {
        let of_daemons = self.class.roles.iter().filter_map(|placed| {
            (self.unit_of(placed.role.product, placed.role.name) == Some(unit)).then_some(())?;
            let daemon = self.class.daemon(placed.role.name, &placed.instance)?;
            daemon.unit.as_ref()
        });
        let of_units = self.class.facets.units.get(unit);
        of_daemons
            .chain(of_units)
            .filter_map(|section| {
                let directive = section
                    .directives
                    .get("Slice")
                    .and_then(|written| written.values.last());
                directive.or(section.slice.as_ref())
            })
            .last()
    }
}

/// The cgroup of a slice; `None` when the name is no slice.
pub fn slice_path(name: &str, systemd: u32) -> Option<String> {
    let stem = name.strip_suffix(".slice")?;
    if stem == "-" {
        return Some(String::new());
    }
    let levels: Vec<&str> = stem.split('-').collect();
    if levels.iter().any(|level| level.is_empty()) {
        return None;
    }
    if systemd < SLICES {
        return Some(levels.join("/"));
    }
    let parts: Vec<String> = (1..=levels.len())
        .filter_map(|depth| levels.get(..depth))
        .map(|levels| format!("{}.slice", levels.join("-")))
        .collect();
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::slice_path;

    #[test]
    fn dashes_are_levels() {
        for (name, systemd, want) in [
            ("condor.slice", 252, Some("condor.slice")),
            ("a-b-c.slice", 219, Some("a.slice/a-b.slice/a-b-c.slice")),
            ("a\\x2db.slice", 252, Some("a\\x2db.slice")),
            ("-.slice", 252, Some("")),
            ("a-b.slice", 204, Some("a/b")),
            ("a--b.slice", 252, None),
            ("condor", 252, None),
        ] {
            assert_eq!(
                slice_path(name, systemd).as_deref(),
                want,
                "{name} {systemd}"
            );
        }
    }
}
