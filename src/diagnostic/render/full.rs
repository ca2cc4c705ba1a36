//! The format for people: the profile's lines with carets, the cause, the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Patch, Renderer, Snippet};

use super::excerpt::{Excerpt, Mark, excerpts};
use super::patch::patches;
use super::visible::{keep_offsets, visible, visible_line};
use super::{View, counts};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::{FileId, SourceFile};

pub(super) fn render(diagnostics: &[Diagnostic], suppressed: usize, view: &View<'_>) -> String {
    let renderer = if view.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, view, &renderer));
        out.push_str("\n\n");
    }
    if let Some(counts) = counts(diagnostics, suppressed) {
        out.push_str(&counts);
        out.push('\n');
    }
    out
}

fn one(diagnostic: &Diagnostic, view: &View<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let rule = diagnostic.rule;
    let title = level
        .primary_title(visible(&diagnostic.message))
        .id(format!("{} {}", rule.code, rule.name));
    let mut group = Group::with_title(title);
    for (id, marks) in by_file(diagnostic) {
        let Some(file) = view.sources.get(id) else {
            continue;
        };
        for excerpt in excerpts(file, &marks) {
            group = show(group, file, excerpt);
        }
    }
    if !diagnostic.hosts.is_empty() {
        let hosts = (view.fold)(&diagnostic.hosts);
        group = group.element(message(Level::NOTE.with_name("on"), &hosts));
    }
    for note in &diagnostic.notes {
        group = group.element(message(Level::NOTE, note));
    }
    for help in &diagnostic.help {
        group = group.element(message(Level::HELP, help));
    }
    let mut groups = Vec::new();
    match &diagnostic.fix {
        None => groups.push(group),
        Some(fix) => match fix_group(fix, view) {
            Some(drawn) => groups.extend([group, drawn]),
            None => groups.push(group.element(message(Level::HELP, &fix.title))),
        },
    }
    renderer.render(&groups)
}

/// The marks of each file, the primary place's file first.
fn by_file(diagnostic: &Diagnostic) -> Vec<(FileId, Vec<Mark<'_>>)> {
    let mut files = vec![(
        diagnostic.primary.span.file,
        vec![Mark {
            label: &diagnostic.primary,
            primary: true,
        }],
    )];
    for label in &diagnostic.labels {
        let mark = Mark {
            label,
            primary: false,
        };
        match files.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((label.span.file, vec![mark])),
        }
    }
    files
}

fn show<'a>(group: Group<'a>, file: &'a SourceFile, excerpt: Excerpt<'a>) -> Group<'a> {
    match excerpt {
        Excerpt::Window {
            text,
            first_line,
            marks,
        } => {
            let annotations = marks.into_iter().map(|(range, mark)| {
                let kind = if mark.primary {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                let words = Some(visible(&mark.label.text)).filter(|text| !text.is_empty());
                kind.span(range).label(words)
            });
            group.element(
                Snippet::source(text)
                    .path(visible_line(&file.name))
                    .line_start(first_line)
                    .annotations(annotations),
            )
        }
        Excerpt::Quote {
            line,
            column,
            length,
            around,
            mark,
        } => {
            let origin = Origin::path(visible_line(&file.name))
                .line(line)
                .char_column(column);
            let words = if mark.label.text.is_empty() {
                String::new()
            } else {
                format!("\n{}", mark.label.text)
            };
            let note =
                format!("line {line} has {length} characters; there it reads\n{around}{words}");
            group.element(origin).element(message(Level::NOTE, &note))
        }
    }
}

/// A message with everything that could steer a terminal made visible.
fn message<'a>(level: Level<'a>, text: &str) -> Message<'a> {
    level.message(visible(text))
}

fn fix_group<'a>(fix: &'a Fix, view: &View<'a>) -> Option<Group<'a>> {
    let title = visible_line(&fix.title);
    let mut group = Group::with_title(Level::HELP.secondary_title(title));
    for patch in patches(view.sources, fix)? {
        let edits = patch
            .edits
            .into_iter()
            .map(|(range, new)| Patch::new(range, keep_offsets(new)));
        group = group.element(
            Snippet::source(patch.text)
                .path(visible_line(&patch.file.name))
                .line_start(patch.first_line)
                .patches(edits),
        );
    }
    Some(group)
}
