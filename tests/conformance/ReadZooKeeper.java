import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * Reads files as a server of ZooKeeper does: {@code ReadZooKeeper JAR SCRATCH < LIST}.
 *
 * <p>A line of the list is the path of a zoo.cfg and the root that its paths are meant in, with a tab
 * between them. Each line of the file must have an effect that says the same: a value that
 * QuorumPeerConfig holds, or a server property that the classes of the jar name. The file is read
 * from a copy, in which the data directory lies below that root.
 */
class ReadZooKeeper {
    /** Keys that the parser holds in a field, and the method that tells it. */
    private static final Map<String, String> GETTERS = new HashMap<>();

    static {
        GETTERS.put("tickTime", "getTickTime");
        GETTERS.put("initLimit", "getInitLimit");
        GETTERS.put("syncLimit", "getSyncLimit");
        GETTERS.put("maxClientCnxns", "getMaxClientCnxns");
        GETTERS.put("autopurge.snapRetainCount", "getSnapRetainCount");
        GETTERS.put("autopurge.purgeInterval", "getPurgeInterval");
        GETTERS.put("minSessionTimeout", "getMinSessionTimeout");
        GETTERS.put("maxSessionTimeout", "getMaxSessionTimeout");
        GETTERS.put("quorumListenOnAllIPs", "getQuorumListenOnAllIPs");
    }

    private static String constants;
    private static int values;
    private static int failures;

    public static void main(String[] args) throws Exception {
        constants = constants(args[0]);
        List<String> lines = new ArrayList<>();
        try (java.util.Scanner in = new java.util.Scanner(System.in, "UTF-8")) {
            while (in.hasNextLine()) {
                lines.add(in.nextLine());
            }
        }
        int count = 0;
        for (String line : lines) {
            String[] parts = line.split("\t");
            read(parts[0], parts[1], Paths.get(args[1], "zoo.cfg"));
            count++;
        }
        System.out.println(count + " files, " + values + " values");
        System.exit(failures == 0 ? 0 : 1);
    }

