#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""check_registry_tools.py RESMAP TOOL: what resmap exports, in the hands of other programs that know registries.

TOOL is wine, hivexregedit, hivexsh, reglookup or hivex (Python's). Every value must be there with its type and bytes, and no other.
Exit code 1: something differs; 77: the tool is not installed.
"""
import importlib.util
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import urllib.parse

program, tool = sys.argv[1:3]
ROOT = "HKLM\\SOFTWARE\\resmap"
here = {"hivex": importlib.util.find_spec("hivex")}.get(tool) if tool == "hivex" else shutil.which(tool)
if not here:
    print(f"{tool} is not installed: nothing was checked")
    sys.exit(77)


def run(words, **more):
    done = subprocess.run(words, capture_output=True, check=False, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: exit code {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def resmap(verb, *words):
    return run([program, verb, *map(str, words)])


def port_list(count):
    """A CM_RESOURCE_LIST of so many ports, one after the other, in descriptors of 16 bytes."""
    ports = b"".join(struct.pack("<BBHQI", 1, 1, 1, 0x10000 + 4 * i, 4) for i in range(count))
    return struct.pack("<IiIHHI", 1, 1, 0, 1, 1, count) + ports


def make_store(store, folder):
    # reglookup 1.0.1 prints the names of keys as they are stored, in UTF-16 too; it gets one that Latin-1 can say.
    odd_name = "Gerät" if tool == "reglookup" else "Gerät €"
    claim = ["claim", "--store", store]
    resmap(*claim, "--driver", "serial", "--device", "\\Device\\Serial0", "port:0x3f8+8", "irq:4,latched")
    resmap(*claim, "--driver", "serial", "--device", "\\Device\\Serial1", "port:0x2f8+8", "irq:3,latched")
    resmap(*claim, "--class", "KeyboardPort/PointerPort", "--driver", "i8042prt", "--device", "\\Device\\KeyboardPort0", "port:0x60")
    resmap(*claim, "--class", "Video", "--driver", odd_name, "--driver-list", "irq:9", "--device", "\\Device\\Video0", "mem:0xa0000+128K")
    resmap(*claim, "--era", "w2k", "--driver", "nic", "--device", "\\Device\\NTPNP_PCI0001", "mem:0x100000000+64K")
    (folder / "large.bin").write_bytes(port_list(2000))
    resmap(*claim, "--driver", "large", "--device", "\\Device\\Large", "--list", folder / "large.bin")


def expected(store):
    """{(class, driver, value name): bytes} as the store has them."""
    values = {}
    for line in resmap("claims", "--store", store, "--json").decode().splitlines():
        record = json.loads(line)
        for name in ("Raw", "Translated"):
            place = (record["class"], record["driver"], record["device"] + "." + name)
            values[place] = bytes.fromhex(record[name.lower()])
    return values


def hold(found, wanted, what):
    if found == wanted:
        print(f"{what}: {len(wanted)} values as they were exported")
        return
    for place in sorted(set(found) ^ set(wanted)):
        print(f"{what}: {place} is on one side only")
    for place in sorted(set(found) & set(wanted)):
        if found[place] != wanted[place]:
            print(f"{what}: {place} differs")
    sys.exit(1)


def reimported(file, folder):
    """What a store holds after the import of a file."""
    store = folder / "again.store"
    for old in folder.glob("again.store*"):
        old.unlink()
    resmap("import", "--store", store, file)
    return expected(store)


def check_wine(store, folder, wanted):
    resmap("export", "--store", store, "--root", ROOT, "-o", folder / "out.reg")
    environment = dict(os.environ, WINEPREFIX=str(folder / "prefix"), HOME=str(folder), WINEDEBUG="-all",
                       WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d")
    wine = {"env": environment, "cwd": folder, "stdin": subprocess.DEVNULL}
    try:
        run(["wine", "reg", "import", "out.reg"], **wine)
        run(["wine", "reg", "export", ROOT, "back.reg", "/y"], **wine)
    finally:
        subprocess.run(["wineserver", "-k"], check=False, capture_output=True, **wine)
    # `reg import` ends with 0 whatever it could not read, so only the content tells.
    if (folder / "out.reg").read_bytes() != (folder / "back.reg").read_bytes():
        print("wine's export is not the file that it imported")
        sys.exit(1)
    hold(reimported(folder / "back.reg", folder), wanted, "wine reg import, export")


def check_hivexregedit(store, folder, wanted):
    prefix = ["--prefix", "HKEY_LOCAL_MACHINE\\SOFTWARE"]
    empty = folder / "empty.store"
    resmap("claim", "--store", empty, "--driver", "a", "dma:1")
    resmap("release", "--store", empty, "--driver", "a")
    resmap("export", "--store", empty, "--root", ROOT, "-o", folder / "base.hive")
    resmap("export", "--store", store, "--root", ROOT, "-o", folder / "out.reg")
    resmap("export", "--store", store, "--root", ROOT, "-o", folder / "out.hive")
    # It takes .reg text in UTF-8 with lines that end in LF.
    text = (folder / "out.reg").read_bytes().decode("utf-16").replace("\r\n", "\n")
    (folder / "utf8.reg").write_bytes(text.encode())
    run(["hivexregedit", "--merge", *prefix, folder / "base.hive", folder / "utf8.reg"])
    hold(reimported(folder / "base.hive", folder), wanted, "hivexregedit --merge into an empty hive")
    merged = run(["hivexregedit", "--export", *prefix, folder / "base.hive", "\\resmap"])
    (folder / "merged.reg").write_bytes(merged)
    hold(reimported(folder / "merged.reg", folder), wanted, "hivexregedit --merge, --export")
    if merged != run(["hivexregedit", "--export", *prefix, folder / "out.hive", "\\resmap"]):
        print("hivexregedit exports the merged hive and the exported one differently")
        sys.exit(1)


def hive_of(store, folder):
    resmap("export", "--store", store, "--root", ROOT, "-o", folder / "out.hive")
    return folder / "out.hive"


def check_hivexsh(store, folder, wanted):
    hive, found = hive_of(store, folder), {}
    for class_name, driver in {place[:2] for place in wanted}:
        script = folder / "script"
        script.write_bytes(f"cd \\resmap\\{class_name}\\{driver}\nlsval\n".encode())
        for line in run(["hivexsh", "-f", script, hive]).decode().splitlines():
            name, data = re.fullmatch(r'"(.*)"=hex\(8\):(.*)', line).groups()
            found[class_name, driver, name.replace("\\\\", "\\")] = bytes.fromhex(data.replace(",", ""))
    hold(found, wanted, "hivexsh")


def check_reglookup(store, folder, wanted):
    found = {}
    for line in run(["reglookup", "-t", "RSRC_LIST", hive_of(store, folder)]).decode("latin-1").splitlines()[1:]:
        path, kind, value, _ = line.split(",")
        assert kind == "RSRC_LIST", line
        _, root, class_name, driver, name = (urllib.parse.unquote(part, "latin-1") for part in path.split("/"))
        assert root == "resmap", line
        found[class_name, driver, name] = urllib.parse.unquote_to_bytes(value)
    hold(found, wanted, "reglookup")


def check_hivex(store, folder, wanted):
    import hivex

    handle, found = hivex.Hivex(str(hive_of(store, folder))), {}
    top = handle.node_get_child(handle.root(), "resmap")
    for class_node in handle.node_children(top):
        for driver in handle.node_children(class_node):
            for value in handle.node_values(driver):
                kind, data = handle.value_value(value)
                assert kind == 8
                place = (handle.node_name(class_node), handle.node_name(driver), handle.value_key(value))
                found[place] = bytes(data)
    hold(found, wanted, "python3-hivex")


checks = {"wine": check_wine, "hivexregedit": check_hivexregedit, "hivexsh": check_hivexsh, "reglookup": check_reglookup, "hivex": check_hivex}
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    store = folder / "pc.store"
    make_store(store, folder)
    wanted = expected(store)
    assert len(wanted) == 14
    checks[tool](store, folder, wanted)
    # More than 1 MiB: a hive of version 1.5 with its data in segments. reglookup reads those too, but cuts data at 1 MiB.
    if tool in ("hivexsh", "hivex"):
        (folder / "huge.bin").write_bytes(port_list(70000))
        resmap("claim", "--store", store, "--override", "--driver", "huge", "--device", "\\Device\\Huge", "--list", folder / "huge.bin")
        checks[tool](store, folder, expected(store))
