"""From names to references: each statement's documents, and what stands before and behind them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineReference, Warning
from imrnlp.tag.guidelines.chapters import read_chapter
from imrnlp.tag.guidelines.details import split_topics
from imrnlp.tag.guidelines.documents import CitedDocument, Hit, documents, find_hits, is_address, is_name
from imrnlp.tag.guidelines.groups import NameGroup, group_hits
from imrnlp.tag.guidelines.known import LABEL, LABELS, add_mtus, add_odg, add_organisation
from imrnlp.tag.guidelines.other import (
    ARTICLE,
    BODIES,
    NO_TITLE,
    add_article,
    add_cochrane,
    add_listed,
    add_other,
    find_articles,
)
from imrnlp.tag.guidelines.patterns import (
    END,
    GAP,
    SENTENCE_END,
    STOP,
    clean,
    content_end,
    lost_blanks,
    trim_end,
    with_blanks,
)
from imrnlp.tag.guidelines.statements import Builder, Citations, CitationText, Statement, read_statements
from imrnlp.text.strings import quoted

_WORDS = Wordings("citation_words.tsv")

#: What joins a reference to the next one and belongs to neither: "| , as well as the |".
_JOINER = _WORDS.compile(
    rf"""
    (?: [\s,;:.(<\-/{GAP}{STOP}]
      | \b {{linking_references}} \b
      | &
    )+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)
# In a sentence of prose the citation ends where the sentence goes on.
_GOES_ON = _WORDS.compile(
    r"""
    ,? \s{0,3} \b
    (?: {goes_on_as}
      | (?:as|and)\s+ (?:it|there|the|they|this|he|she) \b (?! \s+ {begins_a_title} )
      | and\s+ {deciding}
      | for\s+ (?: this|his|her|its | the\s+(?:decision|determination|request|following) )
      | in\s+ {in_deciding}
      | to\s+ {to_decide}
      | {goes_on_verbs} )
    \b
    """,
    re.I | re.VERBOSE,
)
# "the opioids section of | the MTUS"
_LEAD_OF = _WORDS.compile(
    r"""
    (?P<inner> .+? ) \s*,?\s+
    (?: {parts_of_titles} \s+ )?
    (?: of|in|from|within|under ) \s* (?:the\s*)? (?:california\s*)? $
    """,
    re.I | re.VERBOSE,
)
# "the opioids section of the | Pain" chapter
_TOPIC_OF = _WORDS.compile(
    r"(?P<topic> .+? ) \s*,?\s+ (?: {parts_of_titles} \s+ )? (?:of|in|from|within|under ) \s+ (?:the\s+)? (?P<chapter> .+ )",
    re.I | re.VERBOSE,
)
# By such words the title of a work shows itself.
_BIBLIOGRAPHIC = _WORDS.compile(
    r"""
    \b {titles_of_works} \b
    """,
    re.I | re.VERBOSE,
)
#: What stands between a page's title and its address: ". Available at: |"
_TO_ADDRESS = re.compile(
    r"[\s,;:.()\[\]<-]* (?: (?: available|retrieved|accessed|online ) \s* (?: at|from|on )? | at | from )? [\s:<(]*",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"\w")
_KEPT = 400


def read_passage(text: str) -> Citations:
    """The references of one passage; offsets are into ``text``.

    The results for short passages are cached: the same ones stand in thousands of letters.
    """
    if len(text) > _KEPT:
        return _references_of(text)
    kept = _read_kept(text)
    return Citations(
        [r.model_copy(update={"topics": [*r.topics], "pages": [*r.pages]}) for r in kept.references],
        kept.none_cited,
        kept.same_as_claims_administrator,
        kept.same_as_these,
        kept.same_as_above,
        [w.model_copy() for w in kept.warnings],
    )


@lru_cache(maxsize=4096)
def _read_kept(text: str) -> Citations:
    return _references_of(text)


def _references_of(text: str) -> Citations:
    lost = lost_blanks(text)
    if not lost:
        return _spaced_references_of(text)
    found = _spaced_references_of(with_blanks(text, lost))
    added = [at + i for i, at in enumerate(lost)]
    placed: list[GuidelineReference | Warning] = [*found.references, *found.warnings]
    for one in placed:
        if one.start is not None and one.end is not None:
            one.start -= bisect_left(added, one.start)
            one.end -= bisect_left(added, one.end)
    for reference in found.references:
        reference.text = text[reference.start : reference.end]
    return found


