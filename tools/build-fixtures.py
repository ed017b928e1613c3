#!/usr/bin/env python3
"""Rebuilds the fixture apps of testdata/ from their sources: real, compiled, signed packages.

    tools/build-fixtures.py                  all apps whose sources changed since they were built
    tools/build-fixtures.py NAME...          these (a folder of testdata/apps, testdata/lab ..., or testdata/splits)
    tools/build-fixtures.py --all            all of them, changed or not
    tools/build-fixtures.py --check          builds nothing; exit 1 when sources and packages disagree
    tools/build-fixtures.py --setup          fetches the tools, builds nothing

A fixture is a folder with (everything but one source file is optional):

    AndroidManifest.xml   default: package fixture.<name>, one launcher activity .MainActivity
    src/                  *.java, *.kt
    stubs/                *.java for the class path only: SDK or hidden classes that the app refers to but does not contain
    res/ assets/          as in any Android project
    jniLibs/<abi>/*.so    go to lib/ (jni/*.c beside them is their source, see testdata/README.md)
    root/                 files that go to the root of the package as they are
    rules.pro             more rules for R8
    build.toml            options, see OPTIONS
    expect.toml           what a scan must and must not find (tests/integration/fixtures.rs); no input of the build
    app.apk               the result, committed
    app.aar               the same sources as a library (build.toml: library = true), committed

The result is the same bit by bit from run to run; the fixtures.lock beside the apps holds the hashes of sources and results.

Needs Python 3.11, pip and a JDK 11 to 18. The other tools are fetched once by pip and apt-get, pinned by hash, into
$FIXTURE_TOOLS (default: apk-tools in the user's cache folder): R8, aapt2, apksigner (out of one wheel), the Kotlin
compiler, and from Debian the platform's resources and its API text, from which tools/platform-stubs.py makes android.jar.
"""
import argparse
import concurrent.futures
import contextlib
import glob
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import xml.etree.ElementTree as ET
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TESTDATA = os.path.join(ROOT, 'testdata')
SETS = ('apps', 'lab', 'scenarios', 'behaviour', 'libraries')    # folders of testdata with one app a folder; each keeps its own fixtures.lock
TWINS = ('lab', 'scenarios')                  # their apps are also built as libraries, testdata/twins/<set>-<name>.aar
KEYSTORE = os.path.join(TESTDATA, 'test-keystore.p12')      # password "android", alias "test"; for fixtures only
NS = 'http://schemas.android.com/apk/res/android'
A = '{%s}' % NS

OPTIONS = {                 # key of build.toml: default
    'obfuscate': False,     # R8: shrink, optimise, rename (rules.pro is added to the rules)
    'shrink': False,        # R8 without renaming; Kotlin sources need one of the two (the standard library is large)
    'min_sdk': 21,          # when the manifest does not say
    'target_sdk': 34,
    'split_dex': '',        # classes whose dotted name matches this go to classes2.dex (not with R8)
    'libs': [],             # folders of testdata/libs whose src/, res/ and rules.pro are added
    'same_as': '',          # a folder, seen from this one, whose sources are built here with these options
    'coroutines': False,    # adds kotlinx-coroutines-core
    'debuggable': False,
    'sign': ['v1', 'v2', 'v3'],
    'cut': {},              # entry = share of it to keep: a package that was damaged on its way
    'overwrite': {},        # entry = text to put there instead
    'library': False,       # also app.aar: text manifest, class files (Kotlin: through R8), res as written, R.txt, rules.pro
    'app': True,            # app.apk; false for what is a library only
    'aar': {},              # more entries of app.aar: name = text
}

