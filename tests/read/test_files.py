"""Files of every kind: what is read, and what a bad one says; memory and time stay bounded."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import ROOT, TEST_DATA

import imrnlp
from imrnlp.read import files, ocr
from imrnlp.read.archive import Member, members, read_member
from imrnlp.read.document import ReadError
from imrnlp.read.files import read_bytes, read_here
from imrnlp.read.table import TableError, TableRow, letters_of_table, look_through
from imrnlp.record import Letter
from imrnlp.run.inputs import gather
from imrnlp.run.local import read_records

sys.path.insert(0, str(ROOT / "scripts"))
from hostile_files import FONT, stream
from hostile_files import pdf as made_pdf

DEV = ROOT / "data" / "letters" / "dev"
LETTER = (DEV / "2014-tizanidine-omeprazole.txt").read_text(encoding="utf-8")
SHORT = "1. Norco 10/325mg #60: Upheld\n"


def inputs_and_errors(words, **columns):
    """What is named, as inputs and as error records."""
    found = gather(words, **columns)
    errors = [one for one in found if isinstance(one, Letter)]
    return [one for one in found if one not in errors], errors


def facts(letter):
    return [(d.request, d.outcome, d.quantity, d.refills) for d in letter.determinations]


def pdf(pages: list[str], image: bool = False) -> bytes:
    """A PDF by pypdfium2 alone: text pages are drawn with a standard font, image pages with Pillow."""
    import pypdfium2
    from PIL import Image, ImageDraw

    if image:
        sheets = []
        for text in pages:
            sheet = Image.new("L", (1240, 1754), 255)
            ImageDraw.Draw(sheet).multiline_text((90, 90), text, fill=0, font_size=26, spacing=10)
            sheets.append(sheet)
        out = io.BytesIO()
        sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
        return out.getvalue()
    document = pypdfium2.PdfDocument.new()
    for _ in pages:
        document.new_page(612, 792)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# -- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding):
    document = read_bytes(LETTER.encode(encoding), "letter.txt", "letter")
    assert document.text == LETTER
    assert document.source.characters == len(LETTER)


def test_windows_quotes_are_a_warning():
    document = read_bytes("He said “no” – §9792".encode("cp1252"), "letter.txt", "letter")
    assert document.text == "He said “no” – §9792"
    assert [w.code for w in document.warnings] == ["encoding_inferred"]


def test_line_ends():
    assert read_bytes(b"a\r\nb\rc\n", "x.txt", "x").text == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "x.txt", "empty"),
        (b" \n\t", "x.txt", "empty"),
        (b"\xef\xbb\xbf", "x.txt", "empty"),
        (bytes(range(256)) * 10, "x.txt", "not a text file"),
        (bytes(range(1, 32)) * 100, "x.txt", "control characters"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "scan.png", "an image"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "old.doc", "old Word document"),
        (b"PAR1" + b"0" * 99, "x.parquet", "--text-column"),
        (b"%PDF-1.7 and nothing more", "x.pdf", "not a readable PDF"),
        (b"PK\x03\x04 not a zip", "x.docx", "an archive"),
        (b"<html><script>alert('x')</script></html>", "x.html", "no text"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_reason(content, name, says):
    with pytest.raises(ReadError, match=says) as error:
        read_bytes(content, name, "x")
    assert str(error.value).startswith(f"{name}: ")


def test_too_large(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    path = tmp_path / "large.txt"
    path.write_text("x" * 2000)
    with pytest.raises(ReadError, match=r"large.txt: 2,000 bytes, more than the 1,000"):
        files.read_document(path)


@pytest.mark.parametrize("name", [b"\xff\xfe.txt", b"\xff\xfe-empty.txt"])
@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet"])
def test_a_name_that_is_no_utf8(tmp_path, name, format):
    path = os.fsencode(tmp_path) + b"/" + name
    try:
        with open(path, "wb") as file:
            file.write(b"" if b"empty" in name else LETTER.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    from typer.testing import CliRunner

    from imrnlp.cli import app

    output = ["--format", format, "--output", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["extract", os.fsdecode(path), *output])
    assert done.exit_code == (b"empty" in name), done.output
    assert (tmp_path / "out").exists()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_device_without_end_is_read_to_the_limit_only():
    with pytest.raises(ReadError, match=r"/dev/zero: more than the 50,000,000 bytes"):
        files.read_document("/dev/zero")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize("name", ["endless.csv", "endless.zip", "endless.parquet"])
def test_a_table_or_an_archive_is_a_regular_file(tmp_path, name):
    """A link to a device was read for ever."""
    (tmp_path / name).symlink_to("/dev/zero")
    inputs, problems = inputs_and_errors([str(tmp_path / name)], text_column="text")
    assert inputs == []
    assert "not a regular file" in problems[0].error


# -- html ---------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><title>t</title><style>p {}</style></head><body>
<script>var x = "Norco";</script><h2>IMR ISSUES, DECISIONS AND RATIONALES</h2>
<p>1. <b>Norco</b> 10/325mg
#60: Upheld</p><table><tr><td>Priority:</td><td>Standard</td></tr></table><!-- not this --></body></html>"""


