use std::collections::BTreeMap;

use crate::pipeline::{Compilation, compile};
use crate::render;
use crate::resolve::Files;

struct One(String);

impl Files for One {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

fn made(profile: &str) -> Compilation {
    let text = format!("clusterc: v1\ncluster: {{name: demo, domain: example.org}}\n{profile}");
    compile(&One(text), "profile.yaml", false).unwrap()
}

fn names(compilation: &Compilation) -> Vec<&'static str> {
    compilation
        .diagnostics
        .iter()
        .map(|one| one.rule.name)
        .collect()
}

/// Every file of a host that Mesos or its units have, without headers.
fn files(compilation: &Compilation, host: &str) -> BTreeMap<String, String> {
    let index = compilation.cluster.find(host).unwrap();
    compilation
        .documents_of(index)
        .iter()
        .filter(|document| document.product != "zookeeper")
        .map(|document| {
            let bytes = render::write(document, &[]).unwrap().bytes;
            let text = String::from_utf8(bytes).unwrap();
            (document.path.to_string(), text)
        })
        .collect()
}

fn check(compilation: &Compilation, host: &str, want: &[(&str, &str)]) {
    assert_eq!(names(compilation), [""; 0]);
    let want: BTreeMap<String, String> = want
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(files(compilation, host), want);
}

const ONE_MASTER: &str = "hosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent], rack: \"/r[1-2]\"}\n";
const DOCKER: &str =
    "services: {mesos: {containerizers: [docker, mesos], work_dir: /var/lib/mesos}}\n";
const AFTER_DOCKER: &str = "[Unit]\nWants=docker.service\nAfter=docker.service\n";

fn one_master(os: &str, mesos: &str, more: &str) -> Compilation {
    made(&format!(
        "platform: {os}\nproducts: {{mesos: {mesos}}}\n{ONE_MASTER}{more}"
    ))
}

#[test]
fn fedora_sources_a_script() {
    let made = one_master("fedora-21", "{version: 0.20.0}", DOCKER);
    check(
        &made,
        "m1",
        &[(
            "/etc/mesos/mesos-master-env.sh",
            "export MESOS_cluster=demo\nexport MESOS_work_dir=/var/lib/mesos\n\
             export MESOS_log_dir=/var/log/mesos\n",
        )],
    );
    check(
        &made,
        "w1",
        &[
            (
                "/etc/mesos/mesos-slave-env.sh",
                "export MESOS_master=m1.example.org:5050\nexport MESOS_work_dir=/var/lib/mesos\n\
                 export MESOS_containerizers=docker,mesos\n\
                 export MESOS_executor_registration_timeout=5mins\n\
                 export MESOS_log_dir=/var/log/mesos\n",
            ),
            (
                "/etc/systemd/system/mesos-slave.service.d/60-clusterc.conf",
                AFTER_DOCKER,
            ),
        ],
    );
}

#[test]
fn fedora_later_has_an_environment_file() {
    let made = one_master("fedora-21", "{version: 0.21.0-2}", DOCKER);
    let files = files(&made, "w2");
    assert_eq!(
        files["/etc/sysconfig/mesos-slave"],
        "MESOS_master=m1.example.org:5050\nMESOS_work_dir=/var/lib/mesos\n\
         MESOS_containerizers=docker,mesos\nMESOS_executor_registration_timeout=5mins\n\
         MESOS_log_dir=/var/log/mesos\n"
    );
}

#[test]
fn fedora_at_first_stated_flags_on_its_command_line() {
    let made = one_master("fedora-20", "{version: 0.16.0-3}", "");
    check(
        &made,
        "w1",
        &[
            (
                "/etc/sysconfig/mesos/mesos-slave-env",
                "MESOS_master=m1.example.org:5050\nMESOS_work_dir=/var/lib/mesos\n\
                 MESOS_log_dir=/var/log/mesos\n",
            ),
            (
                "/etc/systemd/system/mesos-slave.service.d/60-clusterc.conf",
                "[Service]\nExecStart=\nExecStart=/usr/sbin/mesos-slave\n",
            ),
        ],
    );
}

const THREE_MASTERS: &str =
    "hosts:\n  \"m[1-3]\": {roles: [mesos-master, zookeeper]}\n  w1: {roles: [mesos-agent]}\n";

