"""Feeds damaged files to the readers for some minutes; whatever is neither a text nor a clear error is printed and kept.

    python scripts/fuzz_readers.py MINUTES [FOLDER_OF_SEEDS] [FOLDER_FOR_FINDINGS]

Seeds are PDFs, Word documents, pages and archives; without a folder the sample PDFs and files made here serve.
Each damage is a few random edits: bytes changed, cut out, doubled, cut short, or parts of another seed put in.
Recognition of images is switched off: it is tesseract's work and takes seconds a page.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import resource
import time
import traceback
import zipfile
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parent.parent
#: Seconds that one file may take, and bytes of memory that the whole run may come to.
SLOW, MEMORY = 20, 3_000_000_000


def made_here() -> list[tuple[str, bytes]]:
    import docx

    text = next((ROOT / "data" / "letters" / "dev").glob("*.txt")).read_text(encoding="utf-8")
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    word, packed = io.BytesIO(), io.BytesIO()
    document.save(word)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
        archive.writestr("b.docx", word.getvalue())
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>"
    return [
        ("a.docx", word.getvalue()),
        ("a.zip", packed.getvalue()),
        ("a.html", page.encode()),
        ("a.txt", text.encode("utf-16")),
    ]


def damaged(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        if not data:
            break
        at, length = dice.randrange(len(data)), dice.choice((1, 2, 4, 16, 64, 1024))
        act = dice.randrange(6)
        if act == 0:
            data[at] = dice.randrange(256)
        elif act == 1:
            del data[at : at + length]
        elif act == 2:
            data[at:at] = data[at : at + length]
        elif act == 3:
            data = data[: max(1, at)]
        elif act == 4:
            other = dice.choice(others)
            start = dice.randrange(len(other))
            data[at : at + length] = other[start : start + length]
        else:
            data[at : at + 4] = dice.choice(
                (b"\xff" * 4, b"\0" * 4, b"9999", b"-1  ", b"<<>>", b"PK\x03\x04")
            )
    return bytes(data)


def read(name: str, content: bytes) -> None:
    """Reads one file the way ``extract`` does; only a ReadError may come out."""
    from imrnlp.read.archive import members, read_member
    from imrnlp.read.document import ReadError
    from imrnlp.read.files import read_here

    try:
        if name.endswith(".zip"):
            file = Path("/dev/shm/imrnlp-fuzz.zip") if Path("/dev/shm").is_dir() else ROOT / ".fuzz.zip"
            file.write_bytes(content)
            for member in members(str(file)):
                try:
                    read_member(member)
                except ReadError as error:
                    assert str(error), "an error without words"
        else:
            read_here(content, name, "fuzz")
    except ReadError as error:
        assert name in str(error) or "imrnlp-fuzz.zip" in str(error) or ".fuzz.zip" in str(error), (
            f"does not name the file: {error}"
        )


def main(minutes: float, seeds: Path | None, findings: Path) -> int:
    from imrnlp.read import ocr

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    dice = random.Random(int(time.time()))
    corpus = made_here() + [
        (p.name, p.read_bytes()) for p in sorted((seeds or ROOT / "data" / "pdf").glob("*.pdf"))[:40]
    ]
    contents = [content for _, content in corpus]
    end, tried, found = time.time() + 60 * minutes, 0, 0
    with mock.patch.object(ocr, "missing", return_value="install tesseract"):
        while time.time() < end:
            name, content = dice.choice(corpus)
            bad = damaged(content, contents, dice)
            tried += 1
            begun = time.time()
            try:
                read(name, bad)
                problem = f"took {time.time() - begun:.0f} s" if time.time() - begun > SLOW else ""
            except Exception:
                problem = traceback.format_exc(limit=-3)
            if problem:
                found += 1
                findings.mkdir(parents=True, exist_ok=True)
                file = findings / f"{hashlib.sha256(bad).hexdigest()[:12]}-{name}"
                file.write_bytes(bad)
                print(f"{file}: {problem}", flush=True)
    print(f"{tried:,} damaged files, {found} neither read nor clearly refused")
    return 1 if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minutes", metavar="MINUTES", nargs="?", type=float, default=1)
    parser.add_argument("seeds", metavar="FOLDER_OF_SEEDS", nargs="?", type=Path)
    parser.add_argument(
        "findings", metavar="FOLDER_FOR_FINDINGS", nargs="?", type=Path, default=Path("findings")
    )
    args = parser.parse_args()
    raise SystemExit(main(args.minutes, args.seeds, args.findings))
