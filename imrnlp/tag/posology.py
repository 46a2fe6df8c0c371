"""Finds posology: strength, form, route, frequency, duration, quantity, refills.

One compiled pattern a label, tried on the same text; where two overlap, the more specific keeps the
characters (a refill count is no quantity, a duration no frequency).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from imrnlp import lexicons
from imrnlp.record import Strength
from imrnlp.tag.drugs import named_forms
from imrnlp.tag.mentions import Posology
from imrnlp.tag.refills import find_refills
from imrnlp.text.matcher import Matcher
from imrnlp.text.numbers import COUNT, WORD, count, number
from imrnlp.text.strings import lower

#: Largest quantity that a request can sensibly ask for; above it the number is not believed.
MAX_QUANTITY = 10_000

_N = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_MASS = r"(?:mg|milligrams?|mcg|micrograms?|µg|μg|ug|g|gm|gms|gr|grams?|kg|meq|mmol|units?|iu|i\.u\.)"
_VOLUME = r"(?:ml|milliliters?|mls|cc|l|liters?|oz|ounces?)"
_TIME = r"(?:hours?|hrs?|hr|h|day|actuation|spray|puff|dose)"
_UNIT_WORDS = {
    "milligram": "mg", "milligrams": "mg", "microgram": "mcg", "micrograms": "mcg", "µg": "mcg", "μg": "mcg",
    "ug": "mcg", "gm": "g", "gms": "g", "gr": "g", "gram": "g", "grams": "g", "ml": "mL", "mls": "mL",
    "milliliter": "mL", "milliliters": "mL", "cc": "mL", "percent": "%", "unit": "units", "iu": "units",
    "i.u.": "units", "l": "L", "liter": "L", "liters": "L", "ounce": "oz", "ounces": "oz", "meq": "mEq",
    "hour": "hr", "hours": "hr", "hrs": "hr", "h": "hr",
}  # fmt: skip

# A number stands alone, or is glued to a drug's name ("Norco10/325mg").
_FREE = r"(?:(?<![\w#.$])(?<!helps\s)(?<!helped\s)(?<!about\s)(?<!approximately\s)|(?<=[A-Za-z]{4}))"
# "30% relief": a share of the pain is no strength.
_NO_SHARE = (
    r"(?!\s*(?:pain\s+)?(?:relief|improve\w+|reduc\w+|decrease\w*|better|benefit|effective|disab\w+|impair\w+|less|more|help\w*"
    r"|of\s+(?:the|his|her|normal|pain|time|days?)\b))"
)
_STRENGTH = re.compile(
    rf"{_FREE}(?P<values>{_N}(?:\s?%)?(?:\s?{_MASS})?(?:\s?[-/]\s?{_N}(?:\s?%)?(?:\s?{_MASS}(?![\w]))?){{0,5}})"
    rf"\s?-?\s?(?P<unit>{_MASS}|%|percent)(?![\w]){_NO_SHARE}"
    rf"(?:\s?/\s?(?P<per>{_N})?\s?(?P<per_unit>{_VOLUME}|{_TIME})(?![\w])"
    rf"|\s?(?:per|an?)\s(?P<per2>{_N})?\s?(?P<per_unit2>{_VOLUME}|{_TIME})(?![\w]))?",
    re.I,
)
_PERCENT = re.compile(
    rf"(?<![\w#.$])(?<!helps\s)(?<!helped\s)(?<!relief\s)(?<!\bby\s)(?<!about\s)(?<!approximately\s)(?P<values>{_N}\s?%?(?:\s?[-/]\s?{_N}\s?%?){{0,5}})\s?(?P<unit>%|percent)"
    rf"{_NO_SHARE}",
    re.I,
)
_PIECE = re.compile(rf"(?P<n>{_N})\s?(?P<unit>%|percent|{_MASS}(?![\w]))?", re.I)
# 10/325 without a unit: two or three numbers of different size, the second no year.
_BARE = re.compile(
    r"(?<![\w#./-])(?P<a>\d{1,3}(?:\.\d+)?)\s?[-/]\s?(?P<b>\d{2,3}(?:\.\d+)?)(?:/(?P<c>\d{1,3}))?(?![\w/%-]|\s?(?:mg|days?))"
)

_COUNTED = (
    r"tablets?|tabs?|tbls?|caplets?|capsules?|caps?|softgels?|gelcaps?|pills?|patch(?:es)?|films?|tubes?|bottles?|box(?:es)?|"
    r"vials?|syringes?|packs?|packets?|sachets?|units?|lozenges?|suppositor(?:y|ies)|pens?|inhalers?|canisters?|jars?|"
    r"pairs?|sets?|kits?|ampules?|sheets?|pieces?|count|ct|doses?|refill packs?|containers?|bags?|rolls?|cartridges?"
)
_UNIT_OF = {
    "tab": "tablet", "tabs": "tablet", "tablets": "tablet", "tbl": "tablet", "tbls": "tablet", "caplet": "tablet",
    "caplets": "tablet", "cap": "capsule", "caps": "capsule", "capsules": "capsule", "softgel": "capsule",
    "softgels": "capsule", "gelcap": "capsule", "gelcaps": "capsule", "pill": "tablet", "pills": "tablet",
    "patches": "patch", "boxes": "box", "suppositories": "suppository", "ct": None, "count": None, "units": "units",
    "unit": "units",
}  # fmt: skip
_WORDS = WORD

_HASH = re.compile(
    rf"(?<!&)#\s?(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})(?:\.0+(?!\d))?(?P<unit>\s?(?:{_COUNTED}|{_VOLUME}|g|gm|gms|grams?)\b)?(?!\.\d)",
    re.I,
)
_HASH_BEHIND = re.compile(r"(?<![\w./#-])(?P<n>\d{2,4})\s?#(?!\s?\d)")
_QTY = re.compile(
    rf"\b(?:qty|quantity|quantities|count|dispense|disp|amount|total of|no)\b\.?\s*(?:of|[:#=])?\s*\.?#?\s*(?P<n>\d{{1,15}}(?:\.\d+)?|(?:{_WORDS})\b(?:\s*\(\d+\))?)"
    rf"(?P<unit>\s?(?:{_COUNTED}|{_VOLUME}|g|gm|gms|grams?)\b)?",
    re.I,
)
_COUNT = re.compile(
    rf"(?<![\w./#-])(?P<n>{COUNT})\s?-?\s?(?:(?:count|ct)\s+)?(?P<unit>{_COUNTED})\b(?!\s*(?:\d\s?(?:(?:-|to)\s?\d\s?)?(?:x|times)\b|up to|for\b|to be|po\b|by mouth|orally|daily|twice|every|q\d|q\s|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|per day|at bed|three|a day|each|once|nightly|in the|prn|as needed|with (?:food|meals)|/day|qhs|hs\b|before|after|every|sublingual))",
    re.I,
)
_SPELT = re.compile(
    rf"\b(?:{_WORDS})\s*\(\s*#?(?P<n>\d{{1,4}})\s*\)(?!\s*(?:\w+\s+){{0,3}}(?:visits?|sessions?|treatments?|weeks?|days?|months?|times|hours?|views?|x-rays?|levels?|injections?|units?))",
    re.I,
)
_PACK = re.compile(
    rf"(?<![\w./%#-])(?P<n>{_N})\s?-?\s?(?P<unit>{_VOLUME}|g|gm|gms|grams?|gr)(?![\w/%])", re.I
)
_TIMES = re.compile(
    r"\bx\s?(?P<n>\d{1,3})(?![\w.%/-])(?!\s*(?:days?|weeks?|wks?|months?|refills?|mg|hours?|per|times|visits?|sessions?))",
    re.I,
)
_BOX_OF = re.compile(
    r"\b(?:box|pack|package|packet|bottle|carton|kit|tube)s?\s+of\s+(?P<n>\d{1,4})(?![\w.%])", re.I
)
# "2 boxes of 30" is sixty.
_BOXES = re.compile(
    rf"(?<![\w./#-])(?P<boxes>{COUNT})\s+(?:box(?:es)?|packs?|packages?|packets?|cartons?)\s+of\s+(?P<n>\d{{1,4}})(?![\w.%])",
    re.I,
)
_MULTI = re.compile(rf"\bx\s?(?P<n>\d{{1,3}})\s?(?P<unit>{_COUNTED})\b", re.I)

_PERIOD = {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "wk": 7,
    "wks": 7,
    "month": 30,
    "months": 30,
    "mo": 30,
    "mos": 30,
    "year": 365,
    "years": 365,
    "yr": 365,
}
_DURATION = re.compile(
    rf"(?:\b(?:for|x|times|over)\s*)?(?<![\w./#-])(?<!every )(?<!q )(?P<n>{COUNT}|a|an)\s?-?\s?(?P<unit>days?|weeks?|wks?|months?|mos?|years?)\b"
    rf"(?!\s?(?:/|(?:a|per|each|every|out of the)\s)\s?(?:week|wk|month|day)|\s+(?:ago|old|weekly|follow))(?:['’]?s?\s?-?\s?(?P<supply>supply|course|rental|trial|use))?"
    rf"|\b(?:day|days)\s?-?\s?supply\s?[:=]?\s?(?P<n2>\d{{1,3}})",
    re.I,
)
# "60 per month" is what a prescription gives out.
_PER_MONTH = re.compile(r"(?<![\w./#-])(?P<n>\d{1,3})\s?(?:per|a|/|each)\s?month\b", re.I)
_HOURLY = re.compile(
    rf"\b(?:q\.?\s?|every\s+)(?P<n>\d{{1,2}}|(?:{_WORDS}))(?:\s?(?:-|to)\s?(?P<m>\d{{1,2}}|(?:{_WORDS})))?\s?(?:hours?|hrs?|hr|h)\b\.?",
    re.I,
)
_ROUTES = {
    "po": "oral", "p.o.": "oral", "by mouth": "oral", "orally": "oral", "oral": "oral", "sl": "sublingual",
    "sublingual": "sublingual", "sublingually": "sublingual", "im": "intramuscular", "intramuscular": "intramuscular",
    "intramuscularly": "intramuscular", "iv": "intravenous", "intravenous": "intravenous", "sq": "subcutaneous",
    "subq": "subcutaneous", "subcutaneous": "subcutaneous", "topical": "topical", "topically": "topical",
    "transdermal": "transdermal", "intrathecal": "intrathecal", "epidural": "epidural", "rectal": "rectal",
    "rectally": "rectal", "intranasal": "nasal", "nasal": "nasal", "ophthalmic": "ophthalmic", "inhaled": "inhalation",
    "intraarticular": "intra-articular", "intra-articular": "intra-articular", "to affected area": "topical",
    "to the affected area": "topical", "to affected areas": "topical",
}  # fmt: skip


@cache
def _frequencies() -> tuple[re.Pattern[str], list[float | None]]:
    rows = lexicons.table("frequencies.tsv")
    groups = [f"(?P<f{i}>{lexicons.spaced(row['pattern'])})" for i, row in enumerate(rows)]
    pattern = re.compile(rf"(?<![\w/.-])(?:{'|'.join(groups)})(?![\w/-])", re.I)
    return pattern, [float(row["per_day"]) if row["per_day"] else None for row in rows]


@cache
def _form_matcher() -> Matcher[str]:
    return Matcher({word: word for word in (*named_forms(), *_ROUTES)})


def _form_words(text: str, low: str) -> list[tuple[int, int, str]]:
    """Whole words for a form or a route, in text order, the longest first where they begin together."""
    return sorted(_form_matcher().words(low, also="_-"), key=lambda f: (f[0], -f[1]))


# What a duration's, a direction's words cannot do without.
_PERIOD_WORDS = re.compile(r"day|week|wk|mos?\b|month|year|yr")
_FREQUENCY_WORDS = re.compile(r"da[iy]|week|wk|month|i\.?d|q|night|bed|morning|evening|h\.?s|every|each")
_DIGIT = re.compile(r"\d")


@cache
def _counted_words() -> re.Pattern[str]:
    """What a count's words cannot do without."""
    return re.compile(_COUNTED, re.I)


