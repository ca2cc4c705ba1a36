"""Compares `show effective` with the products' readers: effective.py OUTPUTS SCRATCH JARS READERS

Hadoop: every key that a process of its own classes has is one of ours, with that value, raw and
expanded, from that file; where the jars are of the profile's version the defaults too, and no key is
missing. HTCondor: of each subsystem every name that our files state.
"""
import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import said

SCRATCH, JARS, READERS = map(pathlib.Path, sys.argv[2:])
# The class by which a process loads its files.
KINDS = {
    "fsclient": "core", "datanode": "hdfs", "journalnode": "hdfs", "namenode": "hdfs",
    "secondarynamenode": "hdfs", "zkfc": "hdfs", "nodemanager": "yarn", "resourcemanager": "yarn",
    "historyserver": "mapred", "mrclient": "mapred",
}
IDS = ("dfs.nameservice.id", "dfs.ha.namenode.id", "yarn.resourcemanager.ha.id")
USER = "someone"
# Made-up names of the default files, that stand for a family.
FACTS = pathlib.Path(__file__).parent / "../../src/products/hadoop/facts"
PLACEHOLDERS = set((FACTS / "placeholders.tsv").read_text().split("\n")[1:])
# Old names: a default file may still hold them.
RENAMED = {line.split("\t")[0] for line in (FACTS / "renamed.tsv").read_text().split("\n")[1:]}
# What a resourcemanager writes back as it was.
WRITTEN_BACK = ("yarn.resourcemanager.ha.id", "yarn.resourcemanager.ha.rm-ids")
wrong = []
counts = dict.fromkeys(("processes", "values", "defaults", "only code knows", "condor", "names"), 0)


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
                parts += [f"{n:0{len(first)}}" for n in range(int(first), int(last or first) + 1)]
            done = [have + part for have in done for part in parts]
        names += done
    return names


def classes(output):
    """One host of each kind: its name, roles, and products by name."""
    for row in said.ask("show", "hosts", output.profile) or []:
        host = expand(row["hosts"])[0]
        if (output.folder / host).is_dir():
            roles = [re.split(r"[@ ]", role)[0] for role in row["roles"]]
            products = dict(product.split()[:2] for product in row["products"])
            yield host, roles, products


class Asked:
    def __init__(self, name, folder, report):
        self.name, self.folder, self.report = name, folder, report
        self.daemon, self.version = report["daemon"], report["version"]
        self.rows = {row["key"]: row for row in report["keys"]}

    def line(self):
        ids = [f"{key}={self.rows[key]['value']}" for key in IDS
               if key in self.rows and self.rows[key]["source"] == "process"]
        return "\t".join([str(self.folder), self.daemon, *ids])


def hadoop():
    """What is asked of each reader: jars and kind to a list."""
    asked, seen = {}, set()
    for output in said.outputs():
        for host, roles, products in classes(output):
            version = products.get("hadoop")
            if not version or number(version) < (2, 6):
                continue
            jars = "2.7.3" if number(version) < (3,) else "3.4.1"
            sites = sorted((output.folder / host).rglob("core-site.xml"))
            if len(sites) != 1:
                continue
            folder = sites[0].parent
            body = b"".join(said.body(path.read_bytes()) for path in sorted(folder.glob("*.xml")))
            for daemon, kind in KINDS.items():
                if daemon not in roles and daemon not in ("fsclient", "mrclient"):
                    continue
                if daemon == "mrclient" and not (folder / "mapred-site.xml").exists():
                    continue
                key = (version, daemon, body)
                if key in seen:
                    continue
                seen.add(key)
                report = said.ask("show", "effective", host, daemon, output.profile, "--all")
                if report is None:
                    wrong.append(f"{output.name}: no answer for {daemon} of {host}")
                    continue
                one = Asked(f"{output.name}: {daemon} of {host}", folder, report)
                asked.setdefault((jars, kind), []).append(one)
    return asked


def text(cell):
    return None if cell == "-" else base64.b64decode(cell.rstrip(".")).decode()


def read(jars, kind, lines):
    """Keys of each folder: raw, value, file."""
    run = subprocess.run(
        ["java", f"-Duser.name={USER}", "-Djava.io.tmpdir=/tmp", "-cp", f"{SCRATCH / jars}:{JARS / jars}/*",
         "ReadEffective", kind],
        input="".join(line + "\n" for line in lines), capture_output=True, text=True)
    if run.returncode:
        print(run.stderr[-2000:])
        sys.exit(f"jars of {jars}: {kind} cannot be read")
    answers, keys = [], {}
    for line in run.stdout.splitlines():
        if line == ".":
            answers.append(keys)
            keys = {}
        elif "\t" in line:
            key, raw, value, file = line.split("\t")
            keys[text(key)] = (text(raw), text(value), file)
    assert len(answers) == len(lines), (jars, kind)
    return answers