def test_html_is_what_a_reader_sees():
    document = read_bytes(PAGE.encode(), "letter.html", "letter")
    assert document.source.media_type == "text/html"
    assert "1. Norco 10/325mg #60: Upheld\n" in document.text
    assert "Priority: Standard" in document.text
    assert "var x" not in document.text
    assert "not this" not in document.text


def test_html_gives_the_record_of_its_text():
    page = "<html><body>" + "".join(f"<p>{line}</p>\n" for line in LETTER.splitlines()) + "</body></html>"
    letter = imrnlp.extraction.extract_document(read_bytes(page.encode(), "x.html", "x"))
    assert facts(letter) == facts(imrnlp.extract_text(LETTER))


def test_deep_html_does_not_exhaust_the_stack():
    page = b"<html><body>" + b"<div>" * 20000 + b"Norco" + b"</div>" * 20000
    try:
        assert "Norco" in read_bytes(page, "deep.html", "deep").text
    except ReadError as error:
        assert "deep.html" in str(error)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_html_encodings(encoding):
    page = "<!DOCTYPE html><html><body><p>He said “no” – §9792</p></body></html>".encode(encoding)
    assert read_bytes(page, "page", "page").text == "He said “no” – §9792\n"


def test_html_with_text_at_every_depth_takes_linear_time():
    page = b"<html><body>" + b"<div>a " * 20000
    try:
        assert read_bytes(page, "deep.html", "deep").text.startswith("a\na\n")
    except ReadError as error:
        assert "deep.html" in str(error)


def test_html_of_too_many_bytes(monkeypatch):
    monkeypatch.setattr("imrnlp.read.html.MAX_MARKUP", 1000)
    with pytest.raises(ReadError, match="of markup"):
        read_here(b"<html><body>" + b"<p>a" * 1000, "long.html", "long")


# -- docx ---------------------------------------------------------------------------------------


def word(lines: list[str], table: list[list[str]] | None = None) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for i, row in enumerate(table):
            for j, cell in enumerate(row):
                made.cell(i, j).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx_gives_the_record_of_its_text():
    content = word(LETTER.splitlines(), [["Priority:", "Standard"]])
    document = read_bytes(content, "letter.docx", "letter")
    assert document.text.rstrip().endswith("Priority: Standard")
    assert facts(imrnlp.extraction.extract_document(document)) == facts(imrnlp.extract_text(LETTER))


@pytest.mark.parametrize("at", range(40, 1200, 97))
def test_docx_with_a_damaged_stream(at):
    """Found by scripts/fuzz_readers.py: zlib's own error came through."""
    content = bytearray(word([str(i * 7919) for i in range(400)]))
    content[at : at + 12] = bytes(range(200, 212))
    try:
        assert read_bytes(bytes(content), "x.docx", "x").source.characters
    except ReadError as error:
        assert str(error).startswith("x.docx: ")


