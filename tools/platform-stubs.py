#!/usr/bin/env python3
"""Writes android.jar from AOSP's API text: the classes that fixtures are compiled against. Nothing of it is packaged.

    tools/platform-stubs.py OUT.jar CURRENT34.txt CURRENT29.txt

The first file wins; the other adds the classes that the first lacks (java.*, wifi, media: in modules since). Public API with
generics, constants and checked exceptions; bodies throw. What the text leaves out (members that only override, hidden API)
is missing, but for EXTRA; a fixture puts more into its stubs/ folder. Standard library only, a few seconds.
"""
import re
import struct
import sys
import zipfile

from signatures import PRIMITIVE, _Parser, internal, unescape

FLAGS = {'public': 1, 'protected': 4, 'static': 8, 'final': 16, 'volatile': 64, 'transient': 128, 'abstract': 0x400}
INTERFACE, SUPER, VARARGS, ANNOTATION, ENUM = 0x200, 0x20, 0x80, 0x2000, 0x4000

# For javac's lambdas; and overrides by whose class R8 would name a call, as it does with the real android.jar.
EXTRA = '''
package java.lang.invoke {
  public class LambdaMetafactory {
    method public static java.lang.invoke.CallSite metafactory(java.lang.invoke.MethodHandles.Lookup, String, java.lang.invoke.MethodType, java.lang.invoke.MethodType, java.lang.invoke.MethodHandle, java.lang.invoke.MethodType);
    method public static java.lang.invoke.CallSite altMetafactory(java.lang.invoke.MethodHandles.Lookup, String, java.lang.invoke.MethodType, java.lang.Object...);
  }
  public final class SerializedLambda {
  }
}
package android.app {
  public class Activity extends android.view.ContextThemeWrapper {
    method protected void attachBaseContext(android.content.Context);
    method public Object getSystemService(String);
    method public void startActivity(android.content.Intent);
    method public void startActivity(android.content.Intent, android.os.Bundle);
    method public void startActivities(android.content.Intent[]);
    method public void setTheme(int);
  }
  public abstract class Service extends android.content.ContextWrapper {
    method protected void attachBaseContext(android.content.Context);
  }
}
package android.view {
  public class ContextThemeWrapper extends android.content.ContextWrapper {
    method protected void attachBaseContext(android.content.Context);
    method public Object getSystemService(String);
    method public android.content.res.AssetManager getAssets();
    method public android.content.res.Resources getResources();
    method public android.content.res.Resources.Theme getTheme();
  }
}
'''


class Parser(_Parser):
    """The project's reader of this text, with type arguments kept: a type is (name, arguments, dimensions)."""

    def type(self):
        self.notes([])
        name, args, dims = self.next(), [], 0
        if name == '?':
            return ('+' if self.next() == 'extends' else '-', [self.type()], 0) if self.peek() in ('extends', 'super') else ('*', [], 0)
        while True:
            self.notes([])
            if self.peek() == '<':
                args = self.list('<', '>')
            elif self.peek() == '.' and re.match('[A-Za-z_]', self.peek(1) or ''):
                self.i += 1
                name, args = name + '.' + self.next(), []
            elif self.peek() == '[':
                self.i += 2
                dims += 1
            else:
                return name, args, dims

    def list(self, opening, closing):
        assert self.next() == opening
        out = []
        while not self.accept(closing):
            out.append(self.type())
            self.accept(',')
        return out

    def type_parameters(self):
        out = {}
        if self.accept('<'):
            while not self.accept('>'):
                self.notes([])
                name, bounds = self.next(), []
                while self.peek() in ('extends', '&'):
                    self.i += 1
                    bounds.append(self.type())
                out[name] = bounds
                self.accept(',')
        return out


class Class:
    def __init__(self, name, kind, mods, parameters):
        self.name, self.kind, self.mods, self.parameters = name, kind, mods, parameters
        self.superclass, self.interfaces, self.members = None, [], {}
        self.outer = name.rsplit('$', 1)[0] if '$' in name else None
        self.is_interface = kind in ('interface', '@interface')


