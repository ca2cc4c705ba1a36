//! Events to tree: spans, unique keys, shared aliases, merge keys, and the limits.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::decode::offset;
use super::events::{Event, Located, Notation};
use super::limits::{self, Expansion, Weight};
use super::map::{MapHolder, shown};
use super::node::{Kind, Node, Scalar, Style};
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};

/// Reading ends here; a diagnostic says why.
#[derive(Debug)]
pub(super) struct Stop;

enum Holder {
    Seq(Vec<Arc<Node>>),
    Map(Box<MapHolder>),
}

/// A list or map whose end was not read yet.
struct Open {
    holder: Holder,
    anchor: usize,
    flow: bool,
    start: usize,
    /// End of the last thing inside.
    end: usize,
    weight: Weight,
}

/// A finished value that has an anchor.
struct Anchored {
    node: Arc<Node>,
    weight: Weight,
}

/// Builds the tree of one file.
pub(super) struct Builder<'t> {
    file: FileId,
    text: &'t str,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    nodes: u64,
    expansion: Expansion,
    documents: u32,
    keep_quoted: bool,
    /// The bytes of quoted and block texts, where `#` begins no comment; in order.
    pub quoted: Vec<Range<usize>>,
    pub root: Option<Arc<Node>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    /// `keep_quoted` asks for [`Self::quoted`], which few files need.
    pub fn new(file: FileId, text: &'t str, keep_quoted: bool) -> Self {
        Self {
            file,
            text,
            open: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            expansion: Expansion::default(),
            documents: 0,
            keep_quoted,
            quoted: Vec::new(),
            root: None,
            diagnostics: Vec::new(),
        }
    }

    /// Takes the next event.
    ///
    /// # Errors
    /// When nothing further is to be read.
    pub fn event(&mut self, located: Located<'t>) -> Result<(), Stop> {
        let range = located.range;
        if let Some(tag) = located.tag {
            self.tag(tag);
        }
        match located.event {
            Event::DocumentStart => self.document(range),
            Event::Scalar {
                text,
                notation,
                anchor,
            } => self.scalar(&text, notation, anchor, range),
            Event::SeqStart { flow, anchor } => {
                self.begin(Holder::Seq(Vec::new()), flow, anchor, range)
            }
            Event::MapStart { flow, anchor } => {
                self.begin(Holder::Map(Box::default()), flow, anchor, range)
            }
            Event::SeqEnd | Event::MapEnd => self.end(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnknownAlias(name) => {
                let span = self.span(range);
                self.report(
                    Diagnostic::new(
                        &rules::UNKNOWN_ANCHOR,
                        span,
                        format!("no anchor `&{}` stands before this alias", shown(&name)),
                    )
                    .help(format!(
                        "mark the value to repeat with `&{name}` further up; if it is text, put \
                         it in quotes",
                        name = shown(&name)
                    )),
                );
                self.unsound(span);
                Ok(())
            }
        }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        let left = limits::MAX_DIAGNOSTICS.saturating_sub(self.diagnostics.len());
        match left {
            0 => {}
            1 => self
                .diagnostics
                .push(diagnostic.note("further mistakes of this file are not shown")),
            _ => self.diagnostics.push(diagnostic),
        }
    }

    fn stop(&mut self, diagnostic: Diagnostic) -> Result<(), Stop> {
        self.report(diagnostic);
        Err(Stop)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, offset(range.start), offset(range.end))
    }

    fn document(&mut self, range: Range<usize>) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let span = self.span(range);
        self.stop(
            Diagnostic::new(
                &rules::SEVERAL_DOCUMENTS,
                span,
                "a second YAML document begins here; what follows is not read",
            )
            .help("remove the `---`, or move what follows to a file of its own"),
        )
    }

    fn tag(&mut self, range: Range<usize>) {
        let tag = self.text.get(range.clone()).unwrap_or_default();
        let help = if tag == "!!str" {
            "remove the tag; quotes make a value text"
        } else {
            "remove the tag, or put the text in quotes if it begins with `!`"
        };
        let message = format!("`{}` is a YAML tag; values carry none", shown(tag));
        let span = self.span(range);
        self.report(Diagnostic::new(&rules::YAML_TAG, span, message).help(help));
    }

    fn scalar(
        &mut self,
        text: &str,
        notation: Notation,
        anchor: usize,
        mut range: Range<usize>,
    ) -> Result<(), Stop> {
        if self.keep_quoted && notation != Notation::Plain {
            self.quoted.push(range.clone());
        }
        if notation == Notation::Block {
            let source = self.text.get(range.clone()).unwrap_or_default();
            range.end = range.start + source.trim_end_matches([' ', '\t', '\n', '\r']).len();
        }
        let plain = notation == Notation::Plain;
        // An empty value reads as `~` of no bytes.
        let null =
            plain && (range.is_empty() || matches!(text, "" | "~" | "null" | "Null" | "NULL"));
        self.count(1, &range)?;

        let file = self.file;
        if let Some(Open {
            holder: Holder::Map(map),
            end,
            weight,
            ..
        }) = self.open.last_mut()
        {
            if map.expects_key() {
                *end = range.end.max(*end);
                weight.bytes = weight.bytes.saturating_add(text.len() as u64);
                let span = Span::new(file, offset(range.start), offset(range.end));
                let key: Arc<str> = text.into();
                if anchor != 0 {
                    let kind = scalar_kind(&key, plain, null);
                    let node = Arc::new(Node::new(span, kind));
                    let weight = Weight::scalar(text.len());
                    self.anchors.insert(anchor, Anchored { node, weight });
                }
                let refused = if null {
                    map.refuse_key(null_key(span))
                } else {
                    map.key(Spanned::new(key, span), plain)
                };
                if let Err(diagnostic) = refused {
                    self.report(*diagnostic);
                }
                return Ok(());
            }
            if range.is_empty()
                && let Some(key_end) = map.pending_end()
            {
                // The parser places an empty value at its key; it belongs after the colon.
                let at = after_colon(self.text, key_end as usize);
                range = at..at;
            }
        }
        let span = self.span(range);
        let kind = scalar_kind(&text.into(), plain, null);
        self.attach(
            Arc::new(Node::new(span, kind)),
            Weight::scalar(text.len()),
            anchor,
            span,
        );
        Ok(())
    }

    /// Counts values, `count` of them at once.
    fn count(&mut self, count: u64, range: &Range<usize>) -> Result<(), Stop> {
        self.nodes = self.nodes.saturating_add(count);
        if self.nodes <= limits::MAX_NODES {
            return Ok(());
        }
        let span = self.span(range.clone());
        self.stop(
            Diagnostic::new(
                &rules::INPUT_TOO_LARGE,
                span,
                format!(
                    "a profile has at most {} values; this is one more",
                    limits::MAX_NODES
                ),
            )
            .help("name hosts with brackets, such as `w[001-200]`"),
        )
    }

    fn begin(
        &mut self,
        holder: Holder,
        flow: bool,
        anchor: usize,
        range: Range<usize>,
    ) -> Result<(), Stop> {
        self.count(1, &range)?;
        if self.open.len() >= limits::MAX_DEPTH {
            let span = self.span(range);
            return self.stop(too_deep(span));
        }
        self.open.push(Open {
            holder,
            anchor,
            flow,
            start: range.start,
            end: range.end,
            weight: Weight {
                nodes: 1,
                bytes: 0,
                height: 1,
            },
        });
        Ok(())
    }

    fn end(&mut self, range: Range<usize>) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let end = if open.flow { range.end } else { open.end };
        let place = open.start..end.max(open.start);
        let kind = match open.holder {
            Holder::Seq(items) => Kind::Seq(items),
            Holder::Map(map) => {
                let (entries, copied) = map.finish();
                self.count(copied, &place)?;
                Kind::Map(entries)
            }
        };
        let span = self.span(place);
        self.attach(
            Arc::new(Node::new(span, kind)),
            open.weight,
            open.anchor,
            span,
        );
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Stop> {
        let span = self.span(range.clone());
        let name = self.text.get(range).unwrap_or_default();
        let Some(target) = self.anchors.get(&anchor) else {
            // Its anchor stands before it but the value is not finished.
            let start = self.open.iter().find(|open| open.anchor == anchor);
            let start = start.map_or(0, |open| open.start);
            let begin = self.span(start..start);
            self.report(
                Diagnostic::new(
                    &rules::ALIAS_LOOP,
                    span,
                    format!("`{}` stands inside the value it repeats", shown(name)),
                )
                .label(begin, "the value begins here")
                .help("remove the alias, or move its anchor to an inner value"),
            );
            self.unsound(span);
            return Ok(());
        };
        let (node, weight) = (Arc::clone(&target.node), target.weight);
        self.count(1, &(span.start as usize..span.end as usize))?;
        if self.open.len() + weight.height > limits::MAX_DEPTH {
            return self.stop(too_deep(span).note("aliases count as what they repeat"));
        }
        if let Err(message) = self.expansion.add(weight, self.nodes, self.text.len()) {
            return self.stop(
                Diagnostic::new(&rules::ALIAS_EXPANSION, span, message)
                    .note("reading stopped here")
                    .help("repeat fewer values, or smaller ones"),
            );
        }
        self.attach(node, weight, 0, span);
        Ok(())
    }

    /// A null in place of a value that was reported; it causes no further report here.
    fn unsound(&mut self, span: Span) {
        if let Some(Open {
            holder: Holder::Map(map),
            ..
        }) = self.open.last_mut()
        {
            map.forgive();
        }
        self.attach(
            Arc::new(Node::new(span, Kind::Null)),
            Weight::scalar(0),
            0,
            span,
        );
    }

    /// Puts a finished value where it belongs. `place` is where it stands, which for an alias
    /// is not where the value was written.
    fn attach(&mut self, node: Arc<Node>, weight: Weight, anchor: usize, place: Span) {
        if anchor != 0 {
            let node = Arc::clone(&node);
            self.anchors.insert(anchor, Anchored { node, weight });
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.weight.add_child(weight);
        open.end = open.end.max(place.end as usize);
        let refused = match &mut open.holder {
            Holder::Seq(items) => {
                items.push(node);
                Ok(())
            }
            Holder::Map(map) if map.expects_key() => match &node.kind {
                Kind::Scalar(scalar) => map.key(
                    Spanned::new(Arc::clone(&scalar.text), place),
                    scalar.style == Style::Plain,
                ),
                Kind::Null => map.refuse_key(null_key(place)),
                Kind::Seq(_) | Kind::Map(_) => map.refuse_key(complex_key(&node, place, self.text)),
            },
            Holder::Map(map) => map.value(node, place),
        };
        if let Err(diagnostic) = refused {
            self.report(*diagnostic);
        }
    }
}

