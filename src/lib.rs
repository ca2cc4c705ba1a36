//! Compiles one YAML cluster profile into every config file of every node.

pub mod diagnostic;
pub mod document;
pub mod output;
pub mod source;
pub mod syntax;
pub mod units;
pub mod vocabulary;
pub mod yaml;
