"""Journal articles: authors, title, journal, year, volume and pages, PMID.

>>> article = find_articles("Deyo RA, Mirza SK. Back pain in adults. Spine. 2009;34(2):12-19. PMID: 19127150.")[0]
>>> article.title, article.year, article.pages
('Back pain in adults', 2009, [(12, 19)])
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from imrnlp import lexicons
from imrnlp.tag.guidelines.pages import read_ranges
from imrnlp.tag.guidelines.words import trim_end

_YEAR = r"(?:19[4-9]|20[0-4])\d"
_MONTHS = r"(?:\s+[A-Z][a-z]{2,8}\.?(?:\s?[-/]\s?[A-Z][a-z]{2,8}\.?)?(?:\s+\d{1,2})?)?"
_PAGES = r"(?P<{0}>[A-Za-z]{{0,3}}\d+(?:\s?-\s?[A-Za-z]?\d+)?)"
# 2007;132(3):237-251 and 34(2):12-19 (2009), 35(9), 12-19; volume and issue may be spelled out.
_ANCHOR = re.compile(
    rf"(?P<year>\b{_YEAR})\b{_MONTHS}\s*[;,:.]\s*(?:vol(?:ume)?\.?\s*)?(?:\d{{1,4}})?\s*(?:suppl\.?\s*\d*\s*)?(?:\([^()]{{0,24}}\)|,?\s*(?:no|issue|number)\.?\s*\d+)?\s*[:,]\s*(?:pp?\.?\s*|pages?\s*)?{_PAGES.format('a')}"
    rf"|(?:\bvol(?:ume)?\.?\s*)?\b\d{{1,4}}\s*(?:\(\d[^()]{{0,16}}\)|,\s*(?:no|issue|number)\.?\s*\d+)\s*[:,]\s*(?:pp?\.?\s*|pages?\s*)?{_PAGES.format('b')}"
    rf"|\bvol(?:ume)?\.?\s*\d{{1,4}}\s*,?\s*(?:\(?{_YEAR}\)?\s*,?\s*)?(?:pp?\.?\s*|pages?\s*){_PAGES.format('c')}"
    rf"|(?P<cochrane>\b{_YEAR})\s?[;,:.]?\s?(?:\(\d+\)\s?:?\s?|Issue\s\d+\s?[.,;:]?\s?)?(?:Art\.?\s?No\.?:?\s?)?CD\d{{5,7}}"
    r"|\bPMID\b:?\s*\d+|\bdoi\b:?\s*10\.\S+",
    re.I,
)
_AFTER = re.compile(
    r"\s*(?:[.,;]\s*)?(?:\(?(?:PMID|PMCID|PubMed(?:\s+PMID)?|doi|Epub|ISSN)\b[:\s]*[^\s;,]+(?:\s(?:\d{4}\s)?[A-Z][a-z]{2}\s\d{1,2})?\)?|\[PubMed\]|Review\b|\(?(?:[A-Z][a-z]{2,8}\.?\s)?(?:19|20)\d\d\)?(?=[.,;]|$))",
    re.I,
)
_PERSON = r"(?:(?:van|von|de|der|den|la|le|du|di|da|dos|del|ter|ten)\s){0,3}[A-Z][\w'\u2019-]+(?:\s[A-Z][\w'\u2019-]+)?,?\s+(?:[A-Z]{1,3}\b\.?[-\s]?){1,4}(?:(?:Jr|Sr|II|III)\b\.?\s?)?"
_AUTHORS = re.compile(
    rf"(?:(?:{_PERSON}(?:\s?[,;]\s*(?:and\s+|&\s*)?|\s*(?:\band\b|&)\s+|(?=\s?(?:[.:(]|et\b)))|[A-Z][\w'\u2019-]+(?=,?\s+et\s+al)){{1,40}}"
    rf"(?:\s{{0,3}},?\s{{0,3}}\bet\s+al\b\.?)?(?:\s{{0,3}},?\s{{0,3}}\(?eds?\b\.?\)?)?|[A-Z][\w'\u2019-]+(?:,?\s+(?:and|&)\s+[A-Z][\w'\u2019-]+)?(?=,?\s+\((?:19|20)\d\d\))|[A-Z][\w'\u2019-]+\s+et\s+al\b\.?)"
    rf"\s{{0,3}}[.:,]?\s{{0,3}}(?:\((?P<year>{_YEAR})[^()]{{0,20}}\)\s*[.:,]?\s*|(?P<bare>{_YEAR})\.\s+)?",
)
_PART_END = re.compile(r"(?<!\bvs)(?<!\b[A-Z])[.?!]['\"]?\s+(?=[\"'A-Z0-9(])")
_QUOTED = re.compile(r"\"(?P<title>[^\"]{8,300})\"")
_BRACKETED_YEAR = re.compile(rf"\(({_YEAR})\)|\b({_YEAR})\b")
_VOLUME = re.compile(rf"[\s,;:.(]*(?:\(?{_YEAR}\)?[\s,;.]*|\bvol(?:ume)?\b\.?\s*)*$", re.I)
_JOURNAL_END = re.compile(rf"[\s,;.]*(?:\(?{_YEAR}\)?)?[\s,;.(]*$")
#: Words by which a title shows itself to be a journal's.
JOURNAL = re.compile(
    r"\b[Jj]ournal\b|\bJ\.?\s+[A-Z][a-z]+|\bN\.?\s?Engl\b|\bNEJM\b|\bJAMA\b|\bLancet\b|\bBMJ\b|\bAnn(?:als)?\b\.?\s+(?:of\b|[A-Z])|"
    r"\bArch(?:ives)?\b\.?\s+(?:of\b|[A-Z])|\b(?:Am|Eur|Br|Clin|Int|Can|Scand)\b\.?\s+J\b|\bSpine\b\s*(?:\(|J\b|$)|\bCochrane\b|\bPLoS\b|\bActa\b|\bClinics\b",
)


@dataclass(slots=True)
class Article:
    """A journal article at ``[start, end)``; ``title`` is the article's, else the journal's."""

    start: int
    end: int
    title: str
    year: int | None = None
    pages: list[tuple[int, int]] = field(default_factory=list)
    authors: bool = False


def is_journal(title: str) -> bool:
    """Whether ``title`` shows itself to be a journal's."""
    return JOURNAL.search(title) is not None or title.lower() in _periodicals()


