//! Java options of daemons: the heap, what scripts would have set, and what the profile adds.

use super::rules::HEAP_TWICE;
use super::security;
use crate::diagnostic::Diagnostic;
use crate::document::Input;
use crate::lower::Ctx;
use crate::units::{Bytes, SizeUnit};

/// The Java options of a role's daemon on these hosts.
#[derive(Debug, Default)]
pub struct JavaOptions {
    /// In order: derived ones first, so that the profile's win.
    pub list: Vec<String>,
    pub inputs: Vec<Input>,
}

impl JavaOptions {
    /// As one value of a shell variable.
    pub fn joined(&self) -> String {
        self.list.join(" ")
    }
}

/// `-Xmx` in the largest unit that needs no fraction.
pub fn heap_flag(heap: Bytes) -> String {
    for (unit, letter) in [
        (SizeUnit::Gibi, "g"),
        (SizeUnit::Mebi, "m"),
        (SizeUnit::Kibi, "k"),
    ] {
        if let Ok(number) = heap.in_unit(unit) {
            return format!("-Xmx{number}{letter}");
        }
    }
    format!("-Xmx{}", heap.0)
}

/// `daemons.<role>.heap` and `.java_opts` as options. With `with_heap` false the heap goes into a
/// variable of its own.
pub fn java_options(
    ctx: &Ctx<'_>,
    role: &'static str,
    with_heap: bool,
    found: &mut Vec<Diagnostic>,
) -> JavaOptions {
    let mut options = JavaOptions::default();
    if let Some(login) = security::jaas_option(ctx, role) {
        options.list.push(login);
        options.inputs = security::jaas_input(ctx, role);
    }
    let Some(daemon) = ctx.daemon(role) else {
        return options;
    };
    if let Some(heap) = &daemon.heap {
        if with_heap {
            options.list.push(heap_flag(heap.value));
        }
        options.inputs.push(Input::at(
            format!("daemons.{role}.heap: {}", heap.value),
            heap.span,
        ));
    }
    for option in daemon.java_opts.iter().flat_map(|list| list.iter()) {
        let sets_heap =
            option.value.starts_with("-Xmx") || option.value.starts_with("-XX:MaxHeapSize=");
        match &daemon.heap {
            Some(heap) if sets_heap => found.push(
                Diagnostic::new(
                    &HEAP_TWICE,
                    option.span,
                    format!("`{}` sets the heap a second time", option.value),
                )
                .label(heap.span, "set here")
                .help("take it out: `heap` says it"),
            ),
            _ if options.list.contains(&option.value) => {}
            _ => options.list.push(option.value.clone()),
        }
        options.inputs.push(Input::at(
            format!("daemons.{role}.java_opts: {}", option.value),
            option.span,
        ));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::heap_flag;
    use crate::units::{Bytes, SizeUnit};

    #[test]
    fn heaps() {
        let of = |number, unit| heap_flag(Bytes::new(number, unit).unwrap_or(Bytes(0)));
        assert_eq!(of(4, SizeUnit::Gibi), "-Xmx4g");
        assert_eq!(of(1536, SizeUnit::Mebi), "-Xmx1536m");
        assert_eq!(of(2048, SizeUnit::Mebi), "-Xmx2g");
        assert_eq!(of(3, SizeUnit::Kibi), "-Xmx3k");
    }
}
