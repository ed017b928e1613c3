#!/usr/bin/env python3
"""Measures how renamed libraries are found: builds apps of real libraries with R8 and asks a scan for them.

    tools/measure-structure.py CONSENTRY LIBRARIES WORK [--seed N] [--apps N]

LIBRARIES is a JSON list of {"sdk", "version", "path"}: jars or AARs (their classes.jar) whose profiles stand in checks/structure,
or {"sdk": null, …} for code that has none and stands for an app's own. With "packages" the profile and a record are made first, as
a user makes them (`consentry sdk profile`), and given by --checks; with "profile": false only the record is: a version that no
profile has. WORK is a scratch folder. R8 and the platform's
stubs are those of the fixtures (tools/build-fixtures.py sets them up). Each app is a random choice of libraries, of each of
which a random part of the public classes is used: what R8 does not reach from there it removes. R8 runs with names, packages and
code as an app's release build has them, in five settings that are told in the table.

Truth is R8's own mapping: a library is in the app when at least CLASSES of the classes below its record's prefixes are left
in it. A library is found when
the scan lists its SDK; its version is right when it is the very one. Writes a Markdown table to standard output.
"""
import argparse
import collections
import io
import json
import os
import random
import re
import subprocess
import sys
import tomllib
import zipfile

CLASSES = 5
CACHE = os.environ.get('APK_TOOLS_CACHE', os.path.expanduser('~/.cache/apk-tools'))
R8 = os.path.join(CACHE, 'mobsf', 'bundletool.jar')
ANDROID = os.path.join(CACHE, 'platform', 'android-stub-3.jar')
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SETTINGS = {
    'names': '-dontoptimize\n-dontshrink\n',
    'shrunk': '-dontoptimize\n',
    'optimised': '',
    'repackaged': "-repackageclasses ''\n-allowaccessmodification\n",
    'merged': "-repackageclasses 'x'\n-allowaccessmodification\n-overloadaggressively\n-optimizationpasses 5\n",
}
KEEP = '-dontwarn **\n-ignorewarnings\n-keepattributes Signature,InnerClasses,EnclosingMethod\n'


def public_classes(jar):
    """Dotted names of the public top-level classes of a jar, and of all its classes."""
    public, every = [], []
    with zipfile.ZipFile(jar) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith('.class') or name.startswith('META-INF/') or name.endswith('-info.class'):
                continue
            dotted = name[:-6].replace('/', '.')
            every.append(dotted)
            if '$' not in name and access(archive.read(name)) & 1:
                public.append(dotted)
    return public, every


def access(data):
    """The access flags of a class file."""
    count, at, index = int.from_bytes(data[8:10], 'big'), 10, 1
    while index < count:
        tag = data[at]
        if tag == 1:
            at += 3 + int.from_bytes(data[at + 1:at + 3], 'big')
        else:
            at += {7: 3, 8: 3, 16: 3, 19: 3, 20: 3, 15: 4, 5: 9, 6: 9}.get(tag, 5)
            index += tag in (5, 6)
        index += 1
    return int.from_bytes(data[at:at + 2], 'big')


def jar_of(path, work):
    """The classes of a library alone, as a jar that R8 takes."""
    out = os.path.join(work, re.sub(r'[^\w.]', '_', path)[-120:] + '.jar')
    if os.path.exists(out):
        return out
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, 'w') as jar:
        sources = [archive]
        if path.endswith('.aar'):
            inner = [n for n in archive.namelist() if n == 'classes.jar' or re.fullmatch(r'libs/[^/]*\.jar', n)]
            sources = [zipfile.ZipFile(io.BytesIO(archive.read(n))) for n in inner]
        seen = set()
        for source in sources:
            for name in source.namelist():
                if name.endswith('.class') and not name.startswith('META-INF/') and name not in seen and not name.endswith('-info.class'):
                    seen.add(name)
                    jar.writestr(name, source.read(name))
    return out


