//! Where applications find Hadoop's own classes inside a container.

use crate::diagnostic::Derivation;
use crate::lower::Ctx;
use crate::products::hadoop::site::Site;

static CLASSPATH: Derivation = Derivation {
    name: "application-classpath",
    summary: "Bigtop's packages have no share/hadoop, which the default names; the paths are whole, so that they hold whatever the environment of a container says",
    source: "bigtop-packages/src/common/hadoop: install_hadoop.sh, conf.empty/yarn-site.xml",
};

/// The folders that Bigtop parts Hadoop into.
const HOMES: [&str; 4] = [
    "/usr/lib/hadoop",
    "/usr/lib/hadoop-hdfs",
    "/usr/lib/hadoop-mapreduce",
    "/usr/lib/hadoop-yarn",
];

/// The classpath, on clients too: whoever submits a job writes it into the job.
pub(super) fn key(ctx: &Ctx<'_>, site: &mut Site<'_>) {
    let bigtop = ctx
        .product("hadoop")
        .is_some_and(|product| product.flavour.starts_with("bigtop"));
    if !bigtop {
        return;
    }
    let mut list = vec!["$HADOOP_CONF_DIR".to_owned()];
    for home in HOMES {
        list.push(format!("{home}/*"));
        list.push(format!("{home}/lib/*"));
    }
    site.set(
        "yarn.application.classpath",
        list,
        &CLASSPATH,
        vec![ctx.packages_input("hadoop")],
    );
}
