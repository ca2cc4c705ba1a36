//! What the files of a secure Hadoop say, by version and packages.

use super::super::since;
use super::super::testing::{check_rules, clean, compiled, document, entries, messages, value};

const TLS: &str = "tls: {keystore: /k.jks, truststore: /t.jks, password: {secret: \"deploy:key\"}, truststore_password: {secret: \"deploy:trust\"}}";

fn cluster(version: &str, packages: &str, os: &str, security: &str) -> String {
    format!(
        "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: {os}\n\
         products: {{hadoop: {{version: {version}, packages: {packages}}}}}\n\
         security: {{{security}}}\n\
         hosts:\n  m: {{roles: [namenode, resourcemanager, historyserver]}}\n  w[1-3]: {{roles: [datanode, nodemanager]}}\n  g: {{roles: [gateway]}}\n"
    )
}

#[test]
fn rules_have_examples() {
    check_rules(super::rules::RULES);
}

/// Every release that can be secured compiles with what it can do, and derives no key that it
/// does not know.
#[test]
fn every_release_compiles() {
    let versions = super::super::facts::FACTS
        .versions
        .rows()
        .iter()
        .filter_map(|row| row.split('\t').next())
        .filter(|version| since(&version.parse().unwrap(), super::FIRST_KERBEROS));
    let mut wrong = Vec::new();
    for version in versions {
        let at_least = |first| since(&version.parse().unwrap(), first);
        let mut all = vec!["kerberos: {realm: EXAMPLE.ORG, protection: privacy, web_consoles: {secret: \"file:/s\"}}".to_owned()];
        if at_least(super::FIRST_HTTPS) {
            all.push(TLS.to_owned());
            all.push(format!("kerberos: {{realm: EXAMPLE.ORG}}, {TLS}"));
        }
        for security in all {
            let head = format!(
                "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: rhel-8.10\n\
                 products: {{hadoop: {{version: {version}, packages: tarball, base: /opt/hadoop, user: hadoop}}, \
                 zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\nsecurity: {{{security}}}\n\
                 hosts:\n  m[1-3]: {{}}\n  w[1-3]: {{roles: [datanode, nodemanager]}}\n"
            );
            let mut profiles = vec![format!(
                "{head}roles: {{namenode: m1, resourcemanager: m2, historyserver: m3}}\n"
            )];
            if at_least("2.4.0") {
                profiles.push(format!(
                    "{head}roles: {{namenode: \"m[1-2]\", journalnode: \"m[1-3]\", resourcemanager: \"m[2-3]\", zookeeper: \"m[1-3]\", historyserver: m3}}\n"
                ));
            } else if at_least("2.0.3-alpha") {
                profiles.push(format!(
                    "{head}roles: {{namenode: \"m[1-2]\", journalnode: \"m[1-3]\", resourcemanager: m2, zookeeper: \"m[1-3]\", historyserver: m3}}\n"
                ));
            }
            for profile in profiles {
                let compilation = compiled(&profile);
                // A release that nobody read is said so.
                if messages(&compilation)
                    .iter()
                    .any(|line| !line.starts_with("C0423"))
                {
                    wrong.push(format!("{version}: {:?}", messages(&compilation)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn principals_are_the_users_that_daemons_run_as() {
    let kerberos = "kerberos: {realm: A.B-C.ORG}";
    let packages = clean(&cluster("3.3.6", "bigtop-3.4", "rhel-8.10", kerberos));
    let rules = value(&packages, "g", "core-site", "hadoop.security.auth_to_local").unwrap();
    assert_eq!(
        rules.lines().collect::<Vec<_>>(),
        [
            r"RULE:[2:$1@$0](nn@A\.B-C\.ORG)s/.*/hdfs/",
            r"RULE:[2:$1@$0](sn@A\.B-C\.ORG)s/.*/hdfs/",
            r"RULE:[2:$1@$0](dn@A\.B-C\.ORG)s/.*/hdfs/",
            r"RULE:[2:$1@$0](rm@A\.B-C\.ORG)s/.*/yarn/",
            r"RULE:[2:$1@$0](nm@A\.B-C\.ORG)s/.*/yarn/",
            r"RULE:[2:$1@$0](jhs@A\.B-C\.ORG)s/.*/mapred/",
            r"RULE:[1:$1@$0](.*@A\.B-C\.ORG)s/@.*//",
            "DEFAULT",
        ]
    );
    let own = "kerberos: {realm: R, auth_to_local: [\"RULE:[1:$1@$0](.*@X)s/@.*//\"]}";
    let tarball = clean(&cluster(
        "3.3.6",
        "tarball, base: /opt/hadoop, user: alice",
        "rhel-8.10",
        own,
    ));
    let rules = value(&tarball, "m", "core-site", "hadoop.security.auth_to_local").unwrap();
    assert!(
        rules.starts_with("RULE:[1:$1@$0](.*@X)s/@.*//\n"),
        "{rules}"
    );
    assert!(rules.contains("(nn@R)s/.*/alice/"), "{rules}");
    assert!(rules.contains("(jhs@R)s/.*/alice/"), "{rules}");
}

/// By release and TLS: SASL, or ports that only root can open, with the daemon started as root.
#[test]
fn datanodes_prove_who_they_are() {
    let kerberos = "kerberos: {realm: EXAMPLE.ORG}";
    let both = format!("{kerberos}, {TLS}");
    for (version, packages, os, security, sasl) in [
        ("2.2.0", "fedora", "fedora-20", kerberos, false),
        ("2.4.1", "fedora", "fedora-21", both.as_str(), false),
        ("2.6.0", "bigtop-1.0", "centos-7.9", kerberos, false),
        ("2.6.0", "bigtop-1.0", "centos-7.9", both.as_str(), true),
        ("3.3.6", "bigtop-3.4", "rhel-8.10", kerberos, false),
        ("3.3.6", "bigtop-3.4", "rhel-8.10", both.as_str(), true),
    ] {
        let compilation = compiled(&cluster(version, packages, os, security));
        assert!(
            !compilation.has_errors(),
            "{version} {packages}: {:?}",
            messages(&compilation)
        );
        let site = |key: &str| value(&compilation, "w1", "hdfs-site", key);
        let env = entries(&compilation, "w1", "hadoop-env.sh");
        let secure_user = env.iter().any(|line| {
            line.starts_with("HADOOP_SECURE_DN_USER=hdfs")
                || line.starts_with("HDFS_DATANODE_SECURE_USER=hdfs")
        });
        assert_eq!(secure_user, !sasl, "{version}: {env:?}");
        assert_eq!(
            site("dfs.datanode.address").as_deref(),
            (!sasl).then_some("0.0.0.0:1004"),
            "{version}"
        );
        assert_eq!(
            site("dfs.data.transfer.protection").as_deref(),
            sasl.then_some("privacy"),
            "{version}"
        );
        let tls = security.contains("tls");
        assert_eq!(
            site("dfs.datanode.http.address").as_deref(),
            (!tls).then_some("0.0.0.0:1006"),
            "{version}"
        );
        assert_eq!(
            site("dfs.http.policy").as_deref(),
            tls.then_some("HTTPS_ONLY"),
            "{version}"
        );
        assert_eq!(
            site("dfs.encrypt.data.transfer").as_deref(),
            (tls && !sasl).then_some("true"),
            "{version}"
        );
    }
}

#[test]
fn a_privileged_datanode_is_started_as_root() {
    let kerberos = "kerberos: {realm: EXAMPLE.ORG}";
    let native = clean(&cluster("3.3.6", "bigtop-3.4", "rhel-8.10", kerberos));
    let unit = entries(&native, "w1", "hadoop-hdfs-datanode.service");
    assert_eq!(unit, ["User=root", "Group=root"]);
    let env = entries(&native, "w1", "hadoop-env.sh");
    assert!(
        env.contains(&"HDFS_DATANODE_USER=root".to_owned()),
        "{env:?}"
    );
    assert!(env.contains(&"JSVC_HOME=/usr/lib/bigtop-utils".to_owned()));
    assert!(document(&native, "w1", "hadoop-hdfs-datanode").is_none());

    let script = clean(&cluster("2.10.1", "bigtop-1.5", "centos-7.9", kerberos));
    let env = entries(&script, "w1", "hadoop-hdfs-datanode");
    assert!(
        env.contains(&"HADOOP_SECURE_DN_USER=hdfs".to_owned()),
        "{env:?}"
    );
    assert!(document(&script, "w1", "hadoop-hdfs-datanode.service").is_none());

    let tarball = clean(&cluster(
        "3.3.6",
        "tarball, base: /opt/hadoop, user: hadoop",
        "rhel-8.10",
        kerberos,
    ));
    let unit = entries(&tarball, "w1", "hadoop-datanode.service");
    assert!(
        !unit.iter().any(|line| line.starts_with("User=")),
        "{unit:?}"
    );
    let unit = entries(&tarball, "m", "hadoop-namenode.service");
    assert!(unit.contains(&"User=hadoop".to_owned()), "{unit:?}");
}

#[test]
fn stores_and_passwords_go_where_they_are_read() {
    let tls = clean(&cluster("2.10.1", "bigtop-1.5", "centos-7.9", TLS));
    assert_eq!(
        entries(&tls, "w1", "ssl-server"),
        [
            "ssl.server.keystore.location=/k.jks",
            "ssl.server.keystore.password=@secret:key@",
            "ssl.server.keystore.keypassword=@secret:key@",
            "ssl.server.truststore.location=/t.jks",
            "ssl.server.truststore.password=@secret:trust@",
        ]
    );
    assert_eq!(
        entries(&tls, "g", "ssl-client"),
        [
            "ssl.client.truststore.location=/t.jks",
            "ssl.client.truststore.password=@secret:trust@",
        ]
    );
    let server = document(&tls, "w1", "ssl-server").unwrap();
    assert_eq!((server.mode, &*server.group), (0o640, "hadoop"));
    assert_eq!(server.secrets(), ["key", "trust"]);
    assert_eq!(document(&tls, "g", "ssl-client").unwrap().mode, 0o644);
    assert!(document(&tls, "g", "ssl-server").is_none());

    let provider = "tls: {keystore: /k.p12, truststore: /t.jks, password: {secret: \"credential:ssl.server.keystore.password@jceks://file/p\"}}";
    let tls = clean(&cluster("3.3.6", "bigtop-3.4", "rhel-8.10", provider));
    assert_eq!(
        entries(&tls, "m", "ssl-server"),
        [
            "ssl.server.keystore.location=/k.p12",
            "ssl.server.keystore.type=pkcs12",
            "ssl.server.truststore.location=/t.jks",
            "hadoop.security.credential.provider.path=jceks://file/p",
        ]
    );
    assert_eq!(
        entries(&tls, "m", "ssl-client"),
        ["ssl.client.truststore.location=/t.jks"]
    );
}

#[test]
fn consoles_ask_for_tickets() {
    let plain = "kerberos: {realm: R}";
    let old = clean(&cluster("2.10.1", "bigtop-1.5", "centos-7.9", plain));
    let key = "hadoop.http.authentication.type";
    assert_eq!(value(&old, "m", "core-site", key), None);
    let new = clean(&cluster("3.3.6", "bigtop-3.4", "rhel-8.10", plain));
    assert_eq!(
        value(&new, "m", "core-site", key).as_deref(),
        Some("kerberos")
    );
    assert_eq!(
        value(&new, "m", "core-site", "hadoop.http.filter.initializers"),
        None
    );
    let secret = "kerberos: {realm: R, web_consoles: {secret: \"file:/s\"}}";
    let old = clean(&cluster("2.10.1", "bigtop-1.5", "centos-7.9", secret));
    assert_eq!(
        value(&old, "m", "core-site", key).as_deref(),
        Some("kerberos")
    );
    assert_eq!(
        value(
            &old,
            "m",
            "core-site",
            "hadoop.http.authentication.signature.secret.file"
        )
        .as_deref(),
        Some("/s")
    );
}

#[test]
fn ports_follow() {
    let both = format!("kerberos: {{realm: R}}, {TLS}");
    let compilation = clean(&cluster("3.3.6", "bigtop-3.4", "rhel-8.10", &both));
    let open = |role, port: &str| {
        compilation
            .cluster
            .endpoints
            .of(role, port)
            .iter()
            .map(|endpoint| (endpoint.port, !endpoint.closed))
            .next()
    };
    assert_eq!(open("datanode", "data"), Some((9866, true)));
    assert_eq!(open("datanode", "http"), Some((9864, false)));
    assert_eq!(open("datanode", "https"), Some((9865, true)));
    assert_eq!(open("resourcemanager", "http"), Some((8088, false)));
    assert_eq!(open("resourcemanager", "https"), Some((8090, true)));
    for (key, address) in [
        ("dfs.namenode.https-address", "m.example.org:9871"),
        ("dfs.namenode.secondary.https-address", "m.example.org:9869"),
    ] {
        assert_eq!(
            value(&compilation, "g", "hdfs-site", key).as_deref(),
            Some(address)
        );
    }
    let compilation = clean(&cluster(
        "2.10.1",
        "bigtop-1.5",
        "centos-7.9",
        "kerberos: {realm: R}",
    ));
    let data = compilation.cluster.endpoints.of("datanode", "data");
    assert_eq!(data.first().map(|endpoint| endpoint.port), Some(1004));
}

/// What the profile states of security, `settings` may not state again; without it they may.
#[test]
fn settings_do_not_state_it_again() {
    let settings = "settings: {core-site: {hadoop.security.authentication: kerberos}, hdfs-site: {dfs.http.policy: HTTPS_ONLY}, yarn-site: {yarn.http.policy: HTTPS_ONLY}}\n";
    let secure = compiled(&format!(
        "{}{settings}",
        cluster("3.3.6", "bigtop-3.4", "rhel-8.10", "kerberos: {realm: R}")
    ));
    let refused = messages(&secure)
        .iter()
        .filter(|line| line.starts_with("C0508"))
        .count();
    assert_eq!(refused, 3, "{:?}", messages(&secure));
    let plain = cluster("3.3.6", "bigtop-3.4", "rhel-8.10", "").replace("security: {}\n", "");
    clean(&format!("{plain}{settings}"));
}

/// Daemons log in to ensembles whose servers we make, and to no other.
#[test]
fn who_logs_in_to_zookeeper() {
    let profile = |managed: &str| {
        format!(
            "clusterc: v1\ncluster: {{name: demo, domain: example.org}}\nplatform: rhel-8.10\n\
             products: {{hadoop: {{version: 3.3.6, packages: bigtop-3.4}}, zookeeper: {{version: 3.8.4, packages: bigtop-3.4}}}}\n\
             security: {{kerberos: {{realm: R}}}}\n\
             hosts:\n  M[1-2]: {{roles: [namenode, resourcemanager]}}\n  z[1-3]: {{{managed}roles: [zookeeper]}}\n  w[1-3]: {{roles: [datanode, nodemanager, journalnode]}}\n"
        )
    };
    let ours = clean(&profile(""));
    assert_eq!(
        value(&ours, "M1", "core-site", "ha.zookeeper.acl").as_deref(),
        Some("sasl:nn:rwcda")
    );
    assert_eq!(
        value(&ours, "M1", "yarn-site", "hadoop.zk.acl").as_deref(),
        Some("sasl:rm:rwcda")
    );
    let login = entries(&ours, "M2", "jaas-zkfc.conf");
    assert!(
        login.contains(&"principal=nn/m2.example.org@R".to_owned()),
        "{login:?}"
    );
    let login = entries(&ours, "z3", "jaas.conf");
    assert!(
        login.contains(&"principal=zookeeper/z3.example.org@R".to_owned()),
        "{login:?}"
    );
    let theirs = clean(&profile("managed: false, "));
    assert_eq!(value(&theirs, "M1", "core-site", "ha.zookeeper.acl"), None);
    assert!(document(&theirs, "M1", "jaas-zkfc.conf").is_none());
}
