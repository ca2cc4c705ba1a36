//! The words that products add to the profile language (roles, services, settings files) and the
//! shapes their sections share (lists, secrets).
//!
//! Pure data. A product states its words beside its section; the registry collects them and
//! hands them to whoever reads a profile, so that no pass of the compiler names a product.

mod any_text;
mod list;
mod secret;

pub use any_text::AnyText;
pub use list::List;
pub use secret::Secret;

/// A role that hosts can have.
#[derive(Debug)]
pub struct RoleDef {
    /// Current name, as the profile and all messages spell it.
    pub name: &'static str,
    /// Older names that are read as this one.
    pub synonyms: &'static [&'static str],
    /// The service it belongs to; instances of a role are instances of this service.
    pub service: &'static str,
    /// The product whose version and packages the role needs.
    pub product: &'static str,
    /// What the product calls its daemon; roles of a product with the same one are run by one
    /// process, which has its ports once.
    pub daemon: &'static str,
    /// What the role does, one phrase for people.
    pub summary: &'static str,
    /// Whether the role may carry `@instance`.
    pub instances: bool,
}

/// A service that `services` may configure.
#[derive(Debug)]
pub struct ServiceDef {
    pub name: &'static str,
    pub synonyms: &'static [&'static str],
    /// What an instance of it is called (`nameservice`, `ensemble`).
    pub instance: &'static str,
    pub product: &'static str,
    pub summary: &'static str,
}

/// A file that `settings` can reach.
#[derive(Debug)]
pub struct SettingsFile {
    /// Name under `settings`.
    pub name: &'static str,
    pub product: &'static str,
    /// What the catalog calls the file or component (`hdfs`, `master`).
    pub scope: &'static str,
    /// The role whose hosts have the file; `None`: all hosts of the product.
    pub role: Option<&'static str>,
}

/// A key of a service that only the hosts of one role read. Elsewhere its templates are not
/// filled: what they ask for may not exist there.
#[derive(Debug)]
pub struct Reader {
    pub service: &'static str,
    pub key: &'static str,
    pub role: &'static str,
}

/// All words of the products that are compiled in, in documentation order.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary {
    pub roles: &'static [&'static [RoleDef]],
    pub services: &'static [&'static [ServiceDef]],
    pub files: &'static [&'static [SettingsFile]],
    pub readers: &'static [&'static [Reader]],
}

impl Vocabulary {
    /// All roles in documentation order.
    pub fn roles(&self) -> impl Iterator<Item = &'static RoleDef> {
        self.roles.iter().flat_map(|roles| roles.iter())
    }

    /// The role called `name`, by its current name or a synonym.
    pub fn role(&self, name: &str) -> Option<&'static RoleDef> {
        self.roles()
            .find(|role| role.name == name || role.synonyms.contains(&name))
    }

    /// All services in documentation order.
    pub fn services(&self) -> impl Iterator<Item = &'static ServiceDef> {
        self.services.iter().flat_map(|services| services.iter())
    }

    /// The service called `name`, by its current name or a synonym.
    pub fn service(&self, name: &str) -> Option<&'static ServiceDef> {
        self.services()
            .find(|service| service.name == name || service.synonyms.contains(&name))
    }

    /// All settings files in documentation order.
    pub fn files(&self) -> impl Iterator<Item = &'static SettingsFile> {
        self.files.iter().flat_map(|files| files.iter())
    }

    /// The settings file called `name`.
    pub fn file(&self, name: &str) -> Option<&'static SettingsFile> {
        self.files().find(|file| file.name == name)
    }

    /// The only role that reads a key of a service, for keys that not all of its roles read.
    pub fn reader(&self, service: &str, key: &str) -> Option<&'static str> {
        self.readers
            .iter()
            .flat_map(|readers| readers.iter())
            .find(|reader| reader.service == service && reader.key == key)
            .map(|reader| reader.role)
    }

    /// All products, each once, in the order their services come.
    pub fn products(&self) -> Vec<&'static str> {
        let mut products = Vec::new();
        for service in self.services() {
            if !products.contains(&service.product) {
                products.push(service.product);
            }
        }
        products
    }
}

/// Splits `name@instance` into its parts.
pub fn split_instance(key: &str) -> (&str, Option<&str>) {
    match key.split_once('@') {
        Some((name, instance)) => (name, Some(instance)),
        None => (key, None),
    }
}
