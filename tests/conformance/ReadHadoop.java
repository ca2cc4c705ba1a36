// What Hadoop's own classes read from conf directories: java ReadHadoop SCRATCH < lines of
// "DIR<tab>HOST.FULL.NAME". Prints what is wrong, and exits 1 when anything is.
//
// Works with the jars of 2.7.3 and of 3.4.1: what only one of them has is asked for by name.

import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.URIParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.security.auth.login.AppConfigurationEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.http.HttpConfig;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.security.HadoopKerberosName;
import org.apache.hadoop.security.SaslPropertiesResolver;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.hadoop.security.ssl.SSLFactory;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public final class ReadHadoop {
    private static final String PASSWORD = "changeit";
    private static final List<String> WRONG = new ArrayList<>();
    private static String where;
    private static Path scratch;

    private static void wrong(String what) {
        WRONG.add(where + ": " + what);
    }

    public static void main(String[] args) throws Exception {
        scratch = Paths.get(args[0]);
        TreeSet<String> known = known();
        int directories = 0;
        int keys = 0;
        int secure = 0;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            where = parts[0];
            directories++;
            ClassLoader loader =
                    new URLClassLoader(
                            new URL[] {new File(where + "/").toURI().toURL()},
                            ReadHadoop.class.getClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            try {
                keys += sites(loader, known);
                Configuration conf = new HdfsConfiguration();
                if (security(conf, parts[1])) {
                    secure++;
                }
                stores(loader);
                logins(parts[1]);
            } catch (Exception error) {
                Throwable cause =
                        error instanceof InvocationTargetException ? error.getCause() : error;
                wrong("is not read: " + cause);
            }
        }
        for (String what : WRONG) {
            System.out.println(what);
        }
        System.out.println(
                directories + " directories, " + keys + " keys, " + secure + " of them secure");
        System.exit(WRONG.isEmpty() ? 0 : 1);
    }

    /** Names in the default files and in the constants of the classes that name keys. */
    private static TreeSet<String> known() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        // Their classes, ZKFailoverController and SshFenceByTcpPort, need others that the jars have
        // not.
        names.add("ha.zookeeper.quorum");
        names.add("dfs.ha.fencing.ssh.private-key-files");
        names.add("dfs.ha.fencing.ssh.connect-timeout");
        for (String file : new String[] {"core", "hdfs", "yarn", "mapred"}) {
            if (ReadHadoop.class.getResource("/" + file + "-default.xml") == null) {
                continue;
            }
            Configuration defaults = new Configuration(false);
            defaults.addResource(file + "-default.xml");
            for (Map.Entry<String, String> entry : defaults) {
                names.add(entry.getKey());
            }
        }
        for (String name :
                new String[] {
                    "fs.CommonConfigurationKeysPublic",
                    "fs.CommonConfigurationKeys",
                    "hdfs.DFSConfigKeys",
                    "hdfs.client.HdfsClientConfigKeys",
                    "yarn.conf.YarnConfiguration",
                    "mapreduce.MRJobConfig",
                    "mapreduce.MRConfig",
                    "mapreduce.v2.jobhistory.JHAdminConfig",
                }) {
            Class<?> keys;
            try {
                keys = Class.forName("org.apache.hadoop." + name);
            } catch (ClassNotFoundException | NoClassDefFoundError absent) {
                continue;
            }
            List<Field> fields = new ArrayList<>(Arrays.asList(keys.getFields()));
            fields.addAll(Arrays.asList(keys.getDeclaredFields()));
            for (Field field : fields) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                    field.setAccessible(true);
                    names.add((String) field.get(null));
                }
            }
        }
        // What came after these jars, and is theirs who read it.
        names.addAll(Files.readAllLines(Paths.get(System.getProperty("newer"))));
        return names;
    }

    /** Whether the daemons' own keys are in these jars: the clients' jar of 3.x has few of HDFS. */
    private static final boolean WHOLE = ReadHadoop.class.getResource("/hdfs-default.xml") != null;

    private static int sites(ClassLoader loader, TreeSet<String> known) throws Exception {
        int keys = 0;
        for (String file : new String[] {"core", "hdfs", "yarn", "mapred"}) {
            Path path = Paths.get(where, file + "-site.xml");
            if (!Files.exists(path)) {
                continue;
            }
            Configuration conf;
            switch (file) {
                case "core":
                    conf = new Configuration();
                    break;
                case "hdfs":
                    conf = new HdfsConfiguration();
                    break;
                case "yarn":
                    conf = new YarnConfiguration();
                    break;
                default:
                    conf = new JobConf();
            }
            conf.setClassLoader(loader);
            conf.reloadConfiguration();
            for (Map.Entry<String, String> said : said(path).entrySet()) {
                String key = said.getKey();
                keys++;
                String read = conf.getRaw(key);
                if (!said.getValue().equals(read)) {
                    wrong(file + "-site: " + key + " is read as " + read);
                }
                conf.get(key);
                if (Configuration.isDeprecated(key)) {
                    wrong(file + "-site: " + key + " is a deprecated name");
                } else if ((WHOLE || !file.equals("hdfs")) && !isKnown(key, known)) {
                    wrong(file + "-site: " + key + " is not known");
                }
                typed(conf, file, key, said.getValue());
            }
        }
        return keys;
    }

    /** A key, a key with a nameservice or an id behind it, or one of a family with a name inside. */
    private static boolean isKnown(String key, TreeSet<String> known) {
        String rest = key;
        while (!known.contains(rest)) {
            int dot = rest.lastIndexOf('.');
            if (dot < 0) {
                return key.startsWith("yarn.nodemanager.aux-services.")
                        || key.startsWith("hadoop.proxyuser.")
                        || key.startsWith("hadoop.http.authentication.")
                        || key.startsWith("fs.");
            }
            rest = rest.substring(0, dot);
            if (rest.split("\\.").length < 3) {
                return key.startsWith("yarn.nodemanager.aux-services.")
                        || key.startsWith("hadoop.proxyuser.")
                        || key.startsWith("hadoop.http.authentication.")
                        || key.startsWith("fs.");
            }
        }
        return true;
    }

    /** Default files, each read once. */
    private static final Map<String, Configuration> DEFAULTS = new LinkedHashMap<>();

    private static Configuration defaults(String file) {
        Configuration defaults = new Configuration(false);
        if (ReadHadoop.class.getResource("/" + file + "-default.xml") != null) {
            defaults.addResource(file + "-default.xml");
        }
        return defaults;
    }

    /** A value is of the type that its default has. */
    private static void typed(Configuration conf, String file, String key, String value) {
        String usual =
                DEFAULTS.computeIfAbsent(file, ReadHadoop::defaults).getRaw(key);
        if (usual == null) {
            return;
        }
        if (usual.equals("true") || usual.equals("false")) {
            // Anything else would be read as the default, without a word.
            if (conf.getBoolean(key, false) != conf.getBoolean(key, true)) {
                wrong(file + "-site: " + key + " is no boolean: " + value);
            }
        } else if (usual.matches("-?[0-9]+")) {
            try {
                conf.getLongBytes(key, 0);
            } catch (NumberFormatException error) {
                wrong(file + "-site: " + key + " is no number: " + value);
            }
        }
    }

    private static Map<String, String> said(Path path) throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        NodeList list =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(path.toFile())
                        .getElementsByTagName("property");
        for (int at = 0; at < list.getLength(); at++) {
            Element property = (Element) list.item(at);
            said.put(text(property, "name"), text(property, "value"));
        }
        return said;
    }

    private static String text(Element property, String tag) {
        return property.getElementsByTagName(tag).item(0).getTextContent();
    }

    /** What Hadoop makes of principals, mappings, protection and policies. */
    private static boolean security(Configuration conf, String host) throws Exception {
        String policy = conf.get("dfs.http.policy");
        if (policy != null && HttpConfig.Policy.fromString(policy) == null) {
            wrong("dfs.http.policy is no policy: " + policy);
        }
        if (!"kerberos".equals(conf.get("hadoop.security.authentication"))) {
            return false;
        }
        UserGroupInformation.setConfiguration(conf);
        if (!UserGroupInformation.isSecurityEnabled()) {
            wrong("security is not on");
        }
        HadoopKerberosName.setConfiguration(conf);
        for (String rule : conf.get("hadoop.security.auth_to_local").split("\n")) {
            if (!rule.startsWith("RULE:[2:$1@$0](")) {
                continue;
            }
            String from = rule.substring(rule.indexOf('(') + 1, rule.indexOf(')'));
            String user = rule.substring(rule.indexOf("s/.*/") + 5, rule.lastIndexOf('/'));
            String[] parts = from.replace("\\.", ".").split("@");
            maps(parts[0] + "/" + host + "@" + parts[1], user);
            maps("alice@" + parts[1], "alice");
            foreign("alice@NOT" + parts[1]);
            foreign(parts[0] + "/" + host + "@X" + parts[1]);
        }
        for (Map.Entry<String, String> entry : conf) {
            String key = entry.getKey();
            String value = conf.get(key);
            if (!key.endsWith("principal") || value == null || !value.contains("_HOST@")) {
                continue;
            }
            String principal = SecurityUtil.getServerPrincipal(value, host);
            if (!principal.matches("[A-Za-z]+/" + host.toLowerCase() + "@[A-Za-z0-9.-]+")) {
                wrong(key + " becomes " + principal);
            }
        }
        Map<String, String> sasl =
                SaslPropertiesResolver.getInstance(conf).getDefaultProperties();
        String wanted = conf.get("hadoop.rpc.protection");
        String qop =
                wanted.equals("privacy")
                        ? "auth-conf"
                        : wanted.equals("integrity") ? "auth-int" : "auth";
        if (!qop.equals(sasl.get("javax.security.sasl.qop"))) {
            wrong("hadoop.rpc.protection " + wanted + " becomes " + sasl);
        }
        datanode(conf);
        return true;
    }

    private static void maps(String principal, String user) throws Exception {
        String read = new HadoopKerberosName(principal).getShortName();
        if (!user.equals(read)) {
            wrong(principal + " is " + read + ", not " + user);
        }
    }

    /** A principal of another realm is nobody. */
    private static void foreign(String principal) {
        try {
            wrong(principal + " is " + new HadoopKerberosName(principal).getShortName());
        } catch (Exception nobody) {
            // As it should be.
        }
    }

    /** Would a datanode start? Asked of the daemon itself where the jars have it. */
    private static void datanode(Configuration conf) throws Exception {
        if (conf.get("dfs.datanode.keytab.file") == null) {
            return;
        }
        boolean sasl =
                conf.get("dfs.data.transfer.protection") != null
                        && "HTTPS_ONLY".equals(conf.get("dfs.http.policy"));
        if (!sasl) {
            int data = port(conf.get("dfs.datanode.address"));
            boolean https = "HTTPS_ONLY".equals(conf.get("dfs.http.policy"));
            int http = https ? 1 : port(conf.get("dfs.datanode.http.address"));
            if (!SecurityUtil.isPrivilegedPort(data) || !SecurityUtil.isPrivilegedPort(http)) {
                wrong("a datanode does not start on ports " + data + " and " + http);
            }
        }
        Class<?> daemon;
        Class<?> settings;
        try {
            daemon = Class.forName("org.apache.hadoop.hdfs.server.datanode.DataNode");
            settings = Class.forName("org.apache.hadoop.hdfs.server.datanode.DNConf");
        } catch (ClassNotFoundException absent) {
            return;
        }
        Object read = settings.getConstructor(Configuration.class).newInstance(conf);
        for (Method method : daemon.getDeclaredMethods()) {
            if (!method.getName().equals("checkSecureConfig")) {
                continue;
            }
            method.setAccessible(true);
            try {
                method.invoke(null, read, conf, null);
                if (!sasl) {
                    wrong("a datanode would start without root");
                }
            } catch (InvocationTargetException refused) {
                if (sasl) {
                    wrong("a datanode does not start: " + refused.getCause().getMessage());
                }
            }
        }
    }

    private static int port(String address) {
        return address == null ? 50010 : Integer.parseInt(address.replaceAll(".*:", ""));
    }

    /** Both ssl files open real stores once a deployer has replaced markers and paths. */
    private static void stores(ClassLoader outer) throws Exception {
        Path server = Paths.get(where, "ssl-server.xml");
        Path client = Paths.get(where, "ssl-client.xml");
        if (!Files.exists(client)) {
            return;
        }
        Path folder = Files.createTempDirectory(scratch, "stores");
        // Passwords stand in a provider under the names of their keys, as an administrator puts
        // them there.
        Path store = folder.resolve("all.jceks");
        String provider = "jceks://file" + store;
        Configuration withProvider = new Configuration(false);
        withProvider.set("hadoop.security.credential.provider.path", provider);
        CredentialProvider credentials =
                CredentialProviderFactory.getProviders(withProvider).get(0);
        for (String key :
                new String[] {
                    "ssl.server.keystore.password",
                    "ssl.server.keystore.keypassword",
                    "ssl.server.truststore.password",
                    "ssl.client.truststore.password",
                }) {
            credentials.createCredentialEntry(key, PASSWORD.toCharArray());
        }
        credentials.flush();
        for (Path file : new Path[] {server, client}) {
            if (!Files.exists(file)) {
                continue;
            }
            StringBuilder text = new StringBuilder("<configuration>\n");
            for (Map.Entry<String, String> said : said(file).entrySet()) {
                String value = said.getValue();
                String key = said.getKey();
                if (key.endsWith(".location")) {
                    boolean trust = key.contains("truststore");
                    boolean pkcs12 = value.endsWith(".p12");
                    value =
                            scratch.resolve(
                                            (trust ? "trust" : "key") + (pkcs12 ? ".p12" : ".jks"))
                                    .toString();
                } else if (value.startsWith("@secret:") && value.endsWith("@")) {
                    value = PASSWORD;
                } else if (key.equals("hadoop.security.credential.provider.path")) {
                    value = provider;
                }
                text.append("<property><name>").append(key).append("</name><value>");
                text.append(value).append("</value></property>\n");
            }
            text.append("</configuration>\n");
            try (OutputStream out =
                    new FileOutputStream(folder.resolve(file.getFileName()).toFile())) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(
                                new URL[] {folder.toUri().toURL()},
                                ReadHadoop.class.getClassLoader()));
        Configuration conf = new Configuration(false);
        for (SSLFactory.Mode mode : SSLFactory.Mode.values()) {
            if (mode == SSLFactory.Mode.SERVER && !Files.exists(server)) {
                continue;
            }
            SSLFactory factory = new SSLFactory(mode, conf);
            try {
                factory.init();
                factory.createSSLEngine();
            } catch (Exception error) {
                wrong("ssl-" + mode.toString().toLowerCase() + ".xml is refused: " + error);
            } finally {
                factory.destroy();
            }
        }
        Thread.currentThread().setContextClassLoader(outer);
    }

    /** Java's own reader of logins. */
    private static void logins(String host) throws Exception {
        File[] files = new File(where).listFiles((folder, name) -> name.startsWith("jaas"));
        for (File file : files) {
            javax.security.auth.login.Configuration login =
                    javax.security.auth.login.Configuration.getInstance(
                            "JavaLoginConfig", new URIParameter(file.toURI()));
            String context = file.getName().equals("jaas.conf") ? "Server" : "Client";
            AppConfigurationEntry[] entries = login.getAppConfigurationEntry(context);
            if (entries == null || entries.length != 1) {
                wrong(file.getName() + " has no " + context);
                continue;
            }
            Map<String, ?> options = entries[0].getOptions();
            String principal = String.valueOf(options.get("principal"));
            if (!principal.contains("/" + host.toLowerCase() + "@")
                    || !"true".equals(options.get("useKeyTab"))
                    || !String.valueOf(options.get("keyTab")).endsWith(".keytab")) {
                wrong(file.getName() + " says " + options);
            }
        }
    }
}
