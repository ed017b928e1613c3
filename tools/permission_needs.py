#!/usr/bin/env python3
"""Writes checks/permissions/needs/api.tsv: which framework member or content authority needs which permission
(src/knowledge/needs.rs tells the form). Standard library only:

    python3 tools/permission_needs.py --cache FOLDER [--axplorer FOLDER] [--maps FOLDER]

Sources (facts only: member, permission, API level):
- `aosp-29`, `aosp-34`, `aosp-35`: `@RequiresPermission` in AOSP's API signature text. FOLDER is that of
  framework_table.py; what stands in it as module-*.txt is read too (framework/api/current.txt of the Wifi, Bluetooth
  and Connectivity modules of Android 15);
- `axplorer`: the published maps of axplorer for API 16 to 25 (folder `permissions`: sdk-map-NN.txt, cp-map-NN.txt);
- `androguard`: the maps for API 16 to 25 in the pip package androguard (4.1.4; folder
  core/api_specific_resources/api_permission_mappings).
Only members that the public API has are taken, under the class that declares them. kept.tsv is kept by hand.
The result depends on nothing but these inputs.
"""
import argparse
import glob
import json
import os
import re

import signatures

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, '..', 'checks', 'permissions', 'needs', 'api.tsv')
NAME = re.compile(r'[A-Za-z][\w.]*\.[A-Z][A-Z0-9_]+$')
# Permissions that no app from a store holds, asked for all over the system on behalf of other users.
NOISE = re.compile(r'INTERACT_ACROSS_|MANAGE_USERS|CREATE_USERS|ACCESS_CONTENT_PROVIDERS_EXTERNALLY')


def declaring(classes, name, key):
    """The class that declares `key`, from `name` upwards."""
    todo, seen = [name], set()
    while todo:
        name = todo.pop(0)
        if name in seen or name not in classes:
            continue
        seen.add(name)
        cls = classes[name]
        if key in cls.members:
            return name
        todo += [x for x in [cls.superclass, *cls.interfaces] if x]
    return None