class _Add(Protocol):
    """Takes a mention where nothing stands yet."""

    def __call__(self, label: str, start: int, end: int, value: object, unit: str | None = None) -> bool: ...


def unit_of(word: str) -> str:
    """The normal unit: ``gm`` -> ``g``, ``cc`` -> ``mL``."""
    low = word.lower()
    return _UNIT_WORDS.get(low, low)


def find_posology(text: str) -> list[Posology]:
    """Posology mentions in text order; ``text[m.start:m.end] == m.text``.

    STRENGTH's value is a list of :class:`imrnlp.record.Strength`; a QUANTITY or REFILLS whose number
    cannot be believed has value ``None``.

    >>> [(m.label, m.text, m.value) for m in find_posology("7.5mg #60 refills x 3")]
    [('STRENGTH', '7.5mg', [Strength(7.5 mg)]), ('QUANTITY', '#60', 60.0), ('REFILLS', 'refills x 3', 3)]
    """
    written = text
    for start, end in digit_slips(text):
        text = text[:start] + text[start:end].translate(_DIGIT_OF) + text[end:]
    found: list[Posology] = []
    taken: list[tuple[int, int]] = []

    def add(label: str, start: int, end: int, value: object, unit: str | None = None) -> bool:
        if any(start < e and end > s for s, e in taken):
            return False
        taken.append((start, end))
        found.append(Posology(label, start, end, written[start:end], value, unit))
        return True

    low = lower(text)
    digits = _DIGIT.search(text) is not None
    if "refill" in low or "rf" in low or "NR" in text:
        for refills in find_refills(text):
            add("REFILLS", refills.start, refills.end, refills.value)
    if digits:
        for m in _STRENGTH.finditer(text):
            _add_strength(add, text, m)
    if "%" in text or "percent" in low:
        for m in _PERCENT.finditer(text):
            _add_strength(add, text, m)
    if "#" in text:
        for m in _HASH_BEHIND.finditer(text):
            add("QUANTITY", m.start(), m.end(), _quantity(m["n"]))
        for m in _HASH.finditer(text):
            if not _NAME_BEFORE_HASH.search(text, 0, m.start()) or int(m["n"].replace(",", "")) > 4:
                add("QUANTITY", m.start(), m.end(), _quantity(m["n"]), _counted(m["unit"]))
    for m in _QTY.finditer(text):
        if not m.group().lower().startswith("no") or m.group()[2:3] in ".:#":
            add("QUANTITY", m.start(), m.end(), _quantity(m["n"]), _counted(m["unit"]))
    if "month" in low:
        for m in _PER_MONTH.finditer(text):
            add("QUANTITY", m.start(), m.end(), _quantity(m["n"]))
    if _PERIOD_WORDS.search(low):
        for m in _DURATION.finditer(text):
            _add_duration(add, m)
    if "h" in low and ("q" in low or "every" in low):
        for m in _HOURLY.finditer(text):
            _add_hourly(add, m)
    if _FREQUENCY_WORDS.search(low):
        pattern, rates = _frequencies()
        for m in pattern.finditer(text):
            add("FREQUENCY", m.start(), m.end(), rates[int((m.lastgroup or "f0")[1:])])
    for m in _MULTI.finditer(text) if digits and "x" in low else ():
        add("QUANTITY", m.start(), m.end(), _quantity(m["n"]), _counted(m["unit"]))
    for m in _BOXES.finditer(text) if digits and "of" in low else ():
        add("QUANTITY", m.start(), m.end(), _quantity(str((count(m["boxes"]) or 0) * int(m["n"]))))
    for m in _COUNT.finditer(text) if _counted_words().search(low) else ():
        value = count(m["n"])
        if value is not None and not _DOSE_BEFORE.search(text, max(0, m.start() - 8), m.start()):
            add("QUANTITY", m.start(), m.end(), float(value), _counted(m["unit"]))
    if digits:
        for m in _BOX_OF.finditer(text):
            add("QUANTITY", m.start(), m.end(), _quantity(m["n"]))
        for m in _PACK.finditer(text):
            value2 = number(m["n"])
            # "apply 4 g four times daily" is a dose.
            if value2 is not None and not _DOSE_BEFORE.search(text, max(0, m.start() - 16), m.start()):
                add("QUANTITY", m.start(), m.end(), value2, unit_of(m["unit"]))
        for m in _SPELT.finditer(text) if "(" in text else ():
            add("QUANTITY", m.start(), m.end(), _quantity(m["n"]))
        for m in _BARE.finditer(text):
            _add_bare(add, m)
        for m in _TIMES.finditer(text):
            add("TIMES", m.start(), m.end(), int(m["n"]))
    words = _form_words(text, low)
    for start, end, word in words:
        if word in named_forms():
            add("FORM", start, end, named_forms()[word][0])
    for start, end, word in words:
        if word in _ROUTES:
            add("ROUTE", start, end, _ROUTES[word])
    found.sort(key=lambda m: m.start)
    return found


