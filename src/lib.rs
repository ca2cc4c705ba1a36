//! Compiles one YAML cluster profile into every config file of every node.
//!
//! [`pipeline`] runs the stages, each a pure function: [`yaml`] reads, [`schema`] and [`resolve`]
//! make a [`cluster::Cluster`] of the [`profile`], [`lower`] turns it into [`document`]s with the
//! knowledge of [`products`], [`syntax`] prints them and [`output`] brings them to disk.

pub mod baseline;
pub mod catalog;
pub mod classad;
pub mod cli;
pub mod cluster;
pub mod constraints;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod effective;
pub mod fixes;
pub mod lower;
pub mod output;
pub mod pipeline;
pub mod products;
pub mod profile;
pub mod registry;
pub mod render;
pub mod resolve;
pub mod rulebook;
pub mod schema;
pub mod schemas;
pub mod shares;
pub mod source;
pub mod syntax;
pub mod together;
pub mod units;
pub mod upgrade;
pub mod vocabulary;
pub mod yaml;
