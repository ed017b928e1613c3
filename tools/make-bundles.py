#!/usr/bin/env python3
"""Makes the app bundles of testdata/bundles from the fixture apps, so that both hold the same app.

    tools/make-bundles.py            writes them
    tools/make-bundles.py --check    exit 1 when one is not what this script makes
    tools/make-bundles.py --equal CONSENTRY [--every N]
                                     makes bundles of all fixture apps and exits 1 when a scan tells other findings, permissions or
                                     readings of a bundle than of its app; of every Nth the split set that bundletool builds too

<name>.aab is testdata/apps/<name>/app.apk: aapt2 turns manifest, XML and resources into the messages of a bundle, and the
entries go where bundletool wants them. features.aab holds testdata/bundles/features as base and feature modules, each
feature's manifest with its delivery; features.apks is what bundletool builds from it. bundletool validates each bundle.

Needs what build-fixtures.py needs. --check builds features anew, the rest is fast.
"""
import argparse
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, 'testdata')
CACHE = os.environ.get('FIXTURE_TOOLS') or os.path.join(os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'apk-tools')
AAPT2, BUNDLETOOL = (os.path.join(CACHE, 'mobsf', n) for n in ('aapt2', 'bundletool.jar'))
APPS = ['cleartext-config', 'collect-native-so', 'consent-checked-layout', 'consent-checked-style', 'keep-alive-account', 'packed-ijiami',
        'permission-obfuscated', 'permission-unused', 'policy-in-asset', 'policy-in-code', 'self-start-boot', 'target-sdk-28']
FEATURES = os.path.join(DATA, 'bundles', 'features')     # one folder a module, built as build-fixtures.py builds an app


def convert(apk):
    with tempfile.TemporaryDirectory() as w:
        subprocess.run([AAPT2, 'convert', '--output-format', 'proto', '-o', w + '/proto.apk', apk], check=True, capture_output=True)
        with zipfile.ZipFile(w + '/proto.apk') as z, zipfile.ZipFile(apk) as old:
            held = {n: z.read(n) for n in z.namelist()}
            # aapt2 keeps what it knows; code and other files stay as they are.
            for n in old.namelist():
                if n != 'resources.arsc' and not n.startswith('META-INF/'):
                    held.setdefault(n, old.read(n))
    return {n: d for n, d in held.items() if n != 'resources.arsc' and not n.startswith('META-INF/') and not n.endswith('/')}


def module(name, entries):
    for n, data in sorted(entries.items()):
        if n == 'AndroidManifest.xml':
            place = 'manifest/' + n
        elif re.fullmatch(r'classes\d*\.dex', n):
            place = 'dex/' + n
        elif n == 'resources.pb' or n.split('/')[0] in ('res', 'assets', 'lib'):
            place = n
        else:
            place = 'root/' + n
        yield name + '/' + place, data


def bundle(modules):
    config = b'\x0a\x08\x12\x06' + b'1.17.2'        # BundleConfig: bundletool (1) with its version (2)
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        for name, data in [('BundleConfig.pb', config)] + [e for n, m in modules for e in module(n, m)]:
            info = zipfile.ZipInfo(name, (1981, 1, 1, 1, 1, 2))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data, compresslevel=9)
    return out.getvalue()


def features():
    """The modules of `features`, each built as an app of its own: none needs another's classes or resources."""
    spec = importlib.util.spec_from_file_location('build_fixtures', os.path.join(ROOT, 'tools', 'build-fixtures.py'))
    fixtures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fixtures)
    tools = fixtures.Tools()
    worker = fixtures.Worker(tools)
    modules = []
    with tempfile.TemporaryDirectory() as w:
        for n in sorted(os.listdir(FEATURES), key=lambda n: (n != 'base', n)):
            apk = os.path.join(w, n + '.apk')
            fixtures.Fixture(os.path.join(FEATURES, n)).build(tools, worker, apk)
            entries = convert(apk)
            if n != 'base':
                del entries['resources.pb']     # its one text stands under the same number in the base, whence modules take their titles
            modules.append((n, entries))
    worker.close()
    return modules


