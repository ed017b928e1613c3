"""Reader of AOSP API signature files ("// Signature format: 2.0", what metalava writes as api/current.txt).

Shared by framework_table.py and permission_needs.py. Standard library only. Only facts are taken: names, types,
modifiers, constants, and the permissions that `@RequiresPermission` names.
"""
import glob
import os
import re
import subprocess
import tempfile

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\.\.\.|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*|-?\d[\w.+]*|[^\s]')
PRIMITIVE = {'void': 'V', 'boolean': 'Z', 'byte': 'B', 'char': 'C', 'short': 'S', 'int': 'I', 'long': 'J',
             'float': 'F', 'double': 'D'}
MODIFIERS = {'public', 'protected', 'private', 'static', 'final', 'abstract', 'default', 'native', 'synchronized',
             'transient', 'volatile', 'strictfp', 'deprecated', 'sealed', 'infix', 'operator', 'inline', 'suspend'}

# Debian keeps the signature files of the whole platform in the source package of android-framework-res:
# (suite, file, API level). The first wins; the older one has what later moved into modules (java.*, wifi, media …).
PACKAGE = 'android-platform-frameworks-base'
FILES = [('trixie', 'core/api/current.txt', 34), ('bookworm', 'api/current.txt', 29),
         ('trixie', 'core/api/removed.txt', 34), ('bookworm', 'api/removed.txt', 29)]


class Member:
    """One method, constructor or field: `args` is the descriptor of the parameters, `type` of the result."""
    __slots__ = ('name', 'args', 'type', 'mods', 'value', 'notes', 'level')

    def __init__(self, name, args, type_, mods, value, notes, level):
        self.name, self.args, self.type, self.mods = name, args, type_, mods
        self.value, self.notes, self.level = value, notes, level

    @property
    def key(self):
        return self.name if self.args is None else self.name + '(' + self.args + ')'


class Class:
    """One class: `internal` is its name in bytecode form, `android/app/Notification$Builder`."""

    def __init__(self, internal, kind, mods, level):
        self.internal, self.kind, self.mods, self.level = internal, kind, mods, level
        self.superclass, self.interfaces, self.members, self.notes = None, [], {}, []


class _Parser:
    def __init__(self, line):
        self.t, self.i = TOKEN.findall(line), 0

    def peek(self, k=0):
        return self.t[self.i + k] if self.i + k < len(self.t) else None

    def next(self):
        self.i += 1
        return self.t[self.i - 1]

    def accept(self, x):
        if self.peek() == x:
            self.i += 1
            return True
        return False

    def notes(self, sink):
        while self.peek() == '@' and self.peek(1) != 'interface':
            self.i += 1
            name, args, depth = self.next(), [], 0
            if self.peek() == '(':
                while True:
                    x = self.next()
                    depth += (x == '(') - (x == ')')
                    args.append(x)
                    if depth == 0:
                        break
            sink.append((name, args))

    def modifiers(self, sink):
        mods = set()
        while True:
            self.notes(sink)
            if self.peek() not in MODIFIERS:
                return mods
            mods.add(self.next())

    def skip_angle(self):
        depth = 0
        while True:
            x = self.next()
            depth += (x == '<') - (x == '>')
            if depth == 0:
                return

    def type(self):
        """(name without type arguments, array dimensions)"""
        self.notes([])
        name, dims = self.next(), 0
        while True:
            if self.peek() == '<':
                self.skip_angle()
            elif self.peek() == '.' and re.match('[A-Za-z_]', self.peek(1) or ''):
                self.i += 1
                name += '.' + self.next()
            elif self.peek() == '[':
                self.i += 1
                assert self.next() == ']'
                dims += 1
            elif self.peek() == '@':
                self.notes([])
            else:
                return name, dims

    def type_parameters(self):
        """Name to its first bound (which is what it erases to)."""
        out = {}
        if not self.accept('<'):
            return out
        while True:
            self.notes([])
            name, bounds = self.next(), []
            if self.accept('extends'):
                bounds.append(self.type()[0])
                while self.accept('&'):
                    self.type()
            out[name] = bounds[0] if bounds else 'java.lang.Object'
            if not self.accept(','):
                assert self.next() == '>'
                return out


def internal(name):
    """`java.util.Map.Entry` to `java/util/Map$Entry` (a bare name is one of java.lang)."""
    parts = (name if '.' in name else 'java.lang.' + name).split('.')
    k = next((i for i, x in enumerate(parts) if x[:1].isupper()), len(parts) - 1)
    return '/'.join(parts[:k + 1]) + ''.join('$' + x for x in parts[k + 1:])


def _erase(type_, scope):
    name, dims = type_
    seen = 0
    while '.' not in name and name in scope and seen < 8:
        name, seen = scope[name], seen + 1
    return '[' * dims + (PRIMITIVE.get(name) or 'L' + internal(name) + ';')


def unescape(text):
    def one(m):
        g = m.group(1)
        return chr(int(g[1:], 16)) if g[0] == 'u' else {'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f'}.get(g, g)
    return re.sub(r'\\(u[0-9a-fA-F]{4}|.)', one, text[1:-1])


