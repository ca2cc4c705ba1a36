#!/bin/sh
# Prints the rack of each host it is asked for. Hadoop asks by IP address; the table knows the
# addresses and names of the profile.

table={{ table | sh }}

rack_of() {
    awk -v node="$1" '$1 == node { print $2; exit }' "$table"
}

for node in "$@"; do
    rack=$(rack_of "$node")
    if [ -z "$rack" ]; then
        for name in $(getent hosts "$node"); do
            rack=$(rack_of "$name")
            [ -z "$rack" ] || break
        done
    fi
    echo "${rack:-/default-rack}"
done
