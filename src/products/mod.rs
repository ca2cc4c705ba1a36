//! The products: one folder each, with its section of the language, its facts, its rules and how
//! it is lowered.
//!
//! A section is a leaf that anybody may import; everything else in a product's folder is reached
//! through the registry. A product knows no other product: it asks the cluster.

pub mod alluxio;
pub mod hadoop;
pub mod hdfs;
pub mod htcondor;
pub mod mapreduce;
pub mod mesos;
pub mod network;
pub mod platform;
pub mod systemd;
pub mod yarn;
pub mod zookeeper;
