"""Finds drug names: one scan for the lexicon's names, then what belongs to them.

The lexicon is ``lexicons/drugs.tsv`` (curated: brands, generics, combinations, products) and behind
it ``lexicons/unii_drugs.tsv`` (the drugs of all medicine with their brands, by the FDA's list) and
``lexicons/rxnorm_ingredients.tsv`` (any other ingredient that RxNorm knows).  A name takes with it
its salt and its release form, and a name in brackets that means the same drug.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from imrnlp import lexicons
from imrnlp.lexicons.extra import forgets
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.mentions import DrugMention
from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.strings import lower

_WORDS = Wordings("prescription_words.tsv")

#: Words of a salt: "tramadol hydrochloride".
_SALT = r"""
    {salts}
"""
#: Words of a release form: "tramadol ER".
_RELEASE = r"""
    {releases}
"""
#: What belongs to a name behind it: " HCl ER" of "tramadol HCl ER 150 mg".
_TAIL = _WORDS.compile(
    rf"(?P<salt> (?: [ -] {_SALT} \b )* ) (?P<release> (?: [ -] \(? {_RELEASE} \b \)? )* )",
    re.IGNORECASE | re.VERBOSE,
)
#: What a brand's longer name in the lexicon ends with: "Opana ER", "Butrans patch".
_FORM_OF_BRAND = _WORDS.compile(rf"\s+ (?: {_RELEASE} | patch | gel ) $", re.IGNORECASE | re.VERBOSE)
_JOIN = re.compile(r"\s*(?:[/+-]|\band\b|\bwith\b|w/|&)\s*|\s+", re.I)
_PERCENT = re.compile(r"\s*(?:\(?\s*)?\d[\d.]*\s*(?:%|percent)")
#: An amount to take: " sulfate 10 mg", but not the laboratory's " 40 mcg/dL".
_AMOUNT = _WORDS.compile(
    rf"""
    (?: [ -] {_SALT} \b )* (?: \s+ (?: tablets? | capsules? ) )? ,? \s*
    \d[\d.,]*+ \s? (?: mg | mcg | units? | iu ) \b (?! \s?/\s?d?l )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BRACKET = re.compile(r"[^()]{0,30}\(\s*$")
