"""Files that are made to do harm, read one by one the way ``imrnlp extract`` does: what each costs and what is said.

    python scripts/hostile_files.py [NAME…] [--markdown]

Each file gives one row: the seconds, the memory of all processes at their largest, and the error record's words (or
the number of characters read).  Exit status 1 when one takes more than 30 s (and some to be ended), more than 512 MB,
or ends the run.  ``docs/trust.md`` holds the table; ``tests/read/test_hostile_files.py`` runs the quick ones.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: What one file may cost.
SECONDS, MEMORY = 30.0, 512_000_000
#: Seconds beyond the limit that starting, ending and reporting may take.
GRACE = 10.0

ATTACKS: dict[str, Callable[[], bytes]] = {}


def attack(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Registers a function that makes the file ``name``; its docstring says what the file does."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        ATTACKS[name] = make
        return make

    return register


# -- PDF ----------------------------------------------------------------------------------------


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF of these objects (numbered from 1), with a table of their places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table)
    return bytes(out)


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(contents: bytes, *others: bytes, resources: bytes = b"/Font<</F 5 0 R>>") -> bytes:
    """A page whose contents are the object ``contents`` (number 4); a font is number 5, ``others`` follow."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            contents,
            FONT,
            *others,
        ]
    )


def large(mebibytes: int, line: bytes = b"BT /F 9 Tf (aaaaaaaaaaaa) Tj ET\n") -> bytes:
    return line * (mebibytes * (1 << 20) // len(line))


@attack("self-drawing-form.pdf")
def _self_drawing() -> bytes:
    """A form that draws itself: the recursion ends the process (SIGABRT or SIGSEGV) in some versions of pdfium."""
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return one_page(stream(b"/X Do"), form, resources=b"/XObject<</X 6 0 R>>/Font<</F 5 0 R>>")


@attack("forms-drawing-each-other.pdf")
def _mutual_forms() -> bytes:
    """Thirty forms, each drawing the next one twice: two to the thirtieth drawings."""
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + i),
        )
        for i in range(30)
    ]
    last = stream(b"BT /F 9 Tf (a) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(stream(b"/X Do"), *forms, last, resources=b"/XObject<</X 6 0 R>>/Font<</F 5 0 R>>")


@attack("flate-bomb.pdf")
def _flate_bomb() -> bytes:
    """A page whose contents unpack to 400 MB."""
    return one_page(stream(bomb(), b"/Filter/FlateDecode"))


@attack("flate-twice.pdf")
def _flate_twice() -> bytes:
    """Packed twice: 512 MB in some kilobytes."""
    packer, parts = zlib.compressobj(9), []
    block = large(16)
    for _ in range(32):
        parts.append(packer.compress(block))
    once = b"".join([*parts, packer.flush()])
    return one_page(stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


@cache
def bomb() -> bytes:
    """A megabyte that unpacks to 400."""
    return zlib.compress(large(400), 9)


def _disguised(head: bytes, *others: bytes) -> bytes:
    return one_page(stream(bomb(), head), *others)


@attack("filter-escaped-name.pdf")
def _escaped() -> bytes:
    """The filter's name written with an escape (/Fl#61teDecode)."""
    return _disguised(b"/Filter/Fl#61teDecode")


@attack("filter-indirect.pdf")
def _indirect() -> bytes:
    """The filter's name in an object of its own."""
    return _disguised(b"/Filter 6 0 R", b"/FlateDecode")


@attack("filter-hex-around.pdf")
def _hex_around() -> bytes:
    """Hexadecimal digits around the packed bytes."""
    return one_page(stream(bomb().hex().encode() + b">", b"/Filter[/ASCIIHexDecode/FlateDecode]"))


@attack("filter-called-image.pdf")
def _called_image() -> bytes:
    """Contents that call themselves an image."""
    return _disguised(b"/Subtype/Image/Filter/FlateDecode")


@attack("filter-long-dictionary.pdf")
def _long_dictionary() -> bytes:
    """A dictionary of 100 kB before the filter."""
    return _disguised(b"/Filter/FlateDecode/Pad(" + b"x" * 100_000 + b")")


@attack("filter-obj-in-string.pdf")
def _obj_in_string() -> bytes:
    """A string with `obj` between the filter and the stream."""
    return _disguised(b"/Filter/FlateDecode/Pad(9 0 obj)")


@attack("filter-stream-cr.pdf")
def _stream_cr() -> bytes:
    """A bare carriage return behind the word stream."""
    data = bomb()
    return one_page(b"<</Filter/FlateDecode/Length %d>>\nstream\r%s\nendstream" % (len(data), data))


@attack("filter-false-endstream.pdf")
def _false_end() -> bytes:
    """The word endstream in a comment before the stream."""
    data = bomb()
    return one_page(
        b"<</Filter/FlateDecode/Pad(stream\nendstream)/Length %d>>\nstream\n%s\nendstream" % (len(data), data)
    )


@attack("heavy-pages.pdf")
def _heavy_pages() -> bytes:
    """500 pages that share contents of 4 MB each: minutes of work in 50 kB."""
    contents = stream(zlib.compress(large(4), 9), b"/Filter/FlateDecode")
    pages = [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    ] * 500
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(500))
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 500>>" % kids,
            contents,
            FONT,
            *pages,
        ]
    )