# ---------------------------------------------------------------------------------------------------------- tools
WHEELS = {      # only the named entries are kept; each keeps its own licence, none is committed
    'mobsf==4.4.0': ('74329efc7eee885ca6b9448726ca448c6f5c7ca80ec3dc9a98ee11fb7cd7c0d4', {
        'mobsf/bundletool.jar': r'.*/bundletool-all-1\.17\.2\.jar$', 'mobsf/apksigner.jar': r'.*/tools/apksigner\.jar$'}),
    'kotlin-jupyter-kernel==0.12.0.322': ('d22863403cfd4ee8764496a9c538c1a90465d90672d79feec8360fe6c9d989d1', {
        'kotlin/kotlin-compiler.jar': r'.*/kotlin-jupyter-kernel-[^/]*-all\.jar$',
        'kotlin/kotlin-stdlib.jar': r'.*/kotlin-stdlib-\d[^/]*\.jar$', 'kotlin/annotations.jar': r'.*/annotations-[^/]*\.jar$'}),
}
HASHES = {      # what a cache must hold to be used as it is
    'mobsf/bundletool.jar': '2d4ad908faea64047c1cc9cb747e6aa667c6ab192e09607bd16b67246a8cd6ae',
    'mobsf/apksigner.jar': 'ba13fc4122f3c8ef23eed76e13792b033fd0506de90ec3ff1e5773e383eb6f15',
    'mobsf/aapt2': 'f2652fdbfcec58657ab718b28abf6b6d7ac90d61a8298341d86c8d837a6d7e98',
    'kotlin/kotlin-compiler.jar': 'f5738d496e5e46adddc4dd00162176696c74ac59f941114ce91b4b2a79ccd28c',
    'kotlin/kotlin-stdlib.jar': '8910cc238807d86ef550cb1f0b10dd5ed40b35a4ec1a52525f760aede84ead37',
    'platform/framework-res.apk': '625a5ffd30ab14a8ea4add4a8a58c7baa0c4da74d4a8c644be691f167e5b09d9',
}
API_TEXT = {    # Debian source package android-platform-frameworks-base: suite, member, hash
    'api/api34.txt': ('trixie', 'core/api/current.txt', '38c92873926ee918f72f49c66ed86da7e0945acee158243bb3400b75514bea2c'),
    'api/api29.txt': ('bookworm', 'api/current.txt', '542d4115065177ec3872f4de3757d1d5607411c918ce433e0024713fd8009aee'),
}

COROUTINES = r'kotlinx/coroutines/.*\.class|META-INF/kotlinx[-_.]coroutines[-_.]core.*\.kotlin_module'
ANDROID_JAR = 'platform/fixtures-1.jar'       # raise the number when tools/platform-stubs.py writes something else

WORKER = r'''
import java.io.*; import java.lang.reflect.*; import java.net.*; import java.nio.charset.StandardCharsets; import java.util.*;
/** Runs javac, kotlinc, D8, R8 and apksigner in one warm JVM: a line of arguments in, "ok|fail LENGTH" and the output back. */
public class Worker {
  static final Map<String, ClassLoader> LOADERS = new HashMap<>();
  static Class<?> load(String jar, String name) throws Exception {
    ClassLoader l = LOADERS.get(jar);
    if (l == null) LOADERS.put(jar, l = new URLClassLoader(new URL[] {new File(jar).toURI().toURL()}, ClassLoader.getPlatformClassLoader()));
    Thread.currentThread().setContextClassLoader(l);
    return l.loadClass(name);
  }
  static boolean run(String tool, String jar, String[] a, PrintStream o) throws Exception {
    switch (tool) {
      case "javac": return javax.tools.ToolProvider.getSystemJavaCompiler().run(null, o, o, a) == 0;
      case "kotlinc": {
        Class<?> c = load(jar, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
        Object code = c.getMethod("exec", PrintStream.class, String[].class).invoke(c.getConstructor().newInstance(), o, a);
        return code.toString().equals("OK");
      }
      case "sign": load(jar, "com.android.apksigner.ApkSignerTool").getMethod("main", String[].class).invoke(null, (Object) a); return true;
      default: {
        String n = "com.android.tools.r8." + tool;
        Class<?> origin = load(jar, "com.android.tools.r8.origin.Origin"), cmd = load(jar, n + "Command");
        Object b = cmd.getMethod("parse", String[].class, origin).invoke(null, a, origin.getMethod("root").invoke(null));
        Method build = b.getClass().getMethod("build"); build.setAccessible(true);
        load(jar, n).getMethod("run", cmd).invoke(null, build.invoke(b));
        return true;
      }
    }
  }
  public static void main(String[] x) throws Exception {
    PrintStream out = System.out;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      String[] a = line.split("\u001f", -1);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PrintStream o = new PrintStream(bytes, true, "UTF-8");
      System.setOut(o); System.setErr(o);
      boolean ok = false;
      try { ok = run(a[0], a[1], Arrays.copyOfRange(a, 2, a.length), o); }
      catch (InvocationTargetException e) { for (Throwable t = e.getCause(); t != null; t = t.getCause()) o.println(t); }
      catch (Throwable e) { e.printStackTrace(o); }
      out.println((ok ? "ok " : "fail ") + bytes.size());
      bytes.writeTo(out); out.flush();
    }
  }
}
'''


