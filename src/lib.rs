//! Compiles one YAML cluster profile into every config file of every node.

pub mod diagnostic;
pub mod source;
pub mod units;
pub mod vocabulary;
pub mod yaml;
