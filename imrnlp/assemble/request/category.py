"""The category of an item: that of the first service named, or of its drug."""

from __future__ import annotations

import re
from functools import cache

from imrnlp import lexicons
from imrnlp.record import Determination, Warning
from imrnlp.tag.drugs import drug_names
from imrnlp.tag.mentions import ServiceMention
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import Prescription
from imrnlp.tag.services import BY_SITE, category_of_codes, is_weak
from imrnlp.text.strings import quoted

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
# What is cut, formed, fixed or opened ends so: "panniculectomy", "cheiloplasty", "orchiopexy", "gastrostomy".
_OPERATION_WORD = re.compile(
    r"\b\w{3,}(?:ectom(?:y|ies)|plast(?:y|ies)|otom(?:y|ies)|ostom(?:y|ies)|pex(?:y|ies)|rrhaph(?:y|ies)|odesis|desis|centesis)\b",
    re.I,
)
# Radiofrequency is for nerves in the back; what it does to these is an operation.
_ABLATED = re.compile(
    r"\b(?:thyroid|nodules?|tumou?rs?|cancer|liver|hepatic|renal|kidney|vein|veins|venous|saphenous|varicose|cardiac|atrial|barrett|"
    r"esoph\w+|endometri\w+|uterine|fibroids?|lung|prostate|turbinates?|palate|tongue|bone metast\w+)\b",
    re.I,
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


@cache
def _systemic_drugs() -> frozenset[str]:
    """Drugs of general medicine whose usual form is the injection: a shot of one is a prescription, no procedure."""
    curated = {row["name"]: (row["class"], row["form"]) for row in lexicons.table("drugs.tsv")}
    further = {row["name"] for row in lexicons.table("unii_drugs.tsv")} - set(curated)
    return frozenset(
        further | {name for name, kind in curated.items() if kind == ("other_drugs", "injection")}
    )


def categorise(item: Determination, words: Passage, prescription: Prescription) -> None:
    """Sets the item's category and subcategory, where the taggers of services and drugs looked for them."""
    text, services = words.text, words.services
    named = {s.subcategory for s in services}
    if "radiofrequency_ablation" in named and "medial_branch_block" not in named and _ABLATED.search(text):
        item.category, item.subcategory = "surgery", "other_surgery"
        return
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
        local = any(s.subcategory != "other_injections" and not is_weak(s) for s in injections)
        if injected and (local or not any(d.name in _systemic_drugs() for d in prescription.drugs)):
            item.category = "injections"
            item.subcategory = _injection(text, services)
        else:
            item.category, item.subcategory = "pharmaceuticals", _drug_subcategory(text, prescription)
        return
    if words.taggers.services and not strong and _OPERATION_WORD.search(text):
        item.category, item.subcategory = "surgery", _operated(text)
        return
    if first is None:
        if prescription.drugs:
            item.category, item.subcategory = "pharmaceuticals", _drug_subcategory(text, prescription)
        elif words.taggers.services and (found := category_of_codes(item.cpt_codes)):
            item.category, item.subcategory = found
        elif words.taggers.drugs and (drug_class := _drug_class_named(text)):
            item.category, item.subcategory = "pharmaceuticals", drug_class
        elif words.taggers.services and re.search(r"[A-Za-z]{3}", text):
            item.category, item.subcategory = "other", "other"
            item.warnings.append(
                Warning(
                    code="category_not_found", message=f"no service or drug was recognised in {quoted(text)}"
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
        item.subcategory = _operated(f"{text} {item.original_request or ''}")
    elif _PREOP.search(text) and first.subcategory in _PREOP_TESTS:
        item.category, item.subcategory = "surgery", "preoperative"


def _operated(where: str) -> str:
    """The subcategory of an operation by the first site that its words name."""
    return next((key for key, sites in _SURGERY_SITES if sites.search(where)), "other_surgery")


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
