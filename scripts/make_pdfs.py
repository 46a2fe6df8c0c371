"""Typesets the sample letters of the development half as PDFs, some of them as scans.

    pip install typst
    python scripts/make_pdfs.py [data/letters/dev [data/pdf]]

Typst breaks the lines, hyphenates and sets running heads and page numbers, as the agency's word processor did.
Every fourth letter becomes a scan: its pages are drawn, turned a little, spotted and kept as images only.
Every second one is set again in another style, with other line ends (`-second.pdf`).
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCAN_EVERY = 4
SCAN_DPI = 200
TEMPLATE = """
#let data = json(bytes(sys.inputs.at("letter")))
#set page(paper: "us-letter", margin: (x: 1in, y: 0.9in), header: if data.head { align(right, text(9pt, data.name)) },
  footer: align(center, text(9pt, if data.foot { [Final Determination Letter for IMR Case Number #data.name] } else { context counter(page).display("1") })))
#set text(font: data.font, size: data.size * 1pt, hyphenate: data.hyphenate, lang: "en")
#set par(justify: data.justify, leading: data.leading * 1em, spacing: 1.1em)
#for p in data.paragraphs { par(p) }
"""
#: The typefaces that typst carries itself.
STYLES = [
    {
        "font": "Libertinus Serif",
        "size": 11,
        "justify": False,
        "hyphenate": False,
        "leading": 0.65,
        "head": False,
        "foot": True,
    },
    {
        "font": "New Computer Modern",
        "size": 12,
        "justify": True,
        "hyphenate": True,
        "leading": 0.9,
        "head": False,
        "foot": False,
    },
    {
        "font": "Libertinus Serif",
        "size": 10,
        "justify": True,
        "hyphenate": True,
        "leading": 0.6,
        "head": True,
        "foot": False,
    },
    {
        "font": "DejaVu Sans Mono",
        "size": 9.5,
        "justify": False,
        "hyphenate": False,
        "leading": 0.7,
        "head": False,
        "foot": True,
    },
]


def paragraphs(text: str) -> list[str]:
    """The letter's lines joined to paragraphs: a line that is not full, or ends a sentence, ends one."""
    lines = [line.strip() for line in text.replace("\f", "\n").split("\n")]
    lines = [line for line in lines if line]
    width = sorted(map(len, lines))[int(0.8 * len(lines))] if lines else 0
    found: list[list[str]] = [[]]
    for line in lines:
        if line.isupper() or re.match(r"(?:Claims Administrator|MAXIMUS|Decision rationale)", line):
            found.append([])
        found[-1].append(line)
        if line.isupper() or len(line) < 0.8 * width or re.search(r"[.:]$|: +\w+$", line):
            found.append([])
    return [re.sub(r"(?<=\w-) (?=\w)", "", " ".join(p)) for p in found if p]


def scanned(pdf: bytes, seed: int) -> bytes:
    import pypdfium2
    from PIL import Image

    dice = random.Random(seed)
    sheets = []
    for page in pypdfium2.PdfDocument(pdf):
        sheet = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil()
        sheet = sheet.rotate(dice.uniform(-0.4, 0.4), fillcolor=255, resample=Image.Resampling.BICUBIC)
        for _ in range(400):
            sheet.putpixel(
                (dice.randrange(sheet.width), dice.randrange(sheet.height)), dice.randrange(90, 200)
            )
        sheets.append(sheet)
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=SCAN_DPI, quality=40)
    return out.getvalue()


def main(letters: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(sorted(letters.glob("*.txt"))):
        text = file.read_text(encoding="utf-8")
        scan = number % SCAN_EVERY == SCAN_EVERY - 1
        pdf = typeset(text, file.stem, number)
        made = {f"{file.stem}-scan.pdf": scanned(pdf, number)} if scan else {f"{file.stem}.pdf": pdf}
        if number % 2 == 0:
            made[f"{file.stem}-second.pdf"] = typeset(text, file.stem, number + 1)
        for name, content in made.items():
            (target / name).write_bytes(content)
            print(f"{target / name}: {len(content):,} bytes")


def typeset(text: str, name: str, style: int) -> bytes:
    import typst

    case = re.search(r"CM\d\d-\d+", text)
    data = {
        "name": case.group() if case else name,
        "paragraphs": paragraphs(text),
        **STYLES[style % len(STYLES)],
    }
    return typst.compile(TEMPLATE.encode(), sys_inputs={"letter": json.dumps(data)})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("letters", nargs="?", type=Path, default=ROOT / "data" / "letters" / "dev")
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "data" / "pdf")
    args = parser.parse_args()
    main(args.letters, args.target)
