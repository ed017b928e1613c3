#!/usr/bin/env python3
"""Holds what consentry reads against aapt, aapt2, dexdump and androguard, and writes the table docs/oracles.md.

    CONSENTRY_CORPUS=FOLDER CONSENTRY_FACTS=facts.jsonl cargo test --test integration facts::
    tools/oracles.py FOLDER facts.jsonl [--write docs/oracles.md] [--dex-bytes 2000000] [--skip TOOL]...

Needs the tools on PATH and `pip install androguard==4.1.4`; a tool that is missing is left out. Packages that differ are
listed on standard output, with both readings. `KNOWN` explains the differences; one that is not explained there is an
error (exit status 1). Androguard takes a minute per megabyte of code, so DEX files over --dex-bytes are left to dexdump.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile

# (tool, field, pattern of the path) → why the readings differ, and who is right.
KNOWN = [
    ("androguard", "permissions", "duplicate.permisssions|obb.main.oldversion", "`uses-permission-sdk-23` is not listed by androguard"),
    ("androguard", "permissions", "fallingblocks", "androguard leaves out permissions that aapt lists as we do; not explained"),
    ("androguard", "version_name", ".", "androguard gives the number of a string resource, we its text"),
    ("androguard", "label", "ShortName", "the label's resource is in no table: androguard gives its number, we give none"),
    ("androguard", "label", "AtServer", "the application has no label: androguard takes its launcher's"),
]


def full(package, name):
    """A class name as Android completes it."""
    if not name:
        return name
    return package + name if name.startswith(".") else name if "." in name else f"{package}.{name}"


def run(*command):
    done = subprocess.run(command, capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def badging(tool, path):
    """What `aapt dump badging` says; None when it does not read the file."""
    code, text = run(tool, "dump", "badging", path)
    head = re.search(r"^package: name='(.*?)' versionCode='(.*?)' versionName='(.*?)'(?: |$)", text, re.M)
    if not head:
        return None
    facts = {"package": head[1], "version_code": head[2], "version_name": head[3]}
    # Those that the system adds are listed with the declared ones, and once more by themselves.
    listed, implied = (
        set(re.findall(rf"^{line}(?:-sdk-23)?: name='(.*?)'", text, re.M))
        for line in ("uses-permission", "uses-implied-permission")
    )
    facts["permissions"] = sorted(listed - implied)
    for field, pattern in (("min_sdk", "sdkVersion"), ("target_sdk", "targetSdkVersion")):
        found = re.search(rf"^{pattern}:'(\d+)'", text, re.M)
        if found:
            facts[field] = found[1]
    label = re.search(r"^application-label:'(.*)'$", text, re.M)
    if label and code == 0:
        facts["label"] = label[1]
    return facts


def xmltree(tool, path):
    """Components by tag, from `aapt dump xmltree`: their names as written, completed by Android's rule."""
    options = ["--file", "AndroidManifest.xml", path] if tool == "aapt2" else [path, "AndroidManifest.xml"]
    code, text = run(tool, "dump", "xmltree", *options)
    if code != 0 or "E: manifest" not in text:
        return None
    found = {tag: set() for tag in COMPONENTS}
    package, tag, application = "", None, None
    for line in text.splitlines():
        element = re.match(r"( *)E: (\S+)", line)
        if element:
            depth, tag = len(element[1]), element[2]
            if tag == "application":
                application = depth
            # Only direct children of the application are components.
            direct = application is not None and depth == application + (4 if tool == "aapt2" else 2)
            tag = tag if tag == "manifest" or direct else None
            continue
        text_value = re.search(r'="(.*?)"(?: \(Raw: .*\))?$', line)
        if tag == "manifest" and re.match(r' *A: package="', line):
            package = re.search(r'A: package="(.*?)"', line)[1]
        elif tag in found and "0x01010003)" in line and text_value:
            found[tag].add(full(package, text_value[1]))
    return {COMPONENTS[tag]: sorted(names) for tag, names in found.items()}


COMPONENTS = {
    "activity": "activities",
    "activity-alias": "aliases",
    "service": "services",
    "receiver": "receivers",
    "provider": "providers",
}


