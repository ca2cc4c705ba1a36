"""Compares HTCondor's own reader with what we wrote: condor.py READERS OUTPUTS

For every host with a `config.d`: behind a root file and a `00` file as the packages have them, the
reader of the nearest version must take all our files without a complaint and find for each name
what the last of our lines says. Lists of the packages must not shine through.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

# Run by the reader's Python, which may be old: prints what is found for the names on stdin.
PROBE = r"""
import json, sys, warnings
warnings.simplefilter("ignore")
try:
    import htcondor
except ImportError:
    import htcondor2 as htcondor
found = {}
for name in json.load(sys.stdin):
    try:
        value = htcondor.param[name]
    except KeyError:
        value = None
    found[name] = value if value is None else str(value)
json.dump(found, sys.stdout)
"""

# What stands in /etc/condor/condor_config and in a package's own file of config.d.
ROOT = """\
RELEASE_DIR = /usr
LOCAL_DIR = /var
RUN = /run/condor
LOG = /var/log/condor
LOCK = /var/lock/condor
SPOOL = /var/lib/condor/spool
EXECUTE = /var/lib/condor/execute
BIN = /usr/bin
LIB = /usr/lib64/condor
SBIN = /usr/sbin
LIBEXEC = /usr/libexec/condor
ETC = /etc/condor
LOCAL_CONFIG_DIR = {folder}
"""
PACKAGE = """\
CONDOR_HOST = $(FULL_HOSTNAME)
DAEMON_LIST = MASTER, COLLECTOR, NEGOTIATOR, SCHEDD, STARTD
START = TRUE
"""


def number(version):
    return tuple(int(part) for part in re.findall(r"\d+", version))


def expand(folded):
    """Names of a folded list such as `cm,w[01-03]x`."""
    names = []
    for item in re.findall(r"(?:[^,\[]|\[[^\]]*\])+", folded):
        done = [""]
        for text, ranges in re.findall(r"([^\[]+)|\[([^\]]*)\]", item):
            parts = [text] if text else []
            for one in ranges.split(",") if ranges else []:
                first, _, last = one.partition("-")
                last = last or first
                parts += [f"{n:0{len(first)}}" for n in range(int(first), int(last) + 1)]
            done = [have + part for have in done for part in parts]
        names += done
    return names


def written(folder):
    """Names and values of our files, the last one of each."""
    said = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines = file.read().split("\n")
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if not line or line.startswith("#") or line.startswith(("use ", "include ")):
                continue
            long = re.fullmatch(r"(\S+) @=(\S+)", line)
            if long:
                end = lines.index("@" + long[2], at)
                said[long[1]] = "\n".join(lines[at:end])
                at = end + 1
                continue
            name_, value = re.fullmatch(r"(\S+) =(?: (.*))?", line).groups()
            said[name_] = value or ""
    return said


def same(ours, theirs):
    if ours == "":
        return theirs in (None, "")
    if theirs is None:
        return False
    if theirs in ("True", "False"):
        return ours.lower() == theirs.lower()
    strip = lambda text: re.sub(r"\s+", " ", text).strip()
    return strip(ours) == strip(theirs)


def main():
    readers, outputs = sys.argv[1:]
    known = sorted(
        (number(name), os.path.join(readers, name, "bin/python"))
        for name in os.listdir(readers)
        if name.startswith("condor-") and os.path.exists(os.path.join(readers, name, "bin/python"))
    )
    bad, read, names = 0, 0, 0
    for entry in sorted(os.listdir(outputs)):
        if not entry.endswith(".profile"):
            continue
        tree = os.path.join(outputs, entry[: -len(".profile")])
        with open(os.path.join(outputs, entry), encoding="utf-8") as file:
            profile = file.read().strip()
        folders = [
            host
            for host in sorted(os.listdir(tree))
            if os.path.isdir(os.path.join(tree, host, "etc/condor/config.d"))
        ]
        if not folders:
            continue
        shown = subprocess.run(
            [os.environ["CLUSTERC"], "--format", "json", "show", "hosts", profile],
            check=True,
            capture_output=True,
        )
        versions = {}
        for row in json.loads(shown.stdout):
            for product in row["products"]:
                if product.startswith("htcondor "):
                    versions.update((host, product.split()[1]) for host in expand(row["hosts"]))
        done = set()
        for host in folders:
            folder = os.path.join(tree, host, "etc/condor/config.d")
            said = written(folder)
            key = (versions[host], json.dumps(said, sort_keys=True))
            if key in done:
                continue
            done.add(key)
            wants = number(versions[host])
            python = next((p for v, p in known if v >= wants), known[-1][1])
            problems = check(python, folder, said)
            read += 1
            names += len(said)
            bad += bool(problems)
            for problem in problems:
                print(f"{profile}: {host} ({versions[host]}, {python}): {problem}")
    print(f"{read} hosts' configurations, {names} names, {bad} bad; readers: {len(known)}")
    sys.exit(1 if bad or not read else 0)


def check(python, folder, said):
    with tempfile.TemporaryDirectory() as scratch:
        local = os.path.join(scratch, "config.d")
        os.mkdir(local)
        with open(os.path.join(local, "00personal_condor.config"), "w") as file:
            file.write(PACKAGE)
        for name in os.listdir(folder):
            os.symlink(os.path.abspath(os.path.join(folder, name)), os.path.join(local, name))
        root = os.path.join(scratch, "condor_config")
        with open(root, "w") as file:
            file.write(ROOT.format(folder=local))
        asked = sorted(set(said) | {
            inner for value in said.values() for inner in re.findall(r"(?<!\$)\$\((\w+)\)", value)
        })
        ran = subprocess.run(
            [python, "-c", PROBE],
            input=json.dumps(asked),
            env={"CONDOR_CONFIG": root, "PATH": "/usr/bin:/bin", "HOME": scratch},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )
    if ran.returncode or ran.stderr.strip():
        return [(ran.stderr or "no answer").strip()]
    found = json.loads(ran.stdout)
    problems = []
    for name, value in said.items():
        # A name that refers to itself adds to what a template or an earlier file says.
        if f"$({name})" in value:
            rest = value.replace(f"$({name})", "").strip()
            if not (found[name] or "").endswith(rest) or found[name].strip() == rest:
                problems.append(f"{name}: adds {rest!r}, and is {found[name]!r}")
            continue
        meant = re.sub(r"(?<!\$)\$\((\w+)\)", lambda m: found[m[1]] or "", value)
        if not same(meant, found[name]):
            problems.append(f"{name}: we say {meant!r}, it reads {found[name]!r}")
    return problems


main()
