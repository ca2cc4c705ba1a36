//! What protects the cluster, as meant: everything that is required is there.

use crate::document::SecretRef;
use crate::profile::v1::Protection;
use crate::source::{Span, Spanned};

/// Kerberos and TLS, each where the profile states it.
#[derive(Debug, Default)]
pub struct Security {
    pub kerberos: Option<Kerberos>,
    pub tls: Option<Tls>,
}

/// Who everybody is.
#[derive(Debug)]
pub struct Kerberos {
    pub realm: Spanned<String>,
    /// Directory of the keytabs, and the profile's line when it states it.
    pub keytabs: String,
    pub keytabs_span: Option<Span>,
    pub protection: Option<Spanned<Protection>>,
    pub auth_to_local: Vec<Spanned<String>>,
    /// What signs the cookies of web consoles.
    pub web_consoles: Option<Spanned<SecretRef>>,
}

/// What is served over HTTPS.
#[derive(Debug)]
pub struct Tls {
    pub keystore: Spanned<String>,
    pub truststore: Spanned<String>,
    pub password: Spanned<SecretRef>,
    pub key_password: Option<Spanned<SecretRef>>,
    pub truststore_password: Option<Spanned<SecretRef>>,
}

impl Security {
    /// Whether the profile states anything of it.
    pub const fn is_stated(&self) -> bool {
        self.kerberos.is_some() || self.tls.is_some()
    }
}
