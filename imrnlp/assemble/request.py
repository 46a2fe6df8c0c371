"""Reads one disputed item's words into a Determination.

The drugs and their numbers come from :mod:`imrnlp.tag.prescription`, services from
:mod:`imrnlp.tag.services`; the item's category is that of the first service named, or of its drug.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from imrnlp import lexicons
from imrnlp.record import Determination, Warning
from imrnlp.tag.drugs import drug_names, find_drugs
from imrnlp.tag.mentions import Posology, ServiceMention
from imrnlp.tag.posology import digit_slips, find_posology
from imrnlp.tag.prescription import COUNTED_FORMS, Prescription, attach
from imrnlp.tag.services import BY_SITE, category_of_codes, find_services, is_weak, procedure_codes
from imrnlp.tag.sessions import find_frequency, find_sessions
from imrnlp.tag.sites import body_sites, laterality, spinal_levels
from imrnlp.text.dates import find_dates
from imrnlp.text.normalize import normalize
from imrnlp.text.numbers import endless
from imrnlp.text.reflow import reflow

#: Beyond this many characters an item's words are cut, with a warning: no letter has such an item.
MAX_CHARACTERS = 4000

_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]\s+|\d{1,2}\.\s*(?=[A-Za-z]))")
_LEAD = re.compile(
    r"(?:(?:the|an?)\s+)?(?:\(?(?P<when>retrospective(?:ly)?|retro\b|prospective|concurrent)\)?\s*(?:review\b\s*:?\s*(?:of\s+)?)?)?"
    r"(?:(?:\(?(?P<dos>[^()]{0,40})\)?\s*)?request\s*(?:\([^()]{0,40}\)\s*)?(?:for|:)|:)?\s*(?:authorization\s+(?:for|of)\s+)?(?:the\s+|an?\s+(?=[a-z]))?",
    re.I,
)
_WHEN = re.compile(r"\b(?:retrospective(?:ly)?|retro)\b", re.I)
_TAIL = re.compile(r"(?<![\s:;,])[\s:;,]++$|\s+(?:is|are)\s*:?\s*$", re.I)
_DOS = re.compile(
    r"(?:\bd\.?o\.?s\.?\b|\bdates?\s+of\s+service\b|\bservice\s+date\b|\bdates?\s+of\s+services\b|\bprovided on\b|\bdispensed on\b|\bperformed on\b)\s*:?\s*(?:of\s+|from\s+|on\s+|between\s+)?",
    re.I,
)
# When a retrospective request was given; "per 12/7/2016 order" is the order's date.
_GIVEN_ON = re.compile(r"\b(?:between|from|on|given|administered|provided)\b\s*(?:on\s+)?", re.I)
_PARTIAL = re.compile(
    r"^(?P<original>.*?)\s+w(?:as|ere)\s+the\s+original\s+request\.?\s*"
    r"(?:(?P<authorized>.*?)\s+(?:w(?:as|ere)|has been|have been)\s+(?:authorized|approved|certified)\s+by\s+the\s+claims\s+administrator\s*[.,]?(?:\s*leaving\s+the\s+original\s+request\s+imr\s+eligible\s*[.,]?)?"
    r"|the\s+claims\s+administrator\s+(?:authorized|approved|certified)\s+(?P<authorized2>.*?)\s*,?\s*leaving\s+the\s+original\s+request\s+imr\s+eligible\s*[.,]?)"
    r"\s*(?:the\s+remaining\s+(?:imr\s+eligible\s+)?portion\s+of\s+the\s+original\s+request\s*,?\s*(?P<remaining>.*)"
    r"|(?:the\s+original\s+request\s*,?\s*)(?P<again>.*))?$",
    re.I | re.S,
)
_INJECTED = re.compile(r"\binject|\bim\b|intramuscular|\biv\b", re.I)
# A drug that the patient injects at home is a prescription, not a procedure.
_SELF_INJECTED = re.compile(
    r"\bsub-?cutaneous|\bsub-?q\b|\bsc\b|\bpens?\b|\bpre-?filled|\bauto-?injector|\bself[- ]inject"
    r"|^(?!.*\b(?:im\b|intramuscular)).*(?:\b(?:daily|weekly|monthly|nightly)\b|\bevery\s+(?:day|week|other|month))",
    re.I | re.S,
)
_MUSCLE = re.compile(r"\bim\b|intramuscular|\biv\b|intravenous", re.I)
# A modality bought or rented is equipment; an ultrasound that is given several times is a therapy.
_DEVICE = re.compile(r"\b(?:unit|device|machine|pad|wrap|garment|lamp|purchase|rental|home use)s?\b", re.I)
_HEAT = re.compile(r"\b(?:heat\w*|ice|cold|hot|infrared|cryo\w*)\b", re.I)
_GIVEN = re.compile(
    r"\b\d{1,2}\s?(?:x|times)\s?\d|\b(?:sessions?|visits?|treatments)\b|\btherap|\b(?:a|per)\s+week", re.I
)
_GIVEN_AS = re.compile(
    r"\b(?:sessions?|visits?|treatments|rehabilitation unit)\b|\b(?:x|times)\s?\d|\d\s?x\s?\d|\b(?:a|per)\s+week",
    re.I,
)
_NASAL = re.compile(r"\b(?:nasal|intranasal|oral)\b", re.I)
_COMPOUND = re.compile(r"\bcompound", re.I)
_PREOP = re.compile(r"\bpre[- ]?op(?:erative)?(?:ly)?\b|\bpreoperative\b|\bassociated surgical service", re.I)
# What goes with an operation, and words that name one.
_COMPANIONS = frozenset(["inpatient_stay", "surgical_assistant"])
_OPERATIONS = frozenset(
    [
        "repair",
        "release",
        "excision",
        "removal",
        "decompression",
        "replacement",
        "graft",
        "resection",
        "revision",
        "fusion",
    ]
)
_PREOP_TESTS = frozenset(["laboratory", "other_tests", "x_ray"])
_JOINT_SITE = re.compile(
    r"\b(?:shoulder|knee|hip|ankle|elbow|wrist|subacromial|joint|thumb|sacroiliac|si)s?\b", re.I
)
_TOPICAL_FORMS = frozenset(["cream", "gel", "ointment", "lotion", "balm", "patch", "liquid", "spray", "oil"])
# Classes whose drugs are taken by mouth; on the skin they count as topicals.
_ORAL = frozenset(
    [
        "nsaids",
        "muscle_relaxants",
        "anticonvulsants",
        "antidepressants",
        "analgesics_other",
        "corticosteroids",
    ]
)
_SURGERY_SITES = (
    (
        "spine",
        re.compile(r"\b(?:spin|lumbar|cervical|thoracic|disc|vertebra|lamin|sacroiliac|[CTLS]\d)", re.I),
    ),
    ("shoulder", re.compile(r"\b(?:shoulder|rotator|acromi|clavic|labr|biceps|bankart)", re.I)),
    ("knee", re.compile(r"\b(?:knee|menisc|patell|acl|cruciate|chondroplast)", re.I)),
    (
        "hand_wrist",
        re.compile(
            r"\b(?:hand|wrist|finger|thumb|carpal|radius|de quervain|trigger|metacarpal|scaphoid)", re.I
        ),
    ),
)
_GIVEN_IN_SESSIONS = frozenset(["rehabilitation", "mental_health", "programs"])
_VISITS = frozenset(["evaluation_and_management"])
_SERIES_OF = frozenset(["injections"])
# Nothing is counted of a test that is asked for once, nor of an x-ray's views.
_LEADING_COUNT = re.compile(
    r"(?P<n>\d{1,2}|two|three|four|five|six|eight|ten|twelve)\s+(?!(?:leads?|channels?|wheel\w*|prong|point|panels?|in\b|months?|days?|weeks?|years?|hours?|views?|levels?|x|times)\b)(?=[a-z])",
    re.I,
)
_RENTAL = re.compile(r"\b(?:rental|rent|use|trial|stay|membership|month|day|night|week|year)", re.I)
_NIGHTS = re.compile(r"\b(?P<n>\d{1,2}|one|two|three|four|five)\s?-?\s?nights?\b", re.I)


@dataclass(slots=True)
class _Words:
    """The item's own words inside what was given: offsets, and what stood around them."""

    start: int
    end: int
    retrospective: bool
    original: str | None = None
    authorized: str | None = None