@cache
def _periodicals() -> frozenset[str]:
    return frozenset(
        name
        for row in lexicons.table("guidelines.tsv")
        if row["kind"] == "periodical"
        for name in row["aliases"].split("|")
    )


def find_articles(text: str, begins: list[int] | None = None, ends: list[int] | None = None) -> list[Article]:
    """Journal articles in ``text``, in order.

    ``begins`` are offsets at which another document's words end, ``ends`` those at which one begins; an
    article begins at the last of the former before its year, at its authors, or at the text's own start.
    Linear in the text.
    """
    articles: list[Article] = []
    at = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < at:
            continue
        floor = max([at, *(b for b in begins or [] if at <= b <= anchor.start())])
        floor = max(floor, anchor.start() - 900)
        start = _begin(text, floor, anchor.start())
        article = _article_at(text, start, anchor)
        if article is not None:
            articles.append(article)
            at = article.end
    if not articles and " et al" in text:
        return _without_volume(text, ends or [])
    return articles


def _without_volume(text: str, ends: list[int]) -> list[Article]:
    """An article told by its authors alone: "Smith et al. 2008. Title. Journal"."""
    authors = _AUTHORS.search(text)
    if authors is None or " et al" not in authors.group():
        return []
    start = authors.start()
    end = min([e for e in ends if e > start] or [len(text)])
    end = min(end, start + 600)
    parts = [p for p in _PART_END.split(text[authors.end() : end]) if p.strip(" .,;:()")]
    if not parts:
        return []
    title = " ".join(parts[0].strip(" .,;:\"'").split())
    years = [a or b for a, b in _BRACKETED_YEAR.findall(text[start:end])]
    end = start + len(text[start:end].rstrip(" .,;:"))
    return [Article(start, end, title, int(years[0]) if years else None, [], True)] if len(title) > 5 else []


def _begin(text: str, floor: int, limit: int) -> int:
    """Where the article begins: at its first author after a boundary, else at ``floor``."""
    for authors in _AUTHORS.finditer(text, floor, limit):
        before = text[floor : authors.start()].rstrip()
        if not before or before[-1] in ".;:," or before.endswith((" and", " by", "&", "see")):
            return authors.start()
    lead = len(text[floor:limit]) - len(text[floor:limit].lstrip(" ,;:.()-"))
    return floor + lead


def _article_at(text: str, start: int, anchor: re.Match[str]) -> Article | None:
    end = anchor.end()
    while after := _AFTER.match(text, end):
        end = after.end()
    body = text[start : anchor.start()]
    said = anchor["year"] or anchor["cochrane"]
    year = int(said) if said else None
    authors = _AUTHORS.match(body)
    rest = body[authors.end() :] if authors else body
    if year is None and authors and (authors["year"] or authors["bare"]):
        year = int(authors["year"] or authors["bare"])
    if year is None:
        years = [a or b for a, b in _BRACKETED_YEAR.findall(text[start:end])]
        year = int(years[-1]) if years else None
    quoted = _QUOTED.search(rest)
    if quoted:
        title = quoted["title"]
    else:
        named = trim_end(_VOLUME, rest)
        if named.count("(") > named.count(")"):
            named = rest.rstrip(" .,;:")
        parts = [p for p in _PART_END.split(named) if p.strip(" .,;:()")]
        if not parts:
            return None
        title = parts[0] if authors or len(parts) == 1 else parts[-2]
        if len(parts) == 1:
            title = _title_before_journal(title)
    shorter = trim_end(_JOURNAL_END, title)
    if shorter.count("(") <= shorter.count(")"):
        title = shorter
    title = title.strip(" .,;:\"'")
    if len(title) < 3:
        return None
    listed = anchor["a"] or anchor["b"] or anchor["c"] or ""
    pages = [(r.first, r.last) for r in read_ranges(listed)] if listed[:1].isdigit() else []
    while end > start and text[end - 1] in " .,;":
        end -= 1
    return Article(start, end, " ".join(title.split()), year, pages, authors is not None)


def _title_before_journal(words: str) -> str:
    """ "Title, Journal of X" is the title; a journal's name alone stays."""
    journal = JOURNAL.search(words)
    if journal and journal.start() > 12:
        comma = words.rfind(",", 0, journal.start() + 1)
        if comma > 8:
            return words[:comma]
    return words
