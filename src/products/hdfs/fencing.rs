//! Fencing methods, read as HDFS reads them.

use super::ha::NO_FENCING;
use super::rules::{FENCING_METHOD, SSH_KEY};
use super::section::Hdfs;
use crate::diagnostic::Diagnostic;
use crate::products::hadoop::since;
use crate::units::Version;

/// Methods that no failover controller would start with, and `sshfence` without a key.
pub(super) fn check(hdfs: &Hdfs, version: &Version, found: &mut Vec<Diagnostic>) {
    let methods = hdfs.fencing.iter().flat_map(|list| list.iter());
    for method in methods {
        if let Err(problem) = method_of(&method.value, version) {
            found.push(
                Diagnostic::new(
                    &FENCING_METHOD,
                    method.span,
                    format!("`{}` is no fencing method: {problem}", method.value),
                )
                .help(format!(
                    "write `sshfence`, `sshfence(user:port)`, `shell(command)` or a class; `{NO_FENCING}` does nothing"
                )),
            );
        }
        if !method.value.starts_with("sshfence") {
            continue;
        }
        match &hdfs.ssh_key {
            None => found.push(
                Diagnostic::new(
                    &SSH_KEY,
                    method.span,
                    "`sshfence` has no key to log in with",
                )
                .help("add `ssh_key: {secret: \"file:/path/of/the/private/key\"}`"),
            ),
            Some(key) if !key.secret.value.starts_with("file:/") => found.push(
                Diagnostic::new(
                    &SSH_KEY,
                    key.secret.span,
                    "the key of `sshfence` must be a file on the namenodes",
                )
                .label(method.span, "used here")
                .help("write `file:/path/of/the/private/key`"),
            ),
            Some(_) => {}
        }
    }
}

/// Reads a method as `NodeFencer` does: a name, and an argument in parentheses.
fn method_of(text: &str, version: &Version) -> Result<(), &'static str> {
    if text.contains(['\n', '\r']) {
        return Err("a line break begins another method");
    }
    if text.contains('#') {
        return Err("`#` begins a comment");
    }
    let text = text.trim();
    let (name, argument) = match text.split_once('(') {
        None => (text, None),
        Some((name, rest)) => match rest.strip_suffix(')') {
            Some(argument) => (name, Some(argument)),
            None => return Err("the parenthesis is not closed"),
        },
    };
    match name {
        "sshfence" => Ok(()),
        "shell" => match argument {
            Some(argument) if !argument.trim().is_empty() => Ok(()),
            _ => Err("`shell` needs a command, as in `shell(/bin/true)`"),
        },
        "powershell" if since(version, "2.8.5") => Ok(()),
        class if is_class(class) => Ok(()),
        _ => Err("the name is not known"),
    }
}

/// Whether a name can be a Java class in a package.
fn is_class(name: &str) -> bool {
    name.contains('.')
        && name.split('.').all(|part| {
            part.bytes()
                .next()
                .is_some_and(|byte| !byte.is_ascii_digit())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods() {
        let version: Version = "3.3.6".parse().unwrap();
        for good in [
            "sshfence",
            "sshfence(hdfs:2222)",
            "shell(/bin/true)",
            "shell(/path/fence.sh arg1 --ns=$target_nameserviceid)",
            "org.example.Fence",
            "org.example.Fence(arg)",
        ] {
            assert!(method_of(good, &version).is_ok(), "{good}");
        }
        for bad in [
            "ssh",
            "shell",
            "shell()",
            "shell(/bin/true",
            "",
            "sshfence,shell(x)",
            "a\nb",
        ] {
            assert!(method_of(bad, &version).is_err(), "{bad}");
        }
    }
}
