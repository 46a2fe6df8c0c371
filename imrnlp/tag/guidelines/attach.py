"""References from grouped names: each document with its own chapter, topics, pages and year."""

from __future__ import annotations

import re
from functools import lru_cache

from imrnlp.record import GuidelineReference, GuidelineSource, Warning
from imrnlp.tag.guidelines.articles import Article, find_articles, is_journal
from imrnlp.tag.guidelines.citations import Citations
from imrnlp.tag.guidelines.clean import GAP, STOP, blank, clean, trim_end
from imrnlp.tag.guidelines.documents import Document, Hit, documents, find_hits, later_sections
from imrnlp.tag.guidelines.groups import Group, group_hits, section_document
from imrnlp.tag.guidelines.odg import OdgChapter, find_called_chapter, read_chapter
from imrnlp.tag.guidelines.pages import PageRange, find_pages, read_ranges
from imrnlp.tag.guidelines.statements import Passage, Statement, read_statements
from imrnlp.tag.guidelines.topics import is_known, split_topics
from imrnlp.tag.guidelines.years import find_year

_ACOEM = "ACOEM Practice Guidelines"
# What joins a reference to the next one and belongs to neither.
_JOINER = re.compile(
    rf"(?:[\s,;:.(<\-/{GAP}{STOP}]|\b(?:and|or|as\s+well\s+as|also|in\s+addition\s+to|along\s+with|together\s+with|plus|the|on|from|per|of|by|within|under|california|both|see)\b|&)+$",
    re.I,
)
_END = re.compile(rf"(?:[\s,;:.\-<>{GAP}{STOP}]|\s(?:and|or|&)(?=[\s{GAP}{STOP}]{{0,9}}$))+$", re.I)
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
_EDITION = re.compile(
    r"[,;]?\s{0,3}\(?\b(?:(?:revised|updated|latest|current|newest)\s+)?(?:\d{1,2}\s?(?:st|nd|rd|th)|2d|3d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\s+(?:revised\s+|annual\s+)?(?:editions?\b|edn?\b\.?|ed\b\.?)\s*(?:\((?:web|online)\))?\)?"
    r"|[,;]?\s{0,3}\(?\b(?:editions?|ed\.|vers(?:ion|\.)|v\.)\s?(?:\d{1,2}(?:\.\d)?|iii|ii)\b\)?",
    re.I,
)
_NOISE = re.compile(
    r"\bintegrated\s+treatment\s*/\s*disability\s+duration\s+guidelines?|\btreatment\s+in\s+workers'?\s*(?:'s)?\s*comp(?:ensation|\.)?|\bodg[-\s]*twc\b|\bby\s+(?:mcg(?:\s+health)?|work\s+loss\s+data\s+institute)\b|\(\s*(?:odg|acoem|mtus|fda|cms|ama|twc|odg[-\s]twc|ca\s+mtus|pdr|dwc|ompg|web)\s*\)"
    r"|\(?\b(?:online|on-line|web|internet|current|latest)[-\s](?:version|edition|based)\b\)?|\btreatment\s+index\b,?|\bprocedures?\s+summary\b|\bsummary\s+of\s+procedures\b|\bet\s+seq\b\.?|\btitle\s+8\b"
    r"|\bsection\s*\(\s*s\s*\)?\s*:?|\bsection\s*s\)\s*:?|\bwork\s+loss\s+data\s+institute\b|\(?\blast\s+updated?\b\)?",
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
_LABEL = re.compile(
    r"^(?:[\s,:()\-\x1f]*\b(?:drug\s+)?(?:labels?|labell?ing|package\s+inserts?|prescribing\s+information|full\s+prescribing\s+information|product\s+information|product\s+label)\b\s*(?:for|of|on|:|,)?\s*)+",
    re.I,
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
        for i, group in enumerate(groups):
            end = group.end
            if i + 1 < len(groups):
                end = group.last + len(trim_end(_JOINER, self.text[group.last : end]))
            self._reference(group, end)

    def _listed(self) -> bool:
        """A guideline as the National Guideline Clearinghouse lists it: who, title, place, who again, year."""
        words = self.text[self.start : self.end]
        start = self.start + len(words) - len(words.lstrip())
        listed = _NGC.match(words.lstrip())
        if listed is None:
            return False
        year = find_year(words)[0]
        end = _content_end(self.text, start, self.end)
        title = " ".join(trim_end(_ABBREVIATION, listed["title"].strip()).split())
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
        end = start + len(trim_end(_END, self.text[start:end]))
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
        details = _squeezed(group.lead + GAP + details if group.lead else details)
        if ". " in details:
            details = _SENTENCE_END.sub(GAP, details)
        pages, spans = find_pages(details)
        rest = _squeezed(blank(details, spans, GAP))
        year, spans = find_year(rest)
        rest = _squeezed(blank(rest, spans, GAP))
        year = find_year(_without_sections(named, group))[0] or year
        if document is None and group.section:
            document = section_document(group.section, year)
        document = _in_force(document, group, year, outside=self.kind == "outside")
        rest = _plain(rest)
        if _CHAPTER_LIKELY.search(rest):
            rest = _CHAPTER_WORDS.sub(GAP, rest)
        rest = _squeezed(rest)
        topics = split_topics(_after_title(rest))
        if not pages or len(topics) > 1:
            topics, bare = _bare_pages(topics, self.text[group.last : group.end])
            pages = pages + bare
        is_acoem = _is_acoem(group, document)
        part = self._part_of_mtus(group) if is_acoem else None
        cited_as_mtus = group.frame or group.section is not None or self.kind == "mtus" or part is True
        source = acoem_source(group, document, cited_as_mtus and part is not False)
        title = document_title(group, document)
        chapter = chapter_label(group, document)
        if is_acoem and chapter is None and topics:
            named_chapter = _later_chapter(topics[0])
            if named_chapter:
                chapter, topics = named_chapter, topics[1:]
        reference = self._add(
            group.start,
            _content_end(self.text, group.last, group.last + length),
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
        offset = start - (len(words) - len(details))
        chunks = _chapter_chunks(words)
        last = len(chunks) - 1
        shared: list[tuple[int, list[str]]] = []
        for i, (chapter, at, upto) in enumerate(chunks):
            rest = words[at:upto]
            pages, spans = find_pages(rest)
            rest = _squeezed(blank(rest, spans, GAP))
            year, spans = find_year(rest)
            rest = _squeezed(blank(rest, spans, GAP))
            if chapter is not None:
                year = find_year(chapter.edition)[0] or year
                if year is None and i == 0:
                    year = find_year(words[: chapter.start])[0]
            rest = _squeezed(_plain(rest))
            name = chapter.name if chapter else None
            if chapter is None and i == last == 0:
                called = find_called_chapter(rest)
                if called is not None:
                    name = called.name
                    rest = rest[: called.start] + GAP + rest[called.end :]
                    year = year or (find_year(called.edition)[0] if called.edition else None)
            topics = split_topics(rest)
            begin = group.start if i == 0 else offset + (chapter.start if chapter else at)
            reference = self._add(
                begin,
                _content_end(self.text, max(group.last, begin), max(offset + upto, group.last)),
                "ODG",
                "Official Disability Guidelines",
                chapter=name,
                topics=topics,
                pages=pages,
                year=year,
            )
            if i < last and not topics:
                shared.append((len(self.found.references) - 1, reference.topics))
            elif i == last and chapter is not None and chapter.plural:
                for index, _ in shared:
                    self.found.references[index].topics = list(topics)

    def _organisation(self, group: Group, details: str) -> None:
        document = group.document
        assert document is not None
        kept = next((h for h in group.hits if h.names and h.names[0].kept), None)
        address = next((h for h in group.hits if h.kind == "address"), None)
        at = group.last
        if kept is not None and address is None:
            details, at = self.text[kept.start : group.last] + details, kept.start
        details = _WEB.sub(lambda m: GAP * len(m.group()), details)
        pages, spans = find_pages(details)
        rest = _squeezed(blank(details, spans, GAP))
        year, spans = find_year(rest)
        rest = _squeezed(blank(rest, spans, GAP))
        rest = _squeezed(_plain(rest))
        if document.id == "fda":
            shorter = _LABEL.sub("", rest)
            rest = shorter if any(c.isalnum() for c in shorter) else rest
        self._add(
            group.start,
            _content_end(self.text, group.last, at + len(details)),
            document.source,
            document.title,
            topics=split_topics(rest),
            pages=pages,
            year=year,
        )

    def _cochrane(self, group: Group, details: str) -> None:
        """The Cochrane database: the review's title, else the database's name."""
        pages, spans = find_pages(details)
        rest = _squeezed(blank(details, spans, GAP))
        year, spans = find_year(rest)
        rest = _squeezed(_EDITION.sub(GAP, _squeezed(blank(rest, spans, GAP))))
        title = " ".join(_ARTICLE.sub("", rest.split(GAP)[0].strip(" .,;:\"'-")).split()).strip(" .,;:\"'-")
        if len(title) < 6:
            title = " ".join(self.text[group.start : group.last].split())
        self._add(
            group.start,
            _content_end(self.text, group.last, group.last + len(details)),
            "journal",
            title,
            pages=pages,
            year=year,
        )

    def _article(self, article: Article, hit: Hit) -> None:
        """A journal article; ``None`` is the title of one told by its number alone."""
        pages = [PageRange(a, b, 0, 0) for a, b in article.pages]
        self._add(hit.start, hit.end, "journal", article.title, pages=pages, year=article.year)

    def _other(self, words: str, start: int, end: int, hit: Hit | None = None) -> None:
        """A book, a publisher, a policy: its title as written, without edition and abbreviation."""
        pages, spans = find_pages(words)
        rest = _squeezed(blank(words, spans, GAP))
        year, spans = find_year(rest)
        rest = _squeezed(blank(rest, spans, GAP))
        rest = _EDITION.sub(lambda m: GAP * len(m.group()), rest)
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
            self._add(start, _content_end(self.text, start, end), "journal", None)
            return
        if not any(c.isalpha() for c in title) or _NO_TITLE.fullmatch(title):
            return
        source: GuidelineSource = "journal" if is_journal(title) else "other"
        stop_at = _content_end(self.text, start, end)
        book = list(_BOOK_CHAPTER.finditer(rest))
        if book:
            for i, chapter in enumerate(book):
                upto = book[i + 1].start() if i + 1 < len(book) else len(rest)
                named = split_topics(rest[chapter.end() : upto])
                label = f"{chapter['number']} ({named[0]})" if named else chapter["number"]
                self._add(
                    start,
                    stop_at,
                    source,
                    title,
                    chapter=label,
                    topics=named[1:],
                    pages=pages if i == 0 else [],
                    year=year,
                )
            return
        topics = [t for t in split_topics(_NOISE.sub(GAP, rest)) if not _PUBLISHER.search(t)]
        if source == "journal" or any(is_journal(t) for t in topics):
            # The article's title, on either side of its journal's.
            named = [t for t in (title, *topics) if not is_journal(t)]
            source, title, topics = "journal", named[0] if named else title, []
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
        if start and self.text[start - 1] in "([<" and _closes_first(self.text[start:end]):
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


#: Works of reference, whose entries are topics.
_WORKS = frozenset(["drug_information", "medscape", "uptodate", "pdr", "mdguidelines", "ngc"])
_GAPS = re.compile(rf"[(\[]\s{{0,3}}{GAP}[\s{GAP}]*[)\]]|{GAP}[\s{GAP}]*")
_MAYBE_NOISE = re.compile(
    r"MCG|[Ee]d(?:ition|n?\b)|[Ii]ntegrated|[Tt]reatment |TWC|twc|\([A-Za-z ]{2,8}\)|[Oo]n-?line|[Ww]eb|[Ii]nternet|[Cc]urrent|[Ll]a(?:te)?st|[Pp]rocedure|[Ss]ummary|et seq|itle 8|oss [Dd]ata|[Vv]ersion|[Vv]\.|\d(?:st|nd|rd|th)|EDITION|ONLINE"
)
_SECTION_LABEL = re.compile(r"\bsections?\s*\(\s*s\s*\)?\s*:?|\bsections\s*:", re.I)


def _squeezed(words: str) -> str:
    """``words`` with each run of gaps as one."""
    return _GAPS.sub(GAP, words)


def _plain(words: str) -> str:
    """``words`` without editions and the standing words of a guideline's title."""
    if "ection" in words or "ECTION" in words:
        words = _SECTION_LABEL.sub(GAP, words)
    if _MAYBE_NOISE.search(words):
        words = _NOISE.sub(GAP, _EDITION.sub(GAP, words))
    return words


_SECTION_NUMBER = re.compile(r"9792[\s.\d]*(?:\s*-\s*9792[\s.\d]*)?")


def _is_acoem(group: Group, document: Document | None) -> bool:
    return group.acoem or (document is not None and document.source == "ACOEM")


def acoem_source(group: Group, document: Document | None, cited_as_mtus: bool) -> GuidelineSource:
    """``ACOEM`` for its guidelines where they are not cited as the MTUS, else ``MTUS``."""
    return "ACOEM" if _is_acoem(group, document) and not cited_as_mtus else "MTUS"


def document_title(group: Group, document: Document | None) -> str | None:
    """The canonical title; ``None`` for the MTUS alone."""
    if _is_acoem(group, document):
        return _ACOEM
    return document.title if document else None


def chapter_label(group: Group, document: Document | None) -> str | None:
    """ACOEM's chapter (``12 (Low Back Complaints)``), where the group names one."""
    if not _is_acoem(group, document):
        return None
    label = document.label if document and document.id != "acoem" else None
    return label or (group.number if group.acoem else None)


def _is_guideline(document: Document) -> bool:
    return document.source in ("MTUS", "ACOEM", "ODG", "FDA", "CMS", "AMA")


def _without_sections(named: str, group: Group) -> str:
    return _SECTION_NUMBER.sub(" ", named) if group.section else named


def _in_force(document: Document | None, group: Group, year: int | None, *, outside: bool) -> Document | None:
    """The edition meant: from 2017, and outside the MTUS, a name that ACOEM's later chapters share is theirs."""
    later = year >= 2017 if year is not None else outside and not group.frame
    if document is None or not later or document.kind == "later":
        return document
    hit = group.hits[-1]
    names = next((h.names for h in group.hits if h.names and h.names[0].document is document), hit.names)
    for name in names:
        if name.document.kind == "later":
            return name.document
    if group.section and document.kind == "chapter" and document.regulation == group.section and not names:
        return later_sections().get(group.section, document)
    return document


def _later_chapter(topic: str) -> str | None:
    """A later ACOEM chapter that a list begins with: "ACOEM 3rd Edition, Chronic Pain"."""
    wanted = topic.lower()
    for document in documents().values():
        if document.kind == "later" and document.chapter.lower() == wanted:
            return document.chapter
    return None


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


_CHUNK = re.compile(rf"(?P<mark>[;,{GAP}]|\band\b|&)\s*(?:and\s+)?")


def _chapter_chunks(words: str) -> list[tuple[OdgChapter | None, int, int]]:
    """Chapters in ``words`` with the span of what belongs to each.

    A further chapter begins after a semicolon, or where the words call it a chapter, or before any topic
    in a list that ends in "chapters".
    """
    lead = re.match(
        r"(?:[\s,:;.>)/\x1f-]|\b(?:guidelines?|the|in|on|from|for|of|under|per|treatment|index|online|web|version|edition|section(?=\s*:))\b|\([\x1f\s]{0,20}(?:odg|web|online)?[\x1f\s]{0,20}\))*",
        _hush(words),
        re.I,
    )
    at = lead.end() if lead else 0
    if words[at : at + 1] == "(" and read_chapter(words, at + 1):
        at += 1
    first = read_chapter(words, at, listed=_more_ahead(words, at))
    if first is None:
        return [(None, 0, len(words))]
    chapters = [first]
    refused = 0
    for mark in _CHUNK.finditer(words, first.end):
        if mark.start() < max(chapters[-1].end, refused):
            continue
        chapter = read_chapter(words, mark.end(), listed=_more_ahead(words, mark.end()))
        if chapter is None:
            continue
        between = words[chapters[-1].end : mark.start()]
        if _begins_chapter(words, mark["mark"].lower(), between, chapter):
            chapters.append(chapter)
        else:
            # "and" inside a name that is no chapter here parts nothing.
            refused = chapter.end
    ends = [c.start for c in chapters[1:]] + [len(words)]
    return [(c, c.end, end) for c, end in zip(chapters, ends, strict=True)]


def _begins_chapter(words: str, mark: str, between: str, chapter: OdgChapter) -> bool:
    """Whether a chapter's name after ``mark`` begins a chapter; ``between`` stands since the last one."""
    untouched = not any(c.isalnum() for c in between)
    listed = words[chapter.end : chapter.end + 1]
    if chapter.said and not is_known(words[chapter.start : chapter.end]):
        return untouched or mark in (";", ",", GAP)
    if mark == ";":
        return True
    if untouched:
        return _plural_ahead(words, chapter.end) or (
            mark in ("and", "&") and listed in (",", ":", ";", ".", "")
        )
    if mark == "and":
        return listed in (",", ":")
    return mark == "," and listed in (",", ":") and " " in chapter.name


_AND_NEXT = re.compile(r"\s+(?:and|&)\s+", re.I)


def _more_ahead(words: str, at: int) -> bool:
    """A list of chapters begins at ``at``: "… and Neck", "… chapters"."""
    if _plural_ahead(words, at):
        return True
    chapter = read_chapter(words, at, listed=True)
    joint = _AND_NEXT.match(words, chapter.end) if chapter else None
    following = read_chapter(words, joint.end()) if joint else None
    return following is not None and words[following.end : following.end + 1] in (",", ":", ";", "", ".")


_PLURAL_AHEAD = re.compile(r"[^;:]{0,120}\bchapters\b", re.I)


def _plural_ahead(words: str, at: int) -> bool:
    return _PLURAL_AHEAD.match(words, at) is not None


def _hush(words: str) -> str:
    """``words`` with the edition's words before the chapter as gaps of the same length."""
    head, rest = words[:120], words[120:]
    if _MAYBE_NOISE.search(head):
        head = _EDITION.sub(lambda m: GAP * len(m.group()), head)
        head = _NOISE.sub(lambda m: GAP * len(m.group()), head)
    _, spans = find_year(head[:60])
    return blank(head, spans, GAP) + rest


def _content_end(text: str, start: int, end: int) -> int:
    """``end`` without trailing marks; an unopened bracket goes too."""
    words = trim_end(_END, text[start:end])
    for _ in range(4):
        if not words.endswith((")", "]")) or _balance(words) >= 0:
            break
        words = trim_end(_END, words[:-1])
    return start + len(words)


def _balance(words: str) -> int:
    """Brackets opened less brackets closed."""
    return words.count("(") + words.count("[") - words.count(")") - words.count("]")


def closed_end(text: str, start: int, end: int) -> int:
    """``end``, past a bracket that closes one opened in ``text[start:end]``."""
    words = text[start:end]
    return end + 1 if text[end : end + 1] == ")" and words.count("(") > words.count(")") else end


def _closes_first(words: str) -> bool:
    """A bracket closes in ``words`` before any opens."""
    closed, opened = words.find(")"), words.find("(")
    return closed >= 0 and (opened < 0 or closed < opened)


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