@attack("page-tree-loop.pdf")
def _tree_loop() -> bytes:
    """A tree of pages that holds itself."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 400>>"])


@attack("deep-arrays.pdf")
def _deep_arrays() -> bytes:
    """Arrays in arrays, two million deep."""
    return one_page(stream(b"[" * 2_000_000))


@attack("great-image.pdf")
def _great_image() -> bytes:
    """A page that is an image of 60,000 by 60,000 dots."""
    image = stream(
        zlib.compress(b"\0" * 1_000_000, 9),
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode",
    )
    return one_page(stream(b"600 0 0 700 0 0 cm /I Do"), image, resources=b"/XObject<</I 6 0 R>>")


# -- Word ---------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(parts: list[bytes]) -> bytes:
    """A Word document whose main part is these bytes, packed as they come."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("word/document.xml", "w") as main:
            for part in parts:
                main.write(part)
    return out.getvalue()


def document(parts: list[bytes]) -> bytes:
    return docx([f"<w:document {_W}><w:body>".encode(), *parts, b"</w:body></w:document>"])


@attack("elements-outside-paragraphs.docx")
def _no_paragraphs() -> bytes:
    """45 MB of elements outside any paragraph: 1.5 GB when held as a tree."""
    return document([b"<w:r><w:t/></w:r>" * 26_000] * 100)


@attack("one-paragraph.docx")
def _one_paragraph() -> bytes:
    """45 MB of elements in one paragraph."""
    return document([b"<w:p>", *([b"<w:r/>" * 75_000] * 100), b"</w:p>"])


@attack("attributes.docx")
def _attributes() -> bytes:
    """An element with two million attributes."""
    return document([b"<w:p ", b"".join(b'a%d="" ' % i for i in range(2_000_000)), b"/>"])


@attack("deep.docx")
def _deep_docx() -> bytes:
    """Elements in elements, three million deep."""
    return document([b"<w:r>" * 1_000_000] * 3)


@attack("entities.docx")
def _entities() -> bytes:
    """A billion laughs."""
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return docx([f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><w:document {_W}>&l9;</w:document>'.encode()])


@attack("lies-about-size.docx")
def _lies() -> bytes:
    """A main part that says it is small and unpacks to 400 MB."""
    content = bytearray(document([b"<w:p/>" * 100_000] * 660))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rfind(mark)
        content[place + at : place + at + 4] = struct.pack("<I", 1000)
    return bytes(content)


# -- HTML ---------------------------------------------------------------------------------------


@attack("many-elements.html")
def _many_elements() -> bytes:
    """Five megabytes of the shortest elements."""
    return b"<html><body>" + b"<p>a" * 1_200_000


@attack("deep.html")
def _deep_html() -> bytes:
    """A million nested blocks."""
    return b"<html><body>" + b"<div>" * 900_000 + b"Norco"


@attack("long-attribute.html")
def _long_attribute() -> bytes:
    """An attribute of four megabytes."""
    return b'<html><body><p title="' + b"&amp;" * 800_000 + b'">Norco</p>'


# -- archives -----------------------------------------------------------------------------------


def _entry(name: bytes, packed: bytes, size: int, crc: int) -> tuple[bytes, bytes]:
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local, central


@attack("overlapping.zip")
def _overlapping() -> bytes:
    """2,000 members that are all the same bytes, each of them 900 kB of letter."""
    text = b"1. Norco 10/325mg #60: Upheld\n" * 30_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush()
    local, _ = _entry(b"0000.txt", packed, len(text), zlib.crc32(text))
    directory = b"".join(_entry(b"%04d.txt" % i, packed, len(text), zlib.crc32(text))[1] for i in range(2000))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 2000, 2000, len(directory), len(local), 0)
    return local + directory + end


@attack("bomb.zip")
def _bomb() -> bytes:
    """A member of 45 MB of blanks, packed a thousandfold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("letter.txt", b" " * 45_000_000)
    return out.getvalue()


@attack("lzma-bomb.zip")
def _lzma_bomb() -> bytes:
    """A member packed by LZMA, which unpacks as a whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("letter.txt", b" " * 45_000_000)
    return out.getvalue()


# -- tables -------------------------------------------------------------------------------------


def parquet(texts: object) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), out, compression="zstd")
    return out.getvalue()