    /** All that the classes of a jar hold in their constant pools, as text. */
    private static String constants(String jar) throws Exception {
        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    byte[] bytes = zip.getInputStream(entry).readAllBytes();
                    all.append(new String(bytes, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all.toString();
    }

    /** Whether a class names this property: in a constant pool a text is led by its length. */
    private static boolean named(String property) {
        int length = property.length();
        return constants.contains("\u0001" + (char) (length >> 8) + (char) (length & 255) + property);
    }

    private static void read(String file, String root, Path copy) throws Exception {
        Map<String, String> meant = new TreeMap<>();
        List<String> text = new ArrayList<>();
        for (String line : Files.readAllLines(Paths.get(file), StandardCharsets.UTF_8)) {
            int at = line.indexOf('=');
            if (at > 0 && !line.startsWith("#")) {
                // Properties undo a backslash; that of two values for a key the last one wins is silent.
                String value = line.substring(at + 1).replace("\\\\", "\\");
                if (meant.put(line.substring(0, at), value) != null) {
                    complain(file, line.substring(0, at) + " stands there twice");
                }
            }
            text.add(line.matches("data(Log)?Dir=.*") ? line.replaceFirst("=", "=" + root) : line);
        }
        Files.write(copy, text);
        for (String key : meant.keySet()) {
            System.clearProperty("zookeeper." + key);
        }
        QuorumPeerConfig config = new QuorumPeerConfig();
        try {
            config.parse(copy.toString());
        } catch (QuorumPeerConfig.ConfigException problem) {
            Throwable cause = problem.getCause() == null ? problem : problem.getCause();
            complain(file, "is refused: " + cause.getMessage());
            return;
        }
        Map<Long, QuorumPeer.QuorumServer> servers = servers(config);
        int listed = 0;
        for (Map.Entry<String, String> entry : meant.entrySet()) {
            values++;
            String key = entry.getKey();
            String value = entry.getValue();
            String got = null;
            if (GETTERS.containsKey(key)) {
                got = String.valueOf(call(config, GETTERS.get(key)));
            } else if (key.equals("dataDir") || key.equals("dataLogDir")) {
                String method = key.equals("dataDir") ? "getDataDir" : "getDataLogDir";
                Object found = call(config, method);
                String path = found instanceof File ? ((File) found).getPath() : String.valueOf(found);
                got = path.startsWith(root) ? path.substring(root.length()) : path;
            } else if (key.equals("clientPort")) {
                got = String.valueOf(config.getClientPortAddress().getPort());
            } else if (key.equals("clientPortAddress")) {
                got = config.getClientPortAddress().getHostString();
            } else if (key.equals("secureClientPort")) {
                got = String.valueOf(((InetSocketAddress) call(config, "getSecureClientPortAddress")).getPort());
            } else if (key.startsWith("server.")) {
                listed++;
                QuorumPeer.QuorumServer server = servers.get(Long.parseLong(key.substring(7)));
                got = server == null ? null : shown(server, value);
            } else if (key.startsWith("authProvider.")) {
                got = known("zookeeper.authProvider.", key, file);
                Class.forName(value, false, ReadZooKeeper.class.getClassLoader());
            } else {
                got = known("zookeeper." + key, key, file);
            }
            if (!value.equals(got)) {
                complain(file, key + "=" + value + " is read as " + got);
            }
        }
        if (listed > 1 && servers.size() != listed) {
            complain(file, listed + " servers are read as " + servers.size());
        }
        Path myid = Paths.get(root, meant.get("dataDir"), "myid");
        if (listed > 1) {
            values++;
            String id = Files.readString(myid).trim();
            if (!id.equals(String.valueOf(call(config, "getServerId"))) || !servers.containsKey(Long.parseLong(id))) {
                complain(file, "myid " + id + " is not one of the servers");
            }
        }
    }

    /** A property that the parser has set for a key, if some class names it. */
    private static String known(String property, String key, String file) {
        if (!named(property)) {
            complain(file, key + " is known to no class");
        }
        return System.getProperty("zookeeper." + key);
    }

    private static String shown(QuorumPeer.QuorumServer server, String like) throws Exception {
        InetSocketAddress quorum = address(server, "addr");
        InetSocketAddress election = address(server, "electionAddr");
        String host = quorum.getHostString();
        if (like.startsWith("[")) {
            String written = like.substring(1, like.indexOf(']'));
            boolean same = InetAddress.getByName(written).equals(InetAddress.getByName(host));
            host = "[" + (same ? written : host) + "]";
        }
        return host + ":" + quorum.getPort() + ":" + election.getPort();
    }

    private static InetSocketAddress address(QuorumPeer.QuorumServer server, String field) throws Exception {
        Object found = QuorumPeer.QuorumServer.class.getField(field).get(server);
        if (found instanceof InetSocketAddress) {
            return (InetSocketAddress) found;
        }
        // Several addresses of a server, from 3.6 on.
        return (InetSocketAddress) found.getClass().getMethod("getOne").invoke(found);
    }

    @SuppressWarnings("unchecked")
    private static Map<Long, QuorumPeer.QuorumServer> servers(QuorumPeerConfig config) throws Exception {
        try {
            return (Map<Long, QuorumPeer.QuorumServer>) QuorumPeerConfig.class.getMethod("getServers").invoke(config);
        } catch (NoSuchMethodException newer) {
            Object verifier = call(config, "getQuorumVerifier");
            if (verifier == null) {
                return new HashMap<>();
            }
            return (Map<Long, QuorumPeer.QuorumServer>) verifier.getClass().getMethod("getAllMembers").invoke(verifier);
        }
    }

    private static Object call(QuorumPeerConfig config, String method) throws Exception {
        try {
            return QuorumPeerConfig.class.getMethod(method).invoke(config);
        } catch (InvocationTargetException problem) {
            throw (Exception) problem.getCause();
        } catch (NoSuchMethodException missing) {
            return null;
        }
    }

    private static void complain(String file, String what) {
        failures++;
        System.out.println(file + ": " + what);
    }
}
