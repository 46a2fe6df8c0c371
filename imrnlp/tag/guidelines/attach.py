"""References from grouped names: each document with its own chapter, topics, pages and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from imrnlp.record import GuidelineReference, GuidelineSource, Warning
from imrnlp.tag.guidelines.articles import Article, find_articles, is_journal
from imrnlp.tag.guidelines.chapters import chapter_chunks
from imrnlp.tag.guidelines.citations import Citations
from imrnlp.tag.guidelines.clean import GAP, STOP, blank, clean, trim_end
from imrnlp.tag.guidelines.documents import Document, Hit, documents, find_hits
from imrnlp.tag.guidelines.editions import (
    acoem_source,
    chapter_label,
    document_title,
    in_force,
    is_acoem,
    later_chapter,
    numbered_chapter,
)
from imrnlp.tag.guidelines.extent import END, closed_end, closes_first, content_end
from imrnlp.tag.guidelines.groups import Group, group_hits, section_document
from imrnlp.tag.guidelines.noise import EDITION, NOISE, plain, squeezed
from imrnlp.tag.guidelines.odg import find_called_chapter, read_chapter
from imrnlp.tag.guidelines.pages import PageRange, find_pages, read_ranges
from imrnlp.tag.guidelines.statements import Passage, Statement, read_statements
from imrnlp.tag.guidelines.topics import is_known, split_topics
from imrnlp.tag.guidelines.years import find_year

# What joins a reference to the next one and belongs to neither.
_JOINER = re.compile(
    rf"(?:[\s,;:.(<\-/{GAP}{STOP}]|\b(?:and|or|as\s+well\s+as|also|in\s+addition\s+to|along\s+with|together\s+with|plus|the|on|from|per|of|by|within|under|california|both|see)\b|&)+$",
    re.I,
)
_NUMBER_ALONE = re.compile(r"(?:pubmed\s+)?pmid:?\s*\d+|doi:?\s*\S+", re.I)
_PUBLISHER = re.compile(
    r"\b(?:press|publish\w+|mcgraw|elsevier|saunders|lippincott|wolters|springer|churchill|livingstone|wiley|thieme|williams|new york|philadelphia|st\.? louis|baltimore|inc|ltd|copyright)\b",
    re.I,
)
_WEB = re.compile(r"(?:\bhttps?:|\bwww\.)\S+", re.I)
_SENTENCE_END = re.compile(
    r"(?<!\b[Pp]g)(?<!\b[Pp]gs)(?<!\b[Pp])(?<!\b[Pp]p)(?<!\b[Vv]ol)(?<!\b[Ee]d)(?<!\b[Nn]o)(?<!\b[Vv]s)(?<!\b[Cc]h)(?<!\bal)(?<!\b[Ss]ec)(?<!\b[A-Z])(?<!\b\d)"
    r"\.\s+(?=[\"']?[A-Z0-9(])(?!(?i:pages?|pgs?|pp?|sections?|chapters?|table|figure)\b)"
)
# In a sentence of prose the citation ends where the sentence goes on.
_GOES_ON = re.compile(
    r",?\s{0,3}\b(?:but|because|since|although|though|while|whereas|which|that|who|when|where|if|(?:as|and)\s+(?:it|there|the|they|this|he|she)\b(?!\s+(?:official|acoem|mtus|california|chronic|american))|"
    r"and\s+(?:determined|stated|found|concluded|noted|applied|denied|modified|certified)|for\s+(?:this|his|her|its|the\s+(?:decision|determination|request|following))|in\s+(?:making|its|support|denying|reaching|the\s+(?:decision|determination))|"
    r"to\s+(?:deny|support|make|determine|modify|certify|reach)|is|are|was|were|states?|stated|recommends?|recommended|has|have|does|do|did)\b",
    re.I,
)
_CHAPTER_WORDS = re.compile(
    r"[\s,:(\-/]{0,4}\b(?:chapters?|ch|chap)\b\.?\s*:?\s*#?\d{1,2}\b\s*[-:,]?\s*\)?|^\s{0,3}[,:(\-]{0,3}\s{0,3}(?:the\s+)?chapters?\b",
    re.I,
)
_CHAPTER_LIKELY = re.compile(r"[Cc][Hh](?:[Aa][Pp]|\.|\s)")
_BOOK_CHAPTER = re.compile(r"\bchapters?\s+(?P<number>\d{1,3})\b\s*[:.,-]?\s*", re.I)
_LEAD_OF = re.compile(
    r"(?P<inner>.+?)\s*,?\s+(?:(?:sections?|topics?|headings?|portion|part|chapters?|guidelines?|recommendations?)\s+)?(?:of|in|from|within|under)\s*(?:the\s*)?(?:california\s*)?$",
    re.I,
)
_ARTICLE = re.compile(r"^[\s,;:.\-<>()]*(?:(?:the|an?|on|by|see|also|and|its|their)\s+)*", re.I)
#: What FDA labels, package inserts and prescribing information are called, whoever prints them.
LABELS = "FDA Prescribing Information"
_LABEL = re.compile(
    r"""
    \b(?: drug\s+labels?                                  # FDA drug label, Belsomra
        | (?:product\s+|fda\s+)?labell?(?:s|ing)?           # product labeling
        | package\s+(?:inserts?|labels?|labell?ing)         # Celebrex package insert
        | (?:full\s+|patient\s+)?prescribing\s+information # full prescribing information: Lyrica
        | (?:product|drug)\s+information(?=\s+(?:for|of|on)\b)
        | medication\s+guides? )\b
    \s*(?: (?:for|of|on) (?=\s) | [:,] )?
    """,
    re.I | re.VERBOSE,
)
# "Medicare Benefit Policy Manual, Chapter 15 (Covered Services)"
_MANUAL = re.compile(
    r"""
    (?P<title> \bMedicare\s (?:[A-Z][\w()]*\s){1,5} Manual )
    (?: [\s,:(]* (?:chapter|ch\b\.?) \s* (?P<chapter> \d{1,3}[A-Z]? (?:\s\([^()]{3,80}\))? ) )?
    """,
    re.VERBOSE | re.I,
)
_BARE_RANGE = re.compile(r"(?:pgs?\.?\s*)?\d{1,3}\s*-\s*\d{1,3}")
_BIBLIOGRAPHIC = re.compile(
    r"\b(?:et\s+al|ed\.|edition|textbook|handbook|manual|principles\s+of|guidelines?|journal|encyclopedia|bulletin|policy|pubmed|pmid|review\s+of|library|database|\d+(?:th|rd|nd|st)\s+ed)\b",
    re.I,
)
_NO_TITLE = re.compile(
    r"(?:n\s*/?\s*a|not\s+applicable|none|not\s+(?:cited|stated|provided|given|available)|no|yes|unknown|blank|medical\s+evidence|same|above|clinical\s+judge?ment|guidelines?|the|(?:the\s+)?(?:claims\s+administrator|(?:expert|physician|professional|medical)\s+reviewer|reviewer))",
    re.I,
)
_ABBREVIATION = re.compile(r"\s*\((?=[^()]*[A-Z])[A-Z][A-Za-z&/.-]{0,9}\)\s*$")
_NGC = re.compile(
    r"^(?P<who>[^.]{3,120})\.\s+(?P<title>[^.]{6,300})\.\s+[A-Z][A-Za-z .]{2,30}\s*\([A-Z]{2}\)\s*:"
)


def read_passage(text: str) -> Citations:
    """The references of one passage; offsets are into ``text``.

    The same short passages stand in thousands of letters, so what they say is kept.
    """
    if len(text) > _KEPT:
        return _read(text)
    kept = _read_kept(text)
    return Citations(
        [r.model_copy(update={"topics": [*r.topics], "pages": [*r.pages]}) for r in kept.references],
        kept.none_cited,
        kept.same_as_claims_administrator,
        kept.same_as_above,
        [w.model_copy() for w in kept.warnings],
    )


_KEPT = 400


@lru_cache(maxsize=4096)
def _read_kept(text: str) -> Citations:
    return _read(text)


def _read(text: str) -> Citations:
    passage = read_statements(clean(text))
    found = Citations(
        none_cited=passage.none_cited,
        same_as_claims_administrator=passage.same_as_claims_administrator,
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
        _Reader(passage, statement, found).read(hits[at:upto])
        at = upto
    _settle(found)
    for reference in found.references:
        reference.text = text[reference.start : reference.end]
    return found


@dataclass(slots=True)
class _Details:
    """The details of a reference: the words left, with a gap for each page list and date read from them."""

    rest: str
    pages: list[PageRange]
    year: int | None


def _details(words: str) -> _Details:
    """Pages and year of ``words``, and what is left: "Opioids Page(s): 78-80 (2009)" leaves "Opioids"."""
    pages, spans = find_pages(words)
    rest = squeezed(blank(words, spans, GAP))
    year, spans = find_year(rest)
    return _Details(squeezed(blank(rest, spans, GAP)), pages, year)


class _Reader:
    """Reads one statement into references."""

    def __init__(self, passage: Passage, statement: Statement, found: Citations):
        self.text = passage.text
        self.parts_of_mtus = passage.parts_of_mtus
        self.kind = statement.kind
        self.start = statement.start
        self.end = statement.end
        self.found = found

    def read(self, hits: list[Hit]) -> None:
        if not hits and self.kind in ("bare", "mtus") and self.end - self.start < 12:
            return
        if self.kind == "outside" and self._listed():
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

    def _publishers(self, groups: list[Group]) -> set[int]:
        """The groups that only tell who publishes the article behind them: "National Library of Medicine. Smith J. …"."""
        found: set[int] = set()
        for i in range(len(groups) - 2, -1, -1):
            group, following = groups[i], groups[i + 1]
            body = group.document is not None and group.document.id in _BODIES
            bare = not _WORD.search(self.text, group.last, following.start)
            if body and bare and (following.hits[0].kind == "article" or i + 1 in found):
                found.add(i)
        return found

    def _listed(self) -> bool:
        """A guideline as the National Guideline Clearinghouse lists it: who, title, place, who again, year."""
        words = self.text[self.start : self.end]
        start = self.start + len(words) - len(words.lstrip())
        listed = _NGC.match(words.lstrip())
        if listed is None:
            return False
        year = find_year(words)[0]
        end = content_end(self.text, start, self.end)
        title = " ".join(listed["title"].split())
        if listed["who"].lower().startswith("work loss data institute"):
            self._add(start, end, "ODG", "Official Disability Guidelines", chapter=title, year=year)
        else:
            self._add(start, end, "other", title, year=year)
        return True

    def _with_articles(self, hits: list[Hit]) -> list[Hit]:
        """Adds journal articles to ``hits``; the names inside an article are its own."""
        if self.kind == "mtus":
            return hits
        words = self.text[self.start : self.end]
        begins = [
            h.end - self.start
            for h in hits
            if h.names and h.document and (_is_guideline(h.document)) and not h.names[0].short
        ]
        ends = [
            h.start - self.start
            for h in hits
            if h.document and _is_guideline(h.document) and not (h.names[0].weak or h.names[0].short)
        ]
        articles = find_articles(words, begins, ends)
        if not articles:
            return hits
        found = [
            Hit(a.start + self.start, a.end + self.start, "article", value=a)
            for a in articles
            if not any(
                h.start <= a.start + self.start and a.end + self.start <= h.end
                for h in hits
                if h.kind == "address"
            )
        ]
        spans = [(h.start, h.end) for h in found]
        rest = [h for h in hits if not any(s < h.end and h.start < e for s, e in spans)]
        return sorted([*rest, *found], key=lambda h: h.start)

    # -- what stands before the first document ------------------------------------------------------

    def _before(self, group: Group) -> None:
        """Words before the first document's name: a part of it, or a document that no table knows."""
        words = self.text[self.start : group.start]
        inner = _LEAD_OF.fullmatch(words.strip(" ,;:.()")) if len(words) < 200 else None
        if inner and self.kind in ("free", "bare"):
            lead = _ARTICLE.sub("", inner["inner"])
            if len(lead) <= 120 and "." not in lead:
                group.lead = lead
                group.start = self.start + words.index(lead)
            return
        if self.kind == "outside":
            self._unknown(self.start, self.start + len(trim_end(_JOINER, words)), group)

    def _unknown(self, start: int, end: int, following: Group | None = None) -> None:
        """A document that no table knows, told by its place alone."""
        words = self.text[start:end]
        lead = _ARTICLE.match(words)
        start += lead.end() if lead else 0
        end = start + len(trim_end(END, self.text[start:end]))
        words = self.text[start:end]
        if len(words) < 2 or _NO_TITLE.fullmatch(words.strip(" .")) or not any(c.isalpha() for c in words):
            return
        if self.kind == "bare" and not (_BIBLIOGRAPHIC.search(words) and words[:1].isupper()):
            return
        if self.kind == "mtus":
            return
        if self.kind == "free" and not (_BIBLIOGRAPHIC.search(words) or words[:1].isupper()):
            return
        if read_chapter(words) is not None and self.kind == "outside":
            group = Group(start, start, end, document=documents()["odg"])
            before = len(self.found.references)
            self._odg(group, words, start, end)
            if len(self.found.references) > before:
                self.found.warnings.append(
                    Warning(
                        code="guideline_inferred",
                        message=f"{words!r} names a chapter without its guideline; taken as Official Disability Guidelines",
                        start=start,
                        end=end,
                    )
                )
            return
        self._other(words, start, end)

    # -- one reference ----------------------------------------------------------------------------

    def _reference(self, group: Group, end: int) -> None:
        hit = group.hits[0]
        if hit.kind == "article":
            self._article(hit.value, hit)
            self._rest(hit.end, end)
            return
        if hit.kind == "address":
            label = _LABEL.search(self.text, hit.end, end) if "fda.gov" in hit.value.lower() else None
            if label:
                topics = split_topics(self.text[hit.end : label.start()] + GAP + self.text[label.end() : end])
                self._add(group.start, content_end(self.text, hit.end, end), "FDA", LABELS, topics=topics)
                return
            self._add(group.start, hit.end, "other", hit.value)
            self._rest(hit.end, end)
            return
        details = self.text[group.last : end]
        cut = self._cut(details, group)
        rest_at = group.last + cut
        details = details[:cut]
        document = group.document
        if document is not None and document.id == "odg":
            self._odg(group, details, group.last, group.last + cut)
        elif document is not None and document.kind == "other":
            address = next((h for h in group.hits if h.kind == "address"), None)
            if address is not None:
                self._add(group.start, address.end, "other", address.value)
            else:
                self._other(self.text[group.start : group.last + cut], group.start, group.last + cut, hit)
        elif document is not None and document.kind == "journal":
            self._cochrane(group, details)
        elif document is not None and document.kind == "organisation":
            self._organisation(group, details)
        else:
            self._mtus(group, details)
        self._rest(rest_at, end)

    def _cut(self, details: str, group: Group) -> int:
        """How much of ``details`` is this reference's."""
        stop = len(details)
        ended = _SENTENCE_END.search(details) if self.kind != "mtus" else None
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
        words = _ARTICLE.sub("", self.text[start:end])
        if len(words.split()) > 2 and _BIBLIOGRAPHIC.search(words) and words[:1].isupper():
            self._unknown(end - len(words), end)

    def _mtus(self, group: Group, details: str) -> None:
        document = group.document
        named = self.text[group.start : group.last]
        length = len(details)
        details = squeezed(group.lead + GAP + details if group.lead else details)
        if ". " in details:
            details = _SENTENCE_END.sub(GAP, details)
        read = _details(details)
        pages, year = read.pages, find_year(_without_sections(named, group))[0] or read.year
        if document is None and group.section:
            document = section_document(group.section, year)
        document = in_force(document, group, year, outside=self.kind == "outside")
        rest = plain(read.rest)
        if _CHAPTER_LIKELY.search(rest):
            rest = _CHAPTER_WORDS.sub(GAP, rest)
        rest = squeezed(rest)
        topics = split_topics(_after_title(rest))
        if not pages or len(topics) > 1:
            topics, bare = _bare_pages(topics, self.text[group.last : group.end])
            pages = pages + bare
        of_acoem = is_acoem(group, document)
        part = self._part_of_mtus(group) if of_acoem else None
        cited_as_mtus = group.frame or group.section is not None or self.kind == "mtus" or part is True
        source = acoem_source(group, document, cited_as_mtus and part is not False)
        title = document_title(group, document)
        chapter = chapter_label(group, document)
        if of_acoem and chapter is None and topics:
            named_chapter = later_chapter(topics[0])
            if named_chapter:
                chapter, topics = named_chapter, topics[1:]
        if len(topics) == 1 and document is not None and document.id == "general_approaches":
            chapter = numbered_chapter(topics[0]) or chapter
        reference = self._add(
            group.start,
            content_end(self.text, group.last, group.last + length),
            source,
            title,
            regulation=f"8 CCR {group.section}" if group.section else None,
            chapter=chapter,
            topics=topics,
            pages=pages,
            year=year,
        )
        limit = document.last_page if document is not None else None
        if limit and not (document and document.id == "chronic_pain" and (year or 0) > 2009):
            self._check_limit(reference, limit)

    def _part_of_mtus(self, group: Group) -> bool | None:
        for at, part in self.parts_of_mtus:
            if group.start <= at <= group.end + 2:
                return part
        return None

    def _check_limit(self, reference: GuidelineReference, limit: int) -> None:
        for first, last in reference.pages:
            if max(first, last) > limit:
                self._warn(
                    "page_beyond_document",
                    f"page {max(first, last)} is beyond the document's last page, {limit}",
                    reference,
                )

    def _odg(self, group: Group, details: str, start: int, end: int) -> None:
        """One reference per chapter; what follows a chapter's name is its own."""
        words = f"{group.lead}{GAP}{details}" if group.lead else details
        words = _WEB.sub(lambda m: GAP * len(m.group()), words)
        words = _SEE_ALSO.sub(lambda m: ";".ljust(len(m.group())), words)
        offset = start - (len(words) - len(details))
        chunks = chapter_chunks(words)
        last = len(chunks) - 1
        for i, (chapter, at, upto) in enumerate(chunks):
            read = _details(words[at:upto])
            year = read.year
            if chapter is not None:
                year = find_year(chapter.edition)[0] or year
                if year is None and i == 0:
                    year = find_year(words[: chapter.start])[0]
            rest = squeezed(plain(read.rest))
            name = chapter.name if chapter else None
            if chapter is None and i == last == 0:
                called = find_called_chapter(rest)
                if called is not None:
                    name = called.name
                    rest = rest[: called.start] + GAP + rest[called.end :]
                    year = year or (find_year(called.edition)[0] if called.edition else None)
            topics = split_topics(rest)
            if name is None and i == last == 0 and len(topics) == 1:
                name, topics = _chapter_behind(topics[0])
            begin = group.start if i == 0 else offset + (chapter.start if chapter else at)
            self._add(
                begin,
                content_end(self.text, max(group.last, begin), max(offset + upto, group.last)),
                "ODG",
                "Official Disability Guidelines",
                chapter=name,
                topics=topics,
                pages=read.pages,
                year=year,
            )

    def _organisation(self, group: Group, details: str) -> None:
        document = group.document
        assert document is not None
        kept = next((h for h in group.hits if h.names and h.names[0].kept), None)
        address = next((h for h in group.hits if h.kind == "address"), None)
        at = group.last
        if kept is not None and address is None:
            details, at = self.text[kept.start : group.last] + details, kept.start
        details = _WEB.sub(lambda m: GAP * len(m.group()), details)
        read = _details(details)
        rest = squeezed(plain(read.rest))
        title, chapter = document.title, None
        if document.id == "fda" and _LABEL.search(rest):
            title, rest = LABELS, _LABEL.sub(GAP, rest)
        elif document.id == "cms" and (manual := _MANUAL.search(rest)):
            title = manual["title"]
            chapter = manual["chapter"]
            rest = rest[: manual.start()] + GAP + rest[manual.end() :]
        self._add(
            group.start,
            content_end(self.text, group.last, at + len(details)),
            document.source,
            title,
            chapter=chapter,
            topics=split_topics(rest),
            pages=read.pages,
            year=read.year,
        )

    def _cochrane(self, group: Group, details: str) -> None:
        """The Cochrane database: the review's title, else the database's name."""
        read = _details(details)
        rest = squeezed(EDITION.sub(GAP, read.rest))
        title = " ".join(_ARTICLE.sub("", rest.split(GAP)[0].strip(" .,;:\"'-")).split()).strip(" .,;:\"'-")
        if len(title) < 6:
            title = " ".join(self.text[group.start : group.last].split())
        self._add(
            group.start,
            content_end(self.text, group.last, group.last + len(details)),
            "journal",
            title,
            pages=read.pages,
            year=read.year,
        )

    def _article(self, article: Article, hit: Hit) -> None:
        """A journal article; ``None`` is the title of one told by its number alone."""
        pages = [PageRange(a, b, 0, 0) for a, b in article.pages]
        self._add(hit.start, hit.end, "journal", article.title, pages=pages, year=article.year)

    def _other(self, words: str, start: int, end: int, hit: Hit | None = None) -> None:
        """A book, a publisher, a policy: its title as written, without edition and abbreviation."""
        read = _details(words)
        pages, year = read.pages, read.year
        rest = EDITION.sub(lambda m: GAP * len(m.group()), read.rest)
        label = _LABEL.search(rest)
        if label:
            # "DailyMed: Savella prescribing information": the work of reference is no topic.
            named = min(hit.end - hit.start, label.start()) if hit is not None else 0
            topics = split_topics(rest[named : label.start()] + GAP + rest[label.end() :])
            self._add(
                start,
                content_end(self.text, start, end),
                "FDA",
                LABELS,
                topics=topics,
                pages=pages,
                year=year,
            )
            return
        known = hit.end - hit.start if hit is not None else 0
        stop = re.compile(
            rf"[,;{GAP}]|\s-\s|(?<!\b[A-Z])(?<!\bNo)\.\s|\s\((?=[^)]*$)|\bchapters?\s+\d"
        ).search(rest, known)
        # "Medscape: Insomnia" is a topic; "Clinical Policy Bulletin: Ketamine" a title.
        reference_work = hit is not None and hit.document is not None and hit.document.id in _WORKS
        colon = reference_work and rest[known:].lstrip().startswith(":")
        at = known if colon else stop.start() if stop else len(rest)
        title, rest = rest[:at], rest[at:]
        title = " ".join(trim_end(_ABBREVIATION, title.strip(" .,;:\"'-")).split())
        if _NUMBER_ALONE.fullmatch(title):
            self._add(start, content_end(self.text, start, end), "journal", None)
            return
        if not any(c.isalpha() for c in title) or _NO_TITLE.fullmatch(title):
            return
        source: GuidelineSource = "journal" if is_journal(title) else "other"
        stop_at = content_end(self.text, start, end)
        book = list(_BOOK_CHAPTER.finditer(rest))
        if book:
            for i, chapter in enumerate(book):
                upto = book[i + 1].start() if i + 1 < len(book) else len(rest)
                named = split_topics(rest[chapter.end() : upto])
                number = chapter["number"]
                named_number = f"{number} ({named[0]})" if named else number
                self._add(
                    start,
                    stop_at,
                    source,
                    title,
                    chapter=named_number,
                    topics=named[1:],
                    pages=pages if i == 0 else [],
                    year=year,
                )
            return
        topics = [t for t in split_topics(NOISE.sub(GAP, rest)) if not _PUBLISHER.search(t)]
        if source == "journal" or any(is_journal(t) for t in topics):
            # The article's title, on either side of its journal's.
            named = [t for t in (title, *topics) if not is_journal(t)]
            source, title, topics = "journal", named[0] if named else title, []
        elif topics and hit and hit.document and hit.document.id in _BODIES and _OWN_NAME.search(topics[0]):
            # What a body publishes is titled by its own name, not the body's.
            title, topics = topics[0], topics[1:]
        self._add(start, stop_at, source, title, topics=topics, pages=pages, year=year)

    def _add(
        self,
        start: int,
        end: int,
        source: GuidelineSource,
        title: str | None,
        *,
        regulation: str | None = None,
        chapter: str | None = None,
        topics: list[str] | None = None,
        pages: list[PageRange] | None = None,
        year: int | None = None,
    ) -> GuidelineReference:
        if start and self.text[start - 1] in "([<" and closes_first(self.text[start:end]):
            start -= 1
        end = closed_end(self.text, start, end)
        reference = GuidelineReference(
            text="",
            start=start,
            end=max(end, start),
            source=source,
            title=title,
            regulation=regulation,
            chapter=chapter,
            topics=topics or [],
            pages=[(p.first, p.last) for p in pages or []],
            year=year,
        )
        self.found.references.append(reference)
        for first, last in reference.pages:
            if last < first:
                self._warn(
                    "page_range_reversed", f"pages {first}-{last} run backwards; kept as written", reference
                )
        return reference

    def _warn(self, code: str, message: str, reference: GuidelineReference) -> None:
        self.found.warnings.append(
            Warning(code=code, message=message, start=reference.start, end=reference.end)
        )


#: Bodies that publish documents with names of their own.
_BODIES = frozenset(["societies", "states", "payers"])
_OWN_NAME = re.compile(
    r"\b(?:guidelines?|criteria|statements?|position|recommendations?|consensus|handbook|manual|parameters?|policy|bulletin|study|trial|standards?|protocols?)\b",
    re.I,
)
_WORD = re.compile(r"\w")
_SEE_ALSO = re.compile(r"[,;]?\s*\bsee\s+also\b", re.I)
#: Works of reference, whose entries are topics.
_WORKS = frozenset(["drug_information", "medscape", "uptodate", "pdr", "mdguidelines", "ngc"])
_SECTION_NUMBER = re.compile(r"9792[\s.\d]*(?:\s*-\s*9792[\s.\d]*)?")


def _chapter_behind(topic: str) -> tuple[str | None, list[str]]:
    """A chapter's name behind a heading: "MRI Elbow" is the heading "MRI" of the chapter "Elbow"."""
    for gap in re.finditer(r"\s", topic):
        chapter = read_chapter(topic, gap.end())
        whole = chapter is not None and chapter.end == len(topic)
        # A body part in small letters is no chapter's name.
        if chapter and whole and topic[gap.end()].isupper() and is_known(topic[: gap.start()]):
            return chapter.name, [topic[: gap.start()]]
    return None, [topic]


def _is_guideline(document: Document) -> bool:
    return document.source in ("MTUS", "ACOEM", "ODG", "FDA", "CMS", "AMA")


def _without_sections(named: str, group: Group) -> str:
    return _SECTION_NUMBER.sub(" ", named) if group.section else named


def _after_title(rest: str) -> str:
    return re.sub(r"^[\s>)\].,:]*(?:guidelines?\b)?", "", rest, count=1, flags=re.I)


def _bare_pages(topics: list[str], details: str) -> tuple[list[str], list[PageRange]]:
    """Page ranges without the word "page": list items that are a range and nothing else."""
    if not any(_BARE_RANGE.fullmatch(t) for t in topics):
        return topics, []
    pages: list[PageRange] = []
    kept = []
    for topic in topics:
        if _BARE_RANGE.fullmatch(topic):
            pages += read_ranges(topic)
        else:
            kept.append(topic)
    return kept, pages


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