def _spaced_references_of(text: str) -> Citations:
    passage = read_statements(clean(text))
    found = Citations(
        none_cited=passage.none_cited,
        same_as_claims_administrator=passage.same_as_claims_administrator,
        same_as_these=passage.same_as_these,
        same_as_above=passage.same_as_above,
    )
    hits = find_hits(passage.text)
    at = 0
    for statement in passage.statements:
        while at < len(hits) and hits[at].start < statement.start:
            at += 1
        upto = at
        while upto < len(hits) and hits[upto].end <= statement.end:
            upto += 1
        _Reader(passage, statement, found).add_references(hits[at:upto])
        at = upto
    _settle(found)
    for reference in found.references:
        reference.text = text[reference.start : reference.end]
    return found


class _Reader:
    """Reads one statement into references."""

    def __init__(self, passage: CitationText, statement: Statement, found: Citations):
        self.to = Builder(passage.text, found, statement.kind, passage.parts_of_mtus)
        self.text = passage.text
        self.kind = statement.kind
        self.start = statement.start
        self.end = statement.end
        self.found = found

    def add_references(self, hits: list[Hit]) -> None:
        if not hits and self.kind in ("bare", "mtus") and self.end - self.start < 12:
            return
        if self.kind == "outside" and add_listed(self.to, self.start, self.end):
            return
        hits = self._with_articles(hits)
        groups = group_hits(self.text, self.start, self.end, hits, self.kind)
        if not groups:
            self._unknown(self.start, self.end)
            return
        self._before(groups[0])
        published = self._publishers(groups)
        for i, group in enumerate(groups):
            if i in published:
                continue
            end = group.end
            if i + 1 < len(groups):
                end = group.last + len(trim_end(_JOINER, self.text[group.last : end]))
            self._reference(group, end)

    def _publishers(self, groups: list[NameGroup]) -> set[int]:
        """The groups that only name who publishes what stands behind them: "National Library of Medicine. Smith J. …"."""
        found: set[int] = set()
        for i in range(len(groups) - 2, -1, -1):
            group, following = groups[i], groups[i + 1]
            body = group.document is not None and group.document.id in BODIES
            bare = not _WORD.search(self.text, group.last, following.start)
            index = group.document is not None and group.document.id == "ngc"
            if bare and (index or (body and (following.hits[0].kind == "article" or i + 1 in found))):
                found.add(i)
        return found

    def _with_articles(self, hits: list[Hit]) -> list[Hit]:
        """Adds journal articles to ``hits``; the names inside an article are its own."""
        if self.kind == "mtus":
            return hits
        words = self.text[self.start : self.end]
        named = [h for h in hits if h.document and _is_guideline(h.document) and not h.names[0].short]
        begins = [h.end - self.start for h in named]
        ends = [h.start - self.start for h in named if not h.names[0].weak]
        articles = find_articles(words, begins, ends)
        if not articles:
            return hits
        found = [Hit(a.start + self.start, a.end + self.start, "article", value=a) for a in articles]
        addresses = [h for h in hits if h.kind == "address"]
        found = [f for f in found if not any(h.start <= f.start and f.end <= h.end for h in addresses)]
        return sorted([*_outside(hits, found), *found], key=lambda h: h.start)

    def _before(self, group: NameGroup) -> None:
        """Words before the first document's name: a part of it, or a document that no table knows."""
        words = self.text[self.start : group.start]
        inner = _LEAD_OF.fullmatch(words.strip(" ,;:.()")) if len(words) < 200 else None
        if inner and self.kind in ("free", "bare"):
            lead = ARTICLE.sub("", inner["inner"])
            if len(lead) <= 120 and "." not in lead:
                group.lead = _chapter_first(lead)
                group.start = self.start + words.index(lead)
            return
        if self.kind == "outside":
            self._unknown(self.start, self.start + len(trim_end(_JOINER, words)), group)

    def _unknown(self, start: int, end: int, following: NameGroup | None = None) -> None:
        """A document that no table knows, known by its place alone."""
        words = self.text[start:end]
        lead = ARTICLE.match(words)
        start += lead.end() if lead else 0
        end = start + len(trim_end(END, self.text[start:end]))
        words = self.text[start:end]
        if len(words) < 2 or NO_TITLE.fullmatch(words.strip(" .")) or not any(c.isalpha() for c in words):
            return
        if self.kind == "bare" and not (_BIBLIOGRAPHIC.search(words) and words[:1].isupper()):
            return
        if self.kind == "mtus":
            return
        if self.kind == "free" and not (_BIBLIOGRAPHIC.search(words) or words[:1].isupper()):
            return
        if read_chapter(words) is not None and self.kind == "outside":
            group = NameGroup(start, start, end, document=documents()["odg"])
            before = len(self.found.references)
            add_odg(self.to, group, words, start, end)
            if len(self.found.references) > before:
                self.found.warnings.append(
                    Warning(
                        code="guideline_inferred",
                        message=f"{quoted(words)} names a chapter without its guideline; taken as Official Disability Guidelines",
                        start=start,
                        end=end,
                    )
                )
            return
        add_other(self.to, words, start, end)

    def _reference(self, group: NameGroup, end: int) -> None:
        hit = group.hits[0]
        if hit.kind == "article":
            add_article(self.to, hit.value, hit)
            self._rest(hit.end, end)
            return
        if hit.kind == "address":
            label = LABEL.search(self.text, hit.end, end)
            if label:
                topics = split_topics(self.text[hit.end : label.start()] + GAP + self.text[label.end() : end])
                self.to.add(group.start, content_end(self.text, hit.end, end), "FDA", LABELS, topics=topics)
                return
            if not self._of_page(hit):
                self.to.add(group.start, hit.end, "other", hit.value)
            self._rest(hit.end, end)
            return
        details = self.text[group.last : end]
        cut = self._cut(details, group)
        rest_at = group.last + cut
        details = details[:cut]
        document = group.document
        if document is not None and document.id == "odg":
            add_odg(self.to, group, details, group.last, group.last + cut)
        elif document is not None and document.kind == "other":
            address = next((h for h in group.hits if h.kind == "address"), None)
            if address is not None:
                self.to.add(group.start, address.end, "other", address.value)
            else:
                add_other(
                    self.to, self.text[group.start : group.last + cut], group.start, group.last + cut, hit
                )
        elif document is not None and document.kind == "journal":
            add_cochrane(self.to, group, details)
        elif document is not None and document.kind == "organisation":
            add_organisation(self.to, group, details)
        else:
            add_mtus(self.to, group, details)
        self._rest(rest_at, end)

    def _of_page(self, address: Hit) -> bool:
        """Whether the reference before is the page at ``address``: it is titled by its own name, where it has one."""
        page = self.found.references[-1] if self.found.references else None
        if page is None or page.source != "other" or page.chapter or page.pages or page.start < self.start:
            return False
        if (
            not _TO_ADDRESS.fullmatch(self.text, page.end, address.start)
            or page.title is None
            or is_address(page.title)
        ):
            return False
        if page.topics:
            page.title, page.topics = page.topics[0], page.topics[1:]
        elif is_name(page.title):
            page.title = address.value
        page.end = address.end
        return True

    def _cut(self, details: str, group: NameGroup) -> int:
        """How much of ``details`` is this reference's."""
        stop = len(details)
        ended = SENTENCE_END.search(details) if self.kind != "mtus" else None
        if ended:
            stop = ended.start()
        if self.kind in ("free", "bare"):
            goes_on = _GOES_ON.search(details, 0, stop)
            if goes_on:
                stop = goes_on.start()
        return stop

    def _rest(self, start: int, end: int) -> None:
        """What follows a reference's sentence, outside the MTUS: another document, if it looks like one."""
        if self.kind != "outside" or end - start < 12:
            return
        words = ARTICLE.sub("", self.text[start:end])
        if len(words.split()) > 2 and _BIBLIOGRAPHIC.search(words) and words[:1].isupper():
            self._unknown(end - len(words), end)