# "take 1 tablet", "1 or 2 tablets" are doses.
_DOSE_BEFORE = re.compile(
    r"\b(?:take|apply(?:ing)?|use|using|give|insert|rub|massage|to|or)\s+(?:up\s+to\s+)?$", re.I
)
# Letters that a page's reading puts for digits: "l0 mg", "#6O"; only in a number that has a digit too.
_SLIP = re.compile(
    r"(?<![A-Za-z0-9])(?=[OoIl]{0,4}\d)[\dOoIl]{1,7}(?=\s?(?:mg|mcg|gm|ml|%|/\s?[\dOoIl]{2,5}\s?mg)\b|%)(?<=[\dOoIl])"
    r"|(?<=#)\s?(?=[OoIl]{0,3}\d)[\dOoIl]{2,5}(?![A-Za-z0-9])"
)
_DIGIT_OF = str.maketrans("OoIl", "0011")


def digit_slips(text: str) -> list[tuple[int, int]]:
    """Where a number is written with a letter for a digit.

    >>> digit_slips("Norco l0/325 mg #6O")
    [(6, 8), (17, 19)]
    """
    if not _SLIP_HINT.search(text):
        return []
    return [m.span() for m in _SLIP.finditer(text) if not m.group().strip().isdigit()]


# Cheap: a letter of the slips next to a digit.
_SLIP_HINT = re.compile(r"\d[OoIl]|(?<![A-Za-z])[OoIl]\d")
_NAME_BEFORE_HASH = re.compile(r"(?:tylenol|codeine|cod|apap|acetaminophen)\s*$", re.I)


