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
if found.get("JOB_ROUTER_ENTRIES"):
    # What the job router reads with the same parser.
    import classad
    ads = list(classad.parseAds(found["JOB_ROUTER_ENTRIES"]))
    assert ads and all("GridResource" in ad for ad in ads), "routes"
for path in sys.argv[1:]:
    with open(path) as file:
        text = file.read()
    if hasattr(htcondor, "Submit"):
        said = htcondor.Submit(text)
        assert said["universe"] == "grid" and said["grid_resource"], path
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


def sandboxes(tree):
    """Directories of sandboxes below a tree, and the host of each."""
    for host in sorted(os.listdir(tree)):
        for folder, _, files in os.walk(os.path.join(tree, host)):
            if "zz-sandbox.conf" in files:
                yield host, os.path.dirname(folder)


def check_sandbox(python, tree, host, base):
    """What a sandbox says wins over a site's files, whatever these set."""
    own = "/" + os.path.relpath(base, os.path.join(tree, host))
    with tempfile.TemporaryDirectory() as scratch:
        system, here = os.path.join(scratch, "system"), os.path.join(scratch, "sandbox")
        os.makedirs(os.path.join(system, "config.d"))
        os.makedirs(os.path.join(here, "config.d"))
        root = os.path.join(system, "condor_config")
        with open(root, "w") as file:
            file.write(ROOT.format(folder=os.path.join(system, "config.d")))
        with open(os.path.join(system, "config.d/99-site.conf"), "w") as file:
            file.write("RELEASE_DIR = /site\nSPOOL = /site/spool\nLIBEXEC = /site/libexec\n")
        for name in ("root.conf", "override.sh", "config.d/zz-sandbox.conf"):
            path = os.path.join(base, name)
            if not os.path.exists(path):
                continue
            with open(path) as file:
                text = file.read()
            if name != "config.d/zz-sandbox.conf":
                text = text.replace("/etc/condor", system).replace(own, here)
            with open(os.path.join(here, name), "w") as file:
                file.write(text)
            os.chmod(os.path.join(here, name), 0o755)
        said = written(os.path.join(here, "config.d"))
        config = os.path.join(here, "root.conf")
        if not os.path.exists(config):
            config = os.path.join(here, "override.sh|")
        ran = subprocess.run(
            [python, "-c", PROBE],
            input=json.dumps(sorted(set(said) | {"FULL_HOSTNAME"})),
            env={"CONDOR_CONFIG": config, "PATH": "/usr/bin:/bin", "HOME": scratch},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )
    if ran.returncode or ran.stderr.strip():
        return [(ran.stderr or "no answer").strip()]
    return compare(said, json.loads(ran.stdout))


def same(ours, theirs):
    if ours == "":
        return theirs in (None, "")
    if theirs is None:
        return False
    if theirs in ("True", "False"):
        return ours.lower() == theirs.lower()
    if re.fullmatch(r"-?[0-9]+", theirs) and re.fullmatch(r"[0-9+*() -]+", ours):
        # A number may be a sum; the reader gives what it comes to.
        return int(theirs) == eval(ours)  # noqa: S307 (digits and operators only)
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
        boxes = list(sandboxes(tree))
        if not folders and not boxes:
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
        reader = lambda host: next(
            (p for v, p in known if v >= number(versions[host])), known[-1][1]
        )
        for host, base in boxes:
            problems = check_sandbox(reader(host), tree, host, base)
            read += 1
            bad += bool(problems)
            for problem in problems:
                print(f"{profile}: sandbox of {host} ({versions[host]}): {problem}")
        done = set()
        for host in folders:
            folder = os.path.join(tree, host, "etc/condor/config.d")
            said = written(folder)
            key = (versions[host], json.dumps(said, sort_keys=True))
            if key in done:
                continue
            done.add(key)
            python = reader(host)
            submits = os.path.join(tree, host, "etc/condor/submit")
            submits = [os.path.join(submits, name) for name in sorted(os.listdir(submits))] if os.path.isdir(submits) else []
            problems = check(python, folder, said, submits)
            read += 1
            names += len(said)
            bad += bool(problems)
            for problem in problems:
                print(f"{profile}: {host} ({versions[host]}, {python}): {problem}")
    print(f"{read} hosts' configurations, {names} names, {bad} bad; readers: {len(known)}")
    sys.exit(1 if bad or not read else 0)


def check(python, folder, said, submits=()):
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
            inner
            for value in said.values()
            for inner in re.findall(r"(?<!\$)\$\((\w+)(?::[^()]*)?\)", value)
        })
        ran = subprocess.run(
            [python, "-c", PROBE, *submits],
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
    return compare(said, found)


def compare(said, found):
    problems = []
    for name, value in said.items():
        # A name that refers to itself adds to what a template or an earlier file says.
        if f"$({name})" in value:
            rest = value.replace(f"$({name})", "").strip()
            adds = (found[name] or "").strip().endswith(rest)
            # What it adds to is empty in the packages' own tables for these, and not for others.
            if not adds or found[name].strip() == rest and not name.endswith(("_JOBLIST", "_NAMES")):
                problems.append(f"{name}: adds {rest!r}, and is {found[name]!r}")
            continue
        meant = re.sub(r"(?<!\$)\$\((\w+)(?::([^()]*))?\)", lambda m: found[m[1]] or m[2] or "", value)
        if not same(meant, found[name]):
            problems.append(f"{name}: we say {meant!r}, it reads {found[name]!r}")
    return problems


main()