_IN_BRACKET = re.compile(r"[^()]{0,30}\([^()]{0,120}$")
_SIDE_BY_SIDE = re.compile(r"\s*[-–/]?\s*")
# "Gammagard 10% | immune globulin"
_STRENGTH_BETWEEN = re.compile(
    r"\s*[-–/]?\s*(?:\d[\d.,]*\s?(?:%|mg|mcg|g|units?)(?:/\s?[\d.]*\s?mL)?\s+)?", re.I
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{5,}")
# Words that are no drug although a drug's name is in them, and tests named for a drug.
_CLASS_WORD = _WORDS.compile(
    r"""
    \s* (?: -?induced | allerg\w+ | levels? | naive ) \b
  | [ ]? -? [ ]? {not_a_drug_behind} \b
    """,
    re.VERBOSE | re.IGNORECASE,
)


#: Ingredients of the longest combination that is one drug.
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class DrugName:
    """One surface form of the lexicon: what it means."""

    name: str
    drug_class: str
    brand: str | None
    kind: str
    ingredients: tuple[str, ...]
    capital: bool = False
    percent: bool = False
    measured: bool = False
    #: An abbreviation that stands for something else too.
    doubtful: bool = False


@cache
def drug_names() -> dict[str, DrugName]:
    """Lower-case surface form -> meaning.  The first row that has a name keeps it."""
    notes = {row["name"]: row["kind"] for row in lexicons.table("not_drugs.tsv")}
    names: dict[str, DrugName] = {}
    for surface, meaning in (*_own_names(notes), *_registered_names(notes), *_ingredient_names(notes)):
        key = surface.lower().strip()
        if key and notes.get(key) != "never":
            names.setdefault(key, meaning)
    return names


def _own_names(notes: Mapping[str, str]) -> Iterator[tuple[str, DrugName]]:
    """The brands, names and aliases of ``drugs.tsv``."""
    for row in lexicons.table("drugs.tsv"):
        ingredients = tuple(filter(None, row["ingredients"].split("|")))
        for brand in filter(None, row["brands"].split("|")):
            note = notes.get(brand.lower())
            meaning = DrugName(row["name"], row["class"], brand, row["kind"], ingredients)
            yield brand, replace(meaning, capital=note == "capital", doubtful=note == "sense")
        for alias in filter(None, [row["name"] if not row["kind"] else "", *row["aliases"].split("|")]):
            product = row["brands"].split("|")[0] if row["kind"] == "product" else None
            note = notes.get(alias.lower())
            meaning = DrugName(row["name"], row["class"], product, row["kind"], ingredients)
            yield alias, replace(meaning, percent=note == "percent", doubtful=note == "sense")


def _registered_names(notes: Mapping[str, str]) -> Iterator[tuple[str, DrugName]]:
    """Those of ``unii_drugs.tsv``, in the words that ``drugs.tsv`` has for the same ingredients."""
    rows = lexicons.table("drugs.tsv")
    ordered = {frozenset(row["name"].split("/")): (row["name"], row["class"]) for row in reversed(rows)}
    for row in lexicons.table("unii_drugs.tsv"):
        name, known_class = ordered.get(frozenset(row["name"].split("/")), (row["name"], ""))
        meaning = DrugName(name, known_class or class_of(name), None, "", ())
        for brand in filter(None, row["brands"].split("|")):
            if notes.get(brand.lower()) is None:
                yield brand, replace(meaning, brand=brand, capital=True)
        for alias in filter(
            None, [row["name"] if "/" not in row["name"] else "", *row["aliases"].split("|")]
        ):
            note = notes.get(alias)
            if note in (None, "measured", "sense"):
                yield alias, replace(meaning, measured=note == "measured", doubtful=note == "sense")


def _ingredient_names(notes: Mapping[str, str]) -> Iterator[tuple[str, DrugName]]:
    """RxNorm's ingredients, but for short names and names that hold figures."""
    for row in lexicons.table("rxnorm_ingredients.tsv"):
        name = row["name"].lower()
        plain = name.replace(" / ", "/")
        note = notes.get(name)
        if len(name) >= 6 and note in (None, "measured") and re.fullmatch(r"[a-z][a-z /-]+", plain):
            yield plain, DrugName(plain, class_of(plain), None, "", (), measured=note is not None)


#: Groups of the ATC whose drugs have a class of their own.
_ATC_CLASSES = {
    "N02A": "opioids",
    "M01A": "nsaids",
    "M03": "muscle_relaxants",
    "N03": "anticonvulsants",
    "N06A": "antidepressants",
    "N05BA": "benzodiazepines",
    "N05C": "sedative_hypnotics",
    "A02B": "gastrointestinals",
    "A06": "gastrointestinals",
    "A04": "antiemetics",
    "H02": "corticosteroids",
    "N02C": "antimigraine",
    "N05A": "antipsychotics",
    "N06B": "stimulants",
    "J01": "antibiotics",
    "G04BE": "erectile_dysfunction",
}


@cache
def _atc() -> dict[str, tuple[str, ...]]:
    return {
        row["name"].lower().replace(" / ", "/"): tuple(filter(None, row["atc"].split("|")))
        for row in lexicons.table("rxnorm_ingredients.tsv")
    }


def class_of(name: str) -> str:
    """The class of a drug by the ATC codes of its first ingredient, that of most of them.

    Without a code the stem of its name tells the class (``lexicons/drug_stems.tsv``); else it is ``other_drugs``.

    >>> class_of("cefepime"), class_of("ziprasidone"), class_of("omalizumab"), class_of("alminoprofen")
    ('antibiotics', 'antipsychotics', 'other_drugs', 'nsaids')
    """
    first = name.split("/")[0]
    codes = _atc().get(name) or _atc().get(first, ())
    if not codes:
        return _class_by_stem(first)
    classes = [next((c for group, c in _ATC_CLASSES.items() if code.startswith(group)), "") for code in codes]
    for found in dict.fromkeys(filter(None, classes)):
        if 2 * classes.count(found) > len(classes):
            return found
    return "other_drugs"


@cache
def _stems() -> dict[str, tuple[str, frozenset[str]]]:
    """Ending -> class, and the names that end so by chance."""
    return {
        ending: (row["class"], frozenset(row["except"].split("|")))
        for row in lexicons.table("drug_stems.tsv")
        for ending in row["ending"].split("|")
    }


def _class_by_stem(name: str) -> str:
    """The class that the longest ending of a word of ``name`` shows."""
    told = [
        (len(ending), kind)
        for word in name.split()
        for ending, (kind, chance) in _stems().items()
        if word.endswith(ending) and word not in chance
    ]
    return max(told, default=(0, "other_drugs"))[1]


@cache
def _matcher() -> Matcher[str]:
    return Matcher({surface: surface for surface in drug_names()})


@cache
def _rxcui() -> dict[str, str]:
    return {
        row["name"].lower().replace(" / ", "/"): row["rxcui"].split("|")[0]
        for row in lexicons.table("rxnorm_ingredients.tsv")
    }


@cache
def _combinations() -> dict[frozenset[str], DrugName]:
    """The curated combinations by their ingredients: any other two drugs side by side are two."""
    return {
        frozenset(row["name"].split("/")): DrugName(row["name"], row["class"], None, "", ())
        for row in lexicons.table("drugs.tsv")
        if "/" in row["name"] and not row["kind"]
    }


@cache
def named_forms() -> dict[str, tuple[str, bool, str | None]]:
    """Form word -> (form, belongs to a drug's text, route)."""
    return {
        word: (row["form"], row["named"] == "yes", row["route"] or None)
        for row in lexicons.table("drug_forms.tsv")
        for word in row["words"].split("|")
    }


@cache
def _form_after() -> re.Pattern[str]:
    words = sorted((w for w, (_, named, _) in named_forms().items() if named), key=len, reverse=True)
    return re.compile(r"\s+(" + "|".join(words) + r")\b", re.I)


def _scan(text: str, low: str) -> list[tuple[int, int, DrugName]]:
    """Lexicon names in ``text``, longest first where they overlap, whole words only."""
    names = drug_names()
    size = len(low)
    found: list[tuple[int, int, DrugName]] = []
    doubted: list[tuple[int, int, DrugName]] = []
    for start, end, surface in _matcher().everywhere(low):
        if (start and low[start - 1].isalnum()) or (end < size and low[end].isalpha()):
            continue
        if end < size and low[end].isdigit() and low[end - 1].isdigit():
            continue
        meaning = names[surface]
        if meaning.capital and not text[start].isupper():
            continue
        if meaning.percent and not _PERCENT.match(text, end):
            continue
        if meaning.measured and not _AMOUNT.match(text, end):
            continue
        if meaning.doubtful and not _is_drug_here(low, start, end):
            doubted.append((start, end, meaning))
            continue
        found.append((start, end, meaning))
    # "ASA, Plavix and metoprolol": beside a sure drug a doubtful one is one.
    found += [d for d in doubted if any(_listed_with(low, d, other) for other in found)]
    return longest_first(found)


# What is said of a drug and not of a duct or a procedure, before and behind it, near.
_TAKEN_BEFORE = _WORDS.compile(
    r"""
    \b (?: {words_of_taking} | {long_forms} \s \( )
    \b [^.;]{0,25} $
  | \b (?: \d | mg | mcg ) \s? (?: of \s )? $
  | {long_forms} \s \( $
    """,
    re.VERBOSE,
)
_TAKEN_BEHIND = _WORDS.compile(
    r"""
    \s* (?: , \s* )? (?: \# \s? \d | (?: \d+ \s? (?: mg | mcg | % | ml ) | {behind_a_drug} ) \b )
    """,
    re.VERBOSE,
)
#: Characters before a doubtful abbreviation in which it is said to be taken.
_SENSE_REACH = 60
_IN_ONE_LIST = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|/|\+|&)\s*(?:\w+\s+){0,1}")


