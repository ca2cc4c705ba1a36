//! The facets: what holds on a node, at whatever layer it is said.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::product::{Product, WrittenProduct};
use super::setting::Setting;
use super::words::VOCABULARY;
use super::{Daemon, File, Shares};
use crate::products::systemd::UnitSection;
use crate::products::{alluxio, hdfs, htcondor, mapreduce, mesos, yarn, zookeeper};
use crate::source::Spanned;

/// Names of the facets, in the order the reference explains them.
pub const FACETS: [&str; 9] = [
    "platform", "products", "hardware", "services", "daemons", "units", "files", "settings",
    "shares",
];

/// The text of an instance's name, as a pattern.
const INSTANCE: &str = "[A-Za-z0-9][A-Za-z0-9_-]*";

/// Versions and packages by product, after merging.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Products {
    pub hadoop: Option<Product>,
    pub zookeeper: Option<Product>,
    pub mesos: Option<Product>,
    pub htcondor: Option<Product>,
    pub alluxio: Option<Product>,
}

impl Products {
    /// What the profile says of `product`.
    pub fn get(&self, product: &str) -> Option<&Product> {
        match product {
            "hadoop" => self.hadoop.as_ref(),
            "zookeeper" => self.zookeeper.as_ref(),
            "mesos" => self.mesos.as_ref(),
            "htcondor" => self.htcondor.as_ref(),
            "alluxio" => self.alluxio.as_ref(),
            _ => None,
        }
    }
}

/// Intent by service and instance, after merging: every instance that has a role is here, each
/// already overlaid on its service.
#[derive(Debug, Clone, Default)]
pub struct Services {
    pub hdfs: BTreeMap<String, hdfs::section::Hdfs>,
    pub yarn: BTreeMap<String, yarn::section::Yarn>,
    pub mapreduce: BTreeMap<String, mapreduce::section::MapReduce>,
    pub zookeeper: BTreeMap<String, zookeeper::section::ZooKeeper>,
    pub mesos: BTreeMap<String, mesos::section::Mesos>,
    pub condor: BTreeMap<String, htcondor::section::Condor>,
    pub alluxio: BTreeMap<String, alluxio::section::Alluxio>,
}

/// Schema of one service's object.
fn service_schema(name: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
    Some(match name {
        "hdfs" => generator.subschema_for::<hdfs::section::Hdfs>(),
        "yarn" => generator.subschema_for::<yarn::section::Yarn>(),
        "mapreduce" => generator.subschema_for::<mapreduce::section::MapReduce>(),
        "zookeeper" => generator.subschema_for::<zookeeper::section::ZooKeeper>(),
        "mesos" => generator.subschema_for::<mesos::section::Mesos>(),
        "condor" => generator.subschema_for::<htcondor::section::Condor>(),
        "alluxio" => generator.subschema_for::<alluxio::section::Alluxio>(),
        _ => return None,
    })
}

impl Services {
    /// Reads one service instance's merged object into its typed form.
    ///
    /// # Errors
    /// When the object is not what the service's section says; the schema has normally said so.
    pub fn insert(
        &mut self,
        service: &str,
        instance: &str,
        node: &std::sync::Arc<crate::yaml::Node>,
    ) -> Result<(), crate::yaml::DeError> {
        let key = instance.to_owned();
        match service {
            "hdfs" => drop(self.hdfs.insert(key, crate::yaml::from_node(node)?)),
            "yarn" => drop(self.yarn.insert(key, crate::yaml::from_node(node)?)),
            "mapreduce" => drop(self.mapreduce.insert(key, crate::yaml::from_node(node)?)),
            "zookeeper" => drop(self.zookeeper.insert(key, crate::yaml::from_node(node)?)),
            "mesos" => drop(self.mesos.insert(key, crate::yaml::from_node(node)?)),
            "condor" => drop(self.condor.insert(key, crate::yaml::from_node(node)?)),
            "alluxio" => drop(self.alluxio.insert(key, crate::yaml::from_node(node)?)),
            _ => {}
        }
        Ok(())
    }
}

/// A map with a closed set of keys, each described, some also with `@instance`.
pub(super) struct Closed {
    properties: Map<String, Value>,
    patterns: Map<String, Value>,
}

