"""Writes ``docs/guidelines.md``: what is read of a guideline citation, with the table of documents and read examples.

    python scripts/docs_guidelines.py [OUTPUT]

The table comes from ``imrnlp/lexicons/guidelines.tsv``, the example column from the code itself, so the
page cannot say what the code does not do.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from imrnlp import lexicons
from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines import read_citations

PAGE = Path(__file__).parent.parent / "docs" / "guidelines.md"

_INTRO = """\
# Guideline citations

Each disputed item has two citation passages: the claims administrator's and the reviewer's ("MAXIMUS guideline").
`imrnlp.parse_guidelines(text)` reads such a passage into a list of references, one per document relied on; the
pipeline does the same for every item of a letter (`claims_administrator_guidelines`, `imr_guidelines`), and tags
references inside rationales as `GUIDELINE` entities.

```python
>>> import imrnlp
>>> imrnlp.parse_guidelines("MTUS Chronic Pain Medical Treatment Guidelines Page(s): 78-80, 91")
[GuidelineReference(MTUS, Chronic Pain Medical Treatment Guidelines, p. 78-80, 91)]

```

## How a passage is read
The grammar (`imrnlp/tag/guidelines/`) has a file for each step; its patterns stand in `patterns` or beside their step, the words that they name in `lexicons/citation_words.tsv`:

1. `patterns`: dashes, quotes and spaces are made plain without moving a character, so that offsets hold; "Id. at 68" counts as pages.
2. `statements`: the letters' standing formulas. "Did not base their decision on the MTUS", "outside of the MTUS
   Guidelines", "the MTUS is silent" name no document that was relied on; "Decision based on MTUS …", "… Non-MTUS
   Citation …" and "based its decision on …" begin what one citation says.
3. `documents`: all known names in one pass of an Aho-Corasick automaton; section numbers, web addresses and slips of
   character recognition by patterns. `other` finds journal articles by year, volume and pages, or by their authors.
4. `groups`: names with nothing between them but an edition, a year or brackets are one document
   ("MTUS ACOEM Chapter 12 Low Back Complaints").
5. `references` goes from document to document: `known` (the MTUS, ACOEM, the Official Disability Guidelines, public bodies) and `other` (books, websites, articles)
   give each its chapter (`chapters`), pages, year and topics (`details`). In a rationale's sentences `prose` does it.
6. `statements`: "same as above", and the reviewer who "found the guidelines used by the Claims Administrator relevant
   and appropriate", get copies of the references meant. Copies keep the original's text and offsets.

## What the fields hold
- `source` is `MTUS` for its own guidelines and for an ACOEM chapter cited as MTUS: after "MTUS" or a section number, in a
  "Decision based on MTUS" statement, or with "which is part of the MTUS". Other ACOEM citations have source `ACOEM`.
- `title` is canonical for the documents of the table below; other works keep theirs as written, without edition and
  bracketed abbreviation. An article's title, else its journal's. A web page's title is its address.
- `regulation` is given only where a section number is written.
- `chapter`: ACOEM's 2004 chapters with their number, later ones without; ODG's as written, without "Chapter" or "Section".
- `topics` are headings as written. A comma splits them only where no known heading holds it
  (`lexicons/guideline_topics.tsv`), and not before a part that goes on in lower case.
- `pages` keep the order of the text. A reversed range stays as written, with the warning `page_range_reversed`; a page
  that the edition does not have is kept with `page_beyond_document`.
- `year`: the edition's, or that of an "updated" date. From 2017 on, "MTUS Chronic Pain" and "MTUS Opioids" are ACOEM's chapters.
- A chapter of ODG named without its guideline outside the MTUS is taken as ODG's, with the warning `guideline_inferred`.

## What is not read
- Tables ("Table 12-8") and "subheading" are no topics; a label, a package insert or prescribing information is `FDA Prescribing
  Information` with the drug as its topic, a Medicare manual has its own title.
- A title that the table does not know is known only by its place after "Non-MTUS Citation" or "based its decision on". A comma
  ends it, so a title with a comma of its own is cut there and the rest becomes a topic.
- Volume, issue and PMID of an article are not fields of the record; they are in `text`.
- In prose only known documents are found, with what stands directly by their name.

## Examples
Invented citations, read by the code when this page was made.

