#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check_records.py RESMAP PROJECT: runs the verbs with --json and holds every line against spec/schema. Exit code 1: a line differs."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

program, project = sys.argv[1], pathlib.Path(sys.argv[2])
schemas = {path.name: json.loads(path.read_text()) for path in (project / "spec/schema").glob("*.json")}


def validator(name):
    resolver = jsonschema.RefResolver(base_uri=name, referrer=schemas[name], store=schemas)
    return jsonschema.Draft202012Validator(schemas[name], resolver=resolver)


def schema_of(record):
    kind = record.get("record", "encoded")
    if kind == "device" and "pass" in record:
        return "assignment.json"
    return "snapshot.json" if kind.startswith("snapshot") else kind + ".json"


validators = {name: validator(name) for name in schemas if name != "common.json"}
for schema in schemas.values():
    jsonschema.Draft202012Validator.check_schema(schema)

seen, wrong = {}, 0


def hold(words, stdin=""):
    """Runs one command and holds its lines; returns them."""
    global wrong
    done = subprocess.run([program, *words], input=stdin, capture_output=True, text=True, cwd=project, check=False)
    if done.returncode not in (0, 1, 4):
        print(f"resmap {' '.join(words)}: exit code {done.returncode}: {done.stderr}")
        wrong += 1
    for line in done.stdout.splitlines():
        record = json.loads(line)
        name = schema_of(record)
        seen[name] = seen.get(name, 0) + 1
        for error in validators[name].iter_errors(record):
            wrong += 1
            if wrong <= 20:
                print(f"resmap {' '.join(words)}: {name}: {error.json_path}: {error.message[:300]}\n  {line[:300]}")
    return done.stdout


def hold_machine(path):
    for verb in ("check", "list", "conflicts", "import"):
        hold([verb, "--json", path])
    hold(["tree", "--json", "--all", path])
    hold(["assign", "--json", path])
    hold(["assign", "--json", "--ignore-boot", path])


for machine in sorted(path for path in (project / "spec/machines").iterdir() if path.is_dir()):
    hold_machine(str(machine))

# Every golden list, whole and malformed, as a value of .reg text.
with tempfile.TemporaryDirectory() as folder:
    text = "REGEDIT4\n\n[HKEY_LOCAL_MACHINE\\GOLDEN]\nbroken line\n"
    for path in sorted((project / "spec/golden").glob("*/*.hex")):
        lines = path.read_text().splitlines()
        kind = int(next(line for line in lines if line.startswith("type "))[5:])
        digits = "".join(line for line in lines if not line.startswith(("#", "type", "expect"))).replace(" ", "")
        data = ",".join(digits[i : i + 2] for i in range(0, len(digits), 2))
        text += f'"{path.stem}"=hex({kind:x}):{data}\n'
    reg = pathlib.Path(folder) / "golden.reg"
    reg.write_text(text)
    hold(["encode"], hold(["decode", "--json", "--warnings", str(reg)]))
    hold(["lint", "--json", str(reg)])

with tempfile.TemporaryDirectory() as folder:
    store = ["--json", "--store", str(pathlib.Path(folder) / "pc.store")]
    hold(["claim", *store, "--driver", "a", "--device", "\\Device\\A", "port:0x300+8", "irq:5,latched"])
    hold(["claim", *store, "--driver", "b", "port:0x304+8"])
    hold(["claims", *store])
    hold(["events", *store])

if os.environ.get("RESMAP_CORPUS"):
    corpus = pathlib.Path(os.environ["RESMAP_CORPUS"]).resolve()
    for hive in sorted(corpus.glob("hives/*/SYSTEM.hive.xz")):
        hold(["decode", "--json", "--warnings", str(hive)])
        hold_machine(str(hive))

unused = set(validators) - set(seen) - {"list.json", "bench.json"}  # within others, and held by the bench's own check
if unused:
    print("no line was held against " + ", ".join(sorted(unused)))
print(f"{sum(seen.values())} lines held against {len(seen)} schemas, {wrong} differ")
sys.exit(1 if wrong or unused else 0)
