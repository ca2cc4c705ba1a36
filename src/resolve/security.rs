//! `security` as written to what is meant: what is missing is reported, references to secrets are
//! read.

use super::Knowledge;
use super::layers::Layers;
use super::rules::{IDLE_SECURITY, MISSING};
use super::settings::secret_ref;
use crate::cluster::{Cluster, Kerberos, Security, Tls};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::SecretRef;
use crate::profile::v1;
use crate::source::{Span, Spanned};
use crate::vocabulary::Secret;

/// Where keytabs lie unless the profile says so.
const KEYTABS: &str = "/etc/security/keytabs";

/// Reads what the merged files say.
pub(super) fn read(layers: &Layers<'_>, diagnostics: &mut Diagnostics) -> Security {
    let Some(written) = &layers.security else {
        return Security::default();
    };
    let mut reader = Reader {
        layers,
        place: layers.top,
        diagnostics,
    };
    let kerberos = written.kerberos.as_ref().and_then(|kerberos| {
        reader.place = kerberos.span;
        reader.kerberos(kerberos)
    });
    let tls = written.tls.as_ref().and_then(|tls| {
        reader.place = tls.span;
        reader.tls(tls)
    });
    Security { kerberos, tls }
}

/// Reports what no product of the cluster follows.
pub(super) fn idle(cluster: &Cluster, knowledge: &Knowledge, diagnostics: &mut Diagnostics) {
    if cluster.roles_in_doubt {
        return;
    }
    let kerberos = cluster.security.kerberos.as_ref();
    let tls = cluster.security.tls.as_ref();
    for (word, span, followers) in [
        (
            "kerberos",
            kerberos.map(|kerberos| kerberos.realm.span),
            knowledge.with_kerberos,
        ),
        ("tls", tls.map(|tls| tls.keystore.span), knowledge.with_tls),
    ] {
        let followed = followers.iter().any(|one| one.is_among(cluster));
        let Some(span) = span.filter(|_| !followed) else {
            continue;
        };
        let products: Vec<String> = followers
            .iter()
            .map(|one| match one.asked {
                Some(asked) => format!("{} where {}", one.product, asked.by),
                None => one.product.to_owned(),
            })
            .collect();
        diagnostics.push(
            Diagnostic::new(
                &IDLE_SECURITY,
                span,
                format!("nothing here follows `security.{word}`"),
            )
            .note(format!("it is followed by {}", products.join(", ")))
            .help("take it out"),
        );
    }
}

struct Reader<'a> {
    layers: &'a Layers<'a>,
    /// Where what is missing belongs.
    place: Span,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn kerberos(&mut self, written: &v1::Kerberos) -> Option<Kerberos> {
        let realm = self.needed(
            "security/kerberos/realm",
            written.realm.as_ref(),
            "`security.kerberos` has no realm",
            "add `realm: …`: every principal ends in it",
        );
        Some(Kerberos {
            keytabs: written
                .keytabs
                .as_ref()
                .map_or_else(|| KEYTABS.to_owned(), |keytabs| keytabs.value.clone()),
            keytabs_span: written.keytabs.as_ref().map(|keytabs| keytabs.span),
            protection: written.protection,
            auth_to_local: written
                .auth_to_local
                .iter()
                .flat_map(|list| list.iter().cloned())
                .collect(),
            web_consoles: self.secret(written.web_consoles.as_ref()),
            realm: realm?,
        })
    }

    fn tls(&mut self, written: &v1::Tls) -> Option<Tls> {
        let keystore = self.needed(
            "security/tls/keystore",
            written.keystore.as_ref(),
            "`security.tls` has no key store",
            "add `keystore: …`: the path of each host's key and certificate",
        );
        let truststore = self.needed(
            "security/tls/truststore",
            written.truststore.as_ref(),
            "`security.tls` has no trust store",
            "add `truststore: …`: the path of the certificates that clients trust",
        );
        let password = self.needed(
            "security/tls/password",
            written.password.as_ref(),
            "`security.tls` has no password",
            "add `password: {secret: …}`: a key store is not opened without",
        );
        let password = self.secret(password.as_ref());
        let key_password = self.secret(written.key_password.as_ref());
        let truststore_password = self.secret(written.truststore_password.as_ref());
        Some(Tls {
            keystore: keystore?,
            truststore: truststore?,
            password: password?,
            key_password,
            truststore_password,
        })
    }

    fn needed<T: Clone>(
        &mut self,
        path: &str,
        value: Option<&T>,
        message: &str,
        help: &str,
    ) -> Option<T> {
        if value.is_none() && !self.layers.loaded.is_pruned(path) {
            self.diagnostics
                .push(Diagnostic::new(&MISSING, self.place, message.to_owned()).help(help));
        }
        value.cloned()
    }

    fn secret(&mut self, secret: Option<&Secret>) -> Option<Spanned<SecretRef>> {
        let secret = &secret?.secret;
        Some(Spanned::new(
            secret_ref(secret, self.diagnostics)?,
            secret.span,
        ))
    }
}
