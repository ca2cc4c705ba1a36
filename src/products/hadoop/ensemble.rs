//! Which ZooKeeper ensemble daemons of these hosts talk to.

use crate::lower::Ctx;
use crate::source::Spanned;

/// The ensemble that a service names, or the only one.
pub fn named(ctx: &Ctx<'_>, stated: Option<&Spanned<String>>) -> Option<String> {
    if let Some(wanted) = stated {
        return Some(wanted.value.clone());
    }
    match ctx.cluster.instances_of("zookeeper") {
        [one] => Some(one.name.clone()),
        _ => None,
    }
}

/// That of the failover controllers of these hosts.
pub fn of_controllers(ctx: &Ctx<'_>) -> Option<String> {
    let name = ctx.class.instance_of("zkfc")?;
    let hdfs = ctx.class.facets.services.hdfs.get(name);
    named(ctx, hdfs.and_then(|hdfs| hdfs.zookeeper.as_ref()))
}

/// That of the resource managers of these hosts, where they talk to one: several of them take
/// turns by it, and a single one keeps its state there.
pub fn of_managers(ctx: &Ctx<'_>) -> Option<String> {
    let name = ctx.class.instance_of("resourcemanager")?;
    let yarn = ctx.class.facets.services.yarn.get(name);
    let several = ctx.with_role("resourcemanager", Some(name)).len() > 1;
    let recovers = yarn
        .and_then(|yarn| yarn.recovery.as_ref())
        .map_or(several, |stated| stated.value);
    if !several && !recovers {
        return None;
    }
    named(ctx, yarn.and_then(|yarn| yarn.zookeeper.as_ref()))
}