def _chapter_first(lead: str) -> str:
    """The words before a document, its chapter first: "MRIs section of the Low Back" is "Low Back", and then "MRIs"."""
    inner = _TOPIC_OF.fullmatch(lead)
    return f"{inner['chapter']}{GAP}{inner['topic']}" if inner and read_chapter(inner["chapter"]) else lead


def _is_guideline(document: CitedDocument) -> bool:
    return document.source not in ("journal", "other")


def _settle(found: Citations) -> None:
    """Drops what repeats: the same reference twice, "MTUS" alone beside a document of it."""
    kept: list[GuidelineReference] = []
    seen: set[tuple[object, ...]] = set()
    named = any(r.source == "MTUS" and (r.title or r.regulation) for r in found.references)
    for reference in found.references:
        key = (
            reference.source,
            reference.title,
            reference.regulation,
            reference.chapter,
            tuple(reference.topics),
            tuple(reference.pages),
            reference.year,
        )
        empty = not (
            reference.topics or reference.pages or reference.regulation or reference.title or reference.year
        )
        if key in seen or (empty and reference.source == "MTUS" and named):
            continue
        seen.add(key)
        kept.append(reference)
    found.references[:] = kept


def _outside(hits: list[Hit], others: list[Hit]) -> list[Hit]:
    """The hits that overlap none of ``others``."""
    spans = [(h.start, h.end) for h in others]
    return [h for h in hits if not any(s < h.end and h.start < e for s, e in spans)]