def merge(jars, out):
    """One jar of several: of classes that stand in two of them, the first."""
    seen = set()
    with zipfile.ZipFile(out, 'w') as merged:
        for jar in jars:
            with zipfile.ZipFile(jar) as archive:
                for name in archive.namelist():
                    if name not in seen:
                        seen.add(name)
                        merged.writestr(name, archive.read(name))


def fresh(libraries, binary, work):
    """The folder of records and profiles that are made of the libraries with "packages"; None when there is none."""
    checks = os.path.join(work, 'checks')
    made = [library for library in libraries if 'packages' in library]
    for folder in ('sdks', 'structure'):
        os.makedirs(os.path.join(checks, folder), exist_ok=True)
    for library in made:
        sdk, packages = library['sdk'], library['packages']
        OWNERS.update(dict.fromkeys(packages, sdk))
        name = f'{sdk}.toml'
        if not os.path.exists(os.path.join(ROOT, 'checks', 'sdks', name)):
            record = (f'id = "{sdk}"\nname = {{ zh = "{sdk}", en = "{sdk}" }}\nvendor = {{ zh = "-", en = "-" }}\ncategory = "library"\n'
                      f'packages = {json.dumps(packages)}\nverified = true\nsources = ["measured"]\n')
            with open(os.path.join(checks, 'sdks', name), 'w') as file:
                file.write(record)
        if library.get('profile', True):
            part = re.sub(r'[^a-z0-9]+', '-', os.path.basename(library['path']).lower())
            out = os.path.join(checks, 'structure', f'{sdk}@{library["version"]}-{part}.toml')
            only = [word for package in packages for word in ('--package', package)]
            subprocess.run([binary, 'sdk', 'profile', library['path'], '--sdk', sdk, '--version', library['version'], '--output', out, *only],
                           check=True)
    return checks if made else None


def prefixes():
    """Records by what they own: a class or a package."""
    owners = {}
    for name in os.listdir(os.path.join(ROOT, 'checks', 'sdks')):
        with open(os.path.join(ROOT, 'checks', 'sdks', name), 'rb') as file:
            record = tomllib.load(file)
        owners.update(dict.fromkeys(record.get('packages', []) + record.get('classes', []), record['id']))
    return owners


OWNERS = prefixes()


def owner(name):
    """The record that a class belongs to by its name in the source."""
    parts = name.split('$')[0].split('.')
    return next((OWNERS[p] for end in range(len(parts), 0, -1) if (p := '.'.join(parts[:end])) in OWNERS), None)


def build(app, work, seed):
    """The app's DEX archive and, by SDK, how many of its classes are left; None when R8 refuses."""
    rng = random.Random(seed)
    folder = os.path.join(work, f'app-{seed}')
    os.makedirs(folder, exist_ok=True)
    out, mapping = os.path.join(folder, 'app.zip'), os.path.join(folder, 'mapping.txt')
    rules, jars = [KEEP + SETTINGS[app['setting']]], []
    for library in app['libraries']:
        jar = jar_of(library['path'], work)
        public, _ = public_classes(jar)
        jars.append(jar)
        used = rng.sample(public, max(1, int(len(public) * library['part']))) if public else []
        for name in sorted(used):
            rules.append(f'-keep,allowobfuscation,allowoptimization class {name} {{ public <methods>; }}\n')
    if not os.path.exists(out):
        merged = os.path.join(folder, 'in.jar')
        merge(jars, merged)
        with open(os.path.join(folder, 'rules.pro'), 'w') as file:
            file.write(''.join(rules))
        run = subprocess.run(['java', '-Xmx2g', '-XX:+UseSerialGC', '-cp', R8, 'com.android.tools.r8.R8', '--release', '--lib', ANDROID,
                              '--min-api', '21', '--pg-conf', os.path.join(folder, 'rules.pro'), '--pg-map-output', mapping,
                              '--output', out, merged], capture_output=True, text=True)
        if run.returncode:
            causes = [line for line in run.stderr.splitlines() if line.startswith(('Error', 'Caused by'))]
            print(f'app {seed}: {causes[-1:]}', file=sys.stderr)
            return None
    if not os.path.exists(mapping):     # R8 failed in an earlier run
        return None
    left = collections.Counter()
    with open(mapping, encoding='utf-8', errors='replace') as file:
        for line in file:
            if match := re.match(r'(\S+) -> \S+:$', line):
                left[owner(match[1])] += 1
    return out, left