class Failed(Exception):
    """A step of a build failed; the text says which and why."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def call(cmd, **kw):
    p = subprocess.run([str(c) for c in cmd], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', **kw)
    if p.returncode:
        raise Failed('%s failed:\n%s' % (' '.join(map(str, cmd[:3])), p.stdout[-4000:]))
    return p.stdout


def files_under(folder, *ends):
    out = []
    for top, dirs, names in os.walk(folder):
        dirs.sort()
        out += [os.path.join(top, n) for n in sorted(names) if not ends or n.endswith(ends)]
    return out


def rel(path, folder):
    return os.path.relpath(path, folder).replace(os.sep, '/')


class Tools:
    """The cache of fetched tools. Each getter gives a path and fetches when the file is missing."""

    def __init__(self):
        base = os.environ.get('XDG_CACHE_HOME') or os.path.join(os.path.expanduser('~'), '.cache')
        self.dir = os.environ.get('FIXTURE_TOOLS') or os.path.join(base, 'apk-tools')
        self.jdk = os.environ.get('JAVA_HOME')
        self.lock, self.checked = threading.RLock(), set()

    def java(self):
        return os.path.join(self.jdk, 'bin', 'java') if self.jdk else 'java'

    def get(self, name):
        path = os.path.join(self.dir, name)
        with self.lock:
            if name not in self.checked:
                if not os.path.exists(path):
                    self.fetch(name)
                if name in HASHES and sha256(read(path)) != HASHES[name]:
                    raise Failed('%s is not the version the fixtures are built with; delete it, or set FIXTURE_TOOLS' % path)
                self.checked.add(name)
        return path

    def put(self, name, data):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + '.tmp', 'wb') as f:
            f.write(data)
        os.chmod(path + '.tmp', 0o755)
        os.replace(path + '.tmp', path)

    def fetch(self, name):
        print('fetching %s (once) ...' % name, file=sys.stderr)
        with tempfile.TemporaryDirectory() as tmp:
            if name == 'mobsf/aapt2':
                with zipfile.ZipFile(self.get('mobsf/bundletool.jar')) as z:
                    return self.put(name, z.read('linux/aapt2'))
            if name == ANDROID_JAR:
                out = os.path.join(tmp, 'android.jar')
                call([sys.executable, os.path.join(ROOT, 'tools', 'platform-stubs.py'), out] + [self.get(n) for n in API_TEXT])
                return self.put(name, read(out))
            for wheel, (digest, members) in WHEELS.items():
                if name in members:
                    req = os.path.join(tmp, 'requirements.txt')
                    with open(req, 'w') as f:
                        f.write('%s --hash=sha256:%s\n' % (wheel, digest))
                    call([sys.executable, '-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '--require-hashes',
                          '--ignore-requires-python', '-d', tmp, '-r', req])
                    with zipfile.ZipFile(glob.glob(os.path.join(tmp, '*.whl'))[0]) as z:
                        for short, pattern in members.items():
                            self.put(short, z.read(next(n for n in z.namelist() if re.match(pattern, n))))
                    return None
            if name in API_TEXT:
                suite, member, digest = API_TEXT[name]
                self.apt('deb-src', suite, ['source', '--download-only', '--tar-only', '--only-source',
                                            'android-platform-frameworks-base'], tmp)
                tar = glob.glob(os.path.join(tmp, '*.orig.tar.*'))[0]
                names = call(['tar', '-tf', tar, '--wildcards', '--no-anchored', member]).split()
                found = min((n for n in names if ('/' + n).endswith('/' + member)), key=len)     # the others lie deeper
                p = subprocess.run(['tar', '-xOf', tar, found], capture_output=True)
                if sha256(p.stdout) != digest:
                    raise Failed('%s of Debian %s changed' % (member, suite))
                return self.put(name, p.stdout)
            self.apt('deb', 'trixie', ['download', 'android-framework-res'], tmp)
            call(['dpkg-deb', '-x', glob.glob(os.path.join(tmp, '*.deb'))[0], os.path.join(tmp, 'x')])
            full = glob.glob(os.path.join(tmp, 'x', '**', 'framework-res.apk'), recursive=True)[0]
            slim = io.BytesIO()
            with zipfile.ZipFile(full) as i, zipfile.ZipFile(slim, 'w') as o:       # linking reads only these
                for n in ('AndroidManifest.xml', 'resources.arsc'):
                    o.writestr(zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0)), i.read(n))
            return self.put(name, slim.getvalue())

    def apt(self, kind, suite, args, cwd):
        """apt-get on one Debian suite with lists of its own: needs no root and leaves the system's state alone."""
        form = '$(ORIGIN)|$(SITE)|$(SIGNED_BY)'
        sites = [x.split('|') for x in call(['apt-get', 'indextargets', '--format', form]).splitlines() if x.startswith('Debian|')]
        if not sites:
            raise Failed('apt-get knows no Debian mirror (apt-get update?); put framework-res.apk and api/*.txt in ' + self.dir)
        d = os.path.join(cwd, 'apt')
        os.makedirs(os.path.join(d, 'lists', 'partial'))
        os.makedirs(os.path.join(d, 'archives', 'partial'))
        signed = '[signed-by=%s] ' % sites[0][2] if sites[0][2].startswith('/') else ''
        with open(os.path.join(d, 'sources.list'), 'w') as f:
            f.write('%s %s%s %s main\n' % (kind, signed, sites[0][1], suite))
        opt = ['-q', '-o', 'Dir::State::lists=%s/lists' % d, '-o', 'Dir::Cache=' + d, '-o', 'APT::Sandbox::User=', '-o',
               'Debug::NoLocking=1', '-o', 'Dir::Etc::sourcelist=%s/sources.list' % d, '-o', 'Dir::Etc::sourceparts=/dev/null']
        call(['apt-get'] + opt + ['update'])
        call(['apt-get'] + opt + args, cwd=cwd)