impl Closed {
    pub(super) fn new() -> Self {
        Self {
            properties: Map::new(),
            patterns: Map::from_iter([("^x-".to_owned(), Value::Bool(true))]),
        }
    }

    /// Adds a key, its synonyms and, if it has instances, `key@instance`.
    pub(super) fn key(
        &mut self,
        name: &str,
        synonyms: &[&str],
        instances: bool,
        description: &str,
        schema: &Schema,
    ) {
        let described = |text: &str, deprecated: bool| {
            // `null` takes out what lower layers say.
            let mut value =
                json!({"description": text, "if": {"type": "null"}, "then": true, "else": schema});
            if deprecated && let Some(map) = value.as_object_mut() {
                map.insert("deprecated".into(), Value::Bool(true));
            }
            value
        };
        self.properties
            .insert(name.to_owned(), described(description, false));
        for synonym in synonyms {
            self.properties.insert(
                (*synonym).to_owned(),
                described(&format!("Older name of `{name}`."), true),
            );
        }
        if instances {
            let names: Vec<&str> = std::iter::once(name)
                .chain(synonyms.iter().copied())
                .collect();
            self.patterns.insert(
                format!("^({})@{INSTANCE}$", names.join("|")),
                described(&format!("{description} One instance."), false),
            );
        }
    }

    pub(super) fn finish(self, description: &str, example: &Value) -> Schema {
        json_schema!({
            "type": "object",
            "description": description,
            "examples": [example],
            "properties": self.properties,
            "patternProperties": self.patterns,
            "additionalProperties": false
        })
    }
}

/// A type that only exists to describe one of the language's maps.
macro_rules! described_map {
    ($(#[$meta:meta])* $name:ident, $title:literal, $build:expr) => {
        $(#[$meta])*
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $title.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let build: fn(&mut SchemaGenerator) -> Schema = $build;
                build(generator)
            }
        }
    };
}

described_map!(
    /// The facet `products`.
    WrittenProducts, "Products", |generator| {
        let schema = generator.subschema_for::<WrittenProduct>();
        let mut map = Closed::new();
        for product in VOCABULARY.products() {
            // A product that was renamed has a service with both names.
            let synonyms = VOCABULARY
                .service(product)
                .map_or(&[][..], |service| service.synonyms);
            map.key(product, synonyms, false, &format!("Version and packages of {product}."), &schema);
        }
        map.finish(
            "Versions and packages of the products that run here.",
            &json!({"hadoop": {"version": "3.3.6", "packages": "bigtop-3.4"}}),
        )
    }
);

described_map!(
    /// The facet `services` of the top level.
    WrittenServices, "Services", |generator| {
        let mut map = Closed::new();
        for service in VOCABULARY.services() {
            if let Some(schema) = service_schema(service.name, generator) {
                map.key(service.name, service.synonyms, true, service.summary, &schema);
            }
        }
        map.finish(
            "What the services shall do, said once for the cluster.",
            &json!({"hdfs": {"replication": 3, "trash": "1d"}}),
        )
    }
);

described_map!(
    /// The facet `services` of an override or a host: keys marked *node* only.
    NodeServices, "NodeServices", |generator| {
        let mut map = Closed::new();
        for service in VOCABULARY.services() {
            let _ = service_schema(service.name, generator);
            let schema = generator
                .definitions()
                .get(service.name)
                .and_then(node_part);
            if let Some(schema) = schema {
                map.key(service.name, service.synonyms, true, service.summary, &schema);
            }
        }
        map.finish(
            "Keys of services that may differ between nodes.",
            &json!({"yarn": {"memory": "96GiB"}}),
        )
    }
);

described_map!(
    /// The facet `daemons`.
    WrittenDaemons, "Daemons", |generator| {
        let schema = generator.subschema_for::<Daemon>();
        let mut map = Closed::new();
        for service in VOCABULARY.services() {
            let text = format!("All daemons of {}.", service.name);
            map.key(service.name, service.synonyms, true, &text, &schema);
        }
        for role in VOCABULARY.roles() {
            let text = format!("The daemon of the role `{}`: {}.", role.name, role.summary);
            map.key(role.name, role.synonyms, role.instances, &text, &schema);
        }
        map.finish(
            "Heap, ports, environment, directories and unit of daemons, by role or service; the narrower key wins.",
            &json!({"namenode": {"heap": "64GiB"}}),
        )
    }
);