def read(lines, classes, extra=False):
    package = cur = None
    for line in map(str.strip, lines):
        word = line.split(None, 1)[0] if line else '//'
        if word.startswith('//') or word == 'property':
            continue
        if word == 'package':
            package = [w for w in line[:-1].split() if not w.startswith('@')][1]
        elif word == '}':
            continue
        elif word in ('method', 'ctor', 'field', 'enum_constant'):
            member = parse_member(word, line)
            if cur is not None:
                cur.members.setdefault(member['key'], member)
        else:
            p = Parser(line)
            mods = p.modifiers([])
            kind = '@interface' if p.accept('@') and p.next() else p.next()
            c = Class(internal(package + '.' + p.next()), kind, mods, p.type_parameters())
            while p.peek() not in ('{', None):
                where = p.next()
                while p.peek() not in ('{', 'extends', 'implements', 'permits', None):
                    p.accept(',')
                    t = p.type()
                    if where == 'implements' or where == 'extends' and c.is_interface:
                        c.interfaces.append(t)
                    elif where == 'extends':
                        c.superclass = t
            known = classes.get(c.name)
            if known is None:
                classes[c.name] = known = c
                cur = c
            else:
                cur = known if extra else None


def parse_member(word, line):
    value = None
    if word in ('field', 'enum_constant'):
        found = re.match(r'(.*?[\w$]) = (.*)', line)
        if found and found.group(1).count('(') == found.group(1).count(')'):
            line, tail = found.groups()
            text = re.match(r'"(?:\\.|[^"\\])*"', tail)
            value = unescape(text.group(0)) if text else tail.split(';', 1)[0].strip()
        p = Parser(line.rstrip(';'))
        p.next()
        mods, t = p.modifiers([]), p.type()
        name = p.next()
        return {'kind': word, 'key': name, 'name': name, 'mods': mods, 'type': t, 'value': value}
    p = Parser(line)
    p.next()
    mods = p.modifiers([])
    parameters = p.type_parameters()
    mods |= p.modifiers([])
    t, name = (p.type(), p.next()) if word == 'method' else (('void', [], 0), '<init>' if p.notes([]) or p.next() else '')
    args, varargs = [], False
    assert p.next() == '(', line
    while not p.accept(')'):
        p.notes([])
        a = p.type()
        if p.accept('...'):
            a, varargs = (a[0], a[1], a[2] + 1), True
        args.append(a)
        if p.peek() not in (',', ')'):
            p.next()
        p.accept(',')
    throws = []
    if p.accept('throws'):
        throws.append(p.type())
        while p.accept(','):
            throws.append(p.type())
    return {'kind': word, 'key': '%s(%s)' % (name, ','.join('%s%d' % (a[0], a[2]) for a in args)), 'name': name, 'mods': mods, 'type': t,
            'args': args, 'varargs': varargs, 'throws': throws, 'parameters': parameters, 'default': p.accept('default')}