#[test]
fn the_wrapper_has_a_file_a_flag() {
    let made = made(&format!(
        "platform: centos-7.1\nproducts: {{mesos: {{version: 0.28.2, packages: mesosphere}}, \
         zookeeper: {{version: 3.4.6, packages: bigtop-1.0}}}}\n{THREE_MASTERS}\
         services: {{mesos: {{attributes: {{rack: /r1}}, resources: {{\"cpus(prod)\": \"4\"}}}}}}\n\
         daemons: {{mesos-agent: {{env: {{GLOG_v: \"1\"}}}}}}\n\
         settings: {{mesos-agent: {{switch_user: false}}}}\n"
    ));
    let zk = "zk://m1.example.org:2181,m2.example.org:2181,m3.example.org:2181/mesos\n";
    check(
        &made,
        "m2",
        &[
            ("/etc/default/mesos-master", "LOGS=/var/log/mesos\n"),
            ("/etc/mesos-master/cluster", "demo\n"),
            ("/etc/mesos-master/quorum", "2\n"),
            ("/etc/mesos-master/work_dir", "/var/lib/mesos\n"),
            ("/etc/mesos-master/zk", zk),
            ("/etc/mesos/zk", zk),
        ],
    );
    check(
        &made,
        "w1",
        &[
            (
                "/etc/default/mesos-slave",
                "LOGS=/var/log/mesos\nGLOG_v=1\n",
            ),
            ("/etc/mesos-slave/attributes/rack", "/r1\n"),
            ("/etc/mesos-slave/master", zk),
            ("/etc/mesos-slave/resources/cpus(prod)", "4\n"),
            ("/etc/mesos-slave/switch_user", "false\n"),
            ("/etc/mesos-slave/work_dir", "/var/lib/mesos\n"),
            ("/etc/mesos/zk", zk),
        ],
    );
}

#[test]
fn apaches_package_gets_both_names() {
    let made = one_master("centos-7.1", "{version: 1.11.0, packages: apache-rpm}", "");
    let files = files(&made, "w1");
    for name in ["mesos-agent", "mesos-slave"] {
        assert_eq!(
            files[&format!("/etc/{name}/master")],
            "m1.example.org:5050\n"
        );
        assert_eq!(
            files[&format!("/etc/default/{name}")],
            "LOGS=/var/log/mesos\n"
        );
    }
}

#[test]
fn a_tarball_has_units_of_its_own() {
    let mesos = "{version: 1.11.0, packages: tarball, base: /opt/mesos}";
    let made = one_master("rhel-8.10", mesos, DOCKER);
    check(
        &made,
        "w1",
        &[
            (
                "/etc/systemd/system/mesos-agent.service",
                "[Unit]\nDescription=Mesos agent\nWants=network-online.target\n\
                 After=network-online.target\nWants=docker.service\nAfter=docker.service\n\n\
                 [Service]\nType=simple\nUser=root\nGroup=root\n\
                 EnvironmentFile=/opt/mesos/conf/mesos-agent.env\n\
                 ExecStart=/opt/mesos/home/sbin/mesos-agent\nRestart=always\nRestartSec=20\n\
                 LimitNOFILE=16384\nKillMode=process\nDelegate=yes\n\n\
                 [Install]\nWantedBy=multi-user.target\n",
            ),
            (
                "/opt/mesos/conf/mesos-agent.env",
                "MESOS_master=m1.example.org:5050\nMESOS_work_dir=/var/lib/mesos\n\
                 MESOS_containerizers=docker,mesos\nMESOS_executor_registration_timeout=5mins\n\
                 MESOS_log_dir=/opt/mesos/logs\n",
            ),
        ],
    );
    let none = "{version: 0.28.2, packages: tarball, base: /opt/mesos, units: none}";
    let files = files(&one_master("rhel-8.10", none, ""), "w1");
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        ["/opt/mesos/conf/mesos-slave.env"]
    );
}

#[test]
fn templates_and_addresses_are_the_hosts_own() {
    let made = made(
        "platform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\n\
         hosts:\n  m1: {roles: [mesos-master]}\n  \"w[1-2]\": {roles: [mesos-agent], rack: \"/r[1-2]\", address: \"10.0.0.[1-2]\"}\n\
         services: {mesos: {attributes: {rack: \"{{ host.rack }}\"}}}\n\
         daemons: {mesos-master: {ports: {rpc: 5060}, bind: 0.0.0.0}, mesos-agent: {ports: {rpc: 5061}}}\n",
    );
    check(
        &made,
        "w2",
        &[
            (
                "/opt/mesos/conf/mesos-agent.env",
                "MESOS_master=m1.example.org:5060\nMESOS_work_dir=/opt/mesos/data\n\
                 MESOS_attributes=rack:/r2\nMESOS_port=5061\nMESOS_advertise_ip=10.0.0.2\n\
                 MESOS_hostname=10.0.0.2\nMESOS_log_dir=/opt/mesos/logs\n",
            ),
            (
                "/etc/systemd/system/mesos-agent.service",
                &files(&made, "w1")["/etc/systemd/system/mesos-agent.service"],
            ),
        ],
    );
    let master = &files(&made, "m1")["/opt/mesos/conf/mesos-master.env"];
    assert!(
        master.contains("MESOS_port=5060\nMESOS_ip=0.0.0.0\n"),
        "{master}"
    );
}

