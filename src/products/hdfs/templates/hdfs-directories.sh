#!/bin/sh
# Makes the directories that must exist in HDFS before the first job. Run it once HDFS is up, as
# root or as the superuser of HDFS; running it again changes nothing.

set -eu

superuser={{ user | sh }}

if [ "$(id -un)" != "$superuser" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "$0: run this as root or as $superuser" >&2
        exit 1
    fi
    exec su -s /bin/sh "$superuser" -c {{ (conf ~ "/hdfs-directories.sh") | sh | sh }}
fi

dfs() {
    {{ command | sh }} --config {{ conf | sh }} dfs "$@"
}
{% for directory in directories %}

dfs -test -d {{ directory.path | sh }} || dfs -mkdir {% if parents %}-p {% endif %}{{ directory.path | sh }}
{% if directory.owner %}
dfs -chown {{ directory.owner | sh }} {{ directory.path | sh }}
{% endif %}
dfs -chmod {{ directory.mode }} {{ directory.path | sh }}
{% endfor %}