class Worker:
    """One warm JVM; used by one thread at a time."""

    def __init__(self, tools):
        self.tools = tools
        self.dir = tempfile.TemporaryDirectory(prefix='fixtures-')
        src = os.path.join(self.dir.name, 'Worker.java')
        with open(src, 'w') as f:
            f.write(WORKER)
        self.p = subprocess.Popen([tools.java(), '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx1g', src],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, tool, jar, args):
        line = '\x1f'.join([tool, jar] + args) + '\n'
        self.p.stdin.write(line.encode())
        self.p.stdin.flush()
        head = self.p.stdout.readline().split()
        if len(head) != 2:
            raise Failed(tool + ': the JVM ended')
        text = self.p.stdout.read(int(head[1])).decode(errors='replace')
        if head[0] != b'ok':
            raise Failed('%s failed:\n%s' % (tool, text[-4000:]))

    def close(self):
        self.p.stdin.close()
        self.p.wait()
        self.dir.cleanup()


# ---------------------------------------------------------------------------------------------------------- one app
RULES = '''
-keepattributes *Annotation*,Signature,InnerClasses,EnclosingMethod,SourceFile,LineNumberTable
-renamesourcefileattribute SourceFile
-keepclasseswithmembernames class * { native <methods>; }
-dontwarn **
'''
MANIFEST = '''<manifest xmlns:android="%s" package="%s"><application android:label="%s">
<activity android:name=".MainActivity" android:exported="true"><intent-filter><action android:name="android.intent.action.MAIN"/>
<category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity></application></manifest>'''