def repacked(content: bytes, change: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change.get(info.filename, old.read(info)))
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_of(body: str) -> bytes:
    markup = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return repacked(word(["x"]), {"word/document.xml": markup.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:sdt><w:sdtContent>{paragraph('in a form field')}</w:sdtContent></w:sdt>", "in a form field\n"),
        (
            "<w:p><w:ins w:id='1'><w:r><w:t>kept</w:t></w:r></w:ins>"
            "<w:del w:id='2'><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
            "kept\n",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc\n"),
        ("<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>certified</w:t></w:r></w:p>", "non-certified\n"),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('Priority:')}</w:tc><w:tc><w:tbl><w:tr>"
            f"<w:tc>{paragraph('Stan')}{paragraph('dard')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
            "Priority: Stan dard\n",
        ),
        (  # a cell that claims to fill 300 million places
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='300000000'/></w:tcPr>"
            f"{paragraph('wide')}</w:tc></w:tr></w:tbl>",
            "wide\n",
        ),
    ],
)
def test_docx_keeps_every_part_of_the_text(body, text):
    assert read_bytes(word_of(body), "x.docx", "x").text == text


def test_docx_entity_bomb_in_another_encoding():
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    content = repacked(word(["x"]), {"word/document.xml": bomb.encode("utf-16")})
    with pytest.raises(ReadError, match=r"bomb.docx: "):
        read_bytes(content, "bomb.docx", "bomb")


def test_docx_entity_bomb():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
    content = repacked(word(["x"]), {"word/document.xml": bomb})
    with pytest.raises(ReadError, match="declares entities"):
        read_bytes(content, "bomb.docx", "bomb")


def test_docx_zip_bomb(monkeypatch):
    monkeypatch.setattr("imrnlp.read.docx.MAX_BYTES", 100_000)
    content = repacked(word(["x"]), {"word/document.xml": b" " * 1_000_000})
    with pytest.raises(ReadError, match="unpacks to"):
        read_here(content, "bomb.docx", "bomb")


@pytest.mark.parametrize("cut", [100, 1000, -200])
def test_docx_cut_short(cut):
    with pytest.raises(ReadError, match=r"half.docx: "):
        read_bytes(word(["a letter"] * 50)[:cut], "half.docx", "half")


# -- pdf ----------------------------------------------------------------------------------------


def test_pdf_with_no_text_says_so(monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: "install imrnlp[ocr] and tesseract")
    document = read_here(pdf(["scanned"], image=True), "scan.pdf", "scan")
    assert document.source.pages == 1
    assert [w.code for w in document.warnings] == ["no_text_layer"]
    assert "install imrnlp[ocr]" in document.warnings[0].message


@pytest.mark.skipif(ocr.missing() is not None, reason="needs tesseract")
def test_pdf_of_images_is_recognised():
    document = read_bytes(pdf([SHORT, "Page two: Overturned"], image=True), "scan.pdf", "scan")
    assert [w.code for w in document.warnings] == ["text_recognised"]
    assert "Norco 10/325mg #60: Upheld" in document.text
    assert document.text.count("\f") == 1


def test_pdf_limits(monkeypatch):
    monkeypatch.setattr("imrnlp.read.pdf.MAX_PAGES", 3)
    with pytest.raises(ReadError, match="4 pages, more than the 3"):
        read_here(pdf([""] * 4), "long.pdf", "long")


def test_pdf_of_five_thousand_pages_is_refused_at_once():
    with pytest.raises(ReadError, match="5,000 pages"):
        read_bytes(pdf([""] * 5000), "long.pdf", "long")


@pytest.mark.parametrize("drawn", [True, False])
def test_pdf_form_fields_are_read(drawn):
    """A header filled in as a form lost its values without a word."""
    look = stream(
        b"/Tx BMC BT /F 9 Tf 2 2 Td (Expedited) Tj ET EMC",
        b"/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 5 0 R>>>>",
    )
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(p)/V(Expedited)/F 4/Rect[100 695 200 715]/P 3 0 R/DA(/F 9 Tf 0 g)"
    content = made_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/NeedAppearances true/DA(/F 9 Tf)>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>/Annots[6 0 R]>>",
            stream(b"BT /F 9 Tf 50 700 Td (Priority:) Tj ET"),
            FONT,
            field + (b"/AP<</N 7 0 R>>>>" if drawn else b">>"),
            look,
        ]
    )
    assert read_bytes(content, "form.pdf", "form").text.split() == ["Priority:", "Expedited"]


