//! The configuration templates that `use CATEGORY:NAME` reads (`facts/metaknobs.tsv`).

use crate::catalog::Table;

static METAKNOBS: Table = Table::new(include_str!("facts/metaknobs.tsv"));

/// One template over all versions.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// `CATEGORY:NAME`.
    pub name: &'static str,
    /// Versions that have it.
    pub ranges: &'static str,
    /// How many arguments it needs.
    pub min_args: usize,
    /// The last argument that it looks at; `None`: any number.
    pub max_args: Option<usize>,
    sets: &'static str,
}

/// The template called `CATEGORY:NAME`, in any case.
pub fn find(name: &str) -> Option<Template> {
    let row = METAKNOBS.rows().iter().find(|row| {
        let known = row.split('\t').next().unwrap_or_default();
        known.eq_ignore_ascii_case(name)
    })?;
    let mut cells = row.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (name, ranges, min_args, max_args, sets) = (next(), next(), next(), next(), next());
    Some(Template {
        name,
        ranges,
        min_args: min_args.parse().unwrap_or(0),
        max_args: max_args.parse().ok(),
        sets,
    })
}

/// All names of templates.
pub fn names() -> impl Iterator<Item = &'static str> {
    METAKNOBS
        .rows()
        .iter()
        .map(|row| row.split('\t').next().unwrap_or_default())
}

/// The names that a template assigns.
pub(super) fn sets(name: &str) -> impl Iterator<Item = &'static str> {
    find(name)
        .map(|template| template.sets)
        .unwrap_or_default()
        .split(',')
        .filter(|name| !name.is_empty() && !name.contains('$'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Ranges;

    #[test]
    fn rows_can_be_read() {
        let rows = METAKNOBS.rows();
        assert!(rows.is_sorted());
        for row in rows {
            let name = row.split('\t').next().unwrap_or_default();
            let template = find(name).unwrap();
            assert_eq!(template.name, name);
            assert!(Ranges::parse(template.ranges).is_ok(), "{row}");
            assert!(
                template.max_args.is_none_or(|max| max >= template.min_args),
                "{row}"
            );
        }
        assert!(find("role:execute").is_some());
        assert!(find("ROLE:Executor").is_none());
    }
}
