"""Which number belongs to which drug: strengths, forms, quantity, refills and directions of a text's drugs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Drug, Strength
from imrnlp.tag.drugs import DrugName, _combinations, find_drugs
from imrnlp.tag.mentions import DrugMention, Posology
from imrnlp.tag.posology import find_posology
from imrnlp.tag.quantity import of_drugs
from imrnlp.tag.refills import of_prescription

_WORDS = Wordings("prescription_words.tsv")


def counted_forms() -> frozenset[str]:
    """Forms that are counted one by one, so that a bare count counts them."""
    return _WORDS.of("counted_forms")


@dataclass(slots=True)
class Prescription:
    """Drugs with their directions and numbers; a number that the text does not give is ``None``.

    ``doubtful`` has the mentions whose number is not believable.
    """

    drugs: list[Drug] = field(default_factory=list)
    mentions: list[DrugMention] = field(default_factory=list)
    quantity: float | None = None
    quantity_unit: str | None = None
    refills: int | None = None
    frequency: str | None = None
    times_per_day: float | None = None
    duration_days: int | None = None
    dose_text: str | None = None
    doubtful: list[Posology] = field(default_factory=list)


def attach(text: str, drugs: Sequence[DrugMention], posology: Sequence[Posology]) -> Prescription:
    """The text's drugs, each with its own strengths, form and route, and the item's numbers.

    >>> from imrnlp.tag.drugs import find_drugs
    >>> line = "Flurbiprofen 20%/Baclofen 5% cream 180gm"
    >>> p = attach(line, find_drugs(line), find_posology(line))
    >>> [repr(d) for d in p.drugs], p.quantity, p.quantity_unit
    (['Drug(flurbiprofen 20 %)', 'Drug(baclofen 5 %)'], 180.0, 'g')
    """
    mentions = list(drugs)
    # The 3 of "Tylenol No. 3" is part of the name.
    posology = [p for p in posology if all(p.end <= m.start or p.start >= m.end for m in mentions)]
    strengths = [p for p in posology if p.label == "STRENGTH"]
    owned = _strengths(text, mentions, strengths)
    for i, mention in enumerate(mentions):
        owned[i] = owned[i] or _strengths_without_unit(text, mention)
    mentions, owned = _merge_combinations(text, mentions, owned)
    result = Prescription(mentions=mentions)
    routes = [p for p in posology if p.label == "ROUTE"]
    for mention, form in zip(mentions, _forms(text, mentions, posology), strict=True):
        route = mention.route or next((r.value for r in routes if mention.end <= r.start), None)
        result.drugs.append(
            Drug(
                text=mention.text,
                start=mention.start,
                end=mention.end,
                name=mention.name,
                brand=mention.brand,
                rxcui=mention.rxcui,
                drug_class=mention.drug_class,
                strengths=owned[len(result.drugs)],
                form=form,
                route=route,
                ingredients=list(mention.ingredients),
            )
        )
    _numbers(text, result, posology)
    return result


#: "Soma 350 #30", "Norco 7.5 one BID": an amount without its unit right behind the name; small whole numbers count doses.
_BARE_STRENGTH = _WORDS.compile(
    r"""
    \s+ (?P<n> \d{2,4} | [5-9] | \d{1,3}\.\d+ )
    (?= \s* \#
      | \s* ,? \s+
        {behind_bare_strength} )
    (?! \s* ,? \s+ 1\b \s* (?: [-/.] | refill ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)


#: "lisinopril/HCTZ 20/12.5": the amounts of a drug of two ingredients; "Ultracet 1-2 q6h" is a dose.
_BARE_PAIR = re.compile(
    r"(?!\s+[1-3](?:-[2-4]|/2)(?![\d.]))\s+(?P<a>\d{1,3}(?:\.\d+)?)[/-](?P<b>\d{1,3}(?:\.\d+)?)(?![\w%/.-])"
)
#: "Topamax 25, Motrin 800.": in a list of medications an amount may stand alone.
_LISTED_STRENGTH = re.compile(r"\s+(?P<n>\d{2,3}|\d{1,3}\.\d+)(?=\s*(?:[,;)]|\.(?!\d)|\Z|-\s|and\b))")


def _strengths_without_unit(text: str, mention: DrugMention) -> list[Strength]:
    """Amounts right behind a drug's name: "Soma 350", and two for a drug of two ingredients."""
    if bare := _BARE_STRENGTH.match(text, mention.end):
        return [Strength(value=float(bare["n"]), unit=None)]
    if mention.name.count("/") == 1 and (pair := _BARE_PAIR.match(text, mention.end)):
        return [Strength(value=float(pair[n]), unit=None) for n in ("a", "b")]
    return []


def _strengths(text: str, mentions: list[DrugMention], strengths: list[Posology]) -> list[list[Strength]]:
    owned: list[list[Strength]] = [[] for _ in mentions]
    if not mentions or not strengths:
        return owned
    # "20% Flurbiprofen, 5% Baclofen": the amounts stand before their names.
    leading = strengths[0].start < mentions[0].start and len(strengths) >= len(mentions) > 1
    for strength in strengths:
        owner = _owner(mentions, strength, leading)
        if owner is None:
            continue
        values: list[Strength] = list(strength.value)
        if leading or owned[owner]:
            if not owned[owner]:
                owned[owner] = values
            continue
        # "Flurbiprofen/Baclofen/Lidocaine 20%/5%/4%": one for each of the names before it.
        bare = owner
        while bare > 0 and not owned[bare - 1] and "/" not in mentions[bare].name:
            bare -= 1
        group = owner - bare + 1
        if group > 1 and len(values) == group:
            for i, value in enumerate(values):
                owned[bare + i] = [value]
        else:
            owned[owner] = values
    return owned


def _owner(mentions: list[DrugMention], strength: Posology, leading: bool) -> int | None:
    """The index of the drug whose strength it is: the next where amounts lead, else the one before, else the first."""
    if leading:
        return next((i for i, m in enumerate(mentions) if m.start >= strength.end), None)
    before = [i for i, m in enumerate(mentions) if m.end <= strength.start]
    return before[-1] if before else 0


def _merge_combinations(
    text: str, mentions: list[DrugMention], owned: list[list[Strength]]
) -> tuple[list[DrugMention], list[list[Strength]]]:
    """``Hydrocodone 10mg/Acetaminophen 325mg`` is one drug."""
    i = 0
    while i + 1 < len(mentions):
        first, second = mentions[i], mentions[i + 1]
        between = text[first.end : second.start]
        known: DrugName | None = _combinations().get(frozenset([first.name, second.name]))
        close = len(between) <= 14 and between.rstrip().endswith(("/", "-", "and", "with", "+"))
        percent = any(s.unit == "%" for s in owned[i] + owned[i + 1])
        if known and close and not percent and not (first.brand or second.brand):
            name_of_first = first.name
            mentions[i] = replace(
                first,
                end=second.end,
                text=text[first.start : second.end],
                name=known.name,
                drug_class=known.drug_class,
                rxcui=None,
            )
            in_order = known.name.startswith(name_of_first.split("/")[0])
            owned[i] = owned[i] + owned[i + 1] if in_order else owned[i + 1] + owned[i]
            del mentions[i + 1], owned[i + 1]
        else:
            i += 1
    return mentions, owned


def _forms(text: str, mentions: Sequence[DrugMention], posology: Sequence[Posology]) -> list[str | None]:
    """Each drug's form: its name's, else one that stands behind it; "ODT" in the name is a tablet."""
    found = []
    forms = [p for p in posology if p.label == "FORM"]
    for i, mention in enumerate(mentions):
        stop = mentions[i + 1].start if i + 1 < len(mentions) else len(text)
        form = mention.form or _form(forms, mention.end, stop, len(mentions), i)
        found.append("tablet" if form is None and "odt" in mention.text.lower().split() else form)
    return found


def _form(forms: list[Posology], start: int, stop: int, count: int, index: int) -> str | None:
    """The form between a drug and the next; a compound's one form, or an injection, is every drug's."""
    own = next((f.value for f in forms if start <= f.start < stop), None)
    if own or not forms:
        return own
    kinds = {f.value for f in forms}
    if count > 1 and (len(kinds) == 1 or "injection" in kinds):
        return forms[-1].value
    return next((f.value for f in forms if f.end <= start), None) if count == 1 else None


def _numbers(text: str, result: Prescription, posology: Sequence[Posology]) -> None:
    result.doubtful = [p for p in posology if p.label in ("QUANTITY", "REFILLS") and p.value is None]
    forms = [*(d.form for d in result.drugs), *(p.value for p in posology if p.label == "FORM")]
    solid = next(filter(counted_forms().__contains__, forms), None)
    quantity, best = of_drugs(text, result.mentions, posology, solid)
    if quantity is not None:
        result.quantity, result.quantity_unit = quantity.value, quantity.unit
    result.refills = of_prescription(posology, best)
    if best is not None and best.unit in counted_forms() and len(result.drugs) == 1:
        result.drugs[0].form = result.drugs[0].form or best.unit
    changes_at = _add_frequency(text, result, [p for p in posology if p.label == "FREQUENCY"])
    # The days of a changing dose's first step are not the prescription's.
    result.duration_days = next(
        (p.value for p in posology if p.label == "DURATION" and p.value and (p.start > changes_at or p.unit)),
        None,
    )


def _add_frequency(text: str, result: Prescription, frequencies: list[Posology]) -> int:
    """Adds how often the drug is taken.  Returns where the dose changes ("daily, then twice a day"), else -1."""
    if not frequencies:
        if result.mentions and (as_needed := _AS_NEEDED.search(text, result.mentions[-1].end)):
            result.frequency = " ".join(as_needed.group().strip(" ,").split())
        return -1
    first = frequencies[0]
    result.frequency = " ".join((first.text + _as_needed(text, first.end)).split())
    result.times_per_day = first.value
    if len(frequencies) > 1:
        second = frequencies[1]
        between = text[first.end : second.start]
        if _THEN.search(between):
            result.times_per_day = None  # no one rate
            return second.start
        if _AND.fullmatch(between) and first.value == second.value == 1:
            result.frequency = " ".join(text[first.start : second.end].split())
            result.times_per_day = 2.0
    return -1


_THEN = re.compile(r"\b(?:then|titrat\w+|increas\w+|taper\w*)\b", re.I)
# "one in the morning and two at bedtime"
_AND = _WORDS.compile(
    r"\s*(?:,|and|&|\+)\s*(?:\d+(?:\.\d+)?|one|two|three)?\s*{pieces_or_mg}?s?\s*(?:po\s*)?",
    re.I,
)
_AS_NEEDED = re.compile(r"\s*,?\s*\b(?:as needed|p\.?r\.?n\b\.?)", re.I)


def _as_needed(text: str, end: int) -> str:
    found = _AS_NEEDED.match(text, end)
    return found.group() if found else ""


# Without a number or one of these there is nothing to read behind a name in a list.
_DIRECTIONS = _WORDS.compile(
    r"""
    {parts_of_directions}
    """,
    re.IGNORECASE | re.VERBOSE,
)


def directions(text: str, mentions: Sequence[DrugMention]) -> Iterator[tuple[DrugMention, int, int]]:
    """Each drug of a list with the span in which its directions may stand: up to the next drug or the
    sentence's end.  When nothing behind the name looks like directions, the span ends with the name.

    >>> line = "Norco 10/325mg, and Flexeril. He sat."
    >>> [line[a:b] for _, a, b in directions(line, find_drugs(line))]
    ['Norco 10/325mg, and ', 'Flexeril']
    """
    for i, mention in enumerate(mentions):
        start = mention.start
        stop = mentions[i + 1].start if i + 1 < len(mentions) else len(text)
        window = text[start : min(stop, start + _REACH)]
        end = _sentence_end(window, mention.end - start)
        stated = _DIRECTIONS.search(window, mention.end - start, end) is not None
        yield mention, start, start + end if stated else mention.end


#: Characters from a drug's first letter in which its directions stand.
_REACH = 160


def prescriptions(
    text: str,
    mentions: Sequence[DrugMention] | None = None,
    posology: Callable[[int, int], list[Posology]] | None = None,
) -> list[Prescription]:
    """Each drug of a medication list with its own strength and directions.

    ``mentions`` are the text's drugs where they are known already; ``posology`` gives what is known of a
    span of the text, with offsets into the text.

    >>> found = prescriptions("gabapentin 300 mg TID and Prilosec 20mg")
    >>> [(p.drugs[0].name, p.drugs[0].strengths, p.frequency) for p in found]
    [('gabapentin', [Strength(300 mg)], 'TID'), ('omeprazole', [Strength(20 mg)], None)]
    """
    if mentions is None:
        mentions = find_drugs(text, fuzzy=True)
    found = []
    for mention, start, end in directions(text, mentions):
        window = text[start:end]
        own = replace(mention, start=0, end=mention.end - start)
        stated: list[Posology] = []
        if end > mention.end:
            stated = _moved(posology(start, end), -start) if posology else find_posology(window)
        stated = _without_former(window, stated)
        prescription = attach(window, [own], [p for p in stated if p.start >= own.end])
        for drug in prescription.drugs:
            if not drug.strengths and (amount := _LISTED_STRENGTH.match(window, drug.end)):
                drug.strengths = [Strength(value=float(amount["n"]), unit=None)]
            drug.start += start
            drug.end += start
        prescription.dose_text = _dose_text(window, own.end, stated)
        found.append(prescription)
    return found


def _moved(posology: Sequence[Posology], by: int) -> list[Posology]:
    return [Posology(p.label, p.start + by, p.end + by, p.text, p.value, p.unit) for p in posology]


#: A dose before its change, and one that is a step of it: "from 300 mg | to 600 mg", "by 25 mg".
_RAISED = _WORDS.compile(
    r"""
    \s* (?: {how_often} \s* )? ,? \s*
    (?: was\s+ (?: started | begun ) \s+ [^.;,]{0,20} \b and\s+ (?: then\s+ | later\s+ )? )?     # started in 2012 and
    (?: (?: which | and ) \s+ )?
    (?: (?: was | were | has[ ]been | is | be | will[ ]be ) \s+ )? (?: (?: then | later | subsequently ) \s+ )?
    (?: {changes_of_dose} \s+ )?
    (?: (?: but\s+ )? (?: he\s+ | she\s+ )? (?: is\s+ )? now\s+ )?                              # but is now
    (?: up\s+ | down\s+ )? to\s+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STEP_BEFORE = re.compile(r"\bby\s+\Z", re.I)


def _without_former(text: str, posology: list[Posology]) -> list[Posology]:
    """Of "from 300 mg to 600 mg" the second strength holds; "by 25 mg" is no strength.

    >>> line = "gabapentin was increased from 300 mg to 600 mg"
    >>> [p.text for p in _without_former(line, find_posology(line))]
    ['600 mg']
    """
    kept = []
    strengths = [p for p in posology if p.label == "STRENGTH"]
    for mention in posology:
        if mention.label == "STRENGTH":
            following = next((s for s in strengths if s.start >= mention.end), None)
            if following and _RAISED.fullmatch(text, mention.end, following.start):
                continue
            if _STEP_BEFORE.search(text, max(0, mention.start - 6), mention.start):
                continue
        kept.append(mention)
    return kept


def _sentence_end(window: str, start: int) -> int:
    at = start
    while (dot := window.find(".", at)) >= 0:
        following = window[dot + 1 : dot + 3]
        if not following or (following[0] == " " and (len(following) < 2 or following[1].isupper())):
            return dot
        at = dot + 1
    return len(window)


_NEXT_THING = re.compile(r"\b(?:and|or|as well as)\b", re.I)


def _dose_text(window: str, name_end: int, posology: list[Posology]) -> str | None:
    """The words from the first to the last dose mention behind the name."""
    near = [
        p
        for p in posology
        if p.start >= name_end and p.label in ("STRENGTH", "FORM", "ROUTE", "FREQUENCY", "QUANTITY")
    ]
    if not near or near[0].start - name_end > 12 or _NEXT_THING.search(window, name_end, near[0].start):
        return None
    if not any(p.label in ("STRENGTH", "FREQUENCY", "QUANTITY") for p in near):
        return None
    last = near[0]
    for mention in near[1:]:
        if mention.start - last.end > 14:
            break
        last = mention
    return window[near[0].start : last.end]