| citation | read as |
| --- | --- |
"""

EXAMPLES = [
    "Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Initial Care, Physical Methods.",
    "Decision based on MTUS Elbow Complaints 2007, and Chronic Pain Medical Treatment 2016, Section(s): Massage therapy.",
    "Decision based on MTUS Chronic Pain Treatment Guidelines Ketamine, Methadone Page(s): 56, 61-62.",
    "Decision based on MTUS Chronic Pain Treatment Guidelines <9792.24.2 Page(s): 57.",
    "Decision based on MTUS Chronic Pain Treatment Guidelines NSAIDs, hypertension and renal function pgs. 69",
    "Decision based on MTUS Chronic Pain Treatment Guidelines Exercise Page(s): 47-46.",
    "Chronic Pain Medical Treatment Guidelines, 8 C.C.R. §9792.20 - 9792.26 (Effective July 18, 2009), page 30 of 127",
    "Decision based on MTUS ACOEM Chapter 14 Ankle and Foot Complaints Page(s): 372-374, Table 14-6.",
    "Decision based on MTUS ACOEM Chapters 9 and 13.",
    "Decision based on MTUS 9792.23.7 Ankle and Foot Complaints.",
    "Decision based on MTUS Postsurgical Treatment 2009, Section(s): Hip, Pelvis and Thigh, Knee.",
    "Decision based on MTUS Opioid Treatment 2016, Section(s): 1.2 Opioids for Acute Pain: Mild Injuries, 2. Opioids for Subacute Pain.",
    "Decision based on MTUS Eye Disorders 2017.",
    "MTUS Drug Formulary, 8 CCR 9792.27.12",
    "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Hernia Chapter, Surgery.",
    "Decision based on Non-MTUS Citation ODG Elbow (Acute & Chronic) (updated 3/9/15): Tennis elbow band.",
    "Decision based on Non-MTUS Citation ODG, Neck; Head, Triptans.",
    "Decision based on Non-MTUS Citation ODG Ankle & Foot, Cane and Other Medical Treatment Guidelines www.example.org.",
    "Decision based on Non-MTUS Citation ACOEM 3rd Edition, Knee Disorders, page 90.",
    "Decision based on Non-MTUS Citation FDA prescribing information, Horizant.",
    "Decision based on Non-MTUS Citation AMA Guides, 6th Edition, page 20.",
    "Decision based on Non-MTUS Citation Okafor B, Lindqvist T. Taping of sprained ankles. Spine. 2010;35(4):301-9. PMID: 20000000.",
    "Decision based on Non-MTUS Citation Handbook of Splinting, 3rd ed., pages 12-14.",
    "The Claims Administrator based its decision on the Eye Complaints (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 16), which is part of the MTUS.",
    "The MTUS is silent on scooters. The Expert Reviewer relied on the Official Disability Guidelines, Knee Chapter, Scooter.",
    "The Claims Administrator did not cite any medical evidence for its decision.",
]


def page() -> str:
    """The whole page as Markdown."""
    rows = [f"| {_cell(text)} | {_cell(_read(text))} |" for text in EXAMPLES]
    return _INTRO + "\n".join(rows) + "\n\n" + _documents()


def _read(text: str) -> str:
    found = read_citations(text)
    said = [_said(reference) for reference in found.references] or ["no reference"]
    if found.none_cited:
        said = ["no reference (`none_cited`)"]
    return "<br>".join([*said, *(f"warning `{w.code}`" for w in found.warnings)])


def _said(reference: GuidelineReference) -> str:
    parts = [f"**{reference.source}**"]
    if reference.title:
        parts.append(reference.title)
    for name in ("regulation", "chapter", "year"):
        value = getattr(reference, name)
        if value is not None:
            parts.append(f"{name} `{value}`")
    if reference.topics:
        parts.append("topics " + ", ".join(f"`{t}`" for t in reference.topics))
    if reference.pages:
        parts.append(f"pages `{[list(p) for p in reference.pages]}`")
    return "; ".join(parts)


def _documents() -> str:
    lines = [
        "## The table of documents",
        "From `imrnlp/lexicons/guidelines.tsv`, which also holds the names that letters use and the row's source. Years are those in",
        "which an edition was in force; a span without an end is open. Publishers and reference works other than these are in the table too.",
        "",
        "| title | chapter | 8 CCR | years |",
        "| --- | --- | --- | --- |",
    ]
    for row in lexicons.table("guidelines.tsv"):
        if row["kind"] in ("other", "periodical", "journal"):
            continue
        chapter = f"{row['number']} ({row['chapter']})" if row["number"] else row["chapter"]
        title = row["title"] or "(the MTUS alone: no title)"
        lines.append(f"| {title} | {chapter} | {row['regulation']} | {row['years'].replace('|', ', ')} |")
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<9792", "\\<9792")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", metavar="OUTPUT", nargs="?", type=Path, default=PAGE)
    parser.parse_args(arguments).output.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