def test_pdf_without_pages():
    with pytest.raises(ReadError, match=r"none.pdf: "):
        read_bytes(pdf([]), "none.pdf", "none")


ENCRYPTED = TEST_DATA / "encrypted.pdf"


@pytest.mark.skipif(not ENCRYPTED.exists(), reason="sample absent")
def test_encrypted_pdf():
    with pytest.raises(ReadError, match="encrypted"):
        files.read_document(ENCRYPTED)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pdf_is_an_error_or_a_text(data):
    content = bytearray(pdf(["x"], image=True))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(10, len(content)))]
    # Recognition of each damaged image would take seconds and is not what is tried here.
    with mock.patch.object(ocr, "missing", return_value="install tesseract"):
        try:
            read_here(bytes(content), "x.pdf", "x")
        except ReadError as error:
            assert str(error).startswith("x.pdf: ")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "%PDF-1.4\n", "PK\x03\x04", "<html>", "\ufeff"]))
def test_any_bytes_are_an_error_or_a_text(content, start):
    try:
        document = read_bytes(start.encode() + content, "x", "x")
    except ReadError as error:
        assert str(error).startswith("x: ")
    else:
        assert document.source.characters == len(document.text)


# -- archives -----------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", LETTER)
        packed.writestr("folder/b.txt", SHORT)
        packed.writestr("readme.md", "not a letter")
        packed.writestr("__MACOSX/._a.txt", "nor this")
        packed.writestr("../evil.txt", SHORT)
        packed.writestr("inner.zip", b"PK\x05\x06" + b"\0" * 18)
        packed.writestr("empty.txt", "")
    return path


def test_archive_members_are_read_in_place(archive, tmp_path):
    inputs, problems = inputs_and_errors([str(archive)])
    assert problems == []
    letters = read_records(inputs)
    assert [letter.letter_id for letter in letters] == ["a", "b", "evil", "inner", "empty"]
    assert [bool(letter.error) for letter in letters] == [False, False, True, True, True]
    assert facts(letters[0]) == facts(imrnlp.extract_text(LETTER))
    assert "leads out of the archive" in letters[2].error
    assert "archive within the archive" in letters[3].error
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["letters.zip"]


def test_archive_that_lies_about_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr("imrnlp.read.archive.MAX_BYTES", 10_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.txt", b" " * 5_000_000)
    with pytest.raises(ReadError, match="unpacks to 5,000,000 bytes, more than the 10,000"):
        read_member(Member(str(path), "bomb.txt"))


def test_archive_member_that_unpacks_a_thousandfold(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.txt", b" " * 5_000_000)
        packed.writestr("letter.txt", SHORT)
    letters = read_records(list(members(str(path))))
    assert "more than 200 times its packed size" in letters[0].error
    assert letters[1].error is None


def test_archive_with_the_same_name_twice(tmp_path):
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "the first")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a.txt", "the second")
    assert [read_member(m).text for m in members(str(path))] == ["the first", "the second"]


@pytest.mark.parametrize("name", [b"\xff\xff.txt", b""])
def test_archive_with_a_damaged_name(tmp_path, name):
    """Found by scripts/fuzz_readers.py: a name that is no UTF-8, a name of no characters."""
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("é.txt" if name else "x", SHORT)
    content = path.read_bytes()
    if name:
        content = content.replace("é".encode(), name[:2])
    else:
        at = content.index(b"PK\x01\x02")
        content = content[: at + 28] + b"\0\0" + content[at + 30 :]
    path.write_bytes(content)
    inputs, problems = inputs_and_errors([str(path)])
    assert inputs == []
    assert problems[0].error.startswith(f"{path}: ")


def test_damaged_archive(archive):
    content = bytearray(archive.read_bytes())
    content[60:90] = b"\xff" * 30
    archive.write_bytes(bytes(content))
    letters = read_records(list(members(str(archive))))
    assert letters[0].error
    assert letters[1].error is None


def test_archive_with_no_letter(tmp_path):
    path = tmp_path / "none.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.md", "nothing")
    _, problems = inputs_and_errors([str(path)])
    assert "holds no letter" in problems[0].error


# -- tables -------------------------------------------------------------------------------------