def _add_strength(add: _Add, text: str, m: re.Match[str]) -> None:
    per_unit = per = None
    groups = m.groupdict()
    if groups.get("per_unit") or groups.get("per_unit2"):
        per_unit = unit_of(groups["per_unit"] or groups["per_unit2"])
        per = number(groups["per"] or groups["per2"] or "1")
    unit = unit_of(m["unit"])
    # 30gm and 240 grams are pack sizes unless something else says that they are doses.
    if unit in ("g", "L", "oz") and per_unit is None and not (unit == "g" and _is_dose(m)):
        return
    strengths = []
    pieces = list(_PIECE.finditer(m["values"]))
    if unit not in ("%",) and any(unit_of(p["unit"] or "") == "%" for p in pieces):
        return
    for piece in pieces:
        value = number(piece["n"])
        if value is not None:
            strengths.append(
                Strength(value=value, unit=unit_of(piece["unit"] or unit), per_value=per, per_unit=per_unit)
            )
    if strengths:
        add("STRENGTH", m.start(), m.end(), strengths)


def _is_dose(m: re.Match[str]) -> bool:
    """``Carafate 1 gm #120`` and ``17 grams daily`` are doses; ``60 gm`` is a tube."""
    value = number(m["values"])
    following = _DOSE_AFTER.match(m.string, m.end())
    return value is not None and following is not None and value <= (20 if following["taken"] else 4)