def _is_drug_here(low: str, start: int, end: int) -> bool:
    """Whether an abbreviation of several senses is taken, given or measured out as a drug is."""
    if _TAKEN_BEHIND.match(low, end):
        return True
    before = low[max(0, start - _SENSE_REACH) : start]
    return _TAKEN_BEFORE.search(before) is not None and not _OTHER_SENSE.match(low, end)


def _listed_with(low: str, one: tuple[int, int, DrugName], other: tuple[int, int, DrugName]) -> bool:
    """Whether two names stand side by side in a list."""
    first, second = sorted((one, other), key=lambda name: name[0])
    return _IN_ONE_LIST.fullmatch(low, first[1], second[0]) is not None


# "an ASA class of III", "the CBD stone", "TACE procedure": of the other sense, whatever stands before.
_OTHER_SENSE = _WORDS.compile(
    r"""
    \s* {behind_another_sense} \b
    """,
    re.VERBOSE,
)


@cache
def _known_words() -> frozenset[str]:
    """Ordinary words that a misspelt drug must not be read from."""
    return frozenset(row["name"] for row in lexicons.table("not_drugs.tsv"))


@cache
def _fuzzy_targets() -> dict[str, list[str]]:
    """Single-word names of the curated lexicon by first letter."""
    targets: dict[str, list[str]] = {}
    for row in lexicons.table("drugs.tsv"):
        for name in (row["name"], *row["brands"].split("|"), *row["aliases"].split("|")):
            low = name.lower()
            if len(low) >= 6 and low.isalpha() and low in drug_names() and not drug_names()[low].percent:
                targets.setdefault(low[0], []).append(low)
    return targets


