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
from imrnlp.record import GuidelineReference, GuidelineSource
from imrnlp.tag.drugs import find_drugs
from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import lower

# Words with which the name of a body begins, and the nouns of which it has one.
_FIRST = r"""
    (?: American | North\s+American | National | International | European | British | Canadian | California | U\.?S\.? | United\s+States
      | World | Global | Society | Academy | Association | Federation | Agency | Centers? | Advisory
      | Infectious | Endocrine | Heart | Scoliosis | Pediatric | Obesity | Cystic | Crohn[’']s | Food )
"""
_NOUN = r"""
    (?: Academy | Association | College | Society | Societies | Network | Institutes? | Foundation | Federation | Organization
      | Council | Committee | Administration | Board | Centers? | Force | Alliance | League | Congress | Consortium | Agency
      | Initiative | Services )
"""
# "American College of Obstetricians and Gynecologists (ACOG)", "U.S. Food and Drug Administration (FDA)".
_BODY = re.compile(
    rf"""
    \b (?P<name> {_FIRST}
        (?: (?: \s+ (?: of | for | on | in | the | to | against ) )*+
            (?: ,? \s+ (?: and | & ) )?+ (?: \s+ the )?+
            \s+ (?! {_FIRST} \s+ [A-Z] ) (?: [A-Z] [\w’'/-]+ | (?<= ,[ ]) [A-Z] )
        ){{1,14}}+
    )
    (?: \s* \( (?P<short> [A-Z][\w./-]{{1,14}} ) \) )?+
    (?P<more> \s+ (?: practice \s+ | clinical \s+ | current \s+ | treatment \s+ )*+ (?: guidelines? | guidance | criteria | standards | recommendations? )\b )?+
    """,
    re.VERBOSE,
)
_HAS_NOUN = re.compile(rf"\b {_NOUN} \b", re.VERBOSE)
# A body is named as ground where it lays down, advises, finds: not as the publisher of a person's title.
_LAYS_DOWN = re.compile(
    r"""
    \b (?: guidelines? | guidance | criteria | recommend\w* | recommends | statements? | consensus | position | standards? | conclu\w+
      | support\w* | note[sd]? | state[sd]? | consider\w* | acknowledg\w+ | report\w* | parameters? | polic(?:y|ies) | endors\w+ | lists?
      | advis\w+ | advoca\w+ | suggest\w* | according | per | approv\w+ | framework | classif\w+ | cleared | label\w* | indicat\w+ | defin\w+ | establish\w+ | published
      | opin\w+ | bulletin | algorithm | provid\w+ | recogni[sz]\w+ | agree\w* | determin\w+ | requir\w+ | stipulat\w+ ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_APPROVED = re.compile(
    r"""
    \b (?P<fda> (?: U\.?S\.? \s+ )? FDA )
    (?= [- ]? \s* (?: approv\w+ | clear\w+ | label\w* | indicat\w+ | criteria | guid\w+ | has | breakthrough | prescribing | warning | granted | recommend\w* | authori[sz]\w+ )
      | [^.]{0,3} (?<= \( FDA ) \) )
    | \b (?: approved | approval | cleared | authorized ) \s+ (?: by | from | of ) \s+ (?: the \s+ )? (?P<by> FDA )
    """,
    re.VERBOSE,
)
_NOT_APPROVED = re.compile(r"\b(?:not|never|no|lacks?|without|off)\b[^.;]{0,24}$", re.I)
# "Aschenbeck and Warshaw found", "Smith et al. reported", "Okafor and colleagues".
_NAME = r"[A-Z][a-zà-ž]+(?:[-’'][A-Z][a-zà-ž]+)?"
_AUTHORS = re.compile(
    rf"""
    \b (?P<authors>
        {_NAME} (?: , \s+ {_NAME} ){{0,5}}+ ,? \s+ (?: et \s+ al\b | and \s+ (?: colleagues | associates | coworkers ) \b )
      | {_NAME} (?: , \s+ {_NAME} ){{0,3}}+ ,? \s+ and \s+ {_NAME} (?= \s+ (?: \( \d{{4}} \) \s+ )? (?: \w+ly \s+ )?
            (?: found | report | reported | conclud | concluded | noted | note | describ | described | show | showed | demonstrat\w+ | studied | observed | suggest\w* | stat\w+ | recommend\w* | identified | review\w* | compared | evaluated | examined ) \b )
    )
    (?: \.? \s* ,? \s* \(? (?P<year> (?:19|20)\d\d ) \b \)? )?+
    """,
    re.VERBOSE,
)
#: No author: words that begin sentences, and bodies of men.
_NO_NAME = re.compile(
    r"""
    \b (?: The|This|These|Those|In|On|At|As|For|From|With|Per|Both|However|Although|While|Given
        | Researchers? | Authors? | Studies | Study | Patients? | Health | Plan | Medicare
        | Academy | College | Society | Association | American | National ) \b
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


@cache
def _names() -> tuple[Matcher[tuple[str, str, str]], dict[str, tuple[str, str]]]:
    """The documents' names for one scan; the bodies by abbreviation in lower case."""
    documents: dict[str, tuple[str, str, str]] = {}
    bodies: dict[str, tuple[str, str]] = {}
    for row in lexicons.table("grounds.tsv"):
        for name in row["names"].split("|"):
            if row["kind"] == "document":
                documents[name] = (row["source"], row["title"], name)
            else:
                bodies[name] = (row["source"], row["title"])
    return Matcher(documents), bodies


_SHORT = re.compile(r"\b[A-Z]{3,6}(?:-[A-Z]{3})?\b(?!\))")


def find_grounds(text: str) -> list[GuidelineReference]:
    """The grounds that flowing ``text`` names, each once, in order; offsets are into ``text``.  Linear time."""
    documents = _documents(text)
    found: list[_Found] = []
    for start, end in split_sentences(text):
        here = [d for d in documents if start <= d.start < end]
        found += here
        bodies = [
            b for b in _bodies(text, start, end) if not any(b.start < d.end and d.start < b.end for d in here)
        ]
        # "The Academy … (AACAP) Level of Care System": the body only publishes the document.
        found += [] if any(d.title != "Appropriateness Criteria" for d in here) else bodies
    labels = _labels(text)
    found = [f for f in found + _approvals(text) if f.source != "FDA" or not labels]
    found += labels + _studies(text)
    references = []
    stated: set[str] = set()
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        key = re.sub(r"^u\.?s\.? ", "", one.title.lower())
        # "The ACR notes …" behind the ACR's criteria is about them again.
        if any(k == key or (one.kind == "body" and k.startswith(f"{key} ")) for k in stated):
            continue
        stated.add(key)
        references.append(
            GuidelineReference(
                text=text[one.start : one.end],
                start=one.start,
                end=one.end,
                source=cast(GuidelineSource, one.source),
                title=one.title,
                topics=list(one.topics),
                year=one.year,
            )
        )
    return references


def _documents(text: str) -> list[_Found]:
    matcher, _ = _names()
    low = lower(text)
    found = []
    for start, end, (source, title, name) in longest_first(list(matcher.words(low))):
        if len(name) <= 7 and name.isalpha() and not text[start:end].isupper():
            continue  # "locus" in lower case is a place
        if title == "Appropriateness Criteria":
            before = list(_BODY.finditer(text, max(0, start - 120), start))
            if before and before[-1].end() >= start - 1:
                start, title = before[-1].start(), f"{before[-1]['name']} {title}"
            elif low[max(0, start - 4) : start] == "acr ":
                start, title = start - 4, f"American College of Radiology {title}"
        found.append(_Found(start, end, source, title, "document"))
    # A unified instrument takes the place of the two that went into it.
    if any("/Service Intensity" in f.title for f in found):
        found = [
            f for f in found if not f.title.endswith(("Care Utilization System", "Intensity Instrument"))
        ]
    return found


def _bodies(text: str, start: int, end: int) -> list[_Found]:
    if not _LAYS_DOWN.search(text, start, end):
        return []
    _, known = _names()
    found: list[_Found] = []
    for match in _BODY.finditer(text, start, end):
        name = re.sub(r"\s+", " ", match["name"])
        if not _HAS_NOUN.search(name) or name.endswith((" Center", " Board", " Services")):
            continue
        source = _source(name)
        if source == "FDA" and not _fda_is_ground(text, match.start(), end):
            continue
        found.append(_Found(match.start(), match.end(), source, name, "body"))
    for match in _SHORT.finditer(text, start, end):
        body = known.get(match.group().lower())
        if body and body[0] != "FDA" and not any(f.start <= match.start() < f.end for f in found):
            after = text[match.end() : match.end() + 40]
            if _LAYS_DOWN.search(after):
                found.append(_Found(match.start(), match.end(), body[0], body[1], "body"))
    return found


def _source(name: str) -> str:
    if "Food and Drug" in name:
        return "FDA"
    if "Medicare" in name:
        return "CMS"
    return "AMA" if name == "American Medical Association" else "other"


_FDA_GROUND = re.compile(
    r"\b(?:approv|clear|label|indicat|criteria|guid|authoriz|recommend|warn|grant|design)", re.I
)


def _fda_is_ground(text: str, start: int, end: int) -> bool:
    return _FDA_GROUND.search(text, start, end) is not None and not _NOT_APPROVED.search(
        text[max(0, start - 30) : start]
    )


# "the FDA label", "the package insert for Wegovy", "prescribing information".
_LABEL = re.compile(
    r"""
    \b (?: (?: U\.?S\.?\s+ )? FDA (?: [- ]approved )? \s+ (?: product\s+ | drug\s+ )? label(?:ing)?
        | package\s+insert
        | prescribing\s+information ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _labels(text: str) -> list[_Found]:
    found = []
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
        if not _NOT_APPROVED.search(text[max(0, match.start() - 30) : match.start()]):
            found.append(
                _Found(
                    match.start(group), match.end(group), "FDA", "Food and Drug Administration", "approval"
                )
            )
    return found


def _studies(text: str) -> list[_Found]:
    found = []
    for match in _AUTHORS.finditer(text):
        if not _NO_NAME.search(match["authors"]):
            title = re.sub(r"\s+", " ", match["authors"])
            year = int(match["year"]) if match["year"] else None
            found.append(_Found(match.start(), match.end("authors"), "journal", title, "study", year))
    return found