def found(binary, archive, checks):
    """SDKs that a scan lists, with their versions and whether shapes show them."""
    more = ['--checks', checks] if checks else []
    run = subprocess.run([binary, 'sdk', 'find', archive, *more], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    rows = [line.split('\t') for line in run.stdout.splitlines()]
    return {row[1]: (row[2], 'structure ' in row[3]) for row in rows if len(row) == 4}


def choose(libraries, apps, seed):
    """Random apps, the settings in turn, no two versions of a library in one."""
    rng = random.Random(seed)
    names = list(SETTINGS)
    by_sdk = collections.defaultdict(list)
    for library in libraries:
        by_sdk[library['sdk'] or library['path']].append(library)
    for at in range(apps):
        chosen, packages = [], rng.sample(sorted(by_sdk), min(len(by_sdk), rng.randint(4, 8)))
        for sdk in packages:
            library = dict(rng.choice(by_sdk[sdk]))
            library['part'] = rng.choice([0.05, 0.1, 0.3, 0.6])
            chosen.append(library)
        yield {'setting': names[at % len(names)], 'libraries': chosen, 'seed': seed * 1000 + at}


def main():
    parser = argparse.ArgumentParser()
    for name in ('consentry', 'libraries', 'work'):
        parser.add_argument(name)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--apps', type=int, default=10)
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    with open(args.libraries) as file:
        libraries = json.load(file)
    checks = fresh(libraries, args.consentry, args.work)
    total = collections.defaultdict(collections.Counter)
    for app in choose(libraries, args.apps, args.seed):
        built = build(app, args.work, app['seed'])
        if built is None:
            continue
        archive, left = built
        versions = {l['sdk']: l['version'] if l.get('profile', True) else '' for l in app['libraries'] if l['sdk']}
        truth = {sdk: version for sdk, version in versions.items() if left[sdk] >= CLASSES}
        few = {sdk for sdk, count in left.items() if sdk not in truth and count}
        told = found(args.consentry, archive, checks)
        for counter in (total[app['setting']], total['all']):
            counter['apps'] += 1
            counter['present'] += len(truth)
            counter['found'] += len(truth.keys() & told.keys())
            wrong = told.keys() - truth.keys() - few
            counter['wrong'] += len(wrong)
            for sdk, version in truth.items():
                if sdk in told and version and told[sdk][0] != '-':
                    counter['version told'] += 1
                    counter['version right'] += told[sdk][0] == version
                counter['versions'] += bool(version)
        missed = {f'{sdk}@{truth[sdk]}:{left[sdk]}' for sdk in truth.keys() - told.keys()}
        off = {f'{s}@{v}≠{told[s][0]}' for s, v in truth.items() if s in told and v and told[s][0] not in ('-', v)}
        print(f'app {app["seed"]} {app["setting"]}: missed {sorted(missed)}, wrong {sorted(told.keys() - truth.keys() - few)}, versions {sorted(off)}', file=sys.stderr)
    print('| setting | apps | libraries in them | found | precision | recall | F1 | versions: precision | recall |\n|---|---|---|---|---|---|---|---|---|')
    for setting in [*SETTINGS, 'all']:
        c = total[setting]
        if not c['apps']:
            continue
        ratio = lambda a, b: a / b if b else 1.0
        p, r = ratio(c['found'], c['found'] + c['wrong']), ratio(c['found'], c['present'])
        vp, vr = ratio(c['version right'], c['version told']), ratio(c['version right'], c['versions'])
        print(f"| {setting} | {c['apps']} | {c['present']} | {c['found']} | {p:.2f} | {r:.2f} | {ratio(2 * p * r, p + r):.2f} | {vp:.2f} | {vr:.2f} |")


if __name__ == '__main__':
    main()