def parse_request(text: str) -> Determination:
    """One disputed item's words as a Determination with outcome ``unknown``.

    Offsets (``start``, ``end`` and the drugs') are into ``text``.  Never raises for a string: what cannot
    be read is ``None`` with a warning.  Raises ``TypeError`` for anything that is not a string.

    >>> item = parse_request("Norco 10/325mg #120 with 2 refills")
    >>> item.drugs[0].name, item.quantity, item.refills, item.category, item.subcategory
    ('hydrocodone/acetaminophen', 120.0, 2, 'pharmaceuticals', 'opioids')
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_request takes a request's words as str, not {type(text).__name__}")
    flow = reflow(normalize(text))
    item = read_request(flow.text)
    parts: list[Any] = [item, *item.drugs, *item.warnings]
    for part in parts:
        if part.start is not None and part.end is not None:
            part.start, part.end = flow.to_source(part.start, part.end)
    for drug in item.drugs:
        drug.text = text[drug.start : drug.end]
    return item


def read_request(flow_text: str) -> Determination:
    """As :func:`parse_request`, for flowing text; offsets are into ``flow_text``."""
    warnings: list[Warning] = []
    if len(flow_text) > MAX_CHARACTERS:
        warnings.append(
            Warning(
                code="request_too_long",
                message=f"only the first {MAX_CHARACTERS} characters of the request were read",
                start=MAX_CHARACTERS,
                end=len(flow_text),
            )
        )
        flow_text = flow_text[:MAX_CHARACTERS]
    words = _own_words(flow_text)
    text = flow_text[words.start : words.end]
    item = Determination(
        request=text,
        start=words.start,
        end=words.end,
        retrospective=words.retrospective,
        original_request=words.original,
        authorized=words.authorized,
        warnings=warnings,
    )
    if not text:
        item.warnings.append(Warning(code="request_empty", message="the request has no words"))
        return item
    mentions = find_drugs(text, fuzzy=True)
    services = find_services(text)
    posology = find_posology(text)
    prescription = attach(text, mentions, posology)
    _read_service_date(item, flow_text, text)
    item.cpt_codes = procedure_codes(text)
    _categorise(item, text, prescription, services)
    _fill(item, text, prescription, posology)
    for start, end in digit_slips(text):
        message = f"{text[start:end]!r} was read as a number"
        item.warnings.append(Warning(code="number_corrected", message=message, start=start, end=end))
    for warning in _doubts(text, prescription, item):
        item.warnings.append(warning)
    parts: list[Any] = [*item.drugs, *[w for w in item.warnings if w.code != "request_too_long"]]
    for part in parts:
        if part.start is not None and part.end is not None:
            part.start += words.start
            part.end += words.start
    return item


def _own_words(text: str) -> _Words:
    """Where the item's words stand: without number, "retrospective request for", and what UR authorized."""
    start, end = 0, len(text)
    numbered = _NUMBERED.match(text)
    if numbered and re.search(r"[A-Za-z]", text[numbered.end() :]):
        start = numbered.end()
    retrospective = bool(_WHEN.search(text))
    original = authorized = None
    partial = _PARTIAL.match(text[start:end])
    if partial:
        offset = start
        original = _clean(partial["original"])
        authorized = _clean(partial["authorized"] or partial["authorized2"] or "") or None
        group = (
            "remaining"
            if partial["remaining"] is not None
            else "again"
            if partial["again"] is not None
            else "original"
        )
        if not (partial[group] or "").strip(" :,"):
            group = "original"
        start, end = offset + partial.start(group), offset + partial.end(group)
    start, end = _trim(text, start, end)
    return _Words(start, end, retrospective, original, authorized)


