#!/bin/sh
# The sandbox of HTCondor: {{ (base ~ "/sandbox") | sh }} start | stop | check | shell
#
# start  {% if beside %}runs the build beside the installed HTCondor{% else %}stops the installed HTCondor and runs the build in its place{% endif %}

# stop   {% if beside %}stops the build{% else %}stops the build and starts the installed HTCondor again{% endif %}

# check  says which files are read and which programs run
# shell  a shell whose tools speak to the sandbox
#
# Nothing outside of {{ base | sh }} is written: stop it and remove the directory to go back.

set -eu

base={{ base | sh }}
CONDOR_CONFIG={{ root | sh }}
PATH={{ build | sh }}/bin:{{ build | sh }}/sbin:$PATH
export CONDOR_CONFIG PATH

root() {
    if [ "$(id -u)" -ne 0 ]; then
        echo "$0 $1: run this as root" >&2
        exit 1
    fi
}

case ${1:-} in
start)
    root start
    for program in bin/condor_config_val sbin/condor_master; do
        if [ ! -x {{ build | sh }}/"$program" ]; then
            echo "there is no build: {{ build | sh }}/$program" >&2
            exit 1
        fi
    done
    for name in log spool execute lock run; do
        install -d -o condor -g condor "$base/local/$name"
    done
{% if not beside %}
{% if pid1 %}
    systemctl stop {{ unit | sh }}
{% else %}
    service condor stop
{% endif %}
{% endif %}
{% if systemd %}
    systemd-run --unit=condor-sandbox -p Delegate=yes \
        --setenv=CONDOR_CONFIG="$CONDOR_CONFIG" --setenv=PATH="$PATH" \
        {{ build | sh }}/sbin/condor_master -f
{% else %}
    {{ build | sh }}/sbin/condor_master
{% endif %}
    ;;
stop)
    root stop
    {{ build | sh }}/sbin/condor_off -master || :
{% if systemd %}
    systemctl stop condor-sandbox.service
{% endif %}
{% if not beside %}
{% if pid1 %}
    systemctl start {{ unit | sh }}
{% else %}
    service condor start
{% endif %}
{% endif %}
    ;;
check)
    condor_config_val -config
    condor_config_val -verbose RELEASE_DIR LIBEXEC LOG SPOOL EXECUTE
    condor_version
    ;;
shell)
    exec "${SHELL:-/bin/sh}"
    ;;
*)
    echo "usage: $0 start | stop | check | shell" >&2
    exit 2
    ;;
esac
