# Stands in for bin/zkEnv.sh of ZooKeeper's tarball, which Debian replaces by settings of its own: where
# the files are, java.env after everything else, the programs' jars in front of CLASSPATH.
: "${ZOOCFGDIR:=$ZOOBINDIR/../conf}"
ZOOCFG=$ZOOCFGDIR/zoo.cfg
if [ -f "$ZOOCFGDIR/zookeeper-env.sh" ]; then . "$ZOOCFGDIR/zookeeper-env.sh"; fi
if [ -f "$ZOOCFGDIR/java.env" ]; then . "$ZOOCFGDIR/java.env"; fi
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
CLASSPATH=$ZOOCFGDIR:$ZOOBINDIR/../lib/${ZOOKEEPER_JARS:-*}:${CLASSPATH:-}
SERVER_JVMFLAGS="-Xmx${ZK_SERVER_HEAP:-1000}m ${SERVER_JVMFLAGS:-}"
