//! systemd: which directive exists in which version, what it takes, and how intent becomes one.
//!
//! Works on values only. Never runs systemd, and never decides which unit a daemon has (the
//! layout does) nor where a drop-in goes (the lowering does).

mod before_slices;
mod checks;
mod completing;
mod directive;
mod escape;
mod grammar;
mod groups;
mod intent;
mod lower;
mod memory;
mod presets;
mod private_tmp;
mod rules;
mod shares;
mod translate;
mod unit;
mod unit_section;
mod wishes;

pub use directive::{Directive, DirectiveStatus, EmptyAssignment, directive, lookup};
pub use escape::{
    EscapeError, check_specifiers, escape_environment, escape_specifiers, escape_unit_component,
    mount_path, mount_unit,
};
pub use grammar::{Grammar, check_value};
pub use intent::{INTENTS, Limit, Restart, UnitIntent, directives_of, intent_of};
pub use lower::EMITTERS;
pub use private_tmp::check as private_tmp;
pub use rules::RULES;
pub use translate::{Assignment, IntentError, Translation, UnitTarget, translate};
pub use unit::{UnitType, check_slice_name, check_unit_name};
pub use unit_section::UnitSection;
