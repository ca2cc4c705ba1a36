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

/// What the file at `path` of a host holds, without the header.
fn file(compilation: &Compilation, host: &str, path: &str) -> String {
    let index = compilation.cluster.find(host).unwrap();
    let documents = compilation.documents_of(index);
    let found: Vec<&str> = documents.iter().map(|one| one.path.as_str()).collect();
    let document = documents
        .iter()
        .find(|document| document.path.as_str() == path)
        .unwrap_or_else(|| panic!("no {path} among {found:?}: {:?}", names(compilation)));
    let rendered = render::write(document, &[]).unwrap();
    String::from_utf8(rendered.bytes).unwrap()
}

const THREE: &str = "hosts:\n  \"z[1-3]\": {roles: [zookeeper]}\n";

#[test]
fn an_ensemble_of_bigtop() {
    let made = made(&format!(
        "platform: rhel-8.10\nproducts: {{zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\n{THREE}\
         daemons: {{zookeeper: {{heap: 2GiB, java_opts: [-XX:+UseG1GC], ports: {{client: 2182}}}}}}\n\
         services: {{zookeeper: {{commands: [ruok, srvr]}}}}\n"
    ));
    assert_eq!(names(&made), [""; 0]);
    assert_eq!(
        file(&made, "z2", "/etc/zookeeper/conf/zoo.cfg"),
        "tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/var/lib/zookeeper\nclientPort=2182\n\
         server.1=z1.example.org:2888:3888\nserver.2=z2.example.org:2888:3888\n\
         server.3=z3.example.org:2888:3888\nautopurge.snapRetainCount=3\n\
         autopurge.purgeInterval=24\nmaxClientCnxns=60\n4lw.commands.whitelist=ruok,srvr\n\
         admin.enableServer=false\n"
    );
    assert_eq!(file(&made, "z2", "/var/lib/zookeeper/myid"), "2\n");
    assert_eq!(
        file(&made, "z3", "/etc/zookeeper/conf/java.env"),
        "export JAVA_HOME=/usr/lib/jvm/jre\nexport ZK_SERVER_HEAP=2048\n\
         export SERVER_JVMFLAGS=-XX:+UseG1GC\n"
    );
}

fn lines_of(version: &str, packages: &str, path: &str, more: &str) -> String {
    let made = made(&format!(
        "platform: rhel-8.10\nproducts: {{zookeeper: {{version: {version}, packages: {packages}}}}}\n{THREE}{more}"
    ));
    assert_eq!(names(&made), [""; 0], "{version}");
    file(&made, "z1", path)
}

#[test]
fn keys_follow_the_version() {
    let more = "services: {zookeeper: {commands: ruok}}\n";
    for (version, packages, conf, has) in [
        ("3.3.6", "tarball, base: /opt/zk", "/opt/zk/conf", ""),
        ("3.4.6", "bigtop-1.0", "/etc/zookeeper/conf", "p"),
        ("3.4.14", "bigtop-3.0", "/etc/zookeeper/conf", "p4"),
        (
            "3.5.2-alpha",
            "tarball, base: /opt/zk",
            "/opt/zk/conf",
            "pa",
        ),
        (
            "3.5.3-beta",
            "tarball, base: /opt/zk",
            "/opt/zk/conf",
            "p4a",
        ),
        ("3.8.4", "bigtop-3.4", "/etc/zookeeper/conf", "p4a"),
    ] {
        let text = lines_of(version, packages, &format!("{conf}/zoo.cfg"), more);
        for (letter, line) in [
            ('p', "autopurge.purgeInterval=24\n"),
            ('4', "4lw.commands.whitelist=ruok\n"),
            ('a', "admin.enableServer=false\n"),
        ] {
            assert_eq!(
                text.contains(line),
                has.contains(letter),
                "{version}: {text}"
            );
        }
    }
}

