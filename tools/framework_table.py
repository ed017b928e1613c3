#!/usr/bin/env python3
"""Writes checks/framework/*.tsv: what the Android framework declares, one line a class (src/knowledge/framework.rs
tells the form). Standard library only; run it again when a source has news:

    python3 tools/framework_table.py --cache FOLDER [--levels FILE.d.ts]

Sources (facts only: names, types, modifiers, text constants):
- the API signature text of AOSP, API 34 and 29 with what was removed, from Debian's source package of the platform
  (tools/signatures.py; FOLDER keeps the files, `current34.txt` …);
- what FOLDER has as module-*.txt: framework/api/current.txt of the Wifi, Bluetooth, Connectivity, Permission and
  media provider modules of Android 15;
- API levels ("since", 22 to 36) and the classes that came after API 34: the platform type file of the npm package
  @nativescript/types-android (9.1.1; `npm pack` it and give lib/android/android-platform-21-37-merged.d.ts). That file
  writes every number type as `number`, so that members with a number in their signature are taken from it only when
  the signature text has them too;
- checks/framework/hidden.tsv is kept by hand (non-SDK members that apps reach by reflection): never written here.
The result depends on nothing but these inputs: the same inputs give the same bytes.
"""
import argparse
import glob
import os
import re

import signatures

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, '..', 'checks', 'framework')
# Overrides that signature text leaves out (it lists a method only where it is first declared) stay left out: the
# table is for finding the declaring class upwards.
LAST = 36


def levels(path):
    """(class -> level), (class, member, parameter count -> level), new classes, from the type file."""
    class_level, member_level, shapes = {}, {}, {}
    scope, since, comment = [], 0, False
    for raw in open(path, encoding='utf-8'):
        line = raw.strip()
        if line.startswith('/**') or comment:
            found = re.search(r'@since (\d+)', line)
            since = int(found.group(1)) if found else since
            comment = '*/' not in line
            continue
        opened = re.match(r'(?:export |declare )*(module|class|abstract class|interface) ([\w$.]+)', line)
        if opened and line.endswith('{'):
            kind, name = opened.groups()
            if kind == 'module':
                outer = scope[-1][1] if scope else ''
                nested = bool(scope) and bool(re.match('[A-Z]', name))
                scope.append((kind, outer + ('.' if outer else '') + name))
            else:
                full = signatures.internal((scope[-1][1] + '.' if scope else '') + name)
                scope.append((kind, full))
                if since:
                    class_level[full] = since
                tail = re.sub(r'<[^<>]*>', '', re.sub(r'<[^<>]*>', '', re.sub(r'<[^<>]*>', '', line)))
                ext = re.search(r' extends ([\w.]+)', tail)
                imp = re.search(r' implements ([\w., ]+)', tail)
                shapes[full] = [ext.group(1) if ext else None,
                                [x.strip() for x in imp.group(1).split(',')] if imp else [], False, []]
            since = 0
            continue
        if line.endswith('{') and not line.startswith('public constructor'):
            scope.append(('other', ''))
        elif line.startswith('public constructor(implementation: {'):
            shapes[scope[-1][1]][2] = True
            scope.append(('other', ''))
        elif line.startswith('}'):
            if scope:
                scope.pop()
        elif scope and scope[-1][0] in ('class', 'abstract class') and line.startswith('public '):
            owner = scope[-1][1]
            method = re.match(r'public (static )?([\w$]+)\((.*)\): (.+);$', line)
            ctor = re.match(r'public (constructor)\((.*)\);$', line)
            field = re.match(r'public (static )?([\w$]+): (.+);$', line)
            if method or ctor:
                params = split((method.group(3) if method else ctor.group(2)))
                key = (owner, method.group(2) if method else '<init>', len(params))
                member_level.setdefault(key, []).append(since)
                if method:
                    shapes[owner][3].append((method.group(2), bool(method.group(1)), params, method.group(4)))
            elif field:
                member_level.setdefault((owner, field.group(2), None), []).append(since)
            since = 0
    return class_level, {k: min(v) for k, v in member_level.items()}, shapes


def split(params):
    """Types of a parameter list `a: T<U,V>, b: W`."""
    out, depth, cur = [], 0, ''
    for ch in params:
        depth += (ch in '<({[') - (ch in '>)}]')
        if ch == ',' and depth == 0:
            out.append(cur)
            cur = ''
        else:
            cur += ch
    if cur.strip():
        out.append(cur)
    return [x.split(':', 1)[-1].strip() for x in out]


def plain(type_):
    """Descriptor of a type of the type file when it is beyond doubt, else None."""
    type_ = re.sub(r' \| null$', '', type_)
    while '<' in type_ and 'Array<' not in type_:
        cut = re.sub(r'<[^<>]*>', '', type_)
        if cut == type_:
            return None
        type_ = cut
    if type_ in ('void', 'boolean'):
        return {'void': 'V', 'boolean': 'Z'}[type_]
    if type_ == 'string':
        return 'Ljava/lang/String;'
    return 'L' + signatures.internal(type_) + ';' if re.fullmatch(r'[a-z]\w*(\.\w+)+', type_) else None


