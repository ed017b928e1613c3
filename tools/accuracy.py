#!/usr/bin/env python3
"""Scans every package below some folders and counts what the scans say: the figures of docs/accuracy.md.

    tools/accuracy.py [--list CHECK] BINARY FOLDER...

Prints exit statuses, diagnostics by code and findings by check. `--list CHECK` prints that check's findings, one of each
subject of an app, to be held against the package by hand. Exit 1 when a scan ends in any way but 0, 1 or 3, or when its
status contradicts its report. Keep packages of others outside of the repository.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

KINDS = ('.apk', '.aab', '.apks', '.xapk', '.apkm', '.aar', '.jar', '.dex')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--list', metavar='CHECK')
    parser.add_argument('binary')
    parser.add_argument('folder', nargs='+')
    args = parser.parse_args()
    paths = sorted(os.path.join(top, name) for folder in args.folder for top, _, names in os.walk(folder)
                   for name in names if name.lower().endswith(KINDS))
    statuses, codes, findings, apps = (collections.Counter() for _ in range(4))
    seen, wrong = set(), []
    for path in paths:
        run = subprocess.run([args.binary, 'scan', '--format', 'json', '--lang', 'en', path], capture_output=True)
        statuses[run.returncode] += 1
        try:
            artifacts = json.loads(run.stdout)['artifacts']
        except ValueError:
            artifacts = []
        whole = artifacts and all(artifact['complete'] for artifact in artifacts)
        if run.returncode not in (0, 1, 3) or bool(whole) == (run.returncode == 3):
            wrong.append(path)
        for artifact in artifacts:
            app = (artifact.get('app') or {}).get('package') or os.path.basename(path)
            codes.update({(found['level'], found['code']) for found in artifact['diagnostics']})
            for found in artifact['findings']:
                key = (app, found['check'], tuple(found['subject'].values()), found['owner'], found['location'] and
                       found['location'].get('class'))
                findings[found['check'], found['severity'], found['confidence']] += 1
                apps[found['check']] += key[:2] not in seen
                seen.add(key[:2])
                if found['check'] == args.list and key not in seen:
                    seen.add(key)
                    print(app, '|', found['owner'], '|', found['message'])
    print(len(paths), 'packages; by exit status:', dict(sorted(statuses.items())))
    for title, counts in (('diagnostics, in packages', codes), ('findings', findings), ('apps with a finding', apps)):
        print(title)
        for key, count in sorted(counts.items()):
            print('%6d ' % count, ' '.join(key) if isinstance(key, tuple) else key)
    for path in wrong:
        print('status contradicts the report:', path)
    sys.exit(bool(wrong))


main()