def _clean(words: str) -> str:
    start, end = _trim(words, 0, len(words))
    return words[start:end]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while True:
        tail = _TAIL.search(text, start, end)
        if not tail or tail.start() < start or tail.start() == end:
            break
        end = tail.start()
    if (
        text[start:end].strip()
        and text[start:end].strip()[-1] == "."
        and not text[start:end].rstrip().endswith("...")
    ):
        trimmed = text[start:end].rstrip()
        end = start + len(trimmed) - 1
    while start < end and text[start] in " ,;:":
        start += 1
    lead = _LEAD.match(text, start, end)
    if lead and lead.end() > start and lead.end() < end:
        dos = lead["dos"] or ""
        if not dos.strip() or find_dates(dos) or _WHEN.search(lead.group()):
            start = lead.end()
    while start < end and text[start] in " ,;:":
        start += 1
    return start, end


def _read_service_date(item: Determination, whole: str, text: str) -> None:
    for words in (text, whole):
        for match in _DOS.finditer(words):
            dates = [d for s, _, d in find_dates(words) if 0 <= s - match.end() <= 3]
            if dates:
                item.date_of_service = dates[0]
                item.retrospective = True
                if dates[0] is None:
                    item.warnings.append(
                        Warning(code="date_impossible", message="the date of service is no date")
                    )
                return
    if item.retrospective:
        for match in _GIVEN_ON.finditer(text):
            dates = [d for s, _, d in find_dates(text) if 0 <= s - match.end() <= 3]
            if dates:
                item.date_of_service = dates[0]
                return
    if item.retrospective and item.date_of_service is None:
        lead = [d for s, _, d in find_dates(whole) if s < 60 and d is not None]
        if len(lead) == 1 and re.match(r"^\W*retro\w*\s*\(", whole, re.I):
            item.date_of_service = lead[0]