class Fixture:
    def __init__(self, folder):
        self.folder, self.name = folder, os.path.basename(folder)
        self.title = self.name
        path = self.at('build.toml')
        given = tomllib.loads(read(path).decode()) if os.path.exists(path) else {}
        if given.keys() - OPTIONS.keys():
            raise Failed('%s: unknown option %s' % (path, sorted(given.keys() - OPTIONS.keys())))
        self.o = argparse.Namespace(**{**OPTIONS, **given})
        self.source = os.path.normpath(os.path.join(folder, self.o.same_as)) if self.o.same_as else folder
        self.folders = [self.source] + [os.path.join(TESTDATA, 'libs', x) for x in self.o.libs]

    def at(self, *x):
        return os.path.join(self.folder, *x)

    def src(self, *x):
        return os.path.join(self.source, *x)

    def inputs(self):
        """Every file the result depends on, as (name in the hash, path)."""
        own = lambda d: [p for p in files_under(d) if rel(p, d) not in ('expect.toml', 'app.apk', 'app.aar')]
        mine = own(self.folder)
        same = own(self.source) if self.o.same_as else []
        libs = [p for d in self.folders[1:] for p in files_under(d)]
        return sorted((rel(p, self.folder), p) for p in mine) + sorted(('same_as/' + rel(p, self.source), p) for p in same) + sorted(('libs/' + rel(p, os.path.join(TESTDATA, 'libs')), p) for p in libs)

    def source_hash(self):
        lines = ['%s  %s\n' % (sha256(read(p)), n) for n, p in self.inputs()]
        return sha256(''.join(lines).encode())

    def sources(self, *ends):
        return [p for d in self.folders for p in files_under(os.path.join(d, 'src'), *ends)]

    def results(self):
        return [self.at('app.apk')] * self.o.app + [self.at('app.aar')] * self.o.library

    def build(self, tools, worker, out):
        if self.o.library:
            self.aar(tools, worker, self.at('app.aar'))
        if not self.o.app:
            return
        with tempfile.TemporaryDirectory(prefix='fixture-') as w:
            entries = self.link(tools, w, os.path.join(w, 'base.apk'))
            for i, dex in enumerate(self.dex(tools, worker, w)):
                entries.append(('classes%s.dex' % (i + 1 if i else ''), dex))
            for folder, to in (('jniLibs', 'lib/'), ('root', '')):
                entries += [(to + rel(p, self.src(folder)), read(p)) for p in files_under(self.src(folder))]
            pack([self.damage(n, d) for n, d in entries], out, tools, worker, self.o)

    def aar(self, tools, worker, out):
        """A library as the Android Gradle plugin writes it: R is not in it, its fields are not constant."""
        with tempfile.TemporaryDirectory(prefix='fixture-') as w:
            self.link(tools, w, os.path.join(w, 'base.apk'), ['--non-final-ids', '--output-text-symbols', w + '/R.txt'])
            entries = [('AndroidManifest.xml', read(self.manifest(w)))]
            classes = self.classes(tools, worker, w, ['--release', '11', '-cp'])
            entries += [('classes.jar', read(classes))] if classes else []
            for folder, to in (('res', 'res/'), ('assets', 'assets/'), ('jniLibs', 'jni/'), ('root', '')):
                entries += [(to + rel(p, os.path.join(d, folder)), read(p)) for d in self.folders for p in files_under(os.path.join(d, folder))]
            entries += [(n, read(p)) for n, p in (('R.txt', w + '/R.txt'), ('proguard.txt', self.src('rules.pro'))) if os.path.exists(p)]
            write_zip(sorted({**dict(entries), **{n: t.encode() for n, t in self.o.aar.items()}}.items()), out)

    def classes(self, tools, worker, w, target):
        """The class files of the sources, without R, as a jar."""
        java, kt = self.sources('.java'), self.sources('.kt')
        if not java and not kt:
            return None
        android, classes = tools.get(ANDROID_JAR), make(w, 'classes')
        javac = ['-encoding', 'UTF-8', '-proc:none', '-nowarn', '-Xlint:-options', '-g', *target]
        gen, path = files_under(w + '/gen', '.java'), [android]
        stubs = files_under(self.src('stubs'), '.java')
        if stubs:
            worker('javac', '', javac + [android, '-d', make(w, 'stubs')] + stubs)
            path.append(w + '/stubs')
        if kt:
            lib = [tools.get('kotlin/kotlin-stdlib.jar'), tools.get('kotlin/annotations.jar')]
            if self.o.coroutines:
                lib.append(class_only(tools.get('kotlin/kotlin-compiler.jar'), w + '/coroutines.jar', COROUTINES))
            worker('kotlinc', tools.get('kotlin/kotlin-compiler.jar'), [
                '-no-jdk', '-no-stdlib', '-no-reflect', '-jvm-target', '1.8', '-nowarn', '-module-name', 'app', '-d', classes,
                '-classpath', os.pathsep.join(lib + path)] + kt + java + gen)
            path += lib[:1] + lib[2:] + [classes]
        if java + gen:
            worker('javac', '', javac + [os.pathsep.join(path), '-d', classes] + java + gen)
        own = jar(classes, w + '/own.jar', lambda n: not re.search(r'(^|\.)R(\$\w+)?$', n))
        if not kt:
            return own
        rules, out = w + '/rules.pro', w + '/shrunk.jar'
        with open(rules, 'w') as f:
            f.write(RULES + '-dontobfuscate\n-dontwarn **.R\n-dontwarn **.R$*\n')
        conf = [rules, w + '/aapt.pro'] + [p for d in self.folders for p in glob.glob(d + '/rules.pro')]
        worker('R8', tools.get('mobsf/bundletool.jar'), ['--release', '--classfile', '--lib', android, '--output', out]
               + (['--classpath', jar(w + '/stubs', w + '/stubs.jar')] if stubs else [])
               + sum((['--pg-conf', c] for c in conf), []) + [own, class_only(lib[0], w + '/stdlib.jar')] + lib[2:])
        with zipfile.ZipFile(out) as z:
            entries = [(n, z.read(n)) for n in sorted(z.namelist()) if n.endswith('.class')]
        write_zip(entries, own)
        return own

    def damage(self, name, data):
        if name in self.o.cut:
            data = data[:int(len(data) * self.o.cut[name])]
        if name in self.o.overwrite:
            data = self.o.overwrite[name].encode()
        return name, data

    def manifest(self, w):
        path = self.src('AndroidManifest.xml')
        text = read(path).decode() if os.path.exists(path) else MANIFEST % (NS, 'fixture.' + re.sub(r'\W', '', self.title), self.title)
        if '<uses-sdk' not in text:                 # on the first line, so that line numbers stay those of the source
            sdk = '<uses-sdk android:minSdkVersion="%d" android:targetSdkVersion="%d"/>' % (self.o.min_sdk, self.o.target_sdk)
            text = re.sub(r'(<manifest\b[^>]*>)', r'\g<1>' + sdk, text, count=1)
        root = ET.fromstring(text)
        self.package = root.get('package')
        sdk = root.find('uses-sdk')
        self.min_sdk = int(sdk.get(A + 'minSdkVersion') or 1)
        out = os.path.join(w, 'AndroidManifest.xml')
        with open(out, 'w') as f:
            f.write(text)
        return out

    def link(self, tools, w, out, extra=()):
        aapt2 = tools.get('mobsf/aapt2')
        cmd = [aapt2, 'link', '-o', out, '-I', tools.get('platform/framework-res.apk'), '--manifest', self.manifest(w), '--java',
               w + '/gen', '--proguard', w + '/aapt.pro', '--auto-add-overlay', '--version-code', '1', '--version-name', '1.0', *extra]
        if self.o.debuggable:
            cmd.append('--debug-mode')
        for i, d in enumerate(self.folders):
            if os.path.isdir(os.path.join(d, 'assets')):
                cmd += ['-A', os.path.join(d, 'assets')]
            if files_under(os.path.join(d, 'res')):
                call([aapt2, 'compile', '--dir', os.path.join(d, 'res'), '-o', '%s/res%d.zip' % (w, i)])
                cmd += ['-R', '%s/res%d.zip' % (w, i)]
        call(cmd)
        with zipfile.ZipFile(out) as z:
            return [(n, z.read(n)) for n in z.namelist()]

    def dex(self, tools, worker, w):
        java, kt = self.sources('.java'), self.sources('.kt')
        if not java and not kt:
            return []
        android, classes = tools.get(ANDROID_JAR), os.path.join(w, 'classes')
        os.makedirs(classes)
        javac = ['-encoding', 'UTF-8', '-proc:none', '-nowarn', '-Xlint:-options', '-g', '-source', '8', '-target', '8',
                 '-bootclasspath', android]
        gen, path, r8_path = files_under(w + '/gen', '.java'), [], []
        stubs = files_under(self.src('stubs'), '.java')
        if stubs:
            worker('javac', '', javac + ['-d', make(w, 'stubs')] + stubs)
            r8_path = ['--classpath', jar(w + '/stubs', w + '/stubs.jar')]
            path.append(w + '/stubs')
        if kt:
            lib = [tools.get('kotlin/kotlin-stdlib.jar'), tools.get('kotlin/annotations.jar')]
            if self.o.coroutines:
                lib.append(class_only(tools.get('kotlin/kotlin-compiler.jar'), w + '/coroutines.jar', COROUTINES))
            worker('kotlinc', tools.get('kotlin/kotlin-compiler.jar'), [
                '-no-jdk', '-no-stdlib', '-no-reflect', '-jvm-target', '1.8', '-nowarn', '-module-name', 'app', '-d', classes,
                '-classpath', os.pathsep.join([android] + lib + path)] + kt + java + gen)
            path += lib[:1] + lib[2:] + [classes]
        if java + gen:
            worker('javac', '', javac + ['-cp', os.pathsep.join(path) or '.', '-d', classes] + java + gen)
        app, out = jar(classes, w + '/app.jar'), make(w, 'dex')
        r8, common = tools.get('mobsf/bundletool.jar'), ['--release', '--min-api', str(self.min_sdk), '--lib', android] + r8_path
        if self.o.obfuscate or self.o.shrink or kt:
            rules = w + '/rules.pro'
            with open(rules, 'w') as f:
                f.write(RULES + ('' if self.o.obfuscate else '-dontobfuscate\n'))
            conf = [rules, w + '/aapt.pro'] + [p for d in self.folders for p in glob.glob(d + '/rules.pro')]
            stdlib = [class_only(lib[0], w + '/stdlib.jar')] + lib[2:] if kt else []
            worker('R8', r8, common + ['--output', out] + sum((['--pg-conf', c] for c in conf), []) + [app] + stdlib)
            return [read(p) for p in dex_files(out)]
        parts = [app]
        if self.o.split_dex:
            parts = [jar(classes, w + '/part%d.jar' % i, lambda n, i=i: bool(re.search(self.o.split_dex, n)) == bool(i)) for i in (0, 1)]
        dexes = []
        for i, p in enumerate(parts):
            o = make(w, 'dex%d' % i)
            others = sum((['--classpath', q] for q in parts if q != p), [])
            worker('D8', r8, common + others + ['--output', o, p])
            dexes += [read(q) for q in dex_files(o)]
        return dexes


