#!/bin/sh
# Prints the configuration of the sandbox; every daemon and tool of it runs this at every read. The
# installed HTCondor's files come in the order in which it reads them itself.

set -eu
LC_ALL=C
export LC_ALL

cat {{ root | sh }}
for file in {{ folder | sh }}/*; do
    case $file in
        *~ | */\#* | *.rpmsave | *.rpmnew | *.dpkg-old | *.dpkg-dist) continue ;;
    esac
    if [ -f "$file" ]; then
        cat "$file"
        echo
    fi
done
if [ -f {{ local | sh }} ]; then
    cat {{ local | sh }}
    echo
fi
cat {{ own | sh }}
# They have just been read; the reader would read them again, after the sandbox's own.
echo "LOCAL_CONFIG_DIR ="
echo "LOCAL_CONFIG_FILE ="