fn scalar_kind(text: &Arc<str>, plain: bool, null: bool) -> Kind {
    if null {
        return Kind::Null;
    }
    Kind::Scalar(Scalar {
        text: Arc::clone(text),
        style: if plain { Style::Plain } else { Style::Quoted },
    })
}

/// The byte after the `:` that follows a key, or the key's end when none follows.
fn after_colon(text: &str, key_end: usize) -> usize {
    let tail = text.get(key_end..).unwrap_or_default();
    let blanks = tail.len() - tail.trim_start_matches([' ', '\t']).len();
    if tail.as_bytes().get(blanks) == Some(&b':') {
        key_end + blanks + 1
    } else {
        key_end
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        &rules::NESTED_TOO_DEEP,
        span,
        format!("lists and maps stand more than {} deep", limits::MAX_DEPTH),
    )
}

fn null_key(span: Span) -> Diagnostic {
    Diagnostic::new(
        &rules::KEY_NOT_TEXT,
        span,
        if span.start == span.end {
            "a key is missing before this `:`"
        } else {
            "a key cannot be null"
        },
    )
    .help("write a key; if it is really called so, put it in quotes")
}

fn complex_key(node: &Node, place: Span, text: &str) -> Diagnostic {
    let found = Diagnostic::new(
        &rules::KEY_NOT_TEXT,
        place,
        format!("a key is text, not {}", node.type_name()),
    );
    let start = place.start as usize;
    let head = text.get(start.saturating_sub(1)..).unwrap_or_default();
    if head.starts_with("{{") {
        found.help("if it is a template, put it in quotes: `\"{{ … }}\"`")
    } else {
        found.help("if it is text, put it in quotes")
    }
}