@cache
def _no_drug_endings() -> tuple[str, ...]:
    return tuple(_WORDS.of("no_drug_endings"))


@lru_cache(maxsize=65536)
def correct(word: str) -> str | None:
    """The drug name that ``word`` (lower case) misspells, or ``None``.

    Safe distance: one edit (a swap of neighbours is one) up to seven letters, two from eight on, save that
    a brand of fewer than ten letters allows one; the first letter must agree, and two names that are
    equally near give none.

    >>> correct("nebumetone"), correct("cyclobenzeprine"), correct("tramadal"), correct("thoracic")
    ('nabumetone', 'cyclobenzaprine', 'tramadol', None)
    """
    if word in _known_words() or word in drug_names():
        return None
    if word.endswith(_no_drug_endings()):
        return None
    from rapidfuzz.distance import OSA

    limit = 1 if len(word) < 8 else 2
    best: list[str] = []
    nearest = limit
    for target in _fuzzy_targets().get(word[0], ()):
        if abs(len(target) - len(word)) > limit:
            continue
        distance = OSA.distance(word, target, score_cutoff=nearest)
        if distance > 1 and len(target) < 10 and drug_names()[target].brand:
            continue
        if distance < nearest or (distance == nearest and not best):
            nearest, best = distance, [target]
        elif distance == nearest:
            best.append(target)
    names = {drug_names()[b].name for b in best}
    return best[0] if len(names) == 1 else None


#: A name in a text: start, end, meaning, and its right spelling where it is misspelt.
_Named = tuple[int, int, DrugName, str | None]
#: Characters between two names of a list joined by slashes, strengths included.
_MIXTURE_GAP = 24


def find_drugs(text: str, *, fuzzy: bool = False) -> list[DrugMention]:
    """Drug names in text order, not overlapping; ``text[m.start:m.end] == m.text``.

    The span includes the release form and, for creams and patches, the form (``Tramadol ER``,
    ``Butrans patch``).  ``fuzzy`` also reads misspelt names (``corrected`` has the right spelling).

    >>> [(m.text, m.name, m.brand) for m in find_drugs("Norco 10/325mg, Ultram (tramadol) and Butrans patch")]
    [('Norco', 'hydrocodone/acetaminophen', 'Norco'), ('Ultram', 'tramadol', 'Ultram'), ('Butrans patch', 'buprenorphine', 'Butrans')]
    """
    low = lower(text)
    raw: list[_Named] = [(s, e, d, None) for s, e, d in _scan(text, low)]
    if fuzzy:
        raw = _with_misspellings(text, low, raw)
    slashed = any("/" in low[s:e] for s, e, _, _ in raw)
    listed = slashed or any("/" in low[a[1] : b[0]] for a, b in pairwise(raw) if b[0] - a[1] < _MIXTURE_GAP)
    on_skin = len(raw) > 1 and listed and _ON_SKIN.search(text) is not None
    if on_skin and slashed:
        raw = [part for hit in raw for part in _parts_of_mixture(low, hit)]
    mentions: list[DrugMention] = []
    following = 0
    while following < len(raw):
        start, end, _, corrected = raw[following]
        if _CLASS_WORD.match(low, end):
            following += 1
            continue
        meaning, end, release, following = _with_partners(text, raw, following, on_skin)
        brand = _brand(meaning, text[start:end], release)
        if mentions and _told_again(text, mentions[-1], meaning, start, brand):
            previous = mentions[-1]
            previous.brand = previous.brand or brand
            if previous.drug_class == "other_drugs":
                previous.drug_class = meaning.drug_class
            continue
        form, route, whole = _form_named(text, low, start, end)
        mentions.append(
            DrugMention(
                "DRUG",
                start,
                whole,
                text[start:whole],
                name=meaning.name,
                brand=_brand(meaning, text[start:whole], release),
                rxcui=_rxcui().get(meaning.name),
                drug_class=meaning.drug_class,
                form=form,
                route=route,
                release=release,
                corrected=corrected,
                ingredients=meaning.ingredients if meaning.kind == "product" else (),
            )
        )
    return mentions