@pytest.fixture(params=["csv", "tsv", "parquet"])
def table(request, tmp_path):
    rows = {"ReferenceID": ["MN15-1", "MN15-2", None], "Findings": [LETTER, 'He said, "no".\n\nUpheld', None]}
    path = tmp_path / f"decisions.{request.param}"
    if request.param == "parquet":
        pq.write_table(pa.table(rows), path)
    else:
        import pandas as pd

        pd.DataFrame(rows).to_csv(path, index=False, sep="\t" if request.param == "tsv" else ",")
    return path


def test_table_rows_are_letters(table):
    documents = list(letters_of_table(str(table), "Findings", "ReferenceID"))
    assert [d.letter_id for d in documents] == ["MN15-1", "MN15-2", "decisions-3"]
    assert documents[0].text == LETTER
    letters = read_records(documents)
    assert facts(letters[0]) == facts(imrnlp.extract_text(LETTER))
    assert letters[2].error == f"{table.name}, row 3: the row has no text"


def test_table_lacks_the_column(table):
    with pytest.raises(TableError, match=r"no column 'Text'; there are 'ReferenceID', 'Findings'"):
        list(letters_of_table(str(table), "Text"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_as_programs_write_it(tmp_path, encoding, delimiter):
    path = tmp_path / "t.csv"
    rows = f'ReferenceID{delimiter}Findings\r\n1{delimiter}"He said “no”,\r\n; | §9792"\r\n'
    path.write_bytes(rows.encode(encoding))
    [document] = letters_of_table(str(path), "Findings", "ReferenceID")
    assert (document.letter_id, document.text) == ("1", "He said “no”,\r\n; | §9792")
    assert [w.code for w in document.warnings] == ["encoding_inferred"] * (encoding == "cp1252")


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("t.csv", b'id,Findings\n1,"a letter"\n2,"' + b"x" * 10_000_001, 1),
        ("t.parquet", b"PAR1" + b"x" * 99, 0),
        ("t.parquet", b"", 0),
    ],
)
def test_damaged_table_costs_no_other_input(tmp_path, name, content, rows):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "ok.txt").write_text(SHORT)
    inputs, problems = inputs_and_errors(
        [str(tmp_path / name), str(tmp_path / "ok.txt")], text_column="Findings"
    )
    assert len(inputs) == rows + 1
    assert [p.error.startswith(f"{tmp_path / name}: not a readable table") for p in problems] == [True]


def test_parquet_texts_as_bytes(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"t": [b"a letter", bytes(range(256))]}), path)
    letters = read_records(list(letters_of_table(str(path), "t")))
    assert letters[0].error is None
    assert "not a text file" in letters[1].error


def test_table_needs_its_column_named(table):
    with pytest.raises(ValueError, match="--text-column"):
        inputs_and_errors([str(table)])


def test_command_reads_a_table(table, tmp_path):
    from typer.testing import CliRunner

    from imrnlp.cli import app

    options = ["--text-column", "Findings", "--id-column", "ReferenceID"]
    done = CliRunner().invoke(app, ["extract", str(table), *options])
    assert done.exit_code == 1
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [r["letter_id"] for r in found] == ["MN15-1", "MN15-2", "decisions-3"]