def _categorise(
    item: Determination, text: str, prescription: Prescription, services: list[ServiceMention]
) -> None:
    strong = [s for s in services if not is_weak(s)]
    first = next(iter(strong or services), None)
    if first is not None and first.subcategory in _COMPANIONS:
        # "hip repair with a 2 day stay": the operation is named first, in a weaker word.
        operation = next((s for s in services if s.term in _OPERATIONS and s.start < first.start), None)
        first = operation or first
    percent = sum(any(s.unit == "%" for s in d.strengths) for d in prescription.drugs)
    mixed = percent > 1 or (percent == 1 and len(prescription.drugs) > 2)
    injections = [s for s in services if s.category == "injections"]
    at_home = any(d.drug_class == "antimigraine" for d in prescription.drugs)
    injected = (
        not at_home
        and not _SELF_INJECTED.search(text)
        and (
            any(not is_weak(s) for s in injections)
            or (
                bool(_INJECTED.search(text))
                and (
                    bool(injections or _MUSCLE.search(text))
                    or any(d.form == "injection" for d in prescription.drugs)
                )
            )
        )
    )
    if mixed and not _INJECTED.search(text):
        injected = False
        services = [s for s in services if s.category != "injections"]
        strong = [s for s in services if not is_weak(s)]
        first = next(iter(strong or services), None)
    if prescription.drugs and not (
        first and not is_weak(first) and first.start < prescription.drugs[0].start
    ):
        if injected:
            item.category = "injections"
            item.subcategory = _injection(text, services)
        else:
            item.category, item.subcategory = "pharmaceuticals", _drug_subcategory(text, prescription)
        return
    if first is None:
        if prescription.drugs:
            item.category, item.subcategory = "pharmaceuticals", _drug_subcategory(text, prescription)
        elif found := category_of_codes(item.cpt_codes):
            item.category, item.subcategory = found
        elif named := _drug_class_named(text):
            item.category, item.subcategory = "pharmaceuticals", named
        elif re.search(r"[A-Za-z]{3}", text):
            item.category, item.subcategory = "other", "other"
            item.warnings.append(
                Warning(
                    code="category_not_found", message=f"no service or drug was recognised in {text[:80]!r}"
                )
            )
        return
    if (
        is_weak(first)
        and (found := category_of_codes(item.cpt_codes))
        and first.category == "evaluation_and_management"
    ):
        item.category, item.subcategory = found
        return
    item.category, item.subcategory = first.category, first.subcategory
    if first.term in ("medial branch", "facet") and any(
        s.subcategory == "radiofrequency_ablation" for s in services
    ):
        item.subcategory = "radiofrequency_ablation"
    if item.subcategory == "other_therapy" and _DEVICE.search(text) and not _GIVEN_AS.search(text):
        item.category = "dmepos"
        item.subcategory = "hot_cold_therapy" if _HEAT.search(text) else "other_equipment"
        return
    if item.subcategory == "ultrasound" and is_weak(first) and _GIVEN.search(text):
        item.category, item.subcategory = "rehabilitation", "other_therapy"
        return
    if first.category == "injections" and is_weak(first):
        item.subcategory = _injection(text, services)
    elif first.subcategory == BY_SITE:
        # The remaining portion of a request may leave its site to the original.
        where = f"{text} {item.original_request or ''}"
        item.subcategory = next(
            (key for key, sites in _SURGERY_SITES if sites.search(where)), "other_surgery"
        )
    elif _PREOP.search(text) and first.subcategory in _PREOP_TESTS:
        item.category, item.subcategory = "surgery", "preoperative"


