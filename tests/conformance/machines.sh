# Machines made of namespaces, on which daemons run with the files that were compiled for them:
# sourced, not run.
#
# `inside` starts a script in network, mount and process namespaces of its own: all that it mounts
# and starts is gone when it ends, however it ends. There `machine` makes a host: a network with its
# own address on a bridge that leads nowhere else, and a root directory with the compiled files in
# their places, their owners as the manifest says. /usr is this machine's, read-only; Java is at
# /opt/java. `start` starts a unit as it was compiled: its user, environment and command.

# Whether this kernel lets us; if not, says why and ends the check with 78.
machines_or_skip() {
    local said
    if [ "$(id -u)" != 0 ]; then
        echo "only root can make namespaces with addresses"
        exit 78
    fi
    if ! command -v ip >/dev/null && [ "${CI:-}" = true ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends iproute2 >/dev/null
    fi
    command -v ip >/dev/null || { echo "ip (iproute2) is not on this machine"; exit 77; }
    # shellcheck disable=SC2016
    if ! said=$(timeout 30 unshare --net --mount --uts --pid --fork --kill-child --mount-proc bash -c '
        set -e
        mount -t tmpfs none /run
        ip netns add one
        ip link add bridge type bridge
        ip link add one type veth peer name eth0 netns one
        ip -n one addr add 10.99.0.1/24 dev eth0' 2>&1); then
        echo "no network namespaces here: $(tail -1 <<<"$said")"
        exit 78
    fi
}

# Runs a script in namespaces of its own, no longer than that: inside SECONDS SCRIPT ARGUMENT…
inside() {
    local seconds=$1
    shift
    timeout -k 5 "$seconds" unshare --net --mount --uts --pid --fork --kill-child --mount-proc \
        --propagation private bash "$@" &
    inside=$!
    trap 'kill "$inside" 2>/dev/null || true; rm -rf "$scratch"' EXIT
    wait "$inside"
}

# From here on: within these namespaces.

# The bridge; $machines is where the hosts' directories and the daemons' output lie.
network() {
    machines=$1
    mkdir -p "$machines"
    trap 'if [ "$?" != 0 ]; then tail -n 5 "$machines"/said/*; fi' EXIT
    mount -t tmpfs none /run
    ip link set lo up
    ip link add bridge type bridge
    ip link set bridge up
    # What has to last only as long as the check need not reach a disk.
    mount -t tmpfs -o size=2g none "$machines"
    mkdir "$machines/said"
}

# A host: machine NAME ADDRESS FOLDER USER… (FOLDER: what was compiled for all hosts). Where the
# profile makes no /etc/hosts, $machines/hosts is who has which name, as a name server would say.
machine() {
    local name=$1 address=$2 folder=$3 root=$machines/$1 id=900 user at
    shift 3
    ip netns add "$name"
    ip link add "$name" type veth peer name eth0 netns "$name"
    ip link set "$name" master bridge up
    ip -n "$name" addr add "$address/24" dev eth0
    ip -n "$name" link set eth0 up
    ip -n "$name" link set lo up
    nsenter --net="/run/netns/$name" sh -c 'echo 61000 65000 > /proc/sys/net/ipv4/ip_local_port_range'
    mkdir -p "$root"/{usr,proc,dev,etc,opt/java} "$root"/{tmp,var/tmp,run}
    chmod 1777 "$root/tmp" "$root/var/tmp"
    mount --bind /usr "$root/usr"
    mount -o remount,bind,ro "$root/usr"
    mount --bind /proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount --bind "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" "$root/opt/java"
    for at in bin sbin lib lib32 lib64; do
        if [ -L "/$at" ]; then
            cp -a "/$at" "$root/$at"
        elif [ -d "/$at" ]; then
            mkdir "$root/$at"
            mount --bind "/$at" "$root/$at"
        fi
    done
    # Debian's Java keeps its settings in /etc.
    for at in /etc/ld.so.cache /etc/alternatives /etc/java-*; do
        if [ -e "$at" ]; then cp -a "$at" "$root/etc/"; fi
    done
    echo 'hosts: files' > "$root/etc/nsswitch.conf"
    echo 'root:x:0:0::/:/bin/sh' > "$root/etc/passwd"
    echo 'root:x:0:' > "$root/etc/group"
    for user; do
        id=$((id + 1))
        echo "$user:x:$id:$id::/:/bin/sh" >> "$root/etc/passwd"
        echo "$user:x:$id:" >> "$root/etc/group"
    done
    if [ -e "$machines/hosts" ]; then cp "$machines/hosts" "$root/etc/hosts"; fi
    cp -r "${folder:?}/${name:?}/." "${root:?}/"
    python3 "$here/machines.py" owners "$folder" "$name" "$root"
}

# Directories that whoever sets up the machines makes: directories HOST USER PATH…
directories() {
    local host=$1 user=$2 path
    shift 2
    for path; do
        mkdir -p "$machines/$host$path"
        chroot "$machines/$host" chown -R "$user" "$path"
    done
}

# Becomes a command of a host and of a user, with no environment but what is said: on HOST USER NAME=VALUE… COMMAND…
on() {
    local host=$1 user=$2
    shift 2
    # shellcheck disable=SC2016
    exec nsenter --net="/run/netns/$host" unshare --uts /bin/sh -c '
        hostname "$0"
        root=$1 user=$2
        shift 2
        exec chroot "$root" setpriv --reuid="$user" --regid="$user" --init-groups \
            env -i PATH=/usr/bin:/bin USER="$user" LOGNAME="$user" HOME=/ "$@"
    ' "$(full_name "$host")" "$machines/$host" "$user" "$@"
}

# The full name of a host, by its own /etc/hosts.
full_name() {
    awk -v host="$1" '{ for (i = 2; i <= NF; i++) if ($i == host) { print $2; exit } }' "$machines/$1/etc/hosts"
}

# Starts a unit: start HOST UNIT; $started is its process.
start() {
    local host=$1 unit=$machines/$1/etc/systemd/system/$2.service user environment=() command
    user=$(sed -n 's/^User=//p' "$unit")
    command=$(sed -n 's/^ExecStart=//p' "$unit")
    [ -n "$user" ] && [ -n "$command" ] || { echo "$host: $2.service lacks User or ExecStart"; return 1; }
    mapfile -t environment < <(sed -n 's/^Environment=//p' "$unit" | sed 's/^"\(.*\)"$/\1/')
    # Of the commands that are compiled none has quotes.
    # shellcheck disable=SC2086
    (on "$host" "$user" "${environment[@]}" $command) > "$machines/said/$host.$2" 2>&1 < /dev/null &
    started=$!
}

# What a program of a host's user reads from a port of the host after sending TEXT: ask HOST USER PORT TEXT
ask() {
    # shellcheck disable=SC2016
    (on "$1" "$2" timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf "$2" >&3 && cat <&3' "$1" "$3" "$4") 2>/dev/null || true
}

# Whether the ports that hosts listen to are exactly those of `clusterc show ports`, but for those on
# loopback and those that the kernel chose: ports FOLDER 'HOST…' NAME…, where some hosts alone listen to
# the ports of these names.
ports() {
    local folder=$1 host hosts=$2
    shift 2
    for host in $hosts; do
        nsenter --net="/run/netns/$host" ss -Hltn | awk -v host="$host" '{ print host, $4 }'
    done | python3 "$here/machines.py" ports "$folder" "$@"
}

# Waits until a command succeeds: until_ok SECONDS WHAT COMMAND…
until_ok() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$end" ]; then
            echo "not seen in time: $what"
            return 1
        fi
        sleep 0.3
    done
}

# Ends a process that `start` started as a power failure would.
kill_now() {
    kill -9 "$1"
    wait "$1" 2>/dev/null || true
}

ended() { ! kill -0 "$1"; }

# One file of a host with a change by sed, and back: spoil FILE CHANGE, mend FILE
spoil() {
    cp -p "$1" "$1.sound"
    sed -i -E "$2" "$1"
    if cmp -s "$1" "$1.sound"; then echo "the change does not apply to $1: $2"; return 1; fi
}
mend() { cp -p "$1.sound" "$1"; }