class Pool:
    """A class file's constant pool."""

    def __init__(self):
        self.data, self.index, self.n = bytearray(), {}, 1

    def add(self, form, *values):
        if (form, values) not in self.index:
            self.data += struct.pack(form, *values)
            self.index[form, values] = self.n
            self.n += 2 if values[0] in (5, 6) else 1
        return self.index[form, values]

    def utf8(self, text):
        raw = text.encode('utf-16-be', 'surrogatepass')     # modified UTF-8: surrogates one by one, zero in two bytes
        units = struct.unpack('>%dH' % (len(raw) // 2), raw)
        data = b''.join(b'\xc0\x80' if u == 0 else chr(u).encode('utf-8', 'surrogatepass') for u in units)
        return self.add('>BH%ds' % len(data), 1, len(data), data)

    def cls(self, name):
        return self.add('>BH', 7, self.utf8(name))

    def constant(self, desc, text):
        if desc == 'Ljava/lang/String;':
            return self.add('>BH', 8, self.utf8(text))
        if desc in 'FD':
            text = {'(0.0/0.0)': 'nan', '(1.0/0.0)': 'inf', '(-1.0/0.0)': '-inf'}.get(text.replace('f', ''), text.rstrip('fFdD'))
            return self.add('>Bf' if desc == 'F' else '>Bd', 4 if desc == 'F' else 6, float(text))
        v = int({'true': '1', 'false': '0'}.get(text, text).rstrip('lL'), 0)
        return self.add('>Bq', 5, v) if desc == 'J' else self.add('>Bi', 3, v)


def member_flags(mods):
    return sum(bit for word, bit in FLAGS.items() if word in mods)


class Writer:
    def __init__(self, classes):
        self.classes, self.missing = classes, {}
        self.nested = {}
        for c in classes.values():
            if c.outer:
                self.nested.setdefault(c.outer, []).append(c)

    def scope(self, c, parameters=()):
        own = {**c.parameters, **dict(parameters)}
        outer = self.classes.get(c.outer)
        return own if outer is None or 'static' in c.mods or c.is_interface or c.kind == 'enum' else {**self.scope(outer), **own}

    def erase(self, t, scope):
        name, _, dims = t
        if name in scope:
            return '[' * dims + (self.erase(scope[name][0], scope) if scope[name] else 'Ljava/lang/Object;')
        return '[' * dims + (PRIMITIVE.get(name) or 'L' + internal(name) + ';')

    def signature(self, t, scope):
        name, args, dims = t
        if name in '*+-':
            return name + ''.join(self.signature(a, scope) for a in args)
        if name in scope:
            return '[' * dims + 'T' + name + ';'
        inner = '<%s>' % ''.join(self.signature(a, scope) for a in args) if args else ''
        return '[' * dims + (PRIMITIVE.get(name) or 'L' + internal(name) + inner + ';')

    def parameters(self, parameters, scope):
        out = ''
        for name, bounds in parameters.items():
            out += name
            for i, b in enumerate(bounds or [('java.lang.Object', [], 0)]):
                known = self.classes.get(internal(b[0])) if b[0] not in scope else None
                out += ('::' if i == 0 and known and known.is_interface else ':') + self.signature(b, scope)
        return '<%s>' % out if out else ''

    def write(self, c):
        pool, scope = Pool(), self.scope(c)
        attribute = lambda name, body: struct.pack('>HI', pool.utf8(name), len(body)) + body
        text = lambda name, value: attribute(name, struct.pack('>H', pool.utf8(value)))
        table = lambda rows: struct.pack('>H', len(rows)) + b''.join(rows)
        if c.kind == 'enum':
            c.superclass = ('java.lang.Enum', [(c.name.replace('/', '.').replace('$', '.'), [], 0)], 0)
            for name, args, t in (('values', [], (c.superclass[1][0][0], [], 1)), ('valueOf', [('String', [], 0)], c.superclass[1][0])):
                c.members.setdefault('%s()' % name, {'kind': 'method', 'name': name, 'mods': {'public', 'static'}, 'type': t, 'args': args,
                                                     'varargs': False, 'throws': [], 'parameters': {}, 'default': False})
        sup = c.superclass or ('java.lang.Object', [], 0)
        interfaces = c.interfaces + ([('java.lang.annotation.Annotation', [], 0)] if c.kind == '@interface' else [])
        fields, methods, done = [], [], set()
        for m in c.members.values():
            if m['kind'] in ('field', 'enum_constant'):
                desc, flags, attrs = self.erase(m['type'], scope), member_flags(m['mods']), []
                flags |= (ENUM | 25 if m['kind'] == 'enum_constant' else 0) | (25 if c.is_interface else 0)
                if m['value'] not in (None, 'null') and (len(desc) == 1 or desc == 'Ljava/lang/String;'):
                    attrs.append(attribute('ConstantValue', struct.pack('>H', pool.constant(desc, m['value']))))
                sig, where = self.signature(m['type'], scope), fields
            else:
                inner = self.scope(c, m['parameters'].items())
                args = [self.erase(a, inner) for a in m['args']]
                if m['name'] == '<init>' and c.outer in self.classes and 'static' not in c.mods and c.kind == 'class':
                    args.insert(0, 'L' + c.outer + ';')
                desc, flags, attrs = '(%s)%s' % (''.join(args), self.erase(m['type'], inner)), member_flags(m['mods']) & ~192, []
                flags |= VARARGS if m['varargs'] else 0
                if c.is_interface:
                    flags = flags & ~16 | 1 | (0 if m['mods'] & {'static', 'default'} else 0x400)
                if not flags & 0x400:                       # aconst_null, athrow
                    size = 1 + sum(2 if a in 'JD' else 1 for a in args)
                    attrs.append(attribute('Code', struct.pack('>HHI', 1, size, 2) + b'\x01\xbf' + bytes(4)))
                if m['throws']:
                    names = [self.erase(t, inner)[1:-1] for t in m['throws']]
                    attrs.append(attribute('Exceptions', table([struct.pack('>H', pool.cls(n)) for n in names])))
                if m['default']:                            # that there is one is what matters: an empty array
                    attrs.append(attribute('AnnotationDefault', b'[' + bytes(2)))
                sig, where = '%s(%s)%s' % (self.parameters(m['parameters'], inner), ''.join(self.signature(a, inner) for a in m['args']),
                                           self.signature(m['type'], inner)), methods
            if (m['name'], desc) in done:
                continue
            done.add((m['name'], desc))
            if sig != desc:
                attrs.append(text('Signature', sig))
            where.append(struct.pack('>HHH', flags, pool.utf8(m['name']), pool.utf8(desc)) + table(attrs))
        sig = self.parameters(c.parameters, scope) + ''.join(self.signature(t, scope) for t in [sup] + interfaces)
        attrs = [text('Signature', sig)] if '<' in sig else []
        rows, k = list(self.nested.get(c.name, [])), c
        while k and k.outer:
            rows.insert(0, k)
            k = self.classes.get(k.outer)
        if rows:
            attrs.append(attribute('InnerClasses', table([struct.pack(
                '>HHHH', pool.cls(k.name), pool.cls(k.outer), pool.utf8(k.name.rsplit('$', 1)[1]),
                self.flags(k) & ~SUPER | (8 if 'static' in k.mods or k.is_interface or k.kind == 'enum' else 0)) for k in rows])))
        supers = [internal(t[0]) for t in [sup] + interfaces]
        for i, n in enumerate(supers):
            if n not in self.classes:
                self.missing[n] = i > 0
        sup_index = pool.cls(supers[0]) if c.name != 'java/lang/Object' else 0
        head = struct.pack('>HHH', self.flags(c), pool.cls(c.name), sup_index) + table([struct.pack('>H', pool.cls(n)) for n in supers[1:]])
        body = head + table(fields) + table(methods) + table(attrs)
        return struct.pack('>IHHH', 0xCAFEBABE, 0, 52, pool.n) + bytes(pool.data) + body

    @staticmethod
    def flags(c):
        flags = 1 | member_flags(c.mods) & 0x410
        if c.is_interface:
            return flags | INTERFACE | 0x400 | (ANNOTATION if c.kind == '@interface' else 0)
        return flags | SUPER | (ENUM | 16 if c.kind == 'enum' else 0)


def main():
    out, *texts = sys.argv[1:]
    classes = {}
    for path in texts:
        with open(path, encoding='utf-8') as f:
            read(f, classes)
    read(EXTRA.splitlines(), classes, extra=True)
    writer = Writer(classes)
    with zipfile.ZipFile(out, 'w') as z:
        for name in sorted(classes):
            z.writestr(zipfile.ZipInfo(name + '.class'), writer.write(classes[name]), zipfile.ZIP_DEFLATED)
        for name, is_interface in sorted(writer.missing.items()):
            c = Class(name, 'interface' if is_interface else 'class', {'public'}, {})
            z.writestr(zipfile.ZipInfo(name + '.class'), writer.write(c), zipfile.ZIP_DEFLATED)


if __name__ == '__main__':
    main()
