#!/usr/bin/env python3
"""Makes testdata/hostile/*.zip from testdata/hostile/base.apk: one file a tampering, one a limit.

    tools/make-hostile.py            writes the files
    tools/make-hostile.py --check    exit 1 when a file is not what this script makes

base.apk is built from testdata/hostile/src by the fixture toolchain and only has to be rebuilt when a case needs more in
it. The results are the same byte for byte everywhere: no clock, and what is deflated here is deflated by hand-made stored
or run-length blocks, since zlib's output differs from one release to the next.
"""
import pathlib
import struct
import sys
import zlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "testdata" / "hostile"
MANIFEST = b"AndroidManifest.xml"
LOCAL, CENTRAL, END = "<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"


class Entry:
    """One entry with every field of both its headers free to lie. What is None is told truly."""

    def __init__(self, name, data, method, crc, size, extra=b""):
        self.name, self.data, self.method, self.crc, self.size, self.extra = name, data, method, crc, size, extra
        self.local = {}  # name, flags, method, crc, compressed, size, extra_len
        self.central = {}  # flags, method, crc, compressed, size, offset (added), extra


class Package:
    """An archive to be written with lies."""

    def __init__(self, entries):
        self.entries = entries
        self.prefix = self.suffix = self.comment = self.before_directory = b""
        self.shift_offsets = False  # whether the offsets know of the prefix
        self.end = {}  # count, length, offset
        self.break_record = None
        self.zip64 = False

    def find(self, name):
        return next(entry for entry in self.entries if entry.name == name)

    def write(self):
        out = bytearray(self.prefix)
        base = 0 if self.shift_offsets else len(self.prefix)
        places = []
        for entry in self.entries:
            places.append(len(out) - base)
            told = entry.local
            name = told.get("name", entry.name)
            out += struct.pack(
                LOCAL, b"PK\3\4", 20, told.get("flags", 0), told.get("method", entry.method), 0, 0x21,
                told.get("crc", entry.crc), told.get("compressed", len(entry.data)), told.get("size", entry.size),
                len(name), told.get("extra_len", len(entry.extra)))
            out += name + entry.extra + entry.data
        out += self.before_directory
        start = len(out)
        for number, (entry, place) in enumerate(zip(self.entries, places)):
            told = entry.central
            sizes = [told.get("size", entry.size), told.get("compressed", len(entry.data)),
                     place + told.get("offset", 0)]
            extra = told.get("extra", b"")
            if self.zip64:
                extra += struct.pack("<2H3Q", 1, 24, *sizes)
                sizes = [0xFFFFFFFF] * 3
            signature = b"PK\0\0" if number == self.break_record else b"PK\1\2"
            out += struct.pack(
                CENTRAL, signature, 20, 20, told.get("flags", 0), told.get("method", entry.method), 0, 0x21,
                told.get("crc", entry.crc), sizes[1], sizes[0], len(entry.name), len(extra), 0, 0, 0, 0, sizes[2])
            out += entry.name + extra
        length, count = len(out) - start, len(self.entries)
        said = [self.end.get("count", count), self.end.get("length", length),
                self.end.get("offset", start - base)]
        if self.zip64:
            wide = len(out)
            out += struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, *said)
            out += struct.pack("<4sLQL", b"PK\6\7", 0, wide, 1)
            said = [0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF]
        out += struct.pack(END, b"PK\5\6", 0, 0, said[0] & 0xFFFF, said[0] & 0xFFFF, said[1], said[2],
                           len(self.comment))
        return bytes(out + self.comment + self.suffix)


def base():
    """The entries of base.apk, data as it is packed there."""
    raw = (FOLDER / "base.apk").read_bytes()
    end = raw.rindex(b"PK\5\6")
    at = struct.unpack_from("<L", raw, end + 16)[0]
    entries = []
    while raw[at:at + 4] == b"PK\1\2":
        (_, _, _, _, method, _, _, crc, packed, size, name, extra, comment, _, _, _, place) = struct.unpack_from(
            CENTRAL, raw, at)
        skip = struct.unpack_from("<2H", raw, place + 26)
        start = place + 30 + sum(skip)
        entries.append(Entry(raw[at + 46:at + 46 + name], raw[start:start + packed], method, crc, size))
        at += 46 + name + extra + comment
    return Package(entries)


def stored(name, data):
    return Entry(name, data, 0, zlib.crc32(data), len(data))


def in_stored_blocks(data):
    """A deflate stream of stored blocks."""
    out = bytearray()
    for at in range(0, len(data), 0xFFFF):
        part = data[at:at + 0xFFFF]
        out += struct.pack("<B2H", at + 0xFFFF >= len(data), len(part), len(part) ^ 0xFFFF) + part
    return bytes(out)


def zeros(blocks):
    """A deflate stream of 1 + 258 * 8 * blocks zeros: one literal, then matches of length 258 at distance 1 in a fixed
    Huffman block, whose bit patterns repeat every 13 bytes."""
    bits = ["1" + "10", "00110000"]  # last block, fixed codes (01, low bit first); literal 0
    bits.append(("11000101" + "00000") * (8 * blocks))  # length 258 is code 285; distance 1 is code 0
    bits.append("0000000")
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[at:at + 8][::-1], 2) for at in range(0, len(text), 8))


def noise(length):
    """Bytes that no packer makes smaller, the same everywhere."""
    state, out = 0x9E3779B9, bytearray()
    while len(out) < length:
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        out += struct.pack("<L", state)
    return bytes(out[:length])