described_map!(
    /// The facet `units`.
    WrittenUnits, "Units", |generator| {
        let unit = generator.subschema_for::<UnitSection>();
        json_schema!({
            "type": "object",
            "description": "systemd units by name; lower-case keys are intent, CamelCase keys are directives.",
            "examples": [{"condor.slice": {"cpu_weight": 400}}],
            "patternProperties": {
                r"^[A-Za-z0-9:_.\\@-]+\.(service|slice|mount|timer|socket|target|path)$": {"if": {"type": "null"}, "else": unit},
                "^x-": true
            },
            "additionalProperties": false
        })
    }
);

described_map!(
    /// The facet `files`.
    WrittenFiles, "Files", |generator| {
        let file = generator.subschema_for::<File>();
        json_schema!({
            "type": "object",
            "description": "Further files to ship, by absolute path on the node.",
            "examples": [{"/etc/motd": {"text": "{{ host.name }}\n"}}],
            "patternProperties": {"^/": {"if": {"type": "null"}, "else": file}, "^x-": true},
            "additionalProperties": false
        })
    }
);

described_map!(
    /// The facet `settings`.
    WrittenSettings, "Settings", |generator| {
        let setting = generator.subschema_for::<Setting>();
        let mut map = Closed::new();
        for file in VOCABULARY.files() {
            let keys = json_schema!({"type": ["object", "null"], "additionalProperties": setting});
            let text = format!("Raw keys of {}, each checked against its version.", file.product);
            map.key(file.name, &[], false, &text, &keys);
        }
        map.finish(
            "Raw keys of the products by file; the safety valve, checked too.",
            &json!({"hdfs-site": {"dfs.namenode.handler.count": 200}}),
        )
    }
);

described_map!(
    /// `roles`: role to selector.
    WrittenRoles, "Roles", |generator| {
        let selector = generator.subschema_for::<super::selector::WrittenSelector>();
        let selector = json_schema!({"if": {"type": "null"}, "else": selector});
        let mut map = Closed::new();
        for role in VOCABULARY.roles() {
            map.key(role.name, role.synonyms, role.instances, role.summary, &selector);
        }
        map.finish("What runs where.", &json!({"namenode": "m[1-2]", "datanode": "w*"}))
    }
);

/// The keys of a service's object that are marked `x-scope: node`, as a schema of their own.
fn node_part(definition: &Value) -> Option<Schema> {
    let properties: Map<String, Value> = definition
        .get("properties")?
        .as_object()?
        .iter()
        .filter(|(_, value)| value.get("x-scope").is_some_and(|scope| scope == "node"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!properties.is_empty()).then(|| {
        json_schema!({
            "type": ["object", "null"],
            "properties": properties,
            "patternProperties": {"^x-": true},
            "additionalProperties": false
        })
    })
}

/// A struct that is one layer of facets: its own fields, then the facets every layer has.
macro_rules! layer {
    ($(#[$meta:meta])* struct $name:ident($services:ty) { $($own:tt)* }) => {
        #[derive(schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        $(#[$meta])*
        #[allow(dead_code)]
        pub(super) struct $name {
            $($own)*
            /// Versions and packages.
            products: Option<crate::profile::v1::facets::WrittenProducts>,
            /// What the services shall do.
            services: Option<$services>,
            /// Heap, ports, environment, directories and unit of daemons.
            daemons: Option<crate::profile::v1::facets::WrittenDaemons>,
            /// Any other systemd unit.
            units: Option<crate::profile::v1::facets::WrittenUnits>,
            /// Further files to ship.
            files: Option<crate::profile::v1::facets::WrittenFiles>,
            /// Raw keys, checked.
            settings: Option<crate::profile::v1::facets::WrittenSettings>,
            /// How the hosts are divided.
            shares: Option<crate::profile::v1::shares::WrittenShares>,
        }
    };
}

pub(super) use layer;

/// The facets of a class of nodes, merged and typed.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    pub products: Products,
    pub services: Services,
    pub units: IndexMap<String, UnitSection>,
    /// By target.
    pub files: IndexMap<Spanned<String>, File>,
    pub shares: Shares,
}
