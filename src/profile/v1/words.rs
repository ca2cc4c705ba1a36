//! The words of all products. A new product adds a line to each list.

use crate::products::{alluxio, hdfs, htcondor, mapreduce, mesos, yarn, zookeeper};
use crate::vocabulary::Vocabulary;

/// Roles, services and settings files of the products that are compiled in.
pub const VOCABULARY: Vocabulary = Vocabulary {
    roles: &[
        hdfs::section::ROLES,
        yarn::section::ROLES,
        mapreduce::section::ROLES,
        zookeeper::section::ROLES,
        mesos::section::ROLES,
        htcondor::section::ROLES,
        alluxio::section::ROLES,
    ],
    services: &[
        hdfs::section::SERVICES,
        yarn::section::SERVICES,
        mapreduce::section::SERVICES,
        zookeeper::section::SERVICES,
        mesos::section::SERVICES,
        htcondor::section::SERVICES,
        alluxio::section::SERVICES,
    ],
    files: &[
        hdfs::section::FILES,
        yarn::section::FILES,
        mapreduce::section::FILES,
        zookeeper::section::FILES,
        mesos::section::FILES,
        htcondor::section::FILES,
        alluxio::section::FILES,
    ],
    readers: &[
        yarn::section::READERS,
        mesos::section::READERS,
        alluxio::section::READERS,
    ],
};