def differences(one, keys, jars, count=True):
    """What the reader has otherwise."""
    found = []
    exact = one.version == jars
    whole = jars != "3.4.1"
    for key, row in one.rows.items():
        theirs = keys.get(key)
        if row["source"] == "process" or row["from"] and row["from"].startswith(key + "."):
            # Without a namenode's classes nobody makes it.
            if not whole and one.daemon in ("namenode", "zkfc", "secondarynamenode"):
                continue
        if theirs is None:
            if row["source"] == "default":
                counts["only code knows"] += count
            else:
                found.append(f"{key} is {row['value']!r} here, and the process has none")
            continue
        raw, value, file = theirs
        if row["source"] == "default" and (not exact or file != "-" and not file.endswith("-default.xml")):
            if not file.endswith("-default.xml") and file != "-":
                found.append(f"{key} is a default here, and {raw!r} of {file}")
            continue
        counts["defaults" if row["source"] == "default" else "values"] += count
        if row["secret"]:
            continue
        ours = row["value"]
        written = row["written"] if row["written"] is not None else ours
        if row["source"] == "default":
            # Our tables hold lists of the default files in one line.
            ours, written, raw, value = (one and " ".join(one.split()) for one in (ours, written, raw, value))
        if row["source"] != "process" and raw != written:
            found.append(f"{key} is written {written!r} here, and {raw!r} there")
        if not [name for name in row["open"] if name not in ("user.name", "java.io.tmpdir")]:
            ours = ours.replace("${user.name}", USER).replace("${java.io.tmpdir}", "/tmp")
            if value != ours:
                found.append(f"{key} is {ours!r} here, and {value!r} there")
        if row["file"] and not (row["from"] or "").startswith(key + ".") and file != row["file"].rsplit("/", 1)[1] \
                and not (key in WRITTEN_BACK and file.startswith("program")):
            found.append(f"{key} is of {row['file']} here, and of {file} there")
    for key, (raw, _, file) in keys.items():
        if key in one.rows or key in PLACEHOLDERS | RENAMED or not raw.strip():
            continue
        if exact or not file.endswith("-default.xml"):
            found.append(f"{key} is not known here, and {raw!r} of {file} there")
    return found


def one_reader(jars, kind, asked):
    for one, keys in zip(asked, read(jars, kind, [one.line() for one in asked])):
        counts["processes"] += 1
        wrong.extend(f"{one.name} ({one.version}): {what}" for what in differences(one, keys, jars))


# Each of these changes a sound directory so that the process sees something else.
BROKEN = [
    ("core-site.xml", r"<value>65536</value>", "<value>65537</value>"),
    ("core-site.xml", r"</configuration>", "<property><name>dfs.replication</name><value>9</value><final>true</final></property></configuration>"),
    ("core-site.xml", r"fs\.defaultFS", "fs.default.nome"),
    ("hdfs-site.xml", r"</configuration>", "<property><name>io.file.buffer.sizes</name><value>1</value></property></configuration>"),
    ("hdfs-site.xml", r"(?s)<configuration>.*</configuration>", "<configuration></configuration>"),
    ("hdfs-site.xml", r"\$\{dfs\.namenode\.name\.dir\}", "${dfs.datanode.data.dir}"),
]


def broken_hadoop(asked):
    """Broken twins must be told from sound ones."""
    for jars, name in (("2.7.3", "effective-2.7: namenode of m1"), ("3.4.1", "effective-3.4: namenode of m1")):
        one = next((one for one in asked.get((jars, "hdfs"), []) if one.name == name), None)
        if one is None:
            wrong.append(f"{name} was not found")
            continue
        twins = []
        for at, (file, before, after) in enumerate(BROKEN):
            folder = SCRATCH / f"broken-{jars}-{at}"
            shutil.copytree(one.folder, folder)
            sound = (folder / file).read_text()
            changed = re.sub(before, lambda _: after, sound)
            if changed == sound:
                wrong.append(f"the change does not apply to {file}: {before}")
                continue
            (folder / file).write_text(changed)
            twins.append(((file, before), "\t".join([str(folder), *one.line().split("\t")[1:]])))
        for (what, _), keys in zip(twins, read(jars, "hdfs", [line for _, line in twins])):
            if not differences(one, keys, jars, count=False):
                wrong.append(f"a broken directory passes the jars of {jars}: {what}")


