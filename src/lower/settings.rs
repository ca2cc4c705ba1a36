//! Applies `settings` to a derived document: checks each key against the version, refuses what
//! is stated elsewhere, and remembers what lost.

use indexmap::IndexMap;

use super::guard::{Guard, GuardKind};
use super::rules::{
    BAD_SETTING, IDLE_LIST_EDIT, IDLE_UNSET, KEY_GONE, KEY_NOT_YET, LITERAL_SECRET,
    PLACEHOLDER_KEY, RENAMED, STATED_ELSEWHERE, TWO_SPELLINGS, UNKNOWN_SETTING, WRONG_FILE,
};
use super::{Products, secret, value};
use crate::catalog::{self, KeyFact, KeyNames, KeyType, Known};
use crate::cluster::{Class, Cluster, SettingOp, SettingValue, SettingWish};
use crate::diagnostic::{Diagnostic, MAX_OF_A_RULE};
use crate::document::{ConfigDocument, Entry, Lost, Origin, Separator, Value};
use crate::source::Span;
use crate::units::Version;

/// Applies the settings of a class to one of its documents.
pub(super) fn apply(
    document: &mut ConfigDocument,
    class: &Class,
    cluster: &Cluster,
    products: &Products,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(keys) = class.settings.get(&*document.name) else {
        return found;
    };
    let Some(file) = products.vocabulary.file(&document.name) else {
        return found;
    };
    let (Some(facts), Some(product)) = (
        (products.facts)(file.product),
        class.products.get(file.product),
    ) else {
        return found;
    };
    let mut mentioned: Option<Vec<String>> = None;
    for (key, ops) in keys {
        let Some(last) = ops.last() else { continue };
        let mut known = catalog::look_up(facts, &product.facts_of, Some(file.scope), key);
        if matches!(
            known,
            Known::Unknown | Known::NotYet { .. } | Known::Gone { .. }
        ) {
            let names = mentioned.get_or_insert_with(|| mentions(facts, document, keys));
            let bare = match facts.names {
                KeyNames::Exact => key,
                KeyNames::AnyCase => catalog::without_prefix(key).unwrap_or(key),
            };
            if names.iter().any(|name| facts.names.same(name, bare)) {
                known = Known::Yes(KeyFact::free(facts, file.scope, KeyType::Text));
            }
        }
        let pass = Pass {
            file: file.name,
            product: file.product,
            version: &product.version.value,
            facts_of: &product.facts_of,
            key,
            span: last.span,
        };
        let before = found.len();
        let Some((key, fact)) = pass.accept(&known, facts, products, &mut found) else {
            continue;
        };
        let (key, fact) =
            match secret::key_of(facts, &product.facts_of, file.scope, &key, &fact, ops) {
                Ok(Some(moved)) => moved,
                Ok(None) => (key, fact),
                Err(refused) => {
                    found.push(*refused);
                    continue;
                }
            };
        if !is_forced(ops)
            && let Some(guard) = guard(cluster, products, file.name, &key)
        {
            // Under whatever name: what is refused needs no new one.
            found.truncate(before);
            found.push(pass.stated_elsewhere(guard));
            continue;
        }
        if let Known::Renamed { to, .. } = &known
            && let Some((new, other)) = to
                .iter()
                .find_map(|new| Some((*new, keys.get(*new)?.last()?.span)))
        {
            found.truncate(before);
            found.push(
                Diagnostic::new(
                    &TWO_SPELLINGS,
                    pass.span,
                    format!("`{}` is an old name of `{new}`, which is set too", pass.key),
                )
                .label(other, "the same key")
                .help("keep one of them"),
            );
            continue;
        }
        pass.set(document, &key, &fact, ops, &mut found);
    }
    found
}

/// The names that all values of the document together make keys.
fn mentions(
    facts: &'static catalog::ProductFacts,
    document: &ConfigDocument,
    keys: &IndexMap<String, Vec<SettingWish>>,
) -> Vec<String> {
    let Some(mentions) = facts.mentions else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for entry in &document.entries {
        names.extend(mentions(&entry.key, &entry.value.text()));
    }
    for (key, ops) in keys {
        for op in ops {
            match &op.value {
                SettingOp::Set {
                    value: Some(SettingValue::Scalar(text)),
                    ..
                } => names.extend(mentions(key, text)),
                SettingOp::Set {
                    value: Some(SettingValue::List(items)),
                    ..
                }
                | SettingOp::Append(items)
                | SettingOp::Prepend(items) => names.extend(mentions(key, &items.join(","))),
                _ => {}
            }
        }
    }
    names
}

