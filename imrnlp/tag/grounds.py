"""What a reviewer's argument names as its grounds: criteria, bodies' guidelines, FDA approvals, studies by author.

Health plans' reviewers cite in running prose: "Per American Urological Association (AUA) guidelines, …", "Applying the
LOCUS criteria", "is FDA approved for", "Smith and Jones found".  A document is titled by its own name; an unnamed
guideline by the body's full name.  Named criteria and abbreviations: ``lexicons/grounds.tsv``.

>>> [(r.source, r.title) for r in find_grounds("The American Academy of Sleep Medicine (AASM) recommends a trial.")]
[('other', 'American Academy of Sleep Medicine')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineReference, GuidelineSource
from imrnlp.tag.drugs import drug_names, find_drugs
from imrnlp.tag.guidelines.documents import ANOTHERS
from imrnlp.text.dates import months
from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import Span, lower

_WORDS = Wordings("citation_words.tsv")

# Of where a body is: with such a word another body's name begins, "American … and | National …".
_PLACE = r"""
    {nations_of_bodies}
"""
_PLACE_ALONE = _WORDS.compile(rf"{_PLACE} \s+", re.VERBOSE)
# The noun that makes a name a body's.
_NOUN = r"""
    {bodies}
"""
# Words of small letters within a name; a list's comma stands before "and" only.
_WITHIN = (
    r"(?: \s+ (?: of | for | on | in | the | to | against ) )*+ (?: ,? \s+ (?: and | & ) )?+ (?: \s+ the )?+"
)
# "American College of Obstetricians and Gynecologists (ACOG)", "U.S. Food and Drug Administration (FDA)".
_BODY = _WORDS.compile(
    rf"""
    \b (?P<name> (?: {_PLACE} | [A-Z][\w’'-]+ )
        (?: {_WITHIN} \s+ (?: (?<= \bof\s ) | (?! {_PLACE} \s+ [A-Z] | Department \s+ of ) ) (?: [A-Z] [\w’'-]+ | (?<= ,[ ]) [A-Z] )
          | , \s+ [A-Z][\w-]+ (?= , \s+ (?: and | & ) \s )               # Heart, Lung, and Blood
        ){{1,14}}+
    )
    (?: \s* \( (?P<short> [A-Z][\w./-]{{1,14}} ) \) )?+
    (?P<more> \s+ (?: practice \s+ | clinical \s+ | current \s+ | treatment \s+ )*+ (?: guidelines? | guidance | criteria | standards | recommendations? )\b )?+
    """,
    re.VERBOSE,
)
_HAS_NOUN = _WORDS.compile(rf"\b {_NOUN} \b", re.VERBOSE)
#: Words of the sentence before a body's name.
_BEFORE_NAME = _WORDS.compile(
    r"""
    (?: {no_name_before} \s+ (?: to|of|from|by|the ) ?\s* )+
    """,
    re.VERBOSE,
)
#: What a body publishes, behind its name: "| Committee Opinion No. 736".
_PUBLISHED = _WORDS.compile(
    r"""
    (?<! \bof ) (?<! \bfor ) (?<! \band ) \s+
    {documents_of_bodies}
    \b .* $
    """,
    re.VERBOSE,
)
# "the Association | 's practice update"; "Crohn's and Colitis Foundation" is a name.
_POSSESSIVE = _WORDS.compile(rf"(\b {_NOUN} ) [’'] s \b .* $", re.VERBOSE)
# A body is named as ground where it lays down, advises, finds: not as the publisher of a person's title.
_LAYS_DOWN = _WORDS.compile(
    r"""
    \b {says_of_bodies} \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: A body that somebody belongs to, works for or is sent to is no ground: "a fellow of the |", "referred to the |".
_AFFILIATED = _WORDS.compile(
    r"""
    \b {belonging_to_bodies} \b
    [^.;,]{0,40} $
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What may stand before an abbreviation that lays down: "according to the |", "as recommended by |".
_STATED_BY = _WORDS.compile(
    r"""
    \b (?: according \s+ to | per
        | {stems_of_laying_down} \w* \s+ by
        | {words_of_bodies} \s+ (?: of|from|by ) )
    \s+ (?: the \s+ )? (?: \w+ \s+ and \s+ (?: the \s+ )? )? $
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: A body that says nothing of the matter is no ground.
_SILENT = re.compile(
    r"\b(?: [Nn]o \s+ (?: [A-Z]{3,8} \s+ ){0,2} (?: guidelines? | criteria | recommendations? | standards? ) \b (?! \s+ (?: other | beyond ) ) | silent \b | (?: do|does|did ) \s+ not \s+ (?: address|mention|discuss|speak ) )",
    re.VERBOSE,
)
_APPROVED = _WORDS.compile(
    r"""
    \b (?P<fda> (?: U\.?S\.? \s+ )? FDA )
    (?! \s+ (?: has|have|had|does|did|do ) \s+ (?: not|never ) \b )
    (?= [- ]? \s* {fda_grounds}
      | [^.]{0,3} (?<= \( FDA ) \) )
    | \b (?: approved | approval | cleared | authorized ) \s+ (?: by | from | of ) \s+ (?: the \s+ )? (?: U\.?S\.? \s+ )? (?P<by> FDA )
    """,
    re.VERBOSE,
)
_NOT_APPROVED = _WORDS.compile(r"\b{no_approval}\b[^.;]{0,24}$", re.I)
# "FDA approval of the drug for this use | is lacking"
_APPROVAL_LACKS = _WORDS.compile(
    r"FDA \s (?:approval|clearance) \b [^.;,]{0,80}? \b {is_missing} \b", re.VERBOSE
)
#: A word that begins a sentence before an author: "Similarly, | Okafor".
_LEADING = _WORDS.compile(
    r"{no_name_first} , \s+",
    re.VERBOSE,
)
# "California Reconstructive Surgery Statute", "Health and Safety Code section 1367.63", "Affordable Care Act"
_PROPER = r"[A-Z][\w’'-]+"
_LAW = _WORDS.compile(
    rf"""
    \b (?P<name> (?: {_PROPER} \s+ (?: (?: and|of|for|& ) \s+ )?+ ){{1,8}}?
        (?: (?: Act | Statute ) \b (?: \s+ of \s+ (?:19|20)\d\d )?
          | (?: {{no_codes}} \s+ )?+ Code ,? \s+ (?: (?: § | [Ss]ections? ) \s* | (?= \d{{3,5}} \b ) ) [\d.]+\d (?: \( \w \) )*+
          | Code \s+ of \s+ Regulations (?: ,? \s+ (?: § | [Ss]ections? | [Tt]itle ) \s* [\d.]+\d )? ) )
    """,
    re.VERBOSE,
)
_NO_LAW = _WORDS.compile(r"\b{no_laws}\s+", re.I)
# "Health and Safety Code 1367.215": a number alone is a section only where the code is one of laws.
_SECTION_OF_LAW = _WORDS.compile(r"\b{no_codes}\s+Code\b|§|\b[Ss]ections?\b|^(?!.*\bCode\s+\d)")
# "Aetna Clinical Policy Bulletin 0157", "Anthem's medical policy SURG.00011"
_POLICY = _WORDS.compile(
    r"""
    (?P<name> \b {health_plans} \b (?: [’']s )? (?: \s+ {kinds_of_policies} ){1,3}?
        \s+ {policies}
        (?: ,? \s+ (?: [Nn]o\.? | [Nn]umber | \# )?+ \s*+ [A-Z]{0,6} [.-]? \d [\w.-]* \w )?+
    )
    """,
    re.VERBOSE,
)
# "the New England Journal of Medicine", "JAMA Oncology", "a Cochrane review"
_JOURNAL = _WORDS.compile(
    r"""
    (?P<name> \b (?: (?: (?!The\b) [A-Z][\w-]+ | of|and|the ) \s+ ){0,4} Journal \s+ of \s+ (?: the \s+ )? [A-Z][\w-]+ (?: \s+ (?: (?:and|of|&) \s+ )?+ [A-Z][\w-]+ ){0,5}+
      | \b {journals_with_branches} \b (?: \s+ [A-Z][a-z]+ )?+ | \b {journals_by_letters} \b
      | \b Cochrane \s+ (?: Database \s+ of \s+ Systematic \s+ Reviews | (?: [Ss]ystematic \s+ )? [Rr]eview | [Mm]eta-?analysis | Library | Collaboration ) )
    """,
    re.VERBOSE,
)
# "Medicare Benefit Policy Manual, Chapter 8"
_CHAPTER = re.compile(r"\s*[,(]?\s*Chapter\s+(?P<chapter>\d{1,2}[A-Z]?)\b", re.I)
# "… Criteria for Chronic Foot Pain", "… Criteria: Headache": the chapter by its name.
_CRITERIA_TOPIC = re.compile(
    r"(?: ® )? (?: \s+ (?: for|on ) \s+ | \s* : \s* ) (?P<topic> [A-Z][a-z][\w-]* (?: \s+ (?: (?:and|of|or|in|the) \s+ )*+ [A-Z][a-z][\w-]* ){0,7}+ )",
    re.VERBOSE,
)
# "Aschenbeck and Warshaw found", "Smith et al. reported", "Okafor and colleagues".
_NAME = (
    r"(?: {particles_of_names} \s ){0,2} (?: Mc|Mac|O[’'] )? [A-ZÀ-Þ][a-zà-ž]+ (?: [-’'][A-ZÀ-Þ][a-zà-ž]+ )?"
)
_AUTHORS = _WORDS.compile(
    rf"""
    \b (?P<authors>
        {_NAME} (?: , \s+ {_NAME} ){{0,5}}+ ,? \s+ (?: et \s+ al\b | and \s+ (?: colleagues | associates | coworkers | others ) \b )
      | {_NAME} (?: , \s+ {_NAME} ){{0,3}}+ ,? \s+ and \s+ {_NAME} (?= \s+ (?: \( \d{{4}} \) \s+ )? (?: \w+ly \s+ )?
            {{authors_find}} \b )
    )
    (?: \.? \s* ,? \s* \(? (?P<year> (?:19|20)\d\d ) \b \)? )?+
    """,
    re.VERBOSE,
)
#: No author: words that begin sentences, and bodies of men.
_NO_NAME = _WORDS.compile(
    r"""
    \b {no_authors} \b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    source: str
    title: str
    kind: str
    year: int | None = None
    topics: tuple[str, ...] = ()
    chapter: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of the table: its row's title, source and kind."""

    kind: str
    source: str
    title: str
    name: str


@cache
def _names() -> tuple[Matcher[_Named], dict[str, tuple[str, str]]]:
    """All names for one scan, bodies by their full names; the bodies by abbreviation in lower case."""
    named: dict[str, _Named] = {}
    bodies: dict[str, tuple[str, str]] = {}
    for row in lexicons.table("grounds.tsv"):
        kind, source, title = row["kind"], row["source"], row["title"]
        if kind == "body":
            bodies |= dict.fromkeys(row["names"].split("|"), (source, title))
            if " " in title:
                named |= {name: _Named(kind, source, title, name) for name in _spellings(title)}
        else:
            named |= {name: _Named(kind, source, title, name) for name in row["names"].split("|")}
    return Matcher(named), bodies


def _spellings(title: str) -> set[str]:
    """A body's name as it may be printed: with "&" or "and", with the last comma or without."""
    name = title.lower()
    joined = {name, name.replace(" & ", " and "), name.replace(" and ", " & ")}
    joined |= {j.replace(", and ", " and ").replace(", & ", " & ") for j in joined}
    commas = {re.sub(r",([^,]+?) (and|&) ", r",\1, \2 ", j) for j in joined if "," in j}
    return joined | commas | {j.replace("'", "\u2019") for j in joined if "'" in j}


@cache
def _publishers() -> dict[str, frozenset[str]]:
    """Of each document the bodies that its names name: the WPATH Standards of Care are WPATH's."""
    rows = lexicons.table("grounds.tsv")
    bodies = {n: row["title"] for row in rows if row["kind"] == "body" for n in row["names"].split("|")}
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        if row["kind"] == "document":
            words = set(re.findall(r"[a-z]{4,}", row["names"]))
            found[row["title"]] = frozenset(bodies[w] for w in words if w in bodies)
    return found


# "AASM", "AAO-HNS"
_SHORT = re.compile(r"\b[A-Z]{3,9}(?:-[A-Z]{3})?\b(?!\))")


def find_grounds(text: str) -> list[GuidelineReference]:
    """The grounds that flowing ``text`` names, each once, in order; offsets are into ``text``.  Linear time."""
    named = _named_in(text)
    documents = _documents(text, named)
    found: list[_Found] = []
    local: dict[str, str] = {}
    for start, end in split_sentences(text):
        here = [d for d in documents if start <= d.start < end]
        found += here
        societies = [n for n in named if n[2].kind == "body" and start <= n[0] < end]
        bodies = [
            b
            for b in _bodies(text, start, end, local, societies)
            if not any(b.start < d.end and d.start < b.end for d in here)
        ]
        # "The Academy … (AACAP) Level of Care System": the body only publishes the document.
        found += [b for b in bodies if not any(b.end <= d.start for d in here)]
    labels = _labels(text)
    found = [f for f in found + _approvals(text) if f.source != "FDA" or not labels]
    found += labels + _published_studies(text, named) + _matches(text, _LAW, "other", "law")
    found += _matches(text, _POLICY, "other", "policy") + _bracketed(text, local)
    return _each_once(text, found)


def _each_once(text: str, found: list[_Found]) -> list[GuidelineReference]:
    """The grounds in order, each where it is first named, with the topics that stand beside any of its names."""
    stated: dict[str, GuidelineReference] = {}
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        key = re.sub(r"^u\.?s\.? ", "", one.title.lower())
        again = _named_before(stated, key, one)
        if again is not None:
            if one.topics and not again.topics:
                again.topics = list(one.topics)
            continue
        stated[key] = GuidelineReference(
            text=text[one.start : one.end],
            start=one.start,
            end=one.end,
            source=cast(GuidelineSource, one.source),
            title=one.title,
            topics=list(one.topics),
            chapter=one.chapter,
            year=one.year,
        )
    return list(stated.values())


def _named_before(stated: dict[str, GuidelineReference], key: str, one: _Found) -> GuidelineReference | None:
    """The reference that names ``one`` already: "The ACR notes …" behind the ACR's criteria is about them again."""
    if key in stated or one.kind != "body":
        return stated.get(key)
    for known, reference in stated.items():
        if known.startswith(f"{key} ") or one.title in _publishers().get(reference.title or "", ()):
            return reference
    return None


def _named_in(text: str) -> list[tuple[int, int, _Named]]:
    """The table's names in ``text``, in order, without overlaps."""
    matcher, _ = _names()
    return longest_first(matcher.words(lower(text)))


def _documents(text: str, names: list[tuple[int, int, _Named]]) -> list[_Found]:
    low = lower(text)
    found = []
    for start, end, named in names:
        if named.kind != "document":
            continue
        source, title, name = named.source, named.title, named.name
        if _is_no_document(text, start, end, name):
            continue
        if title == "Appropriateness Criteria":
            before = list(_BODY.finditer(text, max(0, start - 120), start))
            own = _own_name(text, before[-1]) if before and before[-1].end() >= start - 1 else None
            if own:
                start, title = own[0], f"{own[1]} {title}"
            elif low[max(0, start - 4) : start] == "acr ":
                start, title = start - 4, f"American College of Radiology {title}"
        topic = _CRITERIA_TOPIC.match(text, end) if title.endswith("Criteria") else None
        topics = (re.sub(r"\s+", " ", topic["topic"]),) if topic else ()
        chapter = _CHAPTER.match(text, end) if source == "CMS" else None
        found.append(
            _Found(
                start,
                end,
                source,
                title,
                "document",
                topics=topics,
                chapter=chapter["chapter"] if chapter else None,
            )
        )
    # A unified instrument takes the place of the two that went into it.
    if any("/Service Intensity" in f.title for f in found):
        found = [
            f for f in found if not f.title.endswith(("Care Utilization System", "Intensity Instrument"))
        ]
    return found


def _is_no_document(text: str, start: int, end: int, name: str) -> bool:
    """Whether the words at ``[start, end)`` spell a document's name and mean something else."""
    if len(name) <= 7 and name.isalpha() and text[start + 1 : end].islower():
        return True  # "locus" in lower case is a place
    if name == "mcg" and text[max(0, start - 2) : start].strip().isdigit():
        return True  # micrograms
    return _is_someone(text, start, end)


def _bodies(
    text: str, start: int, end: int, local: dict[str, str], societies: list[tuple[int, int, _Named]]
) -> list[_Found]:
    """The bodies that a sentence names; ``local`` are the abbreviations that the text itself has explained so far."""
    if not _LAYS_DOWN.search(text, start, end) or _SILENT.search(text, start, end):
        return []
    found = _societies(text, start, end, local, societies)
    for match in _BODY.finditer(text, start, end):
        _add_described(found, text, (start, end), match, local)
    # "the Advisory Council | of the | National Foundation" is the foundation's.
    within = {f.start for f in found}
    found = [f for f in found if not (m := _OF_THE.match(text, f.end)) or m.end() not in within]
    found = [f for f in found if not _AFFILIATED.search(text, max(start, f.start - 80), f.start)]
    return found + _abbreviated(text, start, end, local, found)


def _societies(
    text: str, start: int, end: int, local: dict[str, str], named_here: list[tuple[int, int, _Named]]
) -> list[_Found]:
    """Bodies of the table, by their full names."""
    found = []
    for at, stop, named in named_here:
        name = " ".join(text[at:stop].split())
        short = _ABBREVIATION.match(text, stop)
        if short:
            local.setdefault(short[1].lower(), name)
            stop = short.end()
        if text[at].isupper() and not (named.source == "FDA" and not _fda_is_ground(text, start, at, end)):
            found.append(_Found(at, stop, named.source, name, "body"))
    return found


def _add_described(
    found: list[_Found], text: str, sentence: Span, match: re.Match[str], local: dict[str, str]
) -> None:
    """Adds a body that its words show to be one ("… College of …"); its name may be longer than a known one."""
    own = _own_name(text, match)
    if own is None:
        return
    at, name = own
    longer = [f for f in found if f.start >= at and f.end <= match.end() and _goes_on(name, f.title)]
    if any(f.start < match.end() and at < f.end for f in found if f not in longer):
        return
    found[:] = [f for f in found if f not in longer]
    source = _source(name)
    if source == "FDA" and not _fda_is_ground(text, sentence[0], match.start(), sentence[1]):
        return
    if match["short"]:
        local.setdefault(match["short"].lower(), name)
    alone = text.startswith(name, at) and not match["short"] and not match["more"]
    found.append(_Found(at, at + len(name) if alone else match.end(), source, name, "body"))


# "Dr. | Hayes"
_PERSON = _WORDS.compile(r"\b{titles_of_persons}\b\.?\s+(?:[A-Z][\w.]*\s+)?$")


def _is_someone(text: str, start: int, end: int) -> bool:
    """Whether the name at ``[start, end)`` is a person's or a firm's, or only tells of what somebody is."""
    return (
        _PERSON.search(text, max(0, start - 30), start) is not None or ANOTHERS.match(text, end) is not None
    )


def _abbreviated(text: str, start: int, end: int, local: dict[str, str], found: list[_Found]) -> list[_Found]:
    """Bodies by their abbreviations, outside those that are ``found`` already."""
    _, known = _names()
    more: list[_Found] = []
    for at, stop in _abbreviations(text, start, end):
        short_name = text[at:stop].lower()
        body = known.get(short_name)
        if body is None or body[0] == "FDA" or any(f.start <= at < f.end for f in (*found, *more)):
            continue
        # "adenoid cystic carcinoma (ACC)" is no body.
        if short_name not in local and f"({text[at:stop]})" in text:
            continue
        before = text[max(start, at - 60) : at]
        if _is_someone(text, at, stop):
            continue
        if (
            _LAYS_DOWN.search(text, stop, min(end, stop + 60)) or _STATED_BY.search(before)
        ) and not _AFFILIATED.search(before):
            more.append(_Found(at, stop, body[0], local.get(short_name, body[1]), "body"))
    return more


_OF_THE = re.compile(r"\s+of\s+the\s+")


def _goes_on(name: str, known: str) -> bool:
    """Whether ``name`` is the known body's with its country before it, or another's whose name begins with it."""
    before, _, behind = name.partition(known)
    if before:
        return not behind and _PLACE_ALONE.fullmatch(before) is not None
    if not behind.strip():
        return False
    # "American College of Surgeons Committee on Trauma": a body's own body.
    of_it = _HAS_NOUN.match(behind.strip()) is not None and " on " in behind
    return of_it or _HAS_NOUN.match(behind.split()[-1]) is not None


# " (ACOG)"
_ABBREVIATION = re.compile(r"\s*\(([A-Z][\w./&-]{1,14})\)")
# "Hayes | has assigned"; "Hayes et al." is an author
_ONE_WORD = re.compile(r"\b[A-Z][a-z]+\b(?!\s+(?:et\s+al|and\s+[A-Z]|and\s+co)|,)")


def _abbreviations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Words that may name a body: in capitals, and names of one word."""
    _, known = _names()
    words = [m.span() for m in _SHORT.finditer(text, start, end)]
    return words + [
        m.span()
        for m in _ONE_WORD.finditer(text, start, end)
        if known.get(m.group().lower(), ("", ""))[1] == m.group()
    ]


def _own_name(text: str, match: re.Match[str]) -> tuple[int, str] | None:
    """Where a body's name begins and what it is, without the sentence's words before and its document behind."""
    lead = _BEFORE_NAME.match(match["name"])
    at = match.start() + (lead.end() if lead else 0)
    while text[at].islower():
        at = text.find(" ", at) + 1  # "According to | the"
    name = _PUBLISHED.sub("", re.sub(r"\s+", " ", text[at : match.end("name")]))
    name = _POSSESSIVE.sub(r"\1", name)
    return (at, name) if _is_body(name) else None


def _is_body(name: str) -> bool:
    """Whether the noun of a body is in the name, with other words beside it."""
    if _HAS_NOUN.search(name) is None or len(name.split()) < 2:
        return False
    return (
        not name.endswith((" Center", " Board", " Services", " Department", " Administration"))
        or "Food and Drug" in name
    )


def _source(name: str) -> str:
    if "Food and Drug" in name:
        return "FDA"
    if "Medicare" in name:
        return "CMS"
    return "AMA" if name == "American Medical Association" else "other"


_FDA_GROUND = _WORDS.compile(r"\b{fda_stems}", re.I)


def _fda_is_ground(text: str, sentence: int, start: int, end: int) -> bool:
    """Whether the sentence says of the agency at ``start`` that it approves, clears or advises."""
    if _FDA_GROUND.search(text, sentence, end) is None:
        return False
    return not any(
        _NOT_APPROVED.search(text, max(sentence, at - 40), at)
        for at in _approved_at(text, sentence, start, end)
    )


def _approved_at(text: str, sentence: int, start: int, end: int) -> list[int]:
    """Where a negation would stand before: the agency, and the word of approval before it."""
    before = [m.start() for m in _FDA_GROUND.finditer(text, sentence, start)]
    return [start, *before[-1:]]


# "the FDA label", "the package insert for Wegovy", "prescribing information".
_LABEL = re.compile(
    r"""
    \b (?: (?: U\.?S\.?\s+ )? FDA (?: [- ]approved )? \s+ (?: product\s+ | drug\s+ )? label(?:ing)?
        | package\s+insert
        | (?: product|drug|package|approved|manufacturer[’']s ) \s+ label(?:ing)? (?= \s+ (?: for|of ) \s+ (?-i: [A-Z] ) )
        | prescribing\s+information ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


# "the Botox label recommends", "Botox's label", "the labeling of Botox"
_DRUGS_LABEL = re.compile(
    r"""
    \b (?: (?P<before> [A-Z][a-z]\w{2,} ) (?: [’']s )? [ ] label(?:ing)? \b
        | label(?:ing)? [ ] (?:of|for) [ ] (?P<behind> [A-Z][a-z]\w{2,} ) )
    """,
    re.VERBOSE,
)


def _labels(text: str) -> list[_Found]:
    found = []
    for match in _DRUGS_LABEL.finditer(text):
        drug = match["before"] or match["behind"]
        if drug.lower() in drug_names():
            found.append(_Found(*match.span(), "FDA", "FDA Prescribing Information", "label", topics=(drug,)))
    for start, end in split_sentences(text):
        for match in _LABEL.finditer(text, start, end):
            drugs = find_drugs(text[start:end])
            topics = (drugs[0].text,) if drugs else ()
            found.append(
                _Found(
                    match.start(), match.end(), "FDA", "FDA Prescribing Information", "label", topics=topics
                )
            )
    return found


def _approvals(text: str) -> list[_Found]:
    found = []
    for match in _APPROVED.finditer(text):
        group = "fda" if match["fda"] else "by"
        denied = _NOT_APPROVED.search(text[max(0, match.start() - 30) : match.start()])
        if not denied and not _APPROVAL_LACKS.match(text, match.start(group)):
            found.append(
                _Found(
                    match.start(group), match.end(group), "FDA", "Food and Drug Administration", "approval"
                )
            )
    return found


# "Golan et al. | , in the POLO trial (Lancet, 2019)", "Kumar et al. | showed in the Lancet in 2007 that"
_YEAR_BEHIND = re.compile(
    r"""
    \.?+ (?: [^.;()]{0,80} \( (?: [^();]{1,60} , \s* )?+ (?P<printed> (?:19|20)\d\d ) \)
          | ,? \s [^.;()]{0,90}? \b in \s+ (?P<told> (?:19|20)\d\d ) \b )
    """,
    re.VERBOSE,
)


def _studies(text: str) -> list[_Found]:
    found = []
    for match in _AUTHORS.finditer(text):
        leading = _LEADING.match(text, match.start())
        start = leading.end() if leading else match.start()
        authors = text[start : match.end("authors")]
        if not _NO_NAME.search(authors):
            title = re.sub(r"\s+", " ", authors)
            behind = None if match["year"] else _YEAR_BEHIND.match(text, match.end())
            stated = match["year"] or (behind and (behind["printed"] or behind["told"]))
            year = int(stated) if stated else None
            found.append(_Found(start, match.end("authors"), "journal", title, "study", year))
    return found


# "(NCCN, 2021)", "(Okafor & Lindqvist, 2017; Poe, 2019)", "national guidelines | (NCCN, ASCO)"
_BRACKETS = re.compile(r"\(([^()]{3,160})\)")
_OF_GUIDELINES = _WORDS.compile(r"\b{words_of_bodies}\s+$", re.I)
_BODY_AND_YEAR = re.compile(
    r"(?P<name>[A-Z]{3,9}(?:-[A-Z]{3})?|[A-Z][\w .,&'’-]{9,110}?),?(?: (?P<year>(?:19|20)\d\d))?"
)
_AUTHOR_AND_YEAR = _WORDS.compile(
    rf"(?P<authors> {_NAME} (?P<more> ,? \s (?: & | and ) \s {_NAME} )? ) ,? \s (?P<year> (?:19|20)\d\d ) [a-z]? (?: , \s p{{1,2}}\. \s [\d-]+ )?",
    re.VERBOSE,
)
_OF_EVIDENCE = _WORDS.compile(r"\b{words_of_evidence}\b", re.I)


def _bracketed(text: str, local: dict[str, str]) -> list[_Found]:
    """Bodies and authors cited in brackets behind what they found or advise."""
    found: list[_Found] = []
    for brackets in _BRACKETS.finditer(text):
        advised = _OF_GUIDELINES.search(text, max(0, brackets.start() - 20), brackets.start())
        shown = _OF_EVIDENCE.search(text, max(0, brackets.start() - 120), brackets.start())
        at = brackets.start(1)
        for piece in re.split(r"(; |, (?=[A-Z]{3}))", brackets[1]):
            found += _cited_piece(piece, at, advised is not None, shown is not None, local)
            at += len(piece)
    return found


def _cited_piece(piece: str, at: int, advised: bool, shown: bool, local: dict[str, str]) -> list[_Found]:
    """The body or the authors that one part of a bracket names; ``at`` is where it stands."""
    body = _BODY_AND_YEAR.fullmatch(piece)
    known = _body_called(body["name"].lower()) if body is not None else None
    if body is not None and known is not None:
        if known[0] == "FDA" or not (advised or body["year"]):
            return []
        title = local.get(body["name"].lower(), known[1])
        return [_Found(at, at + body.end("name"), known[0], title, "body")]
    one = _AUTHOR_AND_YEAR.fullmatch(piece)
    if one is None or not (shown or one["more"]) or _NO_NAME.search(one["authors"]):
        return []
    words = one["authors"].lower()
    if words in drug_names() or words in months() or words in _journal_names():
        return []
    return [_Found(at, at + one.end("authors"), "journal", one["authors"], "study", int(one["year"]))]


@cache
def _full_names() -> dict[str, tuple[str, str]]:
    return {title.lower(): (source, title) for source, title in _names()[1].values()}


def _body_called(name: str) -> tuple[str, str] | None:
    """The source and title of a body of the table, by its abbreviation or its full name in lower case."""
    return _names()[1].get(name) or _full_names().get(name)


@cache
def _journal_names() -> frozenset[str]:
    rows = lexicons.table("grounds.tsv")
    return frozenset(n for row in rows if row["kind"] == "journal" for n in row["names"].split("|"))


#: Words of a journal's title by which it is known anywhere.
_TELLING = _WORDS.compile(r"\b{telling_words_of_journals}\b")
# "a study published in the journal | Spine | in 2019"
_IN_JOURNAL = _WORDS.compile(
    r"""
    \b {printed_in_journals}
    \b [^.;]{0,60} \b (?: in | from ) \s+ (?: the \s+ )? (?: journal,? \s+ )? (?: of \s+ )? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND_JOURNAL = _WORDS.compile(
    r"""
    \s* (?: [,.;:()] | $ | in \s+ (?:19|20)\d\d | (?:19|20)\d\d | by\b | and\b | that\b | which\b
      | {stems_of_findings} \w* )
    """,
    re.VERBOSE,
)


def _published_studies(text: str, names: list[tuple[int, int, _Named]]) -> list[_Found]:
    """Studies by their authors, else by the journal: one that has both is known by its authors."""
    studies = _studies(text)
    journals = _journals(text, names)
    if not (studies and journals):
        return studies + journals
    sentences = split_sentences(text)
    by_author = [s for s in sentences if any(s[0] <= one.start < s[1] for one in studies)]
    return studies + [j for j in journals if not any(a <= j.start < b for a, b in by_author)]


def _journals(text: str, names: list[tuple[int, int, _Named]]) -> list[_Found]:
    """Journals: by the form of their names, and those of the table where the words around show that one is meant."""
    journals = _matches(text, _JOURNAL, "journal", "study")
    for start, end, named in names:
        if named.kind != "journal" or not text[start].isupper():
            continue
        within = [j for j in journals if start <= j.start and j.end < end]
        if any(j.start < end and start < j.end for j in journals if j not in within):
            continue
        printed = " ".join(text[start:end].split())
        meant = _TELLING.search(printed) or (
            _IN_JOURNAL.search(text, max(0, start - 120), start) and _BEHIND_JOURNAL.match(text, end)
        )
        if meant:
            journals = [j for j in journals if j not in within]
            title = printed if len(named.name.split()) == len(named.title.split()) else named.title
            journals.append(_Found(start, end, "journal", title, "study"))
    return journals


def _matches(text: str, pattern: re.Pattern[str], source: str, kind: str) -> list[_Found]:
    """Laws or journals by their name."""
    found = []
    for match in pattern.finditer(text):
        lead = _NO_LAW.match(match["name"])
        start = match.start("name") + (lead.end() if lead else 0)
        title = re.sub(r"\s+", " ", text[start : match.end("name")])
        if _SECTION_OF_LAW.search(title) and not (
            lead and lead.group().strip().upper() in ("CPT", "HCPCS", "ICD")
        ):
            found.append(_Found(start, match.end("name"), source, title, kind))
    return found
