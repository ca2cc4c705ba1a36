# What checks install, by name and once, outside the repository: sourced, not run.
#
# In CI (CI=true) what is missing is fetched; elsewhere the check ends with 77 and says what it is.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/clusterc

# The jars of a Hadoop, under $HADOOP_JARS/<version>: they come in PyPI's sdists of pyspark.
hadoop_jars() {
    local version=$1 pyspark scratch
    jars=${HADOOP_JARS:-$cache/hadoop}
    compgen -G "$jars/$version/hadoop-*.jar" >/dev/null && return
    if [ "${CI:-}" != true ]; then
        echo "no jars of hadoop $version under $jars"
        exit 77
    fi
    case $version in
        2.7.3) pyspark=2.4.8 ;;
        3.4.1) pyspark=4.0.5 ;;
        *)     echo "nobody knows a package with hadoop $version"; exit 1 ;;
    esac
    scratch=$(mktemp -d)
    if ! {
        python3 -m venv "$scratch/venv" &&
        "$scratch/venv/bin/pip" -q install wheel 'setuptools<70' &&
        timeout 900 "$scratch/venv/bin/pip" -q download --no-deps --no-build-isolation \
            --no-binary :all: -d "$scratch" "pyspark==$pyspark" &&
        mkdir -p "$scratch/jars" &&
        tar xzf "$scratch/pyspark-$pyspark.tar.gz" -C "$scratch/jars" --strip-components=3 \
            --wildcards '*/deps/jars/*.jar' &&
        mkdir -p "$jars" && rm -rf "${jars:?}/$version" && mv "$scratch/jars" "$jars/$version"
    }; then
        rm -rf "$scratch"
        echo "PyPI's pyspark $pyspark could not be fetched"
        exit 77
    fi
    rm -rf "$scratch"
}

# Debian's packages, unpacked under FOLDER of the cache and not installed: debian FOLDER PACKAGE…
debian() {
    local folder=$cache/$1 scratch deb
    shift
    unpacked=$folder
    [ "$(cat "$folder/.packages" 2>/dev/null)" != "$*" ] || return 0
    if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
        echo "no packages of Debian can be had here: $*"
        exit 77
    fi
    if [ "${CI:-}" != true ]; then
        echo "not unpacked under $folder: $*"
        exit 77
    fi
    scratch=$(mktemp -d)
    if ! (
        cd "$scratch" && chmod 755 . && mkdir root && timeout 300 apt-get update -qq &&
        timeout 300 apt-get download -qq "$@" && for deb in *.deb; do dpkg-deb -x "$deb" root; done
    ) 2>"$scratch/said"; then
        cat "$scratch/said"
        rm -rf "$scratch"
        exit 77
    fi
    echo "$*" > "$scratch/root/.packages"
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder"
    mv "$scratch/root" "$folder"
    rm -rf "$scratch"
}

# Programs that the machine itself must have.
need() {
    local tool
    for tool; do
        command -v "$tool" >/dev/null || { echo "$tool is not on this machine"; exit 77; }
    done
}

# ZooKeeper's programs and jars.
debian_zookeeper() {
    debian zookeeper-debian zookeeper libzookeeper-java libcommons-cli-java libcommons-io-java \
        libdropwizard-metrics-java libjackson2-annotations-java libjackson2-core-java \
        libjackson2-databind-java libjetty9-java libjetty9-extra-java libnetty-java libslf4j-java \
        libsnappy-java liblog4j1.2-java libservlet-api-java
}
