//! Values of several lines, as people write them in a profile.

use crate::document::{CondorDialect, Entry, Syntax, Value};
use crate::syntax::condor::kept_lines;

/// The entry as HTCondor reads it anyway: indentation and blank lines are not kept, and what reads
/// one line only gets one.
pub(super) fn tidied(mut entry: Entry, syntax: Syntax) -> Entry {
    let Value::Text(text) = &entry.value else {
        return entry;
    };
    if !text.contains('\n') {
        return entry;
    }
    let lines = kept_lines(text);
    let reads_lines = matches!(syntax, Syntax::Condor(dialect) if dialect >= CondorDialect::V8_5_6);
    let text = if reads_lines {
        lines
    } else {
        lines.replace('\n', " ")
    };
    entry.value = Value::from(text);
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Derivation;
    use crate::document::Origin;

    static RULE: Derivation = Derivation {
        name: "test",
        summary: "",
        source: "",
    };

    #[test]
    fn lines_are_kept_where_they_are_read() {
        let tidy = |value: &str, dialect| {
            let entry = Entry::new("A", value.to_owned(), Origin::derived(&RULE, Vec::new()));
            tidied(entry, Syntax::Condor(dialect))
                .value
                .text()
                .into_owned()
        };
        let text = "  A &&\n\n    B\n";
        assert_eq!(tidy(text, CondorDialect::V8_5_6), "A &&\nB");
        assert_eq!(tidy(text, CondorDialect::V8_1_6), "A && B");
        assert_eq!(tidy(" a ", CondorDialect::V8_1_6), " a ");
    }
}