def android(path):
    """What androguard's APK says of the manifest."""
    from androguard.core.apk import APK

    apk = APK(path)
    if not apk.is_valid_APK():
        return None
    package = apk.get_package()
    names = lambda found: sorted({full(package, name) for name in found if name})
    return {
        "package": package,
        "version_code": apk.get_androidversion_code() or "",
        "version_name": apk.get_androidversion_name() or "",
        "permissions": sorted(set(apk.get_permissions())),
        "activities": names(apk.get_activities()),
        "services": names(apk.get_services()),
        "receivers": names(apk.get_receivers()),
        "providers": names(apk.get_providers()),
        "label": apk.get_app_name() or None,
    }


def androguard_dex(data):
    from androguard.core.dex import DEX

    dex = DEX(data)
    methods = dex.get_encoded_methods()
    coded = [method for method in methods if method.get_code()]
    return {
        "classes": len(dex.get_classes()),
        "methods": len(methods),
        "coded": len(coded),
        "insns": sum(
            not instruction.get_name().endswith("-payload")
            for method in coded
            for instruction in method.get_instructions()
        ),
    }


def dexdump(data):
    """Counts of `dexdump -d`; None when it does not read the file to its end."""
    with tempfile.NamedTemporaryFile(suffix=".dex") as file:
        file.write(data)
        file.flush()
        process = subprocess.Popen(
            ["dexdump", "-d", file.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        counts = dict.fromkeys(("classes", "methods", "coded", "insns"), 0)
        section = ""
        for line in process.stdout:
            if line.startswith(b"  Class descriptor  : '"):
                counts["classes"] += 1
            elif line.startswith((b"  Static fields", b"  Instance fields", b"  Direct m", b"  Virtual m")):
                section = line.split()[1]
            elif line.startswith(b"    #") and b"(in L" in line and section == b"methods":
                counts["methods"] += 1
            elif line.startswith(b"      insns size"):
                counts["coded"] += 1
            elif INSTRUCTION.match(line) and not DATA.search(line):
                counts["insns"] += 1
        return counts if process.wait() == 0 else None


INSTRUCTION = re.compile(rb"[0-9a-f]{6,}:[^|]*\|[0-9a-f]{4,}: ")
DATA = re.compile(rb"\|[0-9a-f]+: (packed-switch|sparse-switch|array)-data \(")


def entries(path, wanted):
    """Bytes of the DEX files of a package, by name."""
    if path.endswith(".dex"):
        with open(path, "rb") as file:
            return {"classes.dex": file.read()}
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name in wanted}
    except Exception:  # A broken archive is a reading of its own: none.
        return {}


def judge(job):
    """All readings of one file: {(tool, reading): facts or None}."""
    path, facts, limit, tools = job
    os.environ["LOGURU_LEVEL"] = "ERROR"
    found = {}
    attempt = {}
    if path.endswith(".apk"):
        attempt = {
            "aapt": lambda: {**(badging("aapt", path) or {}), **(xmltree("aapt", path) or {})},
            "aapt2": lambda: {**(badging("aapt2", path) or {}), **(xmltree("aapt2", path) or {})},
            "androguard": lambda: android(path),
        }
    for tool, read in attempt.items():
        if tool in tools:
            try:
                found[tool] = read() or None
            except Exception:
                found[tool] = None
    ours = {dex["name"]: dex["counts"] for dex in facts.get("dex") or []}
    for name, data in sorted(entries(path, ours).items()):
        for tool, read in (("dexdump", dexdump), ("androguard", androguard_dex)):
            if tool not in tools or (tool == "androguard" and len(data) > limit):
                continue
            try:
                found[f"{tool}!{name}"] = read(data)
            except Exception:
                found[f"{tool}!{name}"] = None
    return found


def plain(field, value):
    """Readings of one thing made comparable."""
    if value is None:
        return ""
    if field == "version_code" and str(value).isdigit():
        # The low half, as the older tools print it: versionCodeMajor stands above.
        return str(int(value) & 0xFFFFFFFF)
    return value if isinstance(value, list) else str(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("facts")
    parser.add_argument("--write")
    parser.add_argument("--dex-bytes", type=int, default=2_000_000)
    parser.add_argument("--skip", action="append", default=[])
    args = parser.parse_args()
    tools = {tool for tool in ("aapt", "aapt2", "dexdump") if shutil.which(tool)} | {"androguard"}
    tools -= set(args.skip)

    with open(args.facts, encoding="utf-8") as file:
        all_facts = [json.loads(line) for line in file]
    jobs = [(os.path.join(args.folder, f["path"]), f, args.dex_bytes, tools) for f in all_facts]
    tally = collections.defaultdict(collections.Counter)
    differences, only = [], collections.defaultdict(list)
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        for facts, readings in zip(all_facts, pool.map(judge, jobs, chunksize=4)):
            path = facts["path"]
            ours_dex = {dex["name"]: dex["counts"] for dex in facts.get("dex") or []}
            read = not facts.get("error") and "manifest-missing" not in str(facts.get("errors"))
            for key, theirs in readings.items():
                tool, _, entry = key.partition("!")
                what = ours_dex.get(entry) if entry else (facts if read else None)
                row = (tool, "DEX file read" if entry else "package read")
                if theirs is None or what is None:
                    state = "neither" if theirs is None and what is None else "ours" if what else "theirs"
                    tally[row][state] += 1
                    only[(tool, state)].append(f"{path}!{entry}" if entry else path)
                    continue
                tally[row]["same"] += 1
                for field, value in sorted(theirs.items()):
                    mine, value = plain(field, what.get(field)), plain(field, value)
                    if mine == value:
                        tally[(tool, field)]["same"] += 1
                        continue
                    tally[(tool, field)]["differ"] += 1
                    differences.append((tool, field, f"{path}!{entry}" if entry else path, mine, value))

    unexplained = 0
    reasons = collections.Counter()
    for tool, field, path, mine, value in differences:
        reason = next(
            (why for t, f, pattern, why in KNOWN if tool in t and field in f and re.search(pattern, path)), None
        )
        if isinstance(mine, list):
            mine, value = [x for x in mine if x not in value], [x for x in value if x not in mine]
        print(f"{'known' if reason else 'DIFFERS'}: {tool} {field}: {path}: ours {mine!r}, theirs {value!r}")
        reasons[(tool, field, reason)] += 1
        unexplained += reason is None
    for (tool, state), paths in sorted(only.items()):
        for path in paths:
            print(f"{tool}: read by {state}: {path}")
    text = table(len(all_facts), tally, reasons)
    if args.write:
        with open(args.write, "w", encoding="utf-8") as file:
            file.write(text)
    print(text)
    return 1 if unexplained else 0


HEAD = """# Our reading against other tools'

Made by `tools/oracles.py` from {files} packages and DEX files that nobody here wrote; its head tells how to make it again.
`same` and `differ` count files; `only` those that one side alone could read. Instruction streams are compared operand by
operand by the test `same_as_dexdump`, manifests with a fourth reader by `corpus_reads_as_apk_info_reads_it`.

| tool | field | same | differ | only consentry reads | only the tool reads | neither reads |
|---|---|---:|---:|---:|---:|---:|
"""


TAIL = """
## Read by one side only

- Archives without a manifest (a few classes for a tool that runs on the device): consentry reads their code, and says
  that the manifest is missing; the other tools want one.
- aapt, aapt2: archives with a cut directory, a NUL in a name, a DEX file in front, or a false local header.
- androguard: a false local header; an SDK level that is a code name.
- dexdump: DEX files of version 036, a preview's.
- Neither: empty archives, and one whose manifest is missing although it has code.
"""


def table(files, tally, reasons):
    lines = [HEAD.format(files=files)]
    for (tool, field), counts in sorted(tally.items()):
        cells = [counts[state] for state in ("same", "differ", "ours", "theirs", "neither")]
        lines.append(f"| {tool} | {field.replace('_', ' ')} | {' | '.join(map(str, cells))} |\n")
    if reasons:
        lines.append("\n## Differences\n\n| tool | field | files | why |\n|---|---|---:|---|\n")
    for (tool, field, reason), count in sorted(reasons.items(), key=str):
        lines.append(f"| {tool} | {field.replace('_', ' ')} | {count} | {reason or 'NOT EXPLAINED'} |\n")
    lines.append(TAIL)
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