#[test]
fn an_agent_beside_a_master_works_elsewhere() {
    let made = made(
        "platform: rhel-8.10\nproducts: {mesos: {version: 1.11.0, packages: tarball, base: /opt/mesos}}\n\
         hosts: {m1: {roles: [mesos-master, mesos-agent]}}\n",
    );
    let files = files(&made, "m1");
    assert!(files["/opt/mesos/conf/mesos-master.env"].contains("MESOS_work_dir=/opt/mesos/data\n"));
    assert!(
        files["/opt/mesos/conf/mesos-agent.env"].contains("MESOS_work_dir=/opt/mesos/data/agent\n")
    );
}

#[test]
fn a_majority_of_masters_is_the_quorum() {
    for (masters, quorum) in [(1, "1"), (3, "2"), (5, "3")] {
        let made = made(&format!(
            "platform: centos-7.1\nproducts: {{mesos: {{version: 1.4.3, packages: mesosphere}}, \
             zookeeper: {{version: 3.4.6, packages: bigtop-1.0}}}}\n\
             hosts:\n  \"m[1-{masters}]\": {{roles: [mesos-master]}}\n  z1: {{roles: [zookeeper]}}\n\
             services: {{mesos: {{zookeeper: demo, zookeeper_path: /m}}}}\n"
        ));
        let files = files(&made, "m1");
        assert_eq!(files["/etc/mesos-master/quorum"], format!("{quorum}\n"));
        assert_eq!(
            files["/etc/mesos-master/zk"],
            "zk://z1.example.org:2181/m\n"
        );
    }
}

#[test]
fn what_is_refused() {
    for (services, want) in [
        ("isolation: [posix/cpu, posix/cpu]", "mesos-isolation"),
        ("isolation: [process, posix/cpu]", "mesos-isolation"),
        (
            "isolation: [filesystem/linux, filesystem/posix]",
            "mesos-isolation",
        ),
        ("isolation: [com_example_Isolator]", "mesos-isolation"),
        ("containerizers: [mesos, mesos]", "mesos-containerizers"),
        ("attributes: {\"a:b\": c}", "mesos-attributes"),
        ("resources: {ports: \"31000\"}", "mesos-resources"),
    ] {
        let mesos = "{version: 1.11.0, packages: tarball, base: /opt/mesos}";
        let made = one_master(
            "rhel-8.10",
            mesos,
            &format!("services: {{mesos: {{{services}}}}}\n"),
        );
        assert_eq!(names(&made), [want], "{services}");
    }
    let modules = "services: {mesos: {isolation: [com_example_Isolator]}}\n\
                   settings: {mesos-agent: {modules_dir: /etc/mesos/modules}}\n";
    let mesos = "{version: 1.11.0, packages: tarball, base: /opt/mesos}";
    assert_eq!(names(&one_master("rhel-8.10", mesos, modules)), [""; 0]);
}

#[test]
fn what_the_profile_states_is_guarded() {
    for line in [
        "mesos-master: {quorum: 1}",
        "mesos-master: {zk: \"zk://a:1/m\"}",
        "mesos-agent: {master: \"a:5050\"}",
        "mesos-agent: {work_dir: /x}",
        "mesos-agent: {port: 5052}",
    ] {
        let mesos = "{version: 1.11.0, packages: tarball, base: /opt/mesos}";
        let made = one_master("rhel-8.10", mesos, &format!("settings: {{{line}}}\n"));
        assert_eq!(names(&made), ["stated-elsewhere"], "{line}");
    }
}

#[test]
fn rules_fire_on_their_bad_example_only() {
    for rule in super::RULES {
        for (text, fires) in [(rule.bad, true), (rule.good, false)] {
            let made = compile(&One(text.to_owned()), "profile.yaml", false).unwrap();
            let names = names(&made);
            let count = usize::from(fires);
            assert_eq!(names, vec![rule.name; count], "{} {}", rule.name, text);
        }
    }
}
