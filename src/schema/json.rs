//! Lets the validator walk our tree as it is, without a copy.

use std::borrow::Cow;
use std::sync::Arc;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::{Number, Value};

use crate::source::{FileId, Span};
use crate::yaml::{Kind, MapEntry, Node, Scalar};

/// The representation: our tree.
#[derive(Debug)]
pub(super) struct Tree;

impl Json for Tree {
    type Node<'a> = &'a Node;
    type PreparedKey = String;
    type StringBuffer = Option<Box<Node>>;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut Self::StringBuffer,
        string: &str,
        f: impl FnOnce(&Node) -> T,
    ) -> T {
        let node = Node::new(
            Span::start_of(FileId(0)),
            Kind::Scalar(Scalar::quoted(string)),
        );
        f(buffer.insert(Box::new(node)))
    }
}

/// A number as the tree spells it.
#[derive(Debug)]
pub(super) struct TreeNumber<'a>(&'a Scalar);

impl JsonNumber for TreeNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.as_int().and_then(|int| u64::try_from(int).ok())
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_int()
    }

    #[allow(clippy::cast_precision_loss)]
    fn as_f64(&self) -> Option<f64> {
        self.0
            .as_int()
            .map(|int| int as f64)
            .or_else(|| self.0.as_float())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0.text)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        let number = self
            .0
            .as_int()
            .map(Number::from)
            .or_else(|| self.0.as_float().and_then(Number::from_f64));
        Cow::Owned(number.unwrap_or_else(|| Number::from(0)))
    }
}

impl<'a> JsonNode<'a, Tree> for &'a Node {
    type Object = &'a [MapEntry];
    type Array = &'a [Arc<Node>];
    type Number = TreeNumber<'a>;

    fn as_object(&self) -> Option<Self::Object> {
        self.as_map().map(Vec::as_slice)
    }

    fn as_array(&self) -> Option<Self::Array> {
        self.as_seq().map(Vec::as_slice)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self.json_type() {
            JsonType::String => self.as_scalar().map(|scalar| Cow::Borrowed(&*scalar.text)),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Self::Number> {
        match self.json_type() {
            JsonType::Number => self.as_scalar().map(TreeNumber),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        self.as_scalar().and_then(Scalar::as_bool)
    }

    fn is_null(&self) -> bool {
        Node::is_null(self)
    }

    fn json_type(&self) -> JsonType {
        match &self.kind {
            Kind::Null => JsonType::Null,
            Kind::Seq(_) => JsonType::Array,
            Kind::Map(_) => JsonType::Object,
            Kind::Scalar(scalar) if scalar.as_bool().is_some() => JsonType::Boolean,
            Kind::Scalar(scalar) if scalar.as_int().is_some() || scalar.as_float().is_some() => {
                JsonType::Number
            }
            Kind::Scalar(_) => JsonType::String,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(self.to_json())
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(*self) as usize))
    }
}

/// The members of a map as the validator wants them.
pub(super) struct Members<'a>(std::slice::Iter<'a, MapEntry>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        self.0
            .next()
            .map(|entry| (&*entry.key.value, &*entry.value))
    }
}

impl<'a> Object<'a, Tree> for &'a [MapEntry] {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        <[MapEntry]>::len(self)
    }

    fn get(&self, key: &String) -> Option<&'a Node> {
        self.iter()
            .find(|entry| *entry.key.value == **key)
            .map(|entry| &*entry.value)
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// The items of a list as the validator wants them.
pub(super) struct Elements<'a>(std::slice::Iter<'a, Arc<Node>>);

impl<'a> Iterator for Elements<'a> {
    type Item = &'a Node;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|item| &**item)
    }
}

impl<'a> Array<'a, Tree> for &'a [Arc<Node>] {
    type Node = &'a Node;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        <[Arc<Node>]>::len(self)
    }

    fn elements(&self) -> Elements<'a> {
        Elements(self.iter())
    }
}
