#!/usr/bin/env python3
"""Holds the SDKs that a scan finds against the public rule sets, package by package.

    tools/compare-sdks.py CONSENTRY EXODUS LIBCHECKER FOLDER

EXODUS is the tracker list of Exodus Privacy as JSON ({"trackers": {id: {"name", "code_signature"}}}); LIBCHECKER a checkout
of LibChecker-Rules (native-libs/*.json, activities-libs/*.json ...); FOLDER holds packages (APK, AAR, JAR). Both rule sets are
applied as their own programs apply them: a tracker's code signature to the names of the classes, a rule to a native
library's file name or a component's class. A tracker or label counts as known when a record of checks/sdks names the class,
library or component that it matched, libraries included, and as found when the scan lists an SDK for it.

Writes a Markdown table to standard output: packages with at least one SDK by any of the three, and below it what either rule set
names and no record does.
"""
import fnmatch
import glob
import io
import json
import os
import re
import struct
import subprocess
import sys
import tomllib
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def dex_classes(data):
    """Dotted names of the classes that a DEX file defines."""
    if data[:3] != b'dex':
        return
    string_off, type_off = struct.unpack_from('<I', data, 0x3c)[0], struct.unpack_from('<I', data, 0x44)[0]
    count, off = struct.unpack_from('<II', data, 0x60)
    for index in range(count):
        ty = struct.unpack_from('<I', data, off + 32 * index)[0]
        name = struct.unpack_from('<I', data, type_off + 4 * ty)[0]
        at = struct.unpack_from('<I', data, string_off + 4 * name)[0]
        while data[at] & 0x80:
            at += 1
        at += 1
        yield data[at:data.index(b'\0', at)].decode('utf-8', 'replace')[1:-1].replace('/', '.')


def contents(path):
    """Class names and native library names of a package."""
    classes, libs = set(), set()

    def archive(data):
        try:
            package = zipfile.ZipFile(data)
        except (zipfile.BadZipFile, OSError):
            return
        for name in package.namelist():
            try:
                if name.endswith('.class') and not name.startswith('META-INF/'):
                    classes.add(name[:-6].replace('/', '.'))
                elif re.fullmatch(r'classes\d*\.dex', name):
                    classes.update(dex_classes(package.read(name)))
                elif name.endswith('.jar'):
                    archive(io.BytesIO(package.read(name)))
                elif name.endswith('.so'):
                    libs.add(name.rsplit('/', 1)[-1])
            except (zipfile.BadZipFile, OSError, struct.error, IndexError, ValueError, RuntimeError):
                continue

    archive(path)
    return classes, libs


def libchecker(folder):
    """Rules by kind: native libraries by file name, components by class."""
    rules = {'native': {}, 'class': {}}
    for path in glob.glob(os.path.join(folder, '*-libs', '*.json')):
        kind = 'native' if 'native-libs' in path else 'class'
        try:
            with open(path, encoding='utf-8-sig') as file:
                rules[kind][os.path.basename(path)[:-5]] = json.load(file)['label']
        except (ValueError, KeyError):
            continue
    return rules


class Trackers:
    """Exodus' signatures, by the first two labels of the names that they match, so that few are tried on a class."""

    def __init__(self, trackers):
        self.by_labels = {}
        for tracker in trackers:
            for signature in filter(None, tracker.get('code_signature', '').split('|')):
                labels = re.split(r'\\?\.', signature)
                whole = labels[:-1] if len(labels) <= 2 else labels
                plain = [label for label in whole[:2] if re.fullmatch(r'\w+', label)]
                key = '.'.join(plain) if len(plain) == len(whole[:2]) else ''
                self.by_labels.setdefault(key, []).append((tracker['name'], re.compile(signature)))

    def of(self, name):
        labels = name.split('.')
        for key in ('', labels[0], '.'.join(labels[:2])):
            yield from (tracker for tracker, pattern in self.by_labels.get(key, ()) if pattern.match(name))


class Records:
    """The records of checks/sdks, asked by class and library name."""

    def __init__(self):
        self.prefixes, self.globs = {}, []
        for path in glob.glob(os.path.join(ROOT, 'checks', 'sdks', '*.toml')):
            with open(path, 'rb') as file:
                record = tomllib.load(file)
            for name in record.get('packages', []) + record.get('classes', []):
                self.prefixes[name] = record['id']
            self.globs += [(lib, record['id']) for lib in record.get('native_libs', [])]
            self.globs += [(one, record['id']) for one in record.get('components', [])]

    def of(self, name):
        outer = name.split('$')[0]
        parts = outer.split('.')
        for end in range(len(parts), 0, -1):
            if record := self.prefixes.get('.'.join(parts[:end])):
                return record
        return next((record for glob_, record in self.globs if fnmatch.fnmatchcase(name, glob_)), None)


def main():
    binary, exodus, checker, folder = sys.argv[1:]
    with open(exodus) as file:
        trackers = Trackers(json.load(file)['trackers'].values())
    rules, records = libchecker(checker), Records()
    paths = sorted(p for p in glob.glob(os.path.join(folder, '**', '*'), recursive=True) if p.endswith(('.apk', '.aar', '.jar')))
    run = subprocess.run([binary, 'sdk', 'find', *paths], capture_output=True, text=True)
    ours = {}
    for line in run.stdout.splitlines():
        path, sdk = line.split('\t')[:2]
        ours.setdefault(path, set()).add(sdk)
    print('| package | consentry | Exodus: found, known, missed | LibChecker: found, known, missed |\n|---|---|---|---|')
    missed, totals, seen = {}, [0] * 7, set()
    for path in paths:
        classes, libs = contents(path)
        found = ours.get(path, set())
        columns, any_named = [], bool(found)
        hits = {}
        for name in classes:
            for tracker in trackers.of(name):
                hits.setdefault('exodus', {}).setdefault(tracker, set()).update({records.of(name)} - {None})
        for name in libs:
            if label := rules['native'].get(name):
                hits.setdefault('libchecker', {}).setdefault(label, set()).update({records.of(name)} - {None})
        for name in classes:
            if label := rules['class'].get(name):
                hits.setdefault('libchecker', {}).setdefault(label, set()).update({records.of(name)} - {None})
        for at, source in enumerate(('exodus', 'libchecker')):
            counts = [0, 0, 0]
            for label, ids in hits.get(source, {}).items():
                any_named = True
                place = 0 if ids & found else 1 if ids else 2
                counts[place] += 1
                if place == 2:
                    missed.setdefault((source, label), []).append(os.path.basename(path))
            for index, count in enumerate(counts):
                totals[1 + 3 * at + index] += count
            columns.append(', '.join(map(str, counts)))
        totals[0] += len(found)
        name = os.path.basename(path)
        if any_named and (name, tuple(columns), tuple(found)) not in seen:
            seen.add((name, tuple(columns), tuple(found)))
            print(f'| `{name}` | {", ".join(sorted(found)) or "–"} | {columns[0]} | {columns[1]} |')
    print(f'| all | {totals[0]} | {", ".join(map(str, totals[1:4]))} | {", ".join(map(str, totals[4:]))} |\n')
    for (source, label), where in sorted(missed.items()):
        print(f'- {source}: {label} in {", ".join(sorted(set(where)))}')


if __name__ == '__main__':
    main()