def rows_of(path: Path, texts: list[str]) -> list:
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"t": texts}), path)
    else:
        path.write_text("t\n" + "".join(f'"{text}"\n' for text in texts))
    return gather([str(path)], "t")


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_row_is_read_where_it_is_needed_in_any_order(tmp_path, name):
    texts = [f"1. Norco 10/325mg #{i}: Upheld" for i in range(10, 60)]
    rows = rows_of(tmp_path / name, texts)
    assert not [row for row in rows if not isinstance(row, TableRow)]
    for order in (range(50), range(0, 50, 7), range(49, -1, -10), [3, 3, 4]):
        letters = read_records([rows[i] for i in order])
        assert [x.determinations[0].quantity for x in letters] == [i + 10 for i in order]
        assert [x.source for x in letters] == [rows[i].source for i in order]


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
@pytest.mark.parametrize("now", [["other", "b"], ["a"], None, ["a", "c"]])
def test_a_table_that_was_changed_while_it_was_read(tmp_path, name, now):
    rows = rows_of(tmp_path / name, ["a", "b"])
    if now is None:
        (tmp_path / name).unlink()
    else:
        rows_of(tmp_path / name, now)
        if now == ["a", "c"]:  # as long and as old as before: the texts tell
            state = (rows[0].table.state[1], rows[0].table.state[1])
            os.utime(tmp_path / name, ns=state)
    said = f"{name}, row 2: the table was changed while it was read"
    assert read_records(rows)[1].error == said


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_table_of_too_many_rows_is_one_error(tmp_path, monkeypatch, name):
    monkeypatch.setattr("imrnlp.read.table.MAX_ROWS", 3)
    found = rows_of(tmp_path / name, ["a", "b", "c", "d"])
    assert [letter.error for letter in found] == [
        f"{tmp_path / name}: more than the 3 rows that a table may have"
    ]
    assert len(rows_of(tmp_path / name, ["a", "b", "c"])) == 3


def test_what_recognition_lacks_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "tesseract" in (ocr.missing() or "")


# -- in this process, where the readers' own code is counted ----------------------------------------


def pages_of(*contents: bytes, kids: bytes | None = None, count: int | None = None) -> bytes:
    """A PDF with a page for each of these contents."""
    numbers = [4 + 2 * i for i in range(len(contents))]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (kids or b" ".join(b"%d 0 R" % n for n in numbers), len(contents) if count is None else count),
        FONT,
    ]
    for number, content in zip(numbers, contents, strict=True):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        objects += [page % (number + 1), stream(content)]
    return made_pdf(objects)


DRAWN = b"BT /F 12 Tf 72 700 Td (1. Norco 10/325mg #60: Upheld) Tj ET"
NO_TESSERACT = "x.pdf: the PDF has no text layer; to have it recognised, install tesseract"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(ENCRYPTED.read_bytes(), "the PDF is encrypted", id="encrypted"),
        pytest.param(b"%PDF-1.7", "not a readable PDF", id="cut short"),
        pytest.param(pages_of(*[DRAWN] * 501), "501 pages, more than the 500", id="many pages"),
        pytest.param(pages_of(kids=b"2 0 R 2 0 R", count=4), "none of the PDF's 4 pages can be read", id="a loop"),
        pytest.param(pages_of(*[b""] * 41), "41 pages without a text layer, more than the 40", id="many images"),
    ],
)  # fmt: skip
def test_what_a_pdf_says_of_itself(content, says):
    with (
        mock.patch.object(ocr, "missing", return_value=None),
        pytest.raises(ReadError, match=rf"x\.pdf: .*{says}"),
    ):
        read_here(content, "x.pdf", "x")


def test_a_pdf_of_too_many_characters(monkeypatch):
    monkeypatch.setattr("imrnlp.read.pdf.MAX_CHARACTERS", 40)
    with pytest.raises(ReadError, match="more than the 40 characters that a letter may have"):
        read_here(pages_of(DRAWN, DRAWN), "x.pdf", "x")


@pytest.mark.parametrize(
    ("missing", "recognised", "codes"),
    [
        ("install tesseract", "", ["no_text_layer"]),
        (None, "", ["no_text_layer"]),
        (None, "1. Norco: Upheld", ["text_recognised"]),
    ],
)
def test_a_pdf_without_a_text_layer(missing, recognised, codes):
    with (
        mock.patch.object(ocr, "missing", return_value=missing),
        mock.patch.object(ocr, "page_text", return_value=recognised),
    ):
        document = read_here(pages_of(b""), "x.pdf", "x")
    assert [w.code for w in document.warnings] == codes
    assert document.text == recognised


def test_a_blank_page_within_a_text_is_no_loss():
    document = read_here(pages_of(DRAWN, b""), "x.pdf", "x")
    assert document.warnings == []
    assert document.text.split("\f") == ["1. Norco 10/325mg #60: Upheld", ""]


