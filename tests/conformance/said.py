"""What the readers here share: distinct files of OUTPUTS, and what clusterc says of each.

A check written in Python imports it. Files are distinct by path and content without the header,
which names the profile. Exit codes: 0 fine, 1 a reader complains, 77 something is not installed
(said with `absent`), 78 this machine's kernel does not let the check run.
"""
import functools
import json
import os
import pathlib
import subprocess
import sys

CLUSTERC = os.environ["CLUSTERC"]
OUTPUTS = pathlib.Path(sys.argv[1])
IN_CI = os.environ.get("CI") == "true"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "clusterc"


def absent(what):
    """Ends the check: something that it needs is not installed."""
    print(what)
    sys.exit(77)


def ask(*arguments):
    """A JSON answer of clusterc; None where it has none."""
    run = subprocess.run([CLUSTERC, "--format", "json", *arguments], capture_output=True, text=True)
    try:
        return json.loads(run.stdout)
    except ValueError:
        return None


class Output:
    """The folder of one profile's outputs."""

    def __init__(self, folder):
        self.folder = folder
        self.name = folder.name
        self.profile = (folder.parent / f"{folder.name}.profile").read_text().strip()

    def hosts(self):
        return sorted(path for path in self.folder.iterdir() if path.is_dir())

    @functools.cached_property
    def manifest(self):
        return json.loads((self.folder / "clusterc.manifest.json").read_text())["files"]


class File:
    def __init__(self, output, host, file):
        self.output = output
        self.host = host.name
        self.file = file
        self.path = "/" + str(file.relative_to(host))

    def __str__(self):
        return f"{self.output.name}/{self.host}{self.path}"

    @property
    def entries(self):
        """What clusterc says is in it; None for a file that is not made of entries."""
        answer = ask("why", f"{self.host}:{self.path}", self.output.profile)
        return answer["documents"][0]["entries"] if answer and answer["documents"] else None


def outputs():
    return [Output(pathlib.Path(str(path)[: -len(".profile")])) for path in sorted(OUTPUTS.glob("*.profile"))]


def body(content):
    """A file without the line that names the profile."""
    return b"\n".join(line for line in content.split(b"\n") if b"Made by clusterc" not in line)


def distinct(wanted):
    """Files whose path `wanted` takes, each distinct one once."""
    seen = set()
    for output in outputs():
        for host in output.hosts():
            for file in sorted(host.rglob("*")):
                path = "/" + str(file.relative_to(host))
                if not wanted(path) or not file.is_file():
                    continue
                key = (path, body(file.read_bytes()))
                if key not in seen:
                    seen.add(key)
                    yield File(output, host, file)


def at_least(count, least, what):
    if count < least:
        print(f"only {count} {what} were found")
        sys.exit(1)