def _with_partners(
    text: str, raw: Sequence[_Named], at: int, on_skin: bool
) -> tuple[DrugName, int, str | None, int]:
    """The drug that ``raw[at]`` begins, its end and release form, and the place of the next one in ``raw``.

    Each further name that makes a known combination, or "a/b", is of the same drug.
    """
    _, end, meaning, _ = raw[at]
    end, release = _take_tail(text, end)
    parts = [meaning]
    at += 1
    while at < len(raw) and len(parts) < _MOST_PARTS:
        joint = _JOIN.match(text, end)
        if joint is None or joint.end() != raw[at][0]:
            break
        merged = _combine([*parts, raw[at][2]], joint.group().strip(), text, raw[at][1], on_skin)
        if merged is None:
            break
        parts, meaning = [*parts, raw[at][2]], merged
        end, release = _take_tail(text, raw[at][1])
        at += 1
    return meaning, end, release, at


def _form_named(text: str, low: str, start: int, end: int) -> tuple[str | None, str | None, int]:
    """The form and route that a drug's name says, and the end of the name with it ("Butrans patch")."""
    after = _form_after().match(text, end)
    if after:
        form, _, route = named_forms()[after.group(1).lower()]
        return form, route, after.end()
    last = low[start:end].rpartition(" ")[2]
    if last in named_forms() and named_forms()[last][1]:  # "Terocin patch" is a name of the lexicon
        form, _, route = named_forms()[last]
        return form, route, end
    return None, None, end


def _take_tail(text: str, end: int) -> tuple[int, str | None]:
    tail = _TAIL.match(text, end)
    if tail is None or not tail.group():
        return end, None
    release = tail["release"].strip(" -()") or None
    return end + len(tail.group().rstrip()), release


def _parts_of_mixture(
    low: str, hit: tuple[int, int, DrugName, str | None]
) -> list[tuple[int, int, DrugName, str | None]]:
    """``menthol/camphor`` inside ``menthol/camphor/baclofen`` is two ingredients of a mixture."""
    start, end, meaning, _ = hit
    surface = low[start:end]
    if (
        "/" not in surface
        or meaning.kind
        or not (_MORE.match(low, end) or low[max(0, start - 3) : start].rstrip().endswith("/"))
    ):
        return [hit]
    parts: list[tuple[int, int, DrugName, str | None]] = []
    for piece in surface.split("/"):
        known = drug_names().get(piece.strip())
        if known is None:
            return [hit]
        at = start + (len(piece) - len(piece.lstrip()))
        parts.append((at, at + len(piece.strip()), known, None))
        start += len(piece) + 1
    return parts


_MORE = re.compile(r"\s*/\s*[A-Za-z]")
_ON_SKIN = _WORDS.compile(
    r"%|percent|\d\s?(?:gm|gms|grams?)\b|\b{on_skin}\b",
    re.I,
)


