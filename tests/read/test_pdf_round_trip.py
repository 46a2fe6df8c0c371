"""A letter set as a PDF gives the record of its text, but for offsets; so does a scan that is recognised."""

from __future__ import annotations

import pytest
from paths import ROOT

import imrnlp
from imrnlp.read import ocr

DATA = ROOT / "data"
PDFS = sorted((DATA / "pdf").glob("*.pdf"))
ARCHIVE = ROOT.parent / "shared" / "letters" / "archive"


def plain(value):
    """A record without offsets, file facts and warnings, its texts with single spaces."""
    if isinstance(value, dict):
        left_out = {"start", "end", "source", "text", "letter_id", "warnings"}
        return {k: plain(v) for k, v in value.items() if k not in left_out}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def test_there_are_samples():
    assert len(PDFS) >= 10
    assert any(p.stem.endswith("-scan") for p in PDFS)


@pytest.mark.parametrize("path", [p for p in PDFS if not p.stem.endswith("-scan")], ids=lambda p: p.stem)
def test_pdf_gives_the_record_of_its_text(path):
    text = imrnlp.extract(DATA / "letters" / "dev" / f"{path.stem.removesuffix('-second')}.txt").model_dump(
        mode="json"
    )
    assert plain(imrnlp.extract(path).model_dump(mode="json")) == plain(text)


@pytest.mark.parametrize("path", [p for p in PDFS if p.stem.endswith("-scan")][:1], ids=lambda p: p.stem)
@pytest.mark.skipif(ocr.missing() is not None, reason="needs tesseract and the extra ocr")
def test_scan_gives_the_items_of_its_text(path):
    name = path.stem.removesuffix("-scan")
    text = imrnlp.extract(DATA / "letters" / "dev" / f"{name}.txt")
    scan = imrnlp.extract(path)
    assert [w.code for w in scan.warnings][:1] == ["text_recognised"]
    assert [(d.request, d.outcome) for d in scan.determinations] == [
        (d.request, d.outcome) for d in text.determinations
    ]
    assert scan.case == text.case


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="the archive's letters are not here")
def test_the_archives_pdfs_give_the_records_of_the_texts_beside_them():
    different = []
    for path in sorted(ARCHIVE.glob("*.pdf")):
        text = imrnlp.extract(path.with_suffix(".txt")).model_dump(mode="json")
        if plain(imrnlp.extract(path).model_dump(mode="json")) != plain(text):
            different.append(path.name)
    assert different == []