@pytest.mark.parametrize(
    "fault",
    [FileNotFoundError("tesseract"), subprocess.TimeoutExpired("tesseract", 60), None],
)
def test_recognition_that_fails_gives_no_text(fault):
    import pypdfium2

    done = subprocess.CompletedProcess([], 1, b"half a page", b"")
    with mock.patch.object(ocr.subprocess, "run", side_effect=fault, return_value=done):
        assert ocr.page_text(pypdfium2.PdfDocument(pages_of(DRAWN)), 0) == ""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("a") + "<w:del><w:r><w:t>deleted</w:t></w:r></w:del>" + paragraph("b"), "a\nb\n"),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", "a\nb\n"),
    ],
)
def test_docx_here(body, text):
    assert read_here(word_of(body), "x.docx", "x").text == text


@pytest.mark.parametrize(
    ("name", "limit", "says"),
    [
        ("MAX_BYTES", 100, "unpacks to .* bytes, more than the 100 that a letter may have"),
        ("MAX_CHARACTERS", 5, "more than the 5 characters that a letter may have"),
    ],
)
def test_docx_here_of_too_much(monkeypatch, name, limit, says):
    monkeypatch.setattr(f"imrnlp.read.docx.{name}", limit)
    with pytest.raises(ReadError, match=says):
        read_here(word_of(paragraph("a letter of some words")), "x.docx", "x")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "no-such-encoding", "utf-16", "ascii"])
def test_html_here_in_the_encoding_that_it_declares(declared):
    page = f'<html><head><meta charset="{declared}"></head><body><p>“no” – §9792</p></body></html>'
    assert read_here(page.encode("cp1252"), "x.html", "x").text == "“no” – §9792\n"


def test_html_here_by_its_zeros():
    page = '<html><head><meta charset="utf-8"></head><body><p>“no” – §9792</p></body></html>'
    assert read_here(page.encode("utf-16"), "x.html", "x").text == "“no” – §9792\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.txt", "no such file"),
        ("folder", "is a folder"),
        ("nul\x00.txt", "embedded null byte"),
        ("file.txt/x.txt", "Not a directory"),
    ],
)
def test_a_path_that_names_no_file(tmp_path, name, says):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("a")
    with pytest.raises(ReadError, match=says):
        files.read_document(tmp_path / name)


def test_too_many_characters(monkeypatch):
    monkeypatch.setattr(files, "MAX_CHARACTERS", 10)
    with pytest.raises(ReadError, match=r"x\.txt: 11 characters, more than the 10 that a letter may have"):
        read_bytes(b"a" * 11, "x.txt", "x")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda member: replace(member, name="n" * 1001),
            r"the name of a member cannot be a file's name: 'n{39}…'",
        ),
        (lambda member: replace(member, name="other.txt", index=None), "damaged in the archive"),
        (lambda member: replace(member, index=99), "damaged in the archive"),
    ],
)
def test_a_member_that_is_not_there(tmp_path, change, says):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("letter.txt", SHORT)
    [member] = members(str(path))
    assert read_member(replace(member, index=None)).text == SHORT
    with pytest.raises(ReadError, match=says):
        read_member(change(member))


def test_an_encrypted_member(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("letter.txt", SHORT)
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ReadError, match="the member is encrypted"):
        read_member(members(str(path))[0])


def look(path: Path, *columns: str) -> list[float]:
    told: list[float] = []
    look_through(str(path), path.name, list(columns), told.append)
    return told


def test_a_parquet_table_is_looked_through(tmp_path, monkeypatch):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"t": ["a" * 10] * 40, "b": [b"\xff"] * 40, "n": list(range(40))}), path)
    assert len(look(path, "t", "b", "n", "none")) == 3  # batches of 16 rows
    assert look(path, "none") == []
    monkeypatch.setattr("imrnlp.read.table._SMALL", 150)
    monkeypatch.setattr("imrnlp.read.table.TIMES_ITS_SIZE", 0)
    with pytest.raises(ReadError, match=r"t\.parquet: its texts have more than 0 times its size"):
        look(path, "t")
    monkeypatch.setattr("imrnlp.read.table.MAX_ROWS", 39)
    with pytest.raises(ReadError, match=r"t\.parquet: more than the 39 rows"):
        look(path, "t")


def test_a_damaged_parquet_table_is_told_where_it_is_read(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 and nothing more")
    assert look(path, "t") == []
