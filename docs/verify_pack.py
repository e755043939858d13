"""python3 verify.py: 0 when the unpacked pack that it lies in is as it was made, 8 if not.

verify_log.py, which lies beside it, says the same of the audit log alone, and of anchors of it.
"""

import sys

if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]  # nothing that lies beside it is taken for a part of Python

import json
import os
import subprocess
from hashlib import sha256


def digest_of(path):
    found = sha256()
    with open(path, "rb") as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as stream:
        return json.load(stream)


def changed(folder):
    manifest = read(folder, "MANIFEST.json")
    head, files = manifest["chain_head"], manifest["files"]
    listed = {entry["name"]: (entry["bytes"], entry["sha256"]) for entry in files}
    if manifest["format"] != "recert.pack/1" or len(listed) < len(files):
        yield "The manifest is none, or lists a file twice."
    for name, (size, digest) in listed.items():
        path = os.path.join(folder, *name.split("/"))
        if name.startswith("/") or ".." in name.split("/") or os.path.islink(path):
            yield f"{name} is no file of a pack."
        elif not os.path.isfile(path):
            yield f"{name} is missing."
        elif repr(os.path.getsize(path)) != repr(size) or digest_of(path) != digest:
            yield f"{name} is not the file of the manifest."
    for place, folders, names in os.walk(folder):
        names += [name for name in folders if os.path.islink(os.path.join(place, name))]
        there = {
            os.path.relpath(os.path.join(place, n), folder).replace(os.sep, "/") for n in names
        }
        there -= listed.keys() | {"MANIFEST.json"}
        yield from (f"{name} is not in the manifest." for name in sorted(there))
    last = read(folder, "anchor.json")
    if [head["seq"], head["hash"]] != [last["seq"], last["hash"]] or type(head["seq"]) is not int:
        yield "The anchor is not the head of the manifest."
    with open(os.path.join(folder, "audit.jsonl"), "rb") as log:
        if sum(1 for _ in log) != head["seq"]:
            yield "The log does not end at the head of the manifest."
    names = [os.path.join(folder, n) for n in ("verify_log.py", "audit.jsonl", "anchor.json")]
    done = subprocess.run([sys.executable, "-I", *names], capture_output=True, check=False)
    if done.returncode:
        yield "verify_log.py: " + (done.stdout or done.stderr).decode(errors="replace").strip()


try:
    faults = list(changed(os.path.dirname(os.path.abspath(__file__))))
except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
    faults = [f"The pack cannot be read: {type(error).__name__}: {error}"]
print("\n".join(faults) or "Every file is the one of the manifest, and every row of the log fits.")
sys.exit(8 if faults else 0)