PROBE = r"""
import json, sys, warnings
warnings.simplefilter("ignore")
try:
    import htcondor
except ImportError:
    import htcondor2 as htcondor
asked = json.load(sys.stdin)
found = {}
if hasattr(htcondor, "set_subsystem"):
    htcondor.set_subsystem(asked["subsystem"])
    htcondor.reload_config()
for name in asked["names"]:
    try:
        found[name] = str(htcondor.param[name])
    except KeyError:
        found[name] = None
json.dump(found, sys.stdout)
"""

# What stands in a package's root file.
ROOT = """\
RELEASE_DIR = /usr
LOCAL_DIR = /var
LOCAL_CONFIG_DIR = {folder}
"""


def ask_condor(python, folder, daemon, names):
    root = SCRATCH / "condor_config"
    root.write_text(ROOT.format(folder=folder))
    run = subprocess.run(
        [python, "-c", PROBE], input=json.dumps({"subsystem": daemon.upper(), "names": names}),
        env={"CONDOR_CONFIG": str(root), "PATH": "/usr/bin:/bin", "HOME": str(SCRATCH)},
        capture_output=True, text=True, timeout=60)
    if run.returncode:
        return None
    return json.loads(run.stdout)


def same(ours, theirs):
    if theirs is None:
        return ours == ""
    if theirs in ("True", "False"):
        return ours.lower() == theirs.lower()
    if re.fullmatch(r"-?[0-9]+", theirs) and re.fullmatch(r"[0-9+*() -]+", ours):
        return int(theirs) == eval(ours)  # noqa: S307 (digits and operators only)
    tidy = lambda text: re.sub(r"\s+", " ", text).strip()
    return tidy(ours) == tidy(theirs)


def condor_differences(rows, found):
    return [f"{row['key']} is {row['value']!r} here, and {found[row['key']]!r} there"
            for row in rows if not same(row["value"], found[row["key"]])]


def condor():
    known = sorted((number(path.name), path / "bin/python") for path in READERS.glob("condor-*")
                   if (path / "bin/python").exists())
    seen = set()
    for output in said.outputs():
        for host, _, products in classes(output):
            folder = output.folder / host / "etc/condor/config.d"
            if "htcondor" not in products or not folder.is_dir():
                continue
            python = next((python for version, python in known if version >= number(products["htcondor"])), known[-1][1])
            for daemon in ("master", "collector", "negotiator", "schedd", "startd"):
                report = said.ask("show", "effective", host, daemon, output.profile)
                if report is None:
                    continue
                rows = [row for row in report["keys"]
                        if row["source"] == "file" and row["value"] is not None and not row["open"]]
                key = (daemon, products["htcondor"], json.dumps([(row["key"], row["value"]) for row in rows]))
                if key in seen:
                    continue
                seen.add(key)
                found = ask_condor(python, folder, daemon, [row["key"] for row in rows])
                if found is None:
                    wrong.append(f"{output.name}: {daemon} of {host}: no answer of {python}")
                    continue
                counts["condor"] += 1
                counts["names"] += len(rows)
                name = f"{output.name}: {daemon} of {host} ({products['htcondor']})"
                wrong.extend(f"{name}: {what}" for what in condor_differences(rows, found))
                if counts["condor"] == 1:
                    broken_condor(python, folder, daemon, rows)


def broken_condor(python, folder, daemon, rows):
    """A file after ours that says otherwise, to all and to this daemon alone."""
    for at, line in enumerate(("{} = otherwise", "{}.{} = otherwise")):
        twin = SCRATCH / f"broken-condor-{at}"
        shutil.copytree(folder, twin)
        name = rows[0]["key"]
        names = (name,) if at == 0 else (daemon.upper(), name)
        (twin / "99-other.conf").write_text(line.format(*names) + "\n")
        found = ask_condor(python, twin, daemon, [row["key"] for row in rows])
        if not found or not condor_differences(rows, found):
            wrong.append(f"a broken directory passes HTCondor's reader: {line}")


asked = hadoop()
for (jars, kind), each in sorted(asked.items()):
    one_reader(jars, kind, each)
broken_hadoop(asked)
condor()
for what in wrong[:200]:
    print(what)
print(", ".join(f"{count} {what}" for what, count in counts.items()), f"; {len(wrong)} wrong")
said.at_least(counts["processes"], 60, "processes of Hadoop")
said.at_least(counts["defaults"], 2000, "defaults of Hadoop")
said.at_least(counts["condor"], 20, "subsystems of HTCondor")
sys.exit(bool(wrong))