def read(path, level, classes):
    """Adds the classes and members of one file to `classes` (internal name to Class); what is there already stays."""
    package, cur, scopes = None, None, {}
    for raw in open(path, encoding='utf-8'):
        line = raw.strip()
        if not line or line.startswith('//'):
            continue
        if line.startswith('package ') and line.endswith('{'):
            package = [w for w in line[:-1].split() if not w.startswith('@')][1]
            continue
        if line == '}':
            cur = None
            continue
        word = line.split(None, 1)[0]
        if word in ('method', 'ctor', 'field', 'enum_constant', 'property'):
            if cur is not None and word != 'property':
                member = _member(word, line, cur, scopes, level)
                if member.key not in cur.members:
                    cur.members[member.key] = member
                elif member.notes and not cur.members[member.key].notes:
                    cur.members[member.key].notes = member.notes
            continue
        p, notes = _Parser(line), []
        mods = p.modifiers(notes)
        if p.accept('@'):
            p.next()
            kind = '@interface'
        else:
            kind = p.next()
        assert kind in ('class', 'interface', 'enum', '@interface', 'record'), line
        name = internal(package + '.' + p.next())
        fresh = name not in classes
        cls = classes.setdefault(name, Class(name, kind, mods, level))
        cls.notes += notes if fresh else []
        scope = dict(scopes.get(name.rsplit('$', 1)[0], {})) if '$' in name and 'static' not in mods else {}
        scope.update(p.type_parameters())
        scopes[name] = scope
        if fresh and kind == '@interface':
            cls.interfaces.append('java/lang/annotation/Annotation')
        if fresh and kind == 'enum':
            cls.superclass = 'java/lang/Enum'
        while p.peek() in ('extends', 'implements', 'permits'):
            where = p.next()
            while p.peek() not in ('{', 'extends', 'implements', 'permits', None):
                p.accept(',')
                type_ = internal(p.type()[0])
                if where == 'permits' or not fresh:
                    continue
                if where == 'implements' or kind in ('interface', '@interface'):
                    cls.interfaces.append(type_)
                else:
                    cls.superclass = type_
        if fresh and cls.superclass is None and name != 'java/lang/Object':
            cls.superclass = 'java/lang/Object'
        if fresh and kind == 'enum':
            for key, args, type_ in (('values', '', '[L' + name + ';'), ('valueOf', 'Ljava/lang/String;', 'L' + name + ';')):
                member = Member(key, args, type_, {'public', 'static'}, None, [], level)
                cls.members[member.key] = member
        cur = cls


def _member(word, line, cls, scopes, level):
    scope, notes = scopes[cls.internal], []
    if word in ('field', 'enum_constant'):
        head, sep, tail = line.partition(' = ')
        if sep and head.count('(') != head.count(')'):     # an annotation's argument, not a value
            whole = re.match(r'(.*\)\s+[^()="]*?) = (.*)', line)
            head, tail = whole.groups() if whole else (line, '')
            sep = bool(whole)
        p = _Parser(head.rstrip(';'))
        p.next()
        mods = p.modifiers(notes)
        type_ = _erase(p.type(), scope)
        name, value = p.next(), None
        if word == 'enum_constant':
            mods |= {'public', 'static', 'final'}
        if sep:
            text = re.match(r'"(?:\\.|[^"\\])*"', tail)
            value = unescape(text.group(0)) if text else tail.split(';', 1)[0].strip()
        return Member(name, None, type_, mods, value, notes, level)
    p = _Parser(line)
    p.next()
    mods = p.modifiers(notes)
    parameters = p.type_parameters()
    if parameters:
        scope = {**scope, **parameters}
        mods |= p.modifiers(notes)
    if word == 'method':
        type_, name = _erase(p.type(), scope), p.next()
    else:
        p.notes([])
        p.next()
        type_, name = 'V', '<init>'
    assert p.next() == '(', line
    args = []
    while not p.accept(')'):
        p.notes(notes)
        while p.peek() in ('final', 'optional'):
            p.i += 1
        t, dims = p.type()
        if p.accept('...'):
            dims += 1
        args.append(_erase((t, dims), scope))
        if p.peek() not in (',', ')'):
            p.next()
        p.accept(',')
    if word == 'ctor' and '$' in cls.internal and 'static' not in cls.mods and cls.kind == 'class' \
            and cls.internal.rsplit('$', 1)[0] in scopes:
        args.insert(0, 'L' + cls.internal.rsplit('$', 1)[0] + ';')
    return Member(name, ''.join(args), type_, mods, None, notes, level)


def obtain(folder):
    """The signature files, as [(path, level)] in the order of FILES: from `folder` when they are there (NAME is
    `current34.txt`, `removed29.txt` …), else from the source packages by apt-get, kept in `folder`."""
    os.makedirs(folder, exist_ok=True)
    out = []
    for suite, inside, level in FILES:
        path = os.path.join(folder, os.path.basename(inside)[:-4] + '%d.txt' % level)
        if not os.path.exists(path):
            with tempfile.TemporaryDirectory() as tmp:
                # the machine's own package sources must list `deb-src` of that suite
                subprocess.run(['apt-get', '-q', 'source', '--download-only', '--tar-only', '--only-source', '-t', suite,
                                PACKAGE], cwd=tmp, check=True)
                tar = glob.glob(os.path.join(tmp, '*.orig.tar.*'))[0]
                text = subprocess.run(['tar', '-xOf', tar, '--wildcards', '--no-anchored', '*/' + inside],
                                      capture_output=True, check=True).stdout
                with open(path, 'wb') as file:
                    file.write(text)
        out.append((path, level))
    return out