def _combine(parts: list[DrugName], joint: str, text: str, end: int, on_skin: bool) -> DrugName | None:
    """The combination that ``parts`` make, joined by ``joint`` and ending at ``end``, if they make one."""
    if any(p.brand or p.kind for p in parts):
        return None
    if _PERCENT.match(text, end):  # an ingredient of a compound, with its own strength
        return None
    ingredients = frozenset(i for p in parts for i in p.name.split("/"))
    known = _combinations().get(ingredients)
    if known is not None and _two_taken(known, parts, joint):
        return None
    if known is not None and joint == "/" and on_skin and _MORE.match(text, end):
        return None  # a list of three or more in a mixture
    if known is None and on_skin:
        return None  # a mixture made up for the patient: each ingredient is a drug
    if known is not None or joint != "/" or len(ingredients) != sum(len(p.name.split("/")) for p in parts):
        return known if joint else None
    return DrugName("/".join(p.name for p in parts), parts[0].drug_class, None, "", ())


def _two_taken(known: DrugName, parts: list[DrugName], joint: str) -> bool:
    """Whether "fluoxetine and olanzapine" are two drugs: the product is named "olanzapine and fluoxetine"."""
    first = known.name.partition("/")[0]
    return joint in ("and", "&") and known.drug_class != "opioids" and parts[0].name != first


def _brand(meaning: DrugName, written: str, release: str | None) -> str | None:
    if meaning.brand is None:
        return None
    # Without the form or release that the lexicon's longer names carry.
    return _FORM_OF_BRAND.sub("", meaning.brand) if not _SET_NAMES.search(meaning.brand) else meaning.brand


_SET_NAMES = re.compile(r"^(?:Anaprox DS|MS Contin|Bactrim DS|Vicodin (?:ES|HP)|Parafon)", re.I)


def _told_again(text: str, previous: DrugMention, meaning: DrugName, start: int, brand: str | None) -> bool:
    """Whether a name only repeats the drug before it.

    So do "Norco (hydrocodone/APAP)", each ingredient of "LidoPro (capsaicin, menthol)" and of a kit, "Euflexxa (1%
    hyaluronate)", "tizanidine-Zanaflex" and "Synvisc hylan".
    """
    between = text[previous.end : start]
    mine, other = set(meaning.name.split("/")), set(previous.name.split("/"))
    if previous.brand and brand is None and _IN_BRACKET.fullmatch(between):
        known = drug_names().get(previous.brand.lower())
        if mine == other or mine <= set(previous.ingredients) or (known is not None and known.kind == "kit"):
            return True
    if mine == other and (brand is None) != (previous.brand is None):
        beside = _SIDE_BY_SIDE if brand else _STRENGTH_BETWEEN
        if beside.fullmatch(between):
            return True
    if not _BRACKET.fullmatch(between):
        return False
    return (
        mine <= other
        or other <= mine
        or (bool(previous.ingredients) and meaning.name in previous.ingredients)
    )


#: Words that misspell no drug.
_RIGHT: set[str] = set()
_RIGHT_LIMIT = 50_000
forgets(_RIGHT.clear)


def _with_misspellings(
    text: str, low: str, raw: list[tuple[int, int, DrugName, str | None]]
) -> list[tuple[int, int, DrugName, str | None]]:
    # Nearly all words are right, and are the words of the letters before.
    unknown = set(_WORD.findall(low)) - _RIGHT
    if not unknown:
        return raw
    wrong = {spelt for spelt in unknown if spelt[0] in _fuzzy_targets() and correct(spelt)}
    if len(_RIGHT) > _RIGHT_LIMIT:
        _RIGHT.clear()
    _RIGHT.update(unknown - wrong)
    taken = [(s, e) for s, e, _, _ in raw]
    starts = [s for s, _ in taken]
    extra = []
    for word in _WORD.finditer(low) if wrong else ():
        right = correct(word.group()) if word.group() in wrong else None
        # A brand's misspelling is written with a capital, as the brand is.
        if right and drug_names()[right].brand and not text[word.start()].isupper():
            continue
        if right is None:
            continue
        at = bisect_right(starts, word.start())
        free_before = at == 0 or taken[at - 1][1] <= word.start()
        if free_before and (at == len(taken) or taken[at][0] >= word.end()):
            extra.append((word.start(), word.end(), drug_names()[right], right))
    return sorted([*raw, *extra], key=lambda r: r[0]) if extra else raw