_DOSE_AFTER = re.compile(
    r"\s*,?\s*(?:(?P<taken>po\b|by mouth|daily|[bt]id\b|qid\b|qd\b|q\d|qhs|once|twice|every|a day|per day|in \w+ oz|in water)"
    r"|#|tab|cap|qty|quantity)",
    re.I,
)


def _add_bare(add: _Add, m: re.Match[str]) -> None:
    a, b = float(m["a"]), float(m["b"])
    values = [a, b] + ([float(m["c"])] if m["c"] else [])
    # L4/5 and 7/10 are no strengths; combination drugs pair a small amount with a large one.
    if b < 20 or (a == b and b < 100) or b <= a:
        return
    add("STRENGTH", m.start(), m.end(), [Strength(value=v, unit=None) for v in values])


def _quantity(said: str) -> float | None:
    words = said.replace(",", "")
    value = number(words)
    if value is None:
        whole = count(words)
        value = None if whole is None else float(whole)
    return value if value is not None and 0 < value <= MAX_QUANTITY else None


def _counted(word: str | None) -> str | None:
    if not word:
        return None
    low = word.strip().lower()
    if low in _UNIT_OF:
        return _UNIT_OF[low]
    if low in _UNIT_WORDS:
        return _UNIT_WORDS[low]
    return low[:-1] if low.endswith("s") else low


def _add_duration(add: _Add, m: re.Match[str]) -> None:
    if m["n2"]:
        add("DURATION", m.start(), m.end(), int(m["n2"]), "supply")
        return
    value = 1 if m["n"].lower() in ("a", "an") else count(m["n"])
    if value is None or (m["n"].lower() in ("a", "an") and not m["supply"]):
        return
    days = value * _PERIOD[m["unit"].lower()]
    add(
        "DURATION",
        m.start(),
        m.end(),
        days if 0 < days <= 3660 else None,
        (m["supply"] or "").lower() or None,
    )


def _add_hourly(add: _Add, m: re.Match[str]) -> None:
    hours = count(m["n"])
    rate = round(24 / hours, 4) if hours and not m["m"] else None
    add("FREQUENCY", m.start(), m.end(), rate)