@cache
def _class_words() -> tuple[re.Pattern[str], dict[str, str]]:
    keys = {
        t: row["subcategory"] for row in lexicons.table("drug_classes.tsv") for t in row["terms"].split("|")
    }
    words = "|".join(re.escape(t) for t in sorted(keys, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I), keys


def _drug_class_named(text: str) -> str | None:
    """Subcategory of an item that names a class of drugs and no drug: the rarest word's, in the table's order."""
    pattern, keys = _class_words()
    named = {keys[m.group().lower()] for m in pattern.finditer(text)}
    return next((key for key in dict.fromkeys(keys.values()) if key in named), None)


def _injection(text: str, services: list[ServiceMention]) -> str:
    named = next((s.subcategory for s in services if s.category == "injections" and not is_weak(s)), None)
    if named:
        return named
    if any(s.term in ("block", "blocks") for s in services):
        return "nerve_block"
    return "joint" if _JOINT_SITE.search(text) else "other_injections"


def _is_topical_brand(brand: str | None) -> bool:
    meaning = drug_names().get((brand or "").lower())
    return meaning is not None and meaning.kind == "topical"


def _drug_subcategory(text: str, prescription: Prescription) -> str:
    drugs = prescription.drugs
    percent = [d for d in drugs if any(s.unit == "%" for s in d.strengths)]
    ready_mixed = [d for d in drugs if d.ingredients]
    if (
        len(drugs) > 1
        and not ready_mixed
        and (percent or prescription.quantity_unit == "g" or _COMPOUND.search(text))
    ):
        return "compounds"
    drug = drugs[0]
    on_skin = not _NASAL.search(text) and (
        (drug.form in _TOPICAL_FORMS and drug.form is not None)
        or bool(percent)
        or _is_topical_brand(drug.brand)
    )
    if drug.drug_class in _ORAL and on_skin:
        return "topicals"
    if drug.drug_class == "opioids" and percent:
        return "topicals"
    if _COMPOUND.search(text) and drug.drug_class in _ORAL | {"other_drugs"}:
        return "topicals"
    if (
        drug.drug_class == "other_drugs"
        and on_skin
        and drug.form in ("cream", "gel", "ointment", "lotion")
        and percent
    ):
        return "topicals"
    return drug.drug_class or "other_drugs"


def _fill(item: Determination, text: str, prescription: Prescription, posology: list[Posology]) -> None:
    item.body_sites = body_sites(text)
    item.laterality = laterality(text)  # type: ignore[assignment]
    item.spinal_levels = spinal_levels(text)
    item.drugs = prescription.drugs
    if item.category == "pharmaceuticals" or (prescription.drugs and item.category == "injections"):
        item.quantity, item.quantity_unit = prescription.quantity, prescription.quantity_unit
        item.refills = prescription.refills
        item.frequency, item.times_per_day = prescription.frequency, prescription.times_per_day
        item.duration_days = prescription.duration_days
        if item.category == "injections":
            item.quantity = item.quantity_unit = None
            for drug in item.drugs:
                drug.form = drug.form or "injection"
            item.sessions = _series(find_sessions(text))
        return
    item.frequency = find_frequency(text)
    series = item.category in _SERIES_OF
    counted = item.category in _GIVEN_IN_SESSIONS or series
    visits = item.category in _VISITS
    if counted or visits:
        item.sessions = find_sessions(
            text, counted=counted or bool(re.search(r"\bvisits?\b|\d\s?x\s?\d|times", text, re.I))
        )
        if series:
            item.sessions = _series(item.sessions)
        if item.subcategory in (
            "functional_restoration",
            "gym_membership",
            "pain_management_program",
            "weight_loss",
        ) and not re.search(r"session|visit", text, re.I):
            item.sessions = None
        if item.category == "programs":
            item.duration_days = prescription.duration_days
        return
    _count_things(item, text, posology)
    if item.category in ("dmepos", "home_health_and_transport", "surgery", "programs", "dental_and_vision"):
        item.duration_days = prescription.duration_days
        nights = _NIGHTS.search(text)
        if item.subcategory == "inpatient_stay" and item.duration_days is None and nights:
            from imrnlp.text.numbers import count

            item.duration_days = count(nights["n"])
    if item.category == "dmepos" and re.search(r"\bsessions?\b|\bvisits?\b", text, re.I):
        item.sessions = find_sessions(text)


def _series(count: int | None) -> int | None:
    """One injection is no series."""
    return count if count is not None and count > 1 else None


def _count_things(item: Determination, text: str, posology: list[Posology]) -> None:
    """Quantity of what is no drug: things counted with ``#`` or ``QTY``, or in packs and pairs."""
    if item.subcategory == "x_ray" or item.category == "dental_and_vision":
        # The number behind "#" is a tooth's.
        return
    for mention in posology:
        if mention.label != "QUANTITY" or mention.value is None:
            continue
        marked = mention.text[:1] == "#" or mention.text[:1].lower() == "q"
        if marked or (
            item.category == "dmepos" and mention.unit not in ("tablet", "capsule", "units", "g", "mL", "oz")
        ):
            item.quantity = mention.value
            item.quantity_unit = mention.unit if mention.unit not in COUNTED_FORMS else None
            return
    times = next((p for p in posology if p.label == "TIMES" and p.value > 0), None)
    if times is not None and (
        item.category == "diagnostics" or (item.category == "dmepos" and times.value > 1)
    ):
        item.quantity = float(times.value)
    elif item.category == "dmepos":
        leading = _LEADING_COUNT.match(text)
        if leading:
            from imrnlp.text.numbers import count

            value = count(leading["n"])
            item.quantity = None if value is None else float(value)


def endless_numbers(text: str) -> list[Warning]:
    """A warning for each number with too many digits to count anything; its value is left out.

    >>> [w.code for w in endless_numbers("Norco 1234567890123456 mg")]
    ['number_out_of_range']
    """
    return [
        Warning(
            code="number_out_of_range",
            message=f"a number of {end - start} digits was not read",
            start=start,
            end=end,
        )
        for start, end in endless(text)
    ]


def _doubts(text: str, prescription: Prescription, item: Determination) -> list[Warning]:
    warnings = [
        Warning(
            code="number_out_of_range",
            message=f"{doubt.text!r} is no {doubt.label.lower()} that can be believed",
            start=doubt.start,
            end=doubt.end,
        )
        for doubt in prescription.doubtful
    ]
    warnings += [
        warning
        for warning in endless_numbers(text)
        if not any(
            d.start < (warning.end or 0) and d.end > (warning.start or 0) for d in prescription.doubtful
        )
    ]
    warnings += [
        Warning(
            code="drug_name_corrected",
            message=f"{mention.text!r} was read as {mention.corrected!r}",
            start=mention.start,
            end=mention.end,
        )
        for mention in prescription.mentions
        if mention.corrected
    ]
    return warnings
