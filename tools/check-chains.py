#!/usr/bin/env python3
"""Holds the chains of library reports against the JDK's own disassembler.

    tools/check-chains.py REPORT.json LIBRARY...

REPORT.json is what `consentry scan LIBRARY... --format json` wrote. Of every chain under `personal_data` and of every entry point
each step is looked up in `javap -c -p -s`: a step by `call` must be an invocation, in the method that the chain names, of a method
with the next frame's name and descriptor; the last frame must use the member that is reported (or a constant that the API's
record asks for). Prints one row a library: chains, steps, steps confirmed, and each step that is not.
"""
import json, os, re, subprocess, sys, tempfile, zipfile
from collections import Counter


def jars(path, folder):
    """The archives of class files in a library."""
    if path.endswith('.jar'):
        return [path]
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name == 'classes.jar' or re.fullmatch(r'libs/[^/]*\.jar', name):
                found.append(archive.extract(name, folder))
    return found


METHOD = re.compile(r'^  (?=\S).*?([\w$<>.]+)\(.*\).*;$|^  static \{\};$')
USE = re.compile(r'// (?:InterfaceMethod|Method|Field) (\S+)|// InvokeDynamic|// String (.*)')


def disassembled(classes, path):
    """By class: by (method, descriptor): names and descriptors used, and texts."""
    code, classes = {}, sorted(classes)
    for at in range(0, len(classes), 200):
        part = classes[at:at + 200]
        out = subprocess.run(['javap', '-c', '-p', '-s', '-cp', ':'.join(path), *part], capture_output=True, text=True).stdout
        cls = method = None
        for line in out.split('\n'):
            head = re.match(r'^(?:[\w ]*\b)?(?:class|interface|enum) ([\w.$]+)', line)
            if head and not line.startswith(' '):
                cls, method = head.group(1), None
                code[cls] = {}
            elif cls and METHOD.match(line):
                name = METHOD.match(line).group(1) or '<clinit>'
                method = '<init>' if name == cls else name
            elif cls and method and line.startswith('    descriptor: '):
                method = (method, line[16:].strip())
                code[cls][method] = (Counter(), [])
            elif cls and isinstance(method, tuple):
                use = USE.search(line)
                if use and use.group(1):
                    name, _, of = use.group(1).partition(':')
                    name = name.rsplit('.', 1)[-1].strip('"')
                    code[cls][method][0][name, of] += 1
                elif use and use.group(2) is not None:
                    code[cls][method][1].append(use.group(2))
    return code


def main():
    report, libraries = sys.argv[1], sys.argv[2:]
    artifacts = {one['path']: one for one in json.load(open(report))['artifacts']}
    print('library\tchains\tsteps by call\tconfirmed\tother steps\tends\tconfirmed')
    for library in libraries:
        one = artifacts[library]
        chains = [(row['api'], row['chain']) for row in one['personal_data']]
        classes = {frame['class'] for _, chain in chains for frame in chain}
        with tempfile.TemporaryDirectory() as folder:
            code = disassembled(classes, jars(library, folder))
        steps = good = other = ends = ended = 0
        wrong = set()
        for api, chain in chains:
            for here, there in zip(chain, chain[1:] + [None]):
                uses, texts = code.get(here['class'], {}).get((here['method'], here['descriptor']), (Counter(), []))
                place = '%s.%s' % (here['class'], here['method'])
                if there is None:
                    ends += 1
                    name = re.match(r'[\w$<>]*', api.partition('->')[2]).group()
                    found = any(name == used for used, _ in uses) or not name or name in ' '.join(texts)
                    ended += found
                    found or wrong.add('%s does not use %s' % (place, api))
                elif there['edge'] == 'call':
                    steps += 1
                    found = uses[there['method'], there['descriptor']] > 0
                    good += found
                    found or wrong.add('%s does not call %s.%s%s' % (place, there['class'], there['method'], there['descriptor']))
                else:
                    other += 1
        print('\t'.join(map(str, (os.path.basename(library), len(chains), steps, good, other, ends, ended))))
        for text in sorted(wrong):
            print('    ' + text)


if __name__ == '__main__':
    main()
