//! Values as the product will read them, before quoting.

use std::borrow::Cow;

/// What stands between the items of a list in the product's own grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Separator {
    Comma,
    Newline,
    Space,
    Semicolon,
}

impl Separator {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Newline => "\n",
            Self::Space => " ",
            Self::Semicolon => ";",
        }
    }
}

/// Where a secret will come from; the secret itself is never known here.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// A path on the node, for keys that take a file.
    File(String),
    /// An alias in a Hadoop credential provider.
    Credential { alias: String, provider: String },
    /// A marker that the deployer replaces.
    Deploy(String),
}

/// A value in the product's own spelling: units are converted, lists not yet joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Text(Cow<'static, str>),
    List {
        items: Vec<String>,
        separator: Separator,
    },
    Secret(SecretRef),
}

impl std::fmt::Debug for SecretRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretRef(..)")
    }
}

impl SecretRef {
    /// What is printed in place of the secret.
    #[must_use]
    pub fn printed(&self) -> String {
        match self {
            Self::File(path) => path.clone(),
            Self::Credential { alias, .. } => alias.clone(),
            Self::Deploy(name) => format!("@secret:{name}@"),
        }
    }
}

impl Value {
    /// A comma-separated list.
    #[must_use]
    pub const fn list(items: Vec<String>) -> Self {
        Self::List {
            items,
            separator: Separator::Comma,
        }
    }

    /// What the product reads.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
            Self::List { items, separator } => match items.as_slice() {
                [one] => Cow::Borrowed(one),
                _ => Cow::Owned(items.join(separator.as_str())),
            },
            Self::Secret(secret) => Cow::Owned(secret.printed()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<&'static str> for Value {
    fn from(value: &'static str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl From<Vec<String>> for Value {
    fn from(items: Vec<String>) -> Self {
        Self::list(items)
    }
}