def shorten(names):
    """Bytecode name -> how the table writes it: the last part of the name where that is not ambiguous."""
    count = {}
    for n in names:
        count.setdefault(n.rsplit('/', 1)[-1], []).append(n)
    return {n: s for s, full in count.items() if len(full) == 1 for n in full}


def escape(text):
    return text.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n').replace('\r', '\\r')


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument('--cache', required=True, help='folder that keeps the signature files')
    args.add_argument('--levels', help='android-platform-21-37-merged.d.ts')
    args = args.parse_args()
    classes = {}
    for path, level in signatures.obtain(args.cache):
        signatures.read(path, level, classes)
    for path in sorted(glob.glob(os.path.join(args.cache, 'module-*.txt'))):
        signatures.read(path, 35, classes)
    class_level, member_level, shapes = levels(args.levels) if args.levels else ({}, {}, {})
    for name in sorted(shapes):
        level = class_level.get(name, 0)
        if name in classes or not 34 <= level <= LAST or not name.startswith(('android/', 'java/', 'javax/')):
            continue
        superclass, interfaces, is_interface, methods = shapes[name]
        cls = signatures.Class(name, 'interface' if is_interface else 'class', {'abstract'} if is_interface else set(), level)
        cls.superclass = signatures.internal(superclass) if superclass and not is_interface else 'java/lang/Object'
        cls.interfaces = [signatures.internal(x) for x in interfaces]
        for member, static, params, result in methods:
            types = [plain(t) for t in params]
            if None not in types and plain(result):
                m = signatures.Member(member, ''.join(types), plain(result), {'static'} if static else
                                      {'abstract'} if is_interface else set(), None, [], level)
                cls.members[m.key] = m
        classes[name] = cls
    # a class that only the newest files name as a supertype ends the walk upwards: say so in numbers
    missing = {s for c in classes.values() for s in [c.superclass, *c.interfaces] if s and s not in classes}
    for cls in classes.values():
        cls.interfaces = [i for i in cls.interfaces if i in classes]
        cls.superclass = cls.superclass if cls.superclass in classes or not cls.superclass else 'java/lang/Object'
    short = shorten(classes)

    def brief(desc):
        return re.sub(r'L([^;]+);', lambda m: 'L' + short.get(m.group(1), m.group(1)) + ';', desc)

    files = {}
    for name in sorted(classes):
        cls = classes[name]
        flags = {'interface': 'i', '@interface': 'in', 'enum': 'e', 'class': '', 'record': ''}[cls.kind]
        flags += 'a' * ('abstract' in cls.mods and 'i' not in flags) + 'f' * ('final' in cls.mods)
        row = [name, flags, short.get(cls.superclass, cls.superclass) or '',
               ','.join(short.get(i, i) for i in cls.interfaces), str(class_level.get(name, 0) or '')]
        for key in sorted(cls.members):
            m = cls.members[key]
            # a compiler copies numeric constants into the caller: no reference to them is ever met
            if m.args is None and m.value is not None and m.type in ('I', 'J', 'Z', 'F', 'D', 'B', 'S', 'C'):
                continue
            if m.args is None and name.startswith('android/R$'):
                continue
            level = member_level.get((name, m.name, None if m.args is None else args_count(m.args)), 0)
            level = 0 if level == class_level.get(name, 0) or level > LAST else level
            f = 'p' * ('protected' in m.mods) + 's' * ('static' in m.mods) + 'f' * ('final' in m.mods)
            if cls.kind in ('interface', '@interface') and m.args is not None and not m.mods & {'static', 'default'}:
                f += 'a'
            elif 'abstract' in m.mods:
                f += 'a'
            f += 'd' * ('deprecated' in m.mods or any(n == 'Deprecated' for n, _ in m.notes))
            text = m.name + (':' if m.args is None else '(' + brief(m.args) + ')') + brief(m.type)
            text += (' ' + f if f else '') + ('@%d' % level if level else '')
            if m.value is not None and m.value != 'null' and m.type == 'Ljava/lang/String;':
                text += '=' + escape(m.value)
            row.append(text)
        files.setdefault(part(name), []).append('\t'.join(row))
    for file, rows in sorted(files.items()):
        with open(os.path.join(OUT, file + '.tsv'), 'w', encoding='utf-8', newline='\n') as out:
            out.write('# Made by tools/framework_table.py from AOSP API signature text (API 34, 29, modules 35); levels to API 36.\n')
            out.writelines(r + '\n' for r in rows)
    print('%d classes, %d members, %d missing supertypes %s' % (
        len(classes), sum(len(c.members) for c in classes.values()), len(missing), sorted(missing)[:5]))


def args_count(args):
    return len(re.findall(r'\[*(?:L[^;]+;|[ZBCSIJFD])', args))


def part(name):
    """The file a class stands in: small enough to look at a diff."""
    bits = name.split('/')
    return '-'.join(bits[:2]) if bits[0] == 'android' and len(bits) > 2 else bits[0]


if __name__ == '__main__':
    main()