def make(*x):
    path = os.path.join(*x)
    os.makedirs(path, exist_ok=True)
    return path


def dex_files(folder):
    return sorted(files_under(folder, '.dex'), key=lambda p: int(re.findall(r'(\d*)\.dex$', p)[0] or 1))


def jar(folder, path, want=lambda name: True):
    with zipfile.ZipFile(path, 'w') as z:
        for p in files_under(folder, '.class'):
            if want(rel(p, folder)[:-6].replace('/', '.')):
                z.writestr(zipfile.ZipInfo(rel(p, folder)), read(p))
    return path


def class_only(src, path, wanted=r'(?!META-INF/).*\.class'):
    with zipfile.ZipFile(src) as i, zipfile.ZipFile(path, 'w') as o:
        for n in i.namelist():
            if re.fullmatch(wanted, n) and 'module-info' not in n:
                o.writestr(zipfile.ZipInfo(n), i.read(n))
    return path


def write_zip(entries, path):
    """A zip with fixed times and stored entries aligned as Android maps them. Libraries are deflated: most of one is padding."""
    with zipfile.ZipFile(path, 'w') as z:
        for name, data in entries:
            info = zipfile.ZipInfo(name, (1981, 1, 1, 1, 1, 2))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(('.arsc', '.png', '.wav', '.apk')) else zipfile.ZIP_DEFLATED
            if info.compress_type == zipfile.ZIP_STORED:
                pad = -(z.fp.tell() + 30 + len(name.encode()) + 4) % 4          # the 4 added: head of the extra field that pads
                info.extra = b'\x35\xd9' + pad.to_bytes(2, 'little') + bytes(pad)
            z.writestr(info, data, compresslevel=9)