def cases():
    """(name, bytes) of every file."""
    def on_manifest(local=None, central=None):
        package = base()
        entry = package.find(MANIFEST)
        entry.local.update(local or {})
        entry.central.update(central or {})
        return package.write()

    packed = len(base().find(MANIFEST).data)
    size = base().find(MANIFEST).size
    plain = zlib.decompress(base().find(MANIFEST).data, -15)

    yield "method-directory", on_manifest(central={"method": 0x1234})
    yield "method-local", on_manifest(local={"method": 0x1234})
    yield "method-both", on_manifest({"method": 0x1234}, {"method": 0xFFFF})
    yield "stored-claim-directory", on_manifest(central={"method": 0})
    yield "stored-claim-both", on_manifest({"method": 0}, {"method": 0})
    yield "encryption-flag", on_manifest({"flags": 1}, {"flags": 1})
    yield "size-wrong", on_manifest(central={"size": size + 1000})
    yield "size-huge", on_manifest(central={"size": 0xFFFFFFF0})
    yield "compressed-too-small", on_manifest(central={"compressed": 7})
    yield "compressed-too-large", on_manifest(central={"compressed": 0x7FFFFFFF})
    yield "sizes-zero", on_manifest({"size": 0, "compressed": 0}, {"size": 0, "compressed": 0})
    yield "offset-shifted", on_manifest(central={"offset": 9})
    yield "offset-outside", on_manifest(central={"offset": 0x7FFFFFFF})
    yield "extra-length", on_manifest(local={"extra_len": 0xFFFF})
    yield "extra-length-small", on_manifest(local={"extra_len": 5})
    yield "crc-wrong", on_manifest({"crc": 1}, {"crc": 1})
    yield "local-name-wrong", on_manifest(local={"name": b"AndroidManifest.xmm"})

    package = base()
    entry = package.find(MANIFEST)
    entry.data, entry.method = plain, 0
    entry.local.update(method=0x4D2, compressed=3, size=5)
    entry.central.update(method=0x4D2, compressed=packed)
    yield "badpack-stored", package.write()

    package = base()
    entry = package.find(MANIFEST)
    entry.data, entry.method = plain, 0
    entry.central.update(method=8)
    entry.local.update(method=8)
    yield "deflate-claim", package.write()

    package = base()
    package.prefix = b"#!/bin/sh\nexit\n\n"
    yield "prefix", package.write()
    package.shift_offsets = True
    yield "prefix-known", package.write()

    package = base()
    package.suffix = noise(284)
    yield "trailing", package.write()

    package = base()
    package.comment = struct.pack(END, b"PK\5\6", 0, 0, 1, 1, 46, 12, 0)
    yield "fake-end-empty", package.write()
    package.comment = struct.pack(END, b"PK\5\6", 0, 0, 3, 3, 146, 0xFFFFFF00, 9) + b"x"
    yield "fake-end", package.write()

    package = base()
    package.end = {"count": 1}
    yield "count-too-small", package.write()
    package.end = {"count": 900}
    yield "count-too-large", package.write()
    package.end = {"offset": 77, "length": 99}
    yield "directory-moved", package.write()

    package = base()
    package.break_record = 3
    yield "directory-cut", package.write()

    package = base()
    package.zip64 = True
    yield "zip64", package.write()
    package.prefix = b"0123456789abcdef"
    yield "zip64-prefix", package.write()

    package = base()
    package.entries.append(stored(MANIFEST, b"the second manifest"))
    package.entries.append(stored(b"classes.dex", b"the second classes"))
    yield "duplicate-name", package.write()

    package = base()
    package.entries += [stored(name, b"x") for name in (b"../../etc/passwd", b"/abs", b"a\\..\\b")]
    yield "unsafe-name", package.write()

    package = base()
    package.entries += [stored(name, b"x") for name in ("资源.txt".encode("gbk"), b"classes.dex\0.png")]
    yield "name-encoding", package.write()

    package = base()
    package.entries.append(stored(b"n" * 60000, b"x"))
    yield "limit-name", package.write()

    package = base()
    package.entries += [stored(b"%04x" % number, b"") for number in range(3000)]
    yield "limit-entries", package.write()

    blocks = 1 << 12
    stream, inflated = zeros(blocks), bytes(1 + 258 * 8 * blocks)
    bomb = Entry(b"assets/bomb", stream, 8, zlib.crc32(inflated), len(inflated))
    package = base()
    package.entries.append(bomb)
    yield "limit-bytes", package.write()
    bomb.central = {"size": 10}
    bomb.local = {"size": 10}
    yield "limit-bytes-hidden", package.write()

    inner = base().write()
    for level in range(6):
        inner = Package([stored(b"%d.zip" % level, inner)]).write()
    yield "limit-nesting", inner

    package = base()
    entry = package.find(MANIFEST)
    entry.data = noise(packed + 12)
    entry.local["flags"] = entry.central["flags"] = 1
    yield "encrypted-really", package.write()

    package = base()
    entry = package.find(MANIFEST)
    entry.data = entry.data[:packed // 2] + noise(packed - packed // 2)
    yield "data-damaged", package.write()

    whole = base().write()
    yield "cut-off", whole[:len(whole) * 3 // 4]
    container = Package([stored(b"base.apk", whole), stored(b"obb.bin", noise(70000))])
    yield "cut-off-container", container.write()[:len(whole) + 69000]

    package = base()
    entry = package.find(MANIFEST)
    entry.data = in_stored_blocks(plain)
    yield "deflate-stored-blocks", package.write()


def main():
    wrong = []
    for name, data in cases():
        path = FOLDER / (name + ".zip")
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_bytes() != data:
                wrong.append(name)
        else:
            path.write_bytes(data)
    if wrong:
        sys.exit("not what this script makes: " + " ".join(wrong))


if __name__ == "__main__":
    main()