def told(binary, paths):
    """What a scan says of each package, but for what its kind alone decides."""
    run = subprocess.run([binary, 'scan', *paths, '--format', 'json', '--lang', 'en'], capture_output=True, text=True)
    report = json.loads(run.stdout)
    rows = {}
    for artifact in report['artifacts']:
        say = {(f['check'], json.dumps(f.get('subject'), sort_keys=True), f.get('owner'), f.get('confidence')) for f in artifact['findings']}
        say |= {('reads', d['item'], d['scenario'], d['owner'], d['api']) for d in artifact['personal_data']}
        say |= {('sdk', s['id'], s.get('version'), s.get('state')) for s in artifact['sdks']}
        rows[artifact['path']] = say
    return [rows[path] for path in paths]


def equal(binary, every):
    """Compares all fixture apps with their bundles; the number of those that differ."""
    apps = sorted(os.path.join(d, 'app.apk') for d, _, files in os.walk(DATA) if 'app.apk' in files)
    different, bundles, sets, refused = 0, 0, 0, []
    with tempfile.TemporaryDirectory() as w:
        for at in range(0, len(apps), 40):
            triples = []
            for number, apk in enumerate(apps[at:at + 40], at):
                aab, apks = (os.path.join(w, f'{number}.{kind}') for kind in ('aab', 'apks'))
                try:
                    data = bundle([('base', convert(apk))])
                except subprocess.CalledProcessError:
                    refused.append(os.path.relpath(apk, DATA))
                    continue
                with open(aab, 'wb') as f:
                    f.write(data)
                triples.append((apk, aab))
                if every and number % every == 0:
                    keys = ['--ks', os.path.join(DATA, 'test-keystore.p12'), '--ks-pass', 'pass:android', '--ks-key-alias', 'test']
                    run = subprocess.run(['java', '-jar', BUNDLETOOL, 'build-apks', '--overwrite', '--bundle', aab, '--output', apks, *keys],
                                         capture_output=True)
                    if run.returncode == 0:
                        triples.append((apk, apks))
                    else:
                        refused.append(os.path.relpath(apk, DATA) + ' (split set)')
            own, other = (told(binary, [pair[side] for pair in triples]) for side in (0, 1))
            for (apk, path), a, b in zip(triples, own, other):
                bundles, sets = bundles + path.endswith('.aab'), sets + path.endswith('.apks')
                if a != b:
                    different += 1
                    print(os.path.relpath(apk, DATA), os.path.splitext(path)[1], 'app alone:', sorted(map(str, a - b)), 'bundle alone:', sorted(map(str, b - a)))
    print(f'{bundles} bundles and {sets} split sets, {different} differ; not converted by aapt2 or bundletool: {refused}')
    return different


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--check', action='store_true')
    ap.add_argument('--equal', metavar='CONSENTRY')
    ap.add_argument('--every', type=int, default=0)
    a = ap.parse_args()
    if a.equal:
        return 1 if equal(a.equal, a.every) else 0
    made = {n: bundle([('base', convert(os.path.join(DATA, 'apps', n, 'app.apk')))]) for n in APPS}
    made['features'] = bundle(features())
    bad = 0
    for n, data in made.items():
        path = os.path.join(DATA, 'bundles', n + '.aab')
        if a.check:
            if not os.path.exists(path) or open(path, 'rb').read() != data:
                print(n + ': not what tools/make-bundles.py makes')
                bad = 1
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(data)
        subprocess.run(['java', '-jar', BUNDLETOOL, 'validate', '--bundle', path], check=True, stdout=subprocess.DEVNULL)
    if not a.check:
        keys = ['--ks', os.path.join(DATA, 'test-keystore.p12'), '--ks-pass', 'pass:android', '--ks-key-alias', 'test']
        subprocess.run(['java', '-jar', BUNDLETOOL, 'build-apks', '--overwrite', '--bundle', os.path.join(DATA, 'bundles', 'features.aab'),
                        '--output', os.path.join(DATA, 'bundles', 'features.apks'), *keys], check=True, stdout=subprocess.DEVNULL)
    return bad


if __name__ == '__main__':
    sys.exit(main())
