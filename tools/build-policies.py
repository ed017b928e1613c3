#!/usr/bin/env python3
"""Writes the policies of testdata/policies/ that are not plain UTF-8, from their sources in testdata/policies/src/.

    tools/build-policies.py            writes them
    tools/build-policies.py --check    writes nothing; exit 1 when a file is not what its source makes

GB 18030, UTF-16 and byte order marks are written as such; `word-bank.docx` and `pdf-travel.pdf` are set from Markdown;
`scan-old.pdf` holds pictures of pages and no text. Same bytes from run to run; needs Python only.
"""
import os
import struct
import sys
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'testdata', 'policies')


def source(name):
    with open(os.path.join(HERE, 'src', name), encoding='utf-8') as file:
        return file.read()


def markdown(text):
    """('h', level, text) | ('p', text) | ('li', text) | ('table', rows)"""
    blocks, table = [], []
    for line in text.splitlines() + ['']:
        line = line.strip()
        if line.startswith('|'):
            cells = [cell.strip() for cell in line.strip('|').split('|')]
            if not all(set(cell) <= set('-: ') for cell in cells):
                table.append(cells)
            continue
        if table:
            blocks.append(('table', table))
            table = []
        if line.startswith('#'):
            level = len(line) - len(line.lstrip('#'))
            blocks.append(('h', level, line[level:].strip()))
        elif line:
            blocks.append(('p', line))
    return blocks


def docx(text):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def paragraph(words, style=None):
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ''
        # Word cuts a paragraph into runs wherever it likes.
        half = len(words) // 2
        runs = ''.join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (words[:half], words[half:]) if part)
        return f'<w:p>{properties}{runs}</w:p>'

    body = []
    for block in markdown(text):
        if block[0] == 'h':
            body.append(paragraph(block[2], f'Heading{block[1]}'))
        elif block[0] == 'p':
            body.append(paragraph(block[1]))
        else:
            rows = ''.join('<w:tr>' + ''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row) + '</w:tr>' for row in block[1])
            body.append(f'<w:tbl><w:tblPr/>{rows}</w:tbl>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    styles = ''.join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2, 3))
    package = 'http://schemas.openxmlformats.org/package/2006'
    office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    types = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
    parts = {
        '[Content_Types].xml': f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{types}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{types}.styles+xml"/></Types>',
        '_rels/.rels': f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/document.xml': f'<w:document {w}><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>',
        'word/_rels/document.xml.rels': f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        'word/styles.xml': f'<w:styles {w}>{styles}</w:styles>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for name, content in parts.items():
            # Stored: the compressed bytes would hang on the version of zlib.
            archive.writestr(zipfile.ZipInfo(name), head + content)
    return out.getvalue()


def stored(data):
    """A zlib stream without compression, the same wherever it is made."""
    out = bytearray(b'\x78\x01')
    for at in range(0, len(data), 65535):
        part = data[at:at + 65535]
        out += struct.pack('<BHH', int(at + 65535 >= len(data)), len(part), len(part) ^ 0xffff) + part
    return bytes(out) + struct.pack('>I', zlib.adler32(data))


def assemble(objects):
    out = bytearray(b'%PDF-1.5\n%\xe2\xe3\xcf\xd3\n')
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f'{number} 0 obj\n'.encode() + content + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode()
    out += b''.join(f'{place:010} 00000 n \n'.encode() for place in places)
    return bytes(out + f'trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n'.encode())


def stream(data, extra=''):
    packed = stored(data)
    return f'<< /Length {len(packed)} /Filter /FlateDecode {extra}>>\nstream\n'.encode() + packed + b'\nendstream'


def pdf(text):
    """Glyph numbers of a font with Identity-H and a ToUnicode map, as word processors write them; lines broken to width."""
    glyphs = {}
    pages, lines = [], []
    for block in markdown(text):
        size = {1: 18, 2: 14}.get(block[1], 12) if block[0] == 'h' else 11
        words = block[2] if block[0] == 'h' else block[1]
        width = int(480 / size)
        for at in range(0, len(words), width):
            lines.append((size, words[at:at + width]))
        lines.append((size, ''))
    for at in range(0, len(lines), 24):
        y, content = 780, []
        for size, words in lines[at:at + 24]:
            if words:
                codes = ''.join(f'{glyphs.setdefault(letter, len(glyphs) + 3):04X}' for letter in words)
                content.append(f'BT /F1 {size} Tf 1 0 0 1 56 {y} Tm <{codes}> Tj ET')
            y -= int(size * 1.7)
        pages.append('\n'.join(content).encode())
    entries = [f'<{code:04X}> <{letter.encode("utf-16-be").hex().upper()}>' for letter, code in glyphs.items()]
    groups = [entries[at:at + 100] for at in range(0, len(entries), 100)]
    cmap = ('/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n'
            '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n'
            + ''.join(f'{len(group)} beginbfchar\n' + '\n'.join(group) + '\nendbfchar\n' for group in groups)
            + 'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n')
    first = 7
    kids = ' '.join(f'{first + 2 * n} 0 R' for n in range(len(pages)))
    objects = [
        b'<< /Type /Catalog /Pages 2 0 R >>',
        f'<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>'.encode(),
        b'<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
        b'<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>',
        b'<< /Type /FontDescriptor /FontName /AAAAAA+SimSun /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 683 /StemV 80 >>',
        stream(cmap.encode()),
    ]
    for number, content in enumerate(pages):
        objects.append(f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {first + 2 * number + 1} 0 R >>'.encode())
        objects.append(stream(content))
    return assemble(objects)


def scan():
    """Two pages, each one picture: grey bars where lines of text would be."""
    width, height = 240, 340
    rows = b''.join((b'\x00' * 4 + b'\xff' * 22 + b'\x00' * 4) if y % 14 < 7 and y > 20 else b'\x00' * 30 for y in range(height))
    image = stream(bytes(255 - byte for byte in rows), f'/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 1 ')
    paint = stream(b'q 595 0 0 842 0 0 cm /Im0 Do Q')
    page = b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 3 0 R >> >> /Contents 4 0 R >>'
    return assemble([b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [5 0 R 6 0 R] /Count 2 >>', image, paint, page, page])


FILES = {
    'gbk-forum.html': lambda: source('gbk-forum.html').encode('gb18030'),
    'wrong-charset-reader.html': lambda: source('wrong-charset-reader.html').encode('gb18030'),
    'gbk-plain.txt': lambda: source('gbk-plain.txt').replace('\n', '\r\n').encode('gb18030'),
    'utf16-calendar.txt': lambda: b'\xff\xfe' + source('utf16-calendar.txt').replace('\n', '\r\n').encode('utf-16-le'),
    'fitness-bom.txt': lambda: b'\xef\xbb\xbf' + source('fitness-bom.txt').encode(),
    'word-bank.docx': lambda: docx(source('word-bank.md')),
    'pdf-travel.pdf': lambda: pdf(source('pdf-travel.md')),
    'scan-old.pdf': scan,
}


def main():
    wrong = []
    for name, make in FILES.items():
        path, data = os.path.join(HERE, name), make()
        if '--check' in sys.argv:
            if not os.path.exists(path) or open(path, 'rb').read() != data:
                wrong.append(name)
        else:
            with open(path, 'wb') as file:
                file.write(data)
    if wrong:
        sys.exit('not what the sources make: ' + ' '.join(wrong))


main()
