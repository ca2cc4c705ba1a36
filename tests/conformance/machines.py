"""What machines.sh asks of the compiled files: `machines.py owners FOLDER HOST ROOT`,
`machines.py ports FOLDER NAME… < HEARD`."""
import json
import os
import re
import subprocess
import sys

# What the kernel chooses from for ports that nobody fixed, as machines.sh sets it.
CHOSEN = range(61000, 65001)


def names(hosts):
    """The hosts of a folded list: `m[1-3],w1`."""
    for item in re.findall(r"(?:\[[^]]*\]|[^,\[])+", hosts):
        before, bracket, rest = item.partition("[")
        inside, _, after = rest.partition("]")
        for part in inside.split(",") if bracket else [""]:
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1) if bracket else [None]:
                yield item if number is None else before + str(number).zfill(len(first)) + after


def owners(folder, host, root):
    """Gives a host's files the owners and modes of the manifest."""
    with open(f"{root}/etc/passwd") as users:
        ids = {line.split(":")[0]: int(line.split(":")[2]) for line in users}
    with open(f"{folder}/clusterc.manifest.json") as manifest:
        files = [file for file in json.load(manifest)["files"] if host in names(file["hosts"])]
    for file in files:
        os.chown(root + file["path"], ids[file["owner"]], ids[file["group"]])
        os.chmod(root + file["path"], int(file["mode"], 8))
    return [] if files else [f"the manifest has no file of {host}"]


def ports(folder, *partly):
    """Compares who listens, as `HOST ADDRESS:PORT`, with `clusterc show ports`. Ports of the names
    in `partly` are heard by some of their hosts only."""
    heard = set()
    for line in sys.stdin:
        host, address = line.split()
        where, _, port = address.rpartition(":")
        if not re.match(r"127\.|\[::1\]|\[::ffff:127\.", where) and int(port) not in CHOSEN:
            heard.add((host, int(port)))
    with open(f"{folder}.profile") as profile:
        command = [os.environ["CLUSTERC"], "--format", "json", "show", "ports", profile.read().strip()]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    told, wrong = set(), []
    for port in listed:
        for host in names(port["hosts"]):
            told.add((host, port["port"]))
            if (host, port["port"]) not in heard and port["name"] not in partly:
                wrong.append(f"nobody listens on {host} to port {port['port']}, {port['name']} of {port['role']}")
        if not any((host, port["port"]) in heard for host in names(port["hosts"])):
            wrong.append(f"nobody listens to port {port['port']}, {port['name']} of {port['role']}")
    wrong += [f"{host} listens to port {port}, which `show ports` does not know" for host, port in sorted(heard - told)]
    if not wrong:
        print(f"{len(heard)} ports are those of `show ports`")
    return wrong


complaints = {"owners": owners, "ports": ports}[sys.argv[1]](*sys.argv[2:])
print("\n".join(complaints), end="\n" if complaints else "")
sys.exit(1 if complaints else 0)