#[test]
fn the_heap_moves_with_the_script() {
    let more = "daemons: {zookeeper: {heap: 2GiB, java_opts: [-Da=b]}}\n";
    for (version, want) in [
        ("3.3.6", "export JVMFLAGS='-Xmx2048m -Da=b'\n"),
        ("3.4.14", "export SERVER_JVMFLAGS='-Xmx2048m -Da=b'\n"),
        (
            "3.5.9",
            "export ZK_SERVER_HEAP=2048\nexport SERVER_JVMFLAGS=-Da=b\n",
        ),
    ] {
        let text = lines_of(
            version,
            "tarball, base: /opt/zk",
            "/opt/zk/conf/java.env",
            more,
        );
        let dirs = "export CLASSPATH=/opt/zk/home/conf\nexport ZOO_LOG_DIR=/opt/zk/logs\n";
        assert_eq!(
            text,
            format!("export JAVA_HOME=/usr/lib/jvm/jre\n{dirs}{want}")
        );
    }
}

#[test]
fn a_single_server_has_no_server_lines() {
    let made = made(
        "platform: rhel-8.10\nproducts: {zookeeper: {version: 3.8.4, packages: bigtop-3.4}}\n\
         hosts: {z1: {roles: [zookeeper]}}\n\
         services: {zookeeper: {admin_server: true, purge: 0s}}\n\
         daemons: {zookeeper: {bind: 10.0.0.1, dirs: {data: /data/1/zk}, env: {JAVA_HOME: /opt/java}}}\n",
    );
    assert_eq!(names(&made), [""; 0]);
    assert_eq!(
        file(&made, "z1", "/etc/zookeeper/conf/zoo.cfg"),
        "tickTime=2000\ndataDir=/data/1/zk\nclientPort=2181\nclientPortAddress=10.0.0.1\n\
         autopurge.snapRetainCount=3\nautopurge.purgeInterval=0\nmaxClientCnxns=60\n\
         admin.enableServer=true\nadmin.serverPort=8080\nadmin.serverAddress=10.0.0.1\n"
    );
    assert_eq!(
        file(&made, "z1", "/etc/zookeeper/conf/java.env"),
        "export JAVA_HOME=/opt/java\n"
    );
    let paths = made.documents_of(0);
    assert!(
        paths
            .iter()
            .all(|document| document.path.file_name() != "myid")
    );
}

#[test]
fn a_tarball_has_a_unit() {
    let text = lines_of(
        "3.8.4",
        "tarball, base: /opt/zk",
        "/etc/systemd/system/zookeeper.service",
        "",
    );
    assert!(
        text.contains("Environment=ZOOCFGDIR=/opt/zk/conf\n"),
        "{text}"
    );
    assert!(
        text.contains("ExecStart=/opt/zk/home/bin/zkServer.sh start-foreground\n"),
        "{text}"
    );
}

#[test]
fn what_the_profile_states_is_guarded() {
    for key in ["server.1: a", "clientPort: 1", "dataDir: /x", "tickTime: 1"] {
        let made = made(&format!(
            "platform: rhel-8.10\nproducts: {{zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\n{THREE}\
             settings: {{zoo.cfg: {{{key}}}}}\n"
        ));
        assert_eq!(names(&made), ["stated-elsewhere"], "{key}");
    }
}

#[test]
fn rules_fire_on_their_bad_example_only() {
    for rule in super::RULES {
        for (text, fires) in [(rule.bad, true), (rule.good, false)] {
            let made = compile(&One(text.to_owned()), "profile.yaml", false).unwrap();
            let names = names(&made);
            assert_eq!(
                names.contains(&rule.name),
                fires,
                "{}: {names:?}",
                rule.name
            );
            if fires {
                assert!(
                    names.iter().all(|name| *name == rule.name),
                    "{}: {names:?}",
                    rule.name
                );
            } else {
                assert_eq!(names, [""; 0], "{}", rule.name);
            }
        }
    }
}