@attack("one-value.parquet")
def _one_value() -> bytes:
    """A text of 200 MB in some kilobytes."""
    return parquet(["Norco 10/325mg #60: Upheld " * 7_500_000])


@attack("one-text-many-rows.parquet")
def _dictionary() -> bytes:
    """100,000 letters of 1.7 MB, which are one text that the rows point to: 170 GB in 900 bytes."""
    import pyarrow as pa

    text = "1. Norco 10/325mg #60: Upheld " * 57_000
    return parquet(pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array([text])))


@attack("fifty-million-rows.parquet")
def _rows() -> bytes:
    """50 million rows without a text in some kilobytes."""
    import pyarrow as pa

    return parquet(pa.nulls(50_000_000, pa.string()))


@attack("rows-of-commas.csv")
def _commas() -> bytes:
    """1.5 million rows of a comma."""
    return b"id,text\n" + b",\n" * 1_500_000


# -- texts --------------------------------------------------------------------------------------


@attack("blanks.txt")
def _blanks() -> bytes:
    """1.9 million blanks between two words."""
    return b"Norco" + b" " * 1_900_000 + b"Upheld"


@attack("one-word.txt")
def _one_word() -> bytes:
    """A word of 1.9 million letters."""
    return b"a" * 1_900_000


@attack("digits.txt")
def _digits() -> bytes:
    """A number of 1.9 million digits behind a drug."""
    return b"The patient takes Norco " + b"1234567890" * 190_000 + b" mg."


@attack("denials.txt")
def _denials() -> bytes:
    """A list of 200,000 denials."""
    return b"CLINICAL CASE SUMMARY\nThe patient denies " + b"fever, chills, " * 100_000 + b"and pain."


# -- reading them -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file cost: exit status, seconds, bytes at the largest, the record's error or its length."""

    status: int
    seconds: float
    memory: int
    words: str

    @property
    def held(self) -> bool:
        return self.status in (0, 1) and self.seconds <= SECONDS + GRACE and self.memory <= MEMORY


def memory_below(group: int) -> int:
    """Bytes that all processes below a process hold."""
    children: dict[int, list[int]] = {}
    held: dict[int, int] = {}
    page = os.sysconf("SC_PAGE_SIZE")
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                held[int(entry.name)] = int(fields[21]) * page
                children.setdefault(int(fields[1]), []).append(int(entry.name))
            except (OSError, IndexError):
                continue
    waiting, total = [group], 0
    while waiting:
        one = waiting.pop()
        total += held.get(one, 0)
        waiting += children.get(one, [])
    return total


def extract(path: Path, timeout: float = SECONDS) -> Outcome:
    """Runs ``imrnlp extract`` on one file and watches what it holds."""
    command = [sys.executable, "-m", "imrnlp.cli", "extract", str(path), "--timeout", str(timeout)]
    if path.suffix in (".parquet", ".csv"):
        command += ["--text-column", "text"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, memory_below(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, err = process.communicate(timeout=timeout * 3 + 60)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    finally:
        done.set()
        watcher.join()
    lines = out.decode().splitlines()
    if not lines:
        words = err.decode()[-200:].strip() or "nothing was said"
    elif len(lines) > 1:
        words = f"{len(lines)} records"
    else:
        record = json.loads(lines[0])
        words = record["error"] or f"read: {record['source']['characters']:,} characters"
    return Outcome(process.returncode, time.monotonic() - begun, peak, words.replace(str(path), path.name))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"all of them, or {', '.join(ATTACKS)}")
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/trust.md")
    args = parser.parse_args(arguments)
    names, markdown = args.names or list(ATTACKS), args.markdown
    if unknown := sorted(set(names) - set(ATTACKS)):
        parser.error(f"no such file: {', '.join(unknown)}")
    if markdown:
        print(
            "| file | bytes | what it does | s | MB | what is said |\n| --- | ---: | --- | ---: | ---: | --- |"
        )
    fallen = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            content = ATTACKS[name]()
            path = Path(folder) / name
            path.write_bytes(content)
            outcome = extract(path)
            path.unlink()
            fallen += not outcome.held
            cells = (
                name,
                f"{len(content):,}",
                " ".join((ATTACKS[name].__doc__ or "").split()),
                f"{outcome.seconds:.1f}",
                f"{outcome.memory / 1e6:.0f}",
                outcome.words[:160] + ("" if outcome.held else " (TOO MUCH)"),
            )
            print(f"| {' | '.join(cells)} |" if markdown else "  ".join(cells), flush=True)
    return 1 if fallen else 0


if __name__ == "__main__":
    raise SystemExit(main())