def pack(entries, out, tools, worker, o):
    with tempfile.TemporaryDirectory(prefix='fixture-') as w:
        write_zip(entries, w + '/unsigned.apk')
        schemes = sum((['--%s-signing-enabled' % v, str(v in o.sign).lower()] for v in ('v1', 'v2', 'v3')), [])
        worker('sign', tools.get('mobsf/apksigner.jar'), [
            'sign', '--ks', KEYSTORE, '--ks-pass', 'pass:android', '--ks-key-alias', 'test', '--min-sdk-version', str(o.min_sdk), '--v4-signing-enabled',
            'false', *schemes, '--out', w + '/signed.apk', w + '/unsigned.apk'])
        shutil.copyfile(w + '/signed.apk', out)


# ---------------------------------------------------------------------------------------------------------- splits
class Splits(Fixture):
    """testdata/splits: one app as base and configuration splits, in a folder and in the containers stores hand out."""
    FOLDER = os.path.join(TESTDATA, 'splits')
    CONFIGS = {'config.zh': 'zh', 'config.xxhdpi': 'xxhdpi'}

    def __init__(self):
        super().__init__(os.path.join(self.FOLDER, 'app'))
        self.name = 'splits'

    def build(self, tools, worker, out):
        with tempfile.TemporaryDirectory(prefix='fixture-') as w:
            split_args = sum((['--split', '%s/%s.apk:%s' % (w, n, c)] for n, c in self.CONFIGS.items()), [])
            base = self.link(tools, w, w + '/base.apk', split_args)
            base += [('classes%s.dex' % (i + 1 if i else ''), d) for i, d in enumerate(self.dex(tools, worker, w))]
            parts = {'base': base}
            for n in self.CONFIGS:
                with zipfile.ZipFile('%s/%s.apk' % (w, n)) as z:
                    parts['split_' + n] = [(e, z.read(e)) for e in z.namelist()]
            for abi in sorted(os.listdir(self.at('jniLibs'))):
                n = 'config.' + abi.replace('-', '_')
                m = w + '/abi.xml'
                with open(m, 'w') as f:
                    f.write('<manifest xmlns:android="%s" package="%s" split="%s" configForSplit=""><application android:hasCode="false"/>'
                            '</manifest>' % (NS, self.package, n))
                call([tools.get('mobsf/aapt2'), 'link', '-o', w + '/abi.apk', '-I', tools.get('platform/framework-res.apk'),
                      '--manifest', m, '--version-code', '1'])
                with zipfile.ZipFile(w + '/abi.apk') as z:
                    parts['split_' + n] = [(e, z.read(e)) for e in z.namelist() if e != 'resources.arsc']
                parts['split_' + n] += [('lib/%s/%s' % (abi, rel(p, self.at('jniLibs', abi))), read(p))
                                        for p in files_under(self.at('jniLibs', abi))]
            shutil.rmtree(self.FOLDER + '/folder', ignore_errors=True)
            folder = make(self.FOLDER, 'folder')
            for n, entries in parts.items():
                pack(entries, '%s/%s.apk' % (folder, n), tools, worker, self.o)
            apks = [(n, read('%s/%s.apk' % (folder, n))) for n in parts]
            config = lambda n: n.replace('split_', '')
            about = '"package_name":"%s","version_code":"1","version_name":"1.0"' % self.package
            listed = ','.join('{"file":"%s.apk","id":"%s"}' % (config(n) if n != 'base' else self.package, config(n)) for n in parts)
            write_zip([('splits/base-%s.apk' % ('master' if n == 'base' else n.rsplit('.', 1)[1]), d) for n, d in apks],
                      self.FOLDER + '/app.apks')
            write_zip([('manifest.json', ('{"xapk_version":2,%s,"split_apks":[%s]}' % (about, listed)).encode())]
                      + [((config(n) if n != 'base' else self.package) + '.apk', d) for n, d in apks], self.FOLDER + '/app.xapk')
            write_zip([('info.json', ('{"apkm_version":5,"pname":"%s","versioncode":"1"}' % self.package).encode())]
                      + [(n + '.apk', d) for n, d in apks], self.FOLDER + '/app.apkm')

    def results(self):
        return files_under(self.FOLDER + '/folder') + [self.FOLDER + '/app.' + x for x in ('apkm', 'apks', 'xapk')]