def constants(classes):
    """`android.Manifest.permission.CAMERA` -> its value."""
    out = {}
    for name, prefix in (('android/Manifest$permission', 'android.Manifest.permission.'),):
        for m in classes[name].members.values():
            if m.value:
                out[prefix + m.name] = m.value
    return out


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument('--cache', required=True)
    args.add_argument('--axplorer')
    args.add_argument('--maps')
    args = args.parse_args()
    classes, facts = {}, {}                      # facts: (kind, key, permission, source) -> levels
    per_level = {}
    for path, level in signatures.obtain(args.cache):
        signatures.read(path, level, classes)
        per_level.setdefault(level, {})
        signatures.read(path, level, per_level[level])
    for path in sorted(glob.glob(os.path.join(args.cache, 'module-*.txt'))):
        signatures.read(path, 35, classes)
        signatures.read(path, 35, per_level.setdefault(35, {}))
    value = constants(classes)

    def add(kind, key, permission, source, level, to=None):
        if NAME.match(permission) and not NOISE.search(permission):
            facts.setdefault((kind, key, permission, source), set()).update({level, to} if to else {level})

    # AOSP's annotations: value, allOf, anyOf; `apis="..22"` bounds them
    for level, known in sorted(per_level.items()):
        for name in sorted(known):
            cls = known[name]
            things = [('class', 'L%s;' % name, cls.notes)]
            things += [('field' if m.args is None else 'method', 'L%s;->%s' % (name, key), m.notes)
                       for key, m in sorted(cls.members.items())]
            for kind, key, notes in things:
                for note, tokens in notes:
                    if not note.startswith(('RequiresPermission', 'androidx.annotation.RequiresPermission')):
                        continue
                    text = ' '.join(tokens)
                    upto = re.search(r'apis = "\.\.(\d+)"', text)
                    for token in tokens:
                        permission = value.get(token) or (token.strip('"') if token.startswith('"') else None)
                        if permission is None and token.startswith('android.Manifest.permission.'):
                            permission = 'android.permission.' + token.rsplit('.', 1)[1]
                        if permission:
                            add(kind, key, permission, 'aosp-%d' % level, 0, int(upto.group(1)) if upto else None)

    def method(owner, name, params, permission, source, level):
        owner = owner.replace('.', '/')
        key = name + '(' + params + ')'
        found = declaring(classes, owner, key)
        # the maps see sticky broadcasts of the system behind many calls that need nothing of the app
        if found and (permission != 'android.permission.BROADCAST_STICKY' or 'Sticky' in name):
            add('method', 'L%s;->%s' % (found, key), permission, source, level)

    def desc(type_):
        dims = type_.count('[]')
        base = type_.replace('[]', '')
        return '[' * dims + (signatures.PRIMITIVE.get(base) or 'L' + base.replace('.', '/') + ';')

    if args.axplorer:
        for path in sorted(glob.glob(os.path.join(args.axplorer, 'api-*', 'sdk-map-*.txt'))):
            level = int(re.search(r'-(\d+)\.txt', path).group(1))
            for line in open(path, encoding='utf-8'):
                hit = re.match(r'([\w.$]+)\.([\w<>$]+)\(([^)]*)\)\S*\s+::\s+(.+)', line)
                if hit:
                    owner, name, params, permissions = hit.groups()
                    params = ''.join(desc(p.strip()) for p in params.split(',') if p.strip())
                    for permission in re.split(r'[,\s]+', permissions.strip()):
                        method(owner, name, params, permission, 'axplorer', level)
        for path in sorted(glob.glob(os.path.join(args.axplorer, 'api-*', 'cp-map-*.txt'))):
            level = int(re.search(r'-(\d+)\.txt', path).group(1))
            for line in open(path, encoding='utf-8'):
                hit = re.match(r'\S+\s+content://(\S+)\s.*\[(R|W|RW)\]\s+(\S+)', line)
                if hit:
                    add('authority', hit.group(1), hit.group(3), 'axplorer', level)
    if args.maps:
        for path in sorted(glob.glob(os.path.join(args.maps, 'permissions_*.json'))):
            level = int(re.search(r'_(\d+)\.json', path).group(1))
            for key, permissions in json.load(open(path, encoding='utf-8')).items():
                hit = re.match(r'L([^;]+);-([^-]+)-\(([^)]*)\)', key)
                if hit:
                    owner, name, params = hit.groups()
                    for permission in permissions:
                        method(owner, name, params.replace(' ', ''), permission, 'androguard', level)
    # an override needs what the method needs that it overrides
    below = {}
    for name, cls in classes.items():
        for up in [cls.superclass, *cls.interfaces]:
            below.setdefault(up, []).append(name)
    for (kind, key, permission, source), levels in sorted(facts.items()):
        if kind == 'method' and '-><init>' not in key:
            owner, member = key[1:].split(';->', 1)
            todo = list(below.get(owner, []))
            while todo:
                name = todo.pop()
                todo += below.get(name, [])
                if member in classes[name].members:
                    facts.setdefault((kind, 'L%s;->%s' % (name, member), permission, source), set()).update(levels)
    best = {}
    for (kind, key, permission, source), levels in facts.items():
        if source.startswith('aosp'):
            upto = max(levels)
            span = '-%d' % upto if 0 < upto else ''
        else:
            low, high = min(levels), max(levels)
            span = ('' if low == 16 else '%d' % low) + '-' + ('' if high == 25 else '%d' % high)
            span = '' if span == '-' else span
        best.setdefault((kind, key, permission), []).append((source, span))
    rows = {}
    for (kind, key, permission), found in best.items():
        found.sort(reverse=True)                 # axplorer, aosp-35 …, androguard: one row, sources joined
        spans = {s for _, s in found}
        span = spans.pop() if len(spans) == 1 else ''
        source = '+'.join(sorted({s for s, _ in found}))
        rows.setdefault((kind, key, span, source), []).append(permission)
    lines = ['\t'.join((kind, key, '|'.join(sorted(p)), span, source)) for (kind, key, span, source), p in rows.items()]
    with open(OUT, 'w', encoding='utf-8', newline='\n') as out:
        out.write('# Made by tools/permission_needs.py; its head names the sources.\n')
        out.writelines(line + '\n' for line in sorted(lines))
    count = {}
    for (_, _, _, source), levels in facts.items():
        count[source] = count.get(source, 0) + 1
    print('%d lines, %d permissions; facts per source: %s' % (
        len(lines), len({k[2] for k in best}), ', '.join('%s %d' % x for x in sorted(count.items()))))
    if args.maps:
        per = {}
        for (_, _, _, source), levels in facts.items():
            for level in levels:
                per[level] = per.get(level, 0) + 1
        print('facts per API level (0 = annotation without a bound): %s' % sorted(per.items()))


if __name__ == '__main__':
    main()
