// What a process of Hadoop reads of conf directories: java ReadEffective KIND < lines of
// "DIR<tab>DAEMON<tab>key=value<tab>…", where the pairs are what the process learns from its host. Prints a
// line "DIR", then "key<tab>raw<tab>value<tab>file" of each key, texts in base 64, and ".".
//
// KIND is the class by which the process loads its files, one a run: the list of files is static.
// Works with the jars of 2.7.3 and of 3.4.1; what one of them has not is asked for by name.

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

public final class ReadEffective {
    /** The clients' jars of 3.x have no namenode. */
    private static final String NAMENODE =
            "/org/apache/hadoop/hdfs/server/namenode/NameNode.class";

    private static String coded(String text) {
        return text == null
                ? "-"
                : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + ".";
    }

    private static Configuration load(String kind) throws Exception {
        switch (kind) {
            case "core":
                return new Configuration();
            case "hdfs":
                Class.forName("org.apache.hadoop.hdfs.HdfsConfiguration")
                        .getMethod("init")
                        .invoke(null);
                return new Configuration();
            case "yarn":
                return (Configuration)
                        Class.forName("org.apache.hadoop.yarn.conf.YarnConfiguration")
                                .getConstructor()
                                .newInstance();
            case "mapred":
                return (Configuration)
                        Class.forName("org.apache.hadoop.mapred.JobConf")
                                .getConstructor()
                                .newInstance();
            default:
                throw new IllegalArgumentException(kind);
        }
    }

    /** What the process does once it knows its ids. */
    private static void settle(Configuration conf, String daemon) throws Exception {
        boolean isNamenode = daemon.matches("namenode|zkfc|secondarynamenode");
        if (isNamenode && ReadEffective.class.getResource(NAMENODE) != null) {
            Class.forName("org.apache.hadoop.hdfs.server.namenode.NameNode")
                    .getMethod(
                            "initializeGenericKeys",
                            Configuration.class,
                            String.class,
                            String.class)
                    .invoke(
                            null,
                            conf,
                            conf.get("dfs.nameservice.id"),
                            conf.get("dfs.ha.namenode.id"));
        }
        if (daemon.equals("resourcemanager") && conf.get("yarn.resourcemanager.ha.id") != null) {
            Method verify =
                    Class.forName("org.apache.hadoop.yarn.conf.HAUtil")
                            .getMethod("verifyAndSetConfiguration", Configuration.class);
            verify.invoke(null, conf);
        }
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            ClassLoader loader =
                    new URLClassLoader(
                            new URL[] {new File(parts[0] + "/").toURI().toURL()},
                            ReadEffective.class.getClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Configuration conf = load(args[0]);
            conf.setClassLoader(loader);
            conf.reloadConfiguration();
            for (int at = 2; at < parts.length; at++) {
                String[] pair = parts[at].split("=", 2);
                conf.set(pair[0], pair[1]);
            }
            settle(conf, parts[1]);
            out.append(parts[0]).append('\n');
            for (Map.Entry<String, String> entry : conf) {
                String key = entry.getKey();
                String raw = conf.getRaw(key);
                String value = null;
                try {
                    value = conf.get(key);
                } catch (IllegalStateException tooDeep) {
                    value = null;
                }
                String[] sources = conf.getPropertySources(key);
                String source =
                        sources == null || sources.length == 0 ? "-" : sources[sources.length - 1];
                out.append(coded(key))
                        .append('\t')
                        .append(coded(raw))
                        .append('\t')
                        .append(coded(value))
                        .append('\t')
                        .append(source)
                        .append('\n');
            }
            out.append(".\n");
        }
        System.out.print(out);
    }
}