class Twin(Fixture):
    """An app of another folder as a library: the same sources as class files."""
    FOLDER = os.path.join(TESTDATA, 'twins')

    def __init__(self, folder):
        super().__init__(folder)
        self.name = '%s-%s.aar' % (os.path.basename(os.path.dirname(folder)), self.name)

    def results(self):
        return [os.path.join(self.FOLDER, self.name)]

    def build(self, tools, worker, out):
        self.aar(tools, worker, self.results()[0])


def result_hash(f):
    paths = f.results()
    if not all(os.path.exists(p) for p in paths):
        return ''
    return sha256(''.join(sha256(read(p)) for p in paths).encode()) if len(paths) > 1 else sha256(read(paths[0]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('names', nargs='*')
    ap.add_argument('--all', action='store_true')
    ap.add_argument('--check', action='store_true')
    ap.add_argument('--setup', action='store_true')
    ap.add_argument('-j', '--jobs', type=int, default=2)
    a = ap.parse_args()
    tools = Tools()
    if a.setup:
        for n in [x for _, m in WHEELS.values() for x in m] + ['mobsf/aapt2', 'platform/framework-res.apk', ANDROID_JAR]:
            print(tools.get(n))
        return 0
    sets = [n for n in SETS if os.path.isdir(os.path.join(TESTDATA, n))]
    fixtures = {n: [Fixture(f) for f in sorted(glob.glob(os.path.join(TESTDATA, n, '*'))) if os.path.isdir(f)] for n in sets}
    sets.append('twins')
    twins = [f.folder for n in TWINS for f in fixtures[n] if not f.o.same_as]
    fixtures['twins'] = [Twin(f) for f in twins] if os.path.isdir(Twin.FOLDER) else []
    fixtures['apps'] += [Splits()] if os.path.isdir(Splits.FOLDER + '/app') else []
    lock_of, known = {f: n for n in sets for f in fixtures[n]}, {n: {} for n in sets}
    for n in sets:
        path = os.path.join(TESTDATA, n, 'fixtures.lock')
        if os.path.exists(path):
            known[n] = {x[0]: x[1:] for x in (line.split() for line in open(path)) if len(x) == 3 and x[0] != '#'}
    fixtures = [f for n in sets for f in fixtures[n]]
    wrong = [n for n in a.names if os.path.basename(n.rstrip('/')) not in {f.name for f in fixtures}]
    if wrong:
        print('no such fixture: ' + ' '.join(wrong), file=sys.stderr)
        return 2
    named = {os.path.basename(n.rstrip('/')) for n in a.names}
    todo = [f for f in fixtures if (f.name in named if named else a.all or known[lock_of[f]].get(f.name) != [f.source_hash(), result_hash(f)])]
    if a.check:
        for f in todo:
            print('%s: sources and package disagree; run tools/build-fixtures.py %s' % (f.name, f.name))
        return 1 if todo else 0
    local, workers, failed = threading.local(), [], []

    def one(f):
        if not hasattr(local, 'worker'):
            local.worker = Worker(tools)
            workers.append(local.worker)
        start = time.time()
        try:
            f.build(tools, local.worker, f.at('app.apk'))
        except Failed as e:
            failed.append(f.name)
            print('%s: %s' % (f.name, e), file=sys.stderr)
            return
        known[lock_of[f]][f.name] = [f.source_hash(), result_hash(f)]
        size = sum(os.path.getsize(p) for p in f.results())
        print('%-28s %7d bytes  %5.1f s' % (f.name, size, time.time() - start), flush=True)
    with concurrent.futures.ThreadPoolExecutor(max(1, min(a.jobs, len(todo) or 1))) as pool:
        list(pool.map(one, todo))
    for w in workers:
        w.close()
    for n in sets:
        names = {f.name for f in fixtures if lock_of[f] == n}
        with open(os.path.join(TESTDATA, n, 'fixtures.lock'), 'w') as f:
            f.write('# name, SHA-256 of the sources, SHA-256 of the package; written by tools/build-fixtures.py\n')
            f.writelines('%s %s %s\n' % (x, *known[n][x]) for x in sorted(known[n]) if x in names)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
