//! The events of the YAML parser in our own words: the only file that names its crate, so that
//! another parser could take its place.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event as Raw, Parser, ScalarStyle, StructureStyle, options};

use super::limits;
use super::syntax::{Cause, SyntaxError};

/// What one step of the parser found. Anchors are numbered from 1; 0 is none.
#[derive(Debug)]
pub(super) enum Event<'t> {
    DocumentStart,
    Scalar {
        text: Cow<'t, str>,
        notation: Notation,
        anchor: usize,
    },
    SeqStart {
        flow: bool,
        anchor: usize,
    },
    SeqEnd,
    MapStart {
        flow: bool,
        anchor: usize,
    },
    MapEnd,
    Alias(usize),
    /// An alias whose anchor does not stand before it.
    UnknownAlias(Cow<'t, str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    Plain,
    Quoted,
    /// Literal or folded; its range is that of its lines, with trailing line breaks.
    Block,
}

/// An event with its bytes; a collection's start covers its bracket, or nothing in block style.
#[derive(Debug)]
pub(super) struct Located<'t> {
    pub event: Event<'t>,
    pub range: Range<usize>,
    /// The bytes of a tag before the node.
    pub tag: Option<Range<usize>>,
}

/// All events of a text, up to the first mistake of syntax.
pub(super) fn events(text: &str) -> impl Iterator<Item = Result<Located<'_>, SyntaxError>> {
    let options = options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        // Longer than the language allows, so that a key a little too long is named as such.
        simple_key_max_lookahead: 4 * limits::MAX_KEY_BYTES,
        // The reader stops one level earlier.
        flow_nesting_limit: limits::MAX_DEPTH + 1,
        block_nesting_limit: limits::MAX_DEPTH + 1,
    };
    Parser::new_from_str_with_options(text, options).filter_map(|step| match step {
        Ok((raw, span)) => {
            let event = translate(raw)?;
            Some(Ok(Located {
                event,
                range: span.byte_range().unwrap_or_default(),
                tag: span.tag_span().and_then(|tag| tag.byte_range()),
            }))
        }
        Err(error) => Some(Err(SyntaxError {
            cause: cause(error.kind()),
            at: error.marker().byte_offset().unwrap_or_default(),
        })),
    })
}

fn translate(raw: Raw<'_>) -> Option<Event<'_>> {
    Some(match raw {
        Raw::DocumentStart(..) => Event::DocumentStart,
        Raw::Scalar(text, style, anchor, _) => Event::Scalar {
            text,
            notation: match style {
                ScalarStyle::Plain => Notation::Plain,
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Notation::Quoted,
                ScalarStyle::Literal | ScalarStyle::Folded => Notation::Block,
            },
            anchor,
        },
        Raw::SequenceStart(style, anchor, _) => Event::SeqStart {
            flow: style == StructureStyle::Flow,
            anchor,
        },
        Raw::SequenceEnd => Event::SeqEnd,
        Raw::MappingStart(style, anchor, _) => Event::MapStart {
            flow: style == StructureStyle::Flow,
            anchor,
        },
        Raw::MappingEnd => Event::MapEnd,
        Raw::Alias(anchor) => Event::Alias(anchor),
        Raw::UnresolvedAlias(name) => Event::UnknownAlias(name),
        // Stream and document ends carry nothing; the rest is not asked for.
        _ => return None,
    })
}

fn cause(kind: &ErrorKind) -> Cause {
    use ErrorKind as E;
    match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => Cause::Tab,
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => Cause::Tag,
        E::RecursionLimitExceeded => Cause::Depth,
        E::MappingValueNotAllowed | E::InvalidColonPlacement => Cause::Colon,
        E::SimpleKeyExpected | E::InvalidSimpleKey => Cause::NoColon,
        E::MappingKeyNotAllowed => Cause::QuestionMark,
        E::ExpectedBlockMappingKey => Cause::KeyExpected,
        E::ExpectedBlockSequenceEntry => Cause::ItemExpected,
        E::BlockSequenceEntryNotAllowed => Cause::ListOnKeyLine,
        E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => {
            Cause::DashInFlow
        }
        E::ExpectedFlowMappingSeparator => Cause::FlowSeparator('}'),
        E::ExpectedFlowSequenceSeparator => Cause::FlowSeparator(']'),
        E::UnexpectedEofFlowSequence => Cause::FlowUnclosed('['),
        E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => {
            Cause::FlowUnclosed('{')
        }
        E::UnclosedFlowCollection { open } => Cause::FlowUnclosed(*open),
        E::MismatchedFlowCollectionEnd { open, close } => Cause::FlowMismatch {
            open: *open,
            close: *close,
        },
        E::MisplacedFlowCollectionEnd => Cause::FlowStray,
        E::InvalidFlowScalarIndent => Cause::FlowIndent,
        E::UnexpectedCharacter { character } => Cause::Character(*character),
        E::MissingAnchorOrAliasName => Cause::AnchorName,
        E::DirectiveDisallowed | E::MissingDocumentEndBeforeDirective => Cause::Directive,
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => Cause::QuoteUnclosed,
        E::InvalidQuotedScalarIndent => Cause::QuoteIndent,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            Cause::QuoteTrailing
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => Cause::Escape,
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => Cause::BlockHeader,
        E::InvalidBlockScalarIndent => Cause::BlockIndent,
        E::CommentNotSeparated => Cause::CommentGlued,
        E::CommentInterceptedScalar => Cause::CommentInText,
        E::BomInsideDocument => Cause::ByteOrderMark,
        E::InvalidIndentation => Cause::Indentation,
        E::InvalidMappingValueWhitespace
        | E::InvalidBlockEntryWhitespace
        | E::ExpectedWhitespace => Cause::Space,
        E::InvalidDocumentEnd | E::ExpectedDocumentStart => Cause::AfterDocument,
        _ => Cause::Other,
    }
}