fn guard(cluster: &Cluster, products: &Products, file: &str, key: &str) -> Option<&'static Guard> {
    let secured = if cluster.security.is_stated() {
        products.secured
    } else {
        &[]
    };
    products
        .guards
        .iter()
        .chain(secured)
        .flat_map(|list| list.iter())
        .find(|guard| guard.matches(file, key))
}

/// Whether a text is a key of the product, and not advice in words.
fn is_key(facts: &'static catalog::ProductFacts, text: &str) -> bool {
    !text.contains('<') && catalog::is_name(facts, text)
}

/// Whether some layer overrides with a reason.
fn is_forced(ops: &[SettingWish]) -> bool {
    ops.iter()
        .any(|op| matches!(&op.value, SettingOp::Set { force: Some(_), .. }))
}

struct Pass<'a> {
    file: &'static str,
    product: &'static str,
    version: &'a Version,
    /// The release whose facts hold.
    facts_of: &'a Version,
    key: &'a str,
    span: Span,
}

impl Pass<'_> {
    /// The key as the version spells it, with what is known of it; `None` when it is refused.
    fn accept(
        &self,
        known: &Known,
        facts: &'static catalog::ProductFacts,
        products: &Products,
        found: &mut Vec<Diagnostic>,
    ) -> Option<(String, KeyFact)> {
        let key = self.key;
        match known {
            Known::Yes(fact) if facts.names.same(fact.key, key) => {
                Some((fact.key.to_owned(), *fact))
            }
            Known::Yes(fact) => Some((key.to_owned(), *fact)),
            Known::Family(family) => Some((key.to_owned(), family.as_key())),
            Known::Renamed { to, fact } => {
                let diagnostic =
                    Diagnostic::new(&RENAMED, self.span, format!("`{key}` is an old name"))
                        .note(format!("{} {} still reads it", self.product, self.version));
                let new = match to.as_slice() {
                    [new] => {
                        found.push(diagnostic.fix(
                            format!("write `{new}`"),
                            self.span,
                            (*new).to_owned(),
                            true,
                        ));
                        (*new).to_owned()
                    }
                    several => {
                        found.push(diagnostic.help(format!("write {}", several.join(" and "))));
                        key.to_owned()
                    }
                };
                Some((new, *fact))
            }
            Known::NotYet { since } => {
                found.push(
                    Diagnostic::new(
                        &KEY_NOT_YET,
                        self.span,
                        format!(
                            "{} {} does not know `{key}` yet",
                            self.product, self.version
                        ),
                    )
                    .note(format!("it exists from {since} on"))
                    .help("take it out, or raise the version"),
                );
                None
            }
            Known::Gone { last, replacement } => {
                let diagnostic = Diagnostic::new(
                    &KEY_GONE,
                    self.span,
                    format!(
                        "{} {} does not know `{key}` any more",
                        self.product, self.version
                    ),
                )
                .note(format!("the last release that knew it is {last}"));
                found.push(match replacement.as_slice() {
                    [] => diagnostic.help("take it out"),
                    [text] if !is_key(facts, text) => diagnostic.help(format!("see {text}")),
                    [new] => diagnostic.help(format!("write `{new}`")).fix(
                        format!("write `{new}`"),
                        self.span,
                        (*new).to_owned(),
                        false,
                    ),
                    several => diagnostic.help(format!("see {}", several.join(", "))),
                });
                None
            }
            Known::OtherFile { files } => {
                found.push(self.wrong_file(files, facts, products));
                None
            }
            Known::Placeholder => {
                found.push(
                    Diagnostic::new(
                        &PLACEHOLDER_KEY,
                        self.span,
                        format!("`{key}` is a placeholder of the documentation"),
                    )
                    .help("write the real name in its place"),
                );
                None
            }
            Known::Unknown => {
                // Nobody is shown more, and to look for what was meant takes its time.
                let near = (found.len() < MAX_OF_A_RULE)
                    .then(|| catalog::nearest(facts, Some(self.facts_of), self.key))
                    .flatten();
                found.push(self.unknown(near));
                None
            }
        }
    }

    fn wrong_file(
        &self,
        files: &[&'static str],
        facts: &'static catalog::ProductFacts,
        products: &Products,
    ) -> Diagnostic {
        let names: Vec<&str> = products
            .vocabulary
            .files()
            .filter(|file| file.product == self.product && files.contains(&file.scope))
            .map(|file| file.name)
            .collect();
        let diagnostic = Diagnostic::new(
            &WRONG_FILE,
            self.span,
            format!("`{}` does not belong into `{}`", self.key, self.file),
        )
        .note("a process that does not load this file never sees the key");
        if names.is_empty() {
            let files: Vec<&str> = files
                .iter()
                .map(|scope| catalog::file(facts, self.facts_of, scope))
                .collect();
            return diagnostic.help(format!(
                "ship it with `files`: its place is {}",
                files.join(" or ")
            ));
        }
        diagnostic.help(format!(
            "move it to `settings.{}`",
            names.join("` or `settings.")
        ))
    }

    fn unknown(&self, near: Option<(&'static str, String)>) -> Diagnostic {
        let diagnostic = Diagnostic::new(
            &UNKNOWN_SETTING,
            self.span,
            format!("no version of {} knows `{}`", self.product, self.key),
        );
        match near {
            Some((near, ranges)) => diagnostic
                .note(format!("{} knows `{near}`: {ranges}", self.product))
                .did_you_mean(self.span, near),
            None => {
                diagnostic.help("correct it; the product itself would ignore it without a word")
            }
        }
    }

    fn stated_elsewhere(&self, guard: &Guard) -> Diagnostic {
        let what = match guard.kind {
            GuardKind::Shared => "other outputs are computed from it",
            GuardKind::Identity => "it says who somebody is",
        };
        Diagnostic::new(
            &STATED_ELSEWHERE,
            self.span,
            format!("`{}` is stated elsewhere in the profile", self.key),
        )
        .note(format!("{what}: {}", guard.instead))
        .help(format!(
            "say it by {}; to override it all the same write `{{value: …, force: \"the reason\"}}`",
            guard.instead
        ))
    }

    /// Runs the wishes of all layers over the derived value.
    fn set(
        &self,
        document: &mut ConfigDocument,
        key: &str,
        fact: &KeyFact,
        ops: &[SettingWish],
        found: &mut Vec<Diagnostic>,
    ) {
        let at = document
            .entries
            .iter()
            .position(|entry| entry.section.is_none() && fact.same(&entry.key, key));
        // A key of any case keeps the spelling that is there.
        let key = at
            .and_then(|at| document.entries.get(at))
            .map_or_else(|| key.to_owned(), |entry| entry.key.to_string());
        let key = key.as_str();
        let separator = fact.separator();
        let mut current: Option<(Value, Origin)> = at
            .and_then(|at| document.entries.get(at))
            .map(|entry| (entry.value.clone(), entry.origin.clone()));
        let mut lost: Vec<Lost> = Vec::new();
        let mut is_final = false;
        for op in ops {
            let here = Origin::Profile(op.span);
            let before = current.take();
            let replaced = before.as_ref().map(|(value, origin)| Lost {
                value: Some(value.text().into_owned()),
                origin: origin.clone(),
            });
            match &op.value {
                SettingOp::Set {
                    value,
                    is_final: final_here,
                    ..
                } => {
                    is_final = final_here.unwrap_or(is_final);
                    match value {
                        Some(value) => {
                            lost.extend(replaced);
                            current = self
                                .value(value, fact, separator, op.at, found)
                                .map(|value| (value, here));
                        }
                        None => current = before,
                    }
                }
                SettingOp::Unset => {
                    if before.is_none() {
                        found.push(
                            Diagnostic::new(
                                &IDLE_UNSET,
                                op.span,
                                format!("`{key}` is not set here"),
                            )
                            .help("take the line out: the product's default holds anyway"),
                        );
                    }
                    lost.extend(replaced);
                }
                edit => {
                    let items = self.edited(before.as_ref(), edit, op.span, found);
                    lost.extend(replaced);
                    current = Some((Value::List { items, separator }, here));
                }
            }
        }
        let Some((value, origin)) = current else {
            if let Some(at) = at {
                document.entries.remove(at);
            }
            return;
        };
        let origin = if lost.is_empty() {
            origin
        } else {
            Origin::Override {
                winner: Box::new(origin),
                lost,
            }
        };
        let mut entry = Entry::new(key.to_owned(), value, origin);
        entry.is_final = is_final;
        match at.and_then(|at| document.entries.get_mut(at)) {
            Some(slot) => *slot = entry,
            None => document.entries.push(entry),
        }
    }

    fn value(
        &self,
        value: &SettingValue,
        fact: &KeyFact,
        separator: Separator,
        span: Span,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Value> {
        let mut checked = |text: &str| match value::convert(text, fact) {
            Ok(text) => match catalog::check_value(fact, self.facts_of, &text) {
                Ok(()) => Some(text),
                Err(problem) => {
                    found.push(self.bad(text.as_str(), &problem, span));
                    None
                }
            },
            Err(problem) => {
                found.push(self.bad(text, &problem, span));
                None
            }
        };
        match value {
            SettingValue::Secret(secret) => Some(Value::Secret(secret.clone())),
            SettingValue::Scalar(text) => {
                if fact.ty == KeyType::Password && !text.is_empty() {
                    found.push(
                        Diagnostic::new(
                            &LITERAL_SECRET,
                            span,
                            format!("`{}` is a secret", self.key),
                        )
                        .help("write `{secret: …}`: `file:/path` or `deploy:name`"),
                    );
                    return None;
                }
                checked(text).map(Value::from)
            }
            SettingValue::List(items) => {
                // A list's own type is checked item by item only where items have a type.
                let items: Vec<String> = items
                    .iter()
                    .filter_map(|item| {
                        if fact.is_list() {
                            Some(item.clone())
                        } else {
                            checked(item)
                        }
                    })
                    .collect();
                if let (false, [_, _, ..]) = (fact.is_list(), items.as_slice()) {
                    found.push(self.bad("a list", "the key takes one value", span));
                    return None;
                }
                Some(Value::List { items, separator })
            }
        }
    }

    fn bad(&self, text: &str, problem: &str, span: Span) -> Diagnostic {
        let short: String = text.chars().take(60).collect();
        Diagnostic::new(
            &BAD_SETTING,
            span,
            format!("`{}` cannot be `{short}`", self.key),
        )
        .note(format!("{} {}: {problem}", self.product, self.version))
    }

    fn edited(
        &self,
        before: Option<&(Value, Origin)>,
        edit: &SettingOp,
        span: Span,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let mut items: Vec<String> = match before.map(|(value, _)| value) {
            Some(Value::List { items, .. }) => items.clone(),
            Some(other) => other
                .text()
                .split(',')
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect(),
            None => Vec::new(),
        };
        let mut idle = |message: String| {
            found.push(Diagnostic::new(&IDLE_LIST_EDIT, span, message).help("take it out"));
        };
        match edit {
            SettingOp::Append(new) => {
                for item in new {
                    if items.contains(item) {
                        idle(format!("`{item}` is in `{}` already", self.key));
                    } else {
                        items.push(item.clone());
                    }
                }
            }
            SettingOp::Prepend(new) => {
                let mut fresh = Vec::new();
                for item in new {
                    if items.contains(item) {
                        idle(format!("`{item}` is in `{}` already", self.key));
                    } else {
                        fresh.push(item.clone());
                    }
                }
                fresh.append(&mut items);
                items = fresh;
            }
            SettingOp::Remove(old) => {
                for item in old {
                    if !items.contains(item) {
                        idle(format!("`{item}` is not in `{}`", self.key));
                    }
                }
                items.retain(|item| !old.contains(item));
            }
            SettingOp::Set { .. } | SettingOp::Unset => {}
        }
        items
    }
}
