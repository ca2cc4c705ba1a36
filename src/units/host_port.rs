//! A host and a port, as addresses in config files are written.

use std::fmt;
use std::str::FromStr;

use super::Port;
use super::scalar::{Scalar, UnitError, scalar_impls};

/// `host:port`; an IPv6 address stands in brackets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPort {
    host: String,
    port: Port,
}

impl HostPort {
    /// Joins a host, without brackets even when it is an IPv6 address, and a port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: Port) -> Self {
        Self {
            host: host.into(),
            port,
        }
    }

    /// A name, an IPv4 address, or an IPv6 address without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl FromStr for HostPort {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let Some((host, port)) = text.rsplit_once(':') else {
            return Err(UnitError::new(format!(
                "`{text}` has no port: write `{text}:PORT`"
            )));
        };
        let port = port.parse()?;
        let host = match host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            Some(address) => {
                if !is_address(address) {
                    return Err(UnitError::new(format!(
                        "`{address}` is not an IPv6 address: only such stand in brackets here"
                    )));
                }
                address
            }
            None if host.contains(':') => {
                return Err(UnitError::new(format!(
                    "`{host}` has colons: write an IPv6 address in brackets, as in `[{host}]:{port}`"
                )));
            }
            None => {
                if !is_name(host) {
                    return Err(UnitError::new(format!(
                        "`{host}` is not a host: write a name of letters, digits, `-`, `_` and `.`, or an address"
                    )));
                }
                host
            }
        };
        Ok(Self::new(host, port))
    }
}

/// Loose on purpose: colons are what tells it from a name.
fn is_address(text: &str) -> bool {
    text.contains(':')
        && text
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'))
}

fn is_name(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

impl Scalar for HostPort {
    const NAME: &'static str = "HostPort";
    const DESCRIPTION: &'static str = "a host and a port: `host:port`";
    const EXAMPLES: &'static [&'static str] = &["m1.example.org:8020", "[::1]:2181"];

    fn pattern() -> String {
        format!(
            r"(?:[A-Za-z0-9][A-Za-z0-9_.-]*|\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\]):(?:{})",
            Port::pattern()
        )
    }
}

scalar_impls!(HostPort);

#[cfg(test)]
mod tests {
    use super::super::scalar::tests::{agree, validator};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses() {
        for (text, host) in [
            ("m1.example.org:8020", "m1.example.org"),
            ("10.0.0.1:80", "10.0.0.1"),
            ("[fe80::1]:2181", "fe80::1"),
        ] {
            let address: HostPort = text.parse().expect(text);
            assert_eq!(address.host(), host);
            assert_eq!(address.to_string(), text);
        }
        for (text, message) in [
            ("m1", "`m1` has no port: write `m1:PORT`"),
            (
                "::1:80",
                "`::1` has colons: write an IPv6 address in brackets, as in `[::1]:80`",
            ),
            (
                "m1:0",
                "port `0` is out of range: write a number from 1 to 65535",
            ),
        ] {
            assert_eq!(
                text.parse::<HostPort>().expect_err(text).to_string(),
                message
            );
        }
        for text in [":80", "a b:80", "[m1]:80", "[]:80"] {
            assert!(text.parse::<HostPort>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn schema_agrees(texts in prop::collection::vec("\\[?[a-f0-9:._-]{0,6}\\]?:[0-9]{0,6}", 32)) {
            let validator = validator::<HostPort>();
            for text in texts {
                if agree::<HostPort>(&validator, &text) {
                    let address: HostPort = text.parse().expect("agreed");
                    prop_assert_eq!(address.to_string(), text);
                }
            }
        }
    }
}
