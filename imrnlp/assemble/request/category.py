"""The category of an item: that of the first service named, or of its drug.

The first of :data:`RULES` that holds decides; :data:`DRUG_RULES` decide between kinds of drugs.  Each has an example,
which a test runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Determination, Drug, Warning
from imrnlp.tag.drugs import drug_names
from imrnlp.tag.mentions import ServiceMention
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import Prescription
from imrnlp.tag.services import BY_SITE, category_of_codes, is_weak
from imrnlp.text.strings import quoted

#: Category and subcategory.
Decision = tuple[str, str]

#: The words that the patterns name.
_WORDS = Wordings("request_words.tsv")

_INJECTED = re.compile(r"\binject|\bim\b|intramuscular|\biv\b", re.I)
# A drug that the patient injects at home is a prescription, not a procedure.
_SELF_INJECTED = _WORDS.compile(
    r"""
    \b {injected_at_home}
    # with how often, and not into a muscle: "Humira 40 mg every other week"
  | ^ (?! .* \b (?: im\b | intramuscular ) ) .*
    \b {times_of_injections}
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_MUSCLE = re.compile(r"\bim\b|intramuscular|\biv\b|intravenous", re.I)
# A modality bought or rented is equipment; an ultrasound that is given several times is a therapy.
_DEVICE = _WORDS.compile(r"\b{devices}s?\b", re.I)
_HEAT = _WORDS.compile(r"\b{warm_and_cold}\b", re.I)
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
# What goes with an operation.
_COMPANIONS = frozenset(["inpatient_stay", "surgical_assistant"])
#: Services whose name may begin with what else is a drug's.
_NAMED_FOR = frozenset(["surgery", "diagnostics", "dmepos", "mental_health"])
_PREOP_TESTS = frozenset(["laboratory", "other_tests", "x_ray"])
_JOINT_SITE = _WORDS.compile(r"\b{joints}s?\b", re.I)
# What is cut, formed, fixed or opened ends so: "panniculectomy", "cheiloplasty", "orchiopexy", "gastrostomy".
_OPERATION_WORD = _WORDS.compile(r"\b\w{3,}{operation_endings}\b", re.I)
# Radiofrequency is for nerves in the back; what it does to these is an operation.
_ABLATED = _WORDS.compile(r"\b{ablated_organs}\b", re.I)
_SURGERY_SITES = tuple(
    (key, _WORDS.compile(rf"\b{{surgery_{key}}}", re.I))
    for key in ("spine", "shoulder", "knee", "hand_wrist")
)


@cache
def _systemic_drugs() -> frozenset[str]:
    """Drugs of general medicine whose usual form is the injection: a shot of one is a prescription, no procedure."""
    curated = {row["name"]: (row["class"], row["form"]) for row in lexicons.table("drugs.tsv")}
    further = {row["name"] for row in lexicons.table("unii_drugs.tsv")} - set(curated)
    return frozenset(
        further | {name for name, kind in curated.items() if kind == ("other_drugs", "injection")}
    )


def _operated(where: str) -> Decision:
    """An operation, by the first site that its words name."""
    return "surgery", next((key for key, sites in _SURGERY_SITES if sites.search(where)), "other_surgery")


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


@dataclass
class Asked:
    """What the rules need to know of an item: its words, services and drugs, each computed once."""

    item: Determination
    words: Passage
    prescription: Prescription

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def drugs(self) -> list[Drug]:
        return self.prescription.drugs

    @cached_property
    def percents(self) -> list[Drug]:
        """The drugs whose strength is a percentage: what is mixed into a cream."""
        return [d for d in self.drugs if any(s.unit == "%" for s in d.strengths)]

    @cached_property
    def mixed(self) -> bool:
        """A compounded cream, in which a drug of injections is an ingredient."""
        several = len(self.percents) > 1 or (len(self.percents) == 1 and len(self.drugs) > 2)
        return several and not _INJECTED.search(self.text)

    @cached_property
    def injections(self) -> list[ServiceMention]:
        return [s for s in self.words.services if s.category == "injections"]

    @cached_property
    def services(self) -> list[ServiceMention]:
        """The services that count."""
        found = self.words.services
        return [s for s in found if s.category != "injections"] if self.mixed else found

    @cached_property
    def strong(self) -> list[ServiceMention]:
        return [s for s in self.services if not is_weak(s)]

    @cached_property
    def first(self) -> ServiceMention | None:
        """The service that speaks for the item: the first strong one, else the first."""
        first = next(iter(self.strong or self.services), None)
        if first is not None and first.subcategory in _COMPANIONS and not self.mixed:
            # "hip repair with a 2 day stay": the operation is named first, in a weaker word.
            named = (s for s in self.services if s.term in _WORDS.of("operations") and s.start < first.start)
            return next(named, first)
        if first is not None and first.category == "evaluation_and_management":
            # "follow-up with a neurologist" is a follow-up, whoever is seen; "follow-up bone scan" is the scan.
            return next((s for s in self.services if s.subcategory == "follow_up"), first)
        return first

    @property
    def weak(self) -> bool:
        return self.first is not None and is_weak(self.first)

    def is_first(self, *subcategories: str) -> bool:
        """Whether the item's service is one of these."""
        return self.first is not None and self.first.subcategory in subcategories

    @cached_property
    def names(self) -> set[str]:
        """Subcategories of all services."""
        return {s.subcategory for s in self.words.services}

    @cached_property
    def is_drug(self) -> bool:
        """Whether a drug is asked for, and no service named before it."""
        first, drug = self.first, self.drugs[0]
        if first is None or is_weak(first):
            return True
        # "thyroid radiofrequency ablation" is named for the gland, "Kenalog injection" for the drug.
        named_for = first.start == drug.start and first.end > drug.end and first.category in _NAMED_FOR
        return first.start >= drug.start and not named_for

    @cached_property
    def injected(self) -> bool:
        """Whether the drug is given by injection, and not by the patient at home."""
        if self.mixed or _SELF_INJECTED.search(self.text):
            return False
        if any(d.drug_class == "antimigraine" for d in self.drugs):
            return False
        if any(not is_weak(s) for s in self.injections):
            return True
        stated = (
            self.injections or _MUSCLE.search(self.text) or any(d.form == "injection" for d in self.drugs)
        )
        return bool(stated and _INJECTED.search(self.text))

    @cached_property
    def systemic(self) -> bool:
        """A drug of general medicine that is no injection into some place: a prescription."""
        local = any(s.subcategory != "other_injections" and not is_weak(s) for s in self.injections)
        return not local and any(d.name in _systemic_drugs() for d in self.drugs)

    @cached_property
    def coded(self) -> Decision | None:
        """What the item's procedure codes say, where services are looked for."""
        return category_of_codes(self.item.cpt_codes)

    @cached_property
    def class_named(self) -> str | None:
        return _drug_class_named(self.text) if self.words.taggers.drugs else None

    @property
    def seeks_services(self) -> bool:
        return self.words.taggers.services is not None

    @cached_property
    def on_skin(self) -> bool:
        drug = self.drugs[0]
        on_skin = drug.form in _WORDS.of("topical_forms") or self.percents or _is_topical_brand(drug.brand)
        return bool(on_skin) and not _NASAL.search(self.text)


def _by_mouth() -> frozenset[str]:
    """Classes whose drugs are taken by mouth; on the skin they count as topicals."""
    return _WORDS.of("oral_drug_classes")


class CategoryRule(NamedTuple):
    """A rule: its name, when it holds, what it gives, and a request as example."""

    name: str
    when: Callable[[Asked], object]
    gives: Callable[[Asked], Decision]
    example: str


def _kind_of_drug(a: Asked) -> Decision:
    return "pharmaceuticals", next(r for r in DRUG_RULES if r.when(a)).gives(a)[1]


def _service(a: Asked) -> Decision:
    assert a.first is not None
    return a.first.category, a.first.subcategory


def _codes(a: Asked) -> Decision:
    assert a.coded is not None
    return a.coded


#: The first that holds decides.
RULES = (
    CategoryRule(
        "radiofrequency of an organ is an operation, of a nerve an injection",
        lambda a: (
            "radiofrequency_ablation" in a.names
            and "medial_branch_block" not in a.names
            and _ABLATED.search(a.text)
        ),
        lambda a: ("surgery", "other_surgery"),
        "Radiofrequency ablation of a thyroid nodule",
    ),
    CategoryRule(
        "a drug given by injection",
        lambda a: a.drugs and a.is_drug and a.injected and not a.systemic,
        lambda a: ("injections", _injection(a.text, a.services)),
        "Toradol 60 mg IM injection",
    ),
    CategoryRule(
        "a drug",
        lambda a: a.drugs and a.is_drug,
        _kind_of_drug,
        "Norco 10/325 mg #60",
    ),
    CategoryRule(
        "an operation known by its ending, no service",
        lambda a: a.seeks_services and not a.strong and _OPERATION_WORD.search(a.text),
        lambda a: _operated(a.text),
        "Orchiopexy",
    ),
    CategoryRule(
        "a procedure code alone",
        lambda a: a.first is None and a.seeks_services and a.coded,
        _codes,
        "CPT 72148",
    ),
    CategoryRule(
        "a class of drugs, no drug",
        lambda a: a.first is None and a.class_named,
        lambda a: ("pharmaceuticals", a.class_named or ""),
        "Unspecified muscle relaxant",
    ),
    CategoryRule(
        "words that no table knows",
        lambda a: a.first is None and a.seeks_services and re.search(r"[A-Za-z]{3}", a.text),
        lambda a: ("other", "other"),
        "Quibbling",
    ),
    CategoryRule(
        "a visit in general words beside a procedure code",
        lambda a: (
            a.first is not None and a.weak and a.first.category == "evaluation_and_management" and a.coded
        ),
        _codes,
        "Evaluation, 72148",
    ),
    CategoryRule(
        "a modality bought or rented for warmth or cold",
        lambda a: _is_device(a) and _HEAT.search(a.text),
        lambda a: ("dmepos", "hot_cold_therapy"),
        "Infrared therapy unit purchase",
    ),
    CategoryRule(
        "a modality bought or rented",
        lambda a: _is_device(a),
        lambda a: ("dmepos", "other_equipment"),
        "Shockwave therapy device rental",
    ),
    CategoryRule(
        "an ultrasound given several times is a therapy",
        lambda a: a.is_first("ultrasound") and a.weak and _GIVEN.search(a.text),
        lambda a: ("rehabilitation", "other_therapy"),
        "Ultrasound 2 times a week for 3 weeks",
    ),
    CategoryRule(
        "an injection by a weak word",
        lambda a: a.first is not None and a.first.category == "injections" and a.weak,
        lambda a: ("injections", _injection(a.text, a.services)),
        "Injection of the left shoulder",
    ),
    CategoryRule(
        # The remaining portion of a request may leave its site to the original.
        "an operation, by its site",
        lambda a: a.is_first(BY_SITE),
        lambda a: _operated(f"{a.text} {a.item.original_request or ''}"),
        "Arthroscopy of the right knee",
    ),
    CategoryRule(
        "a test before an operation",
        lambda a: a.is_first(*_PREOP_TESTS) and _PREOP.search(a.text),
        lambda a: ("surgery", "preoperative"),
        "Chest x-ray, pre-op",
    ),
    CategoryRule(
        "radiofrequency of the nerve whose block is named first",
        lambda a: (
            a.first is not None
            and a.first.term in ("medial branch", "facet")
            and any(s.subcategory == "radiofrequency_ablation" for s in a.services)
        ),
        lambda a: (_service(a)[0], "radiofrequency_ablation"),
        "Medial branch neurotomy",
    ),
    CategoryRule(
        "a service",
        lambda a: a.first is not None,
        _service,
        "MRI of the lumbar spine",
    ),
)

#: What decides between kinds of a drug; the last always holds.
DRUG_RULES = (
    CategoryRule(
        "several drugs in one cream, none of them ready mixed",
        lambda a: (
            len(a.drugs) > 1
            and not any(d.ingredients for d in a.drugs)
            and (a.percents or a.prescription.quantity_unit == "g" or _COMPOUND.search(a.text))
        ),
        lambda a: ("pharmaceuticals", "compounds"),
        "Ketoprofen 20%, lidocaine 5% cream 120 g",
    ),
    CategoryRule(
        "on the skin, a drug that is else taken by mouth",
        lambda a: a.drugs[0].drug_class in _by_mouth() and a.on_skin,
        lambda a: ("pharmaceuticals", "topicals"),
        "Diclofenac 1% gel",
    ),
    CategoryRule(
        "an opioid in percent",
        lambda a: a.drugs[0].drug_class == "opioids" and a.percents,
        lambda a: ("pharmaceuticals", "topicals"),
        "Tramadol 8% cream",
    ),
    CategoryRule(
        "one drug compounded",
        lambda a: a.drugs[0].drug_class in _by_mouth() | {"other_drugs"} and _COMPOUND.search(a.text),
        lambda a: ("pharmaceuticals", "topicals"),
        "Compounded gabapentin",
    ),
    CategoryRule(
        "a cream in percent that no class has",
        lambda a: (
            a.drugs[0].drug_class == "other_drugs"
            and a.on_skin
            and a.drugs[0].form in ("cream", "gel", "ointment", "lotion")
            and a.percents
        ),
        lambda a: ("pharmaceuticals", "topicals"),
        "Tretinoin 0.05% cream",
    ),
    CategoryRule(
        "a drug of its class",
        lambda a: True,
        lambda a: ("pharmaceuticals", a.drugs[0].drug_class or "other_drugs"),
        "Norco 10/325 mg #60",
    ),
)


def _is_device(a: Asked) -> bool:
    return a.is_first("other_therapy") and bool(_DEVICE.search(a.text)) and not _GIVEN_AS.search(a.text)


def categorise(item: Determination, words: Passage, prescription: Prescription) -> None:
    """Sets the item's category and subcategory, where the taggers of services and drugs looked for them."""
    asked = Asked(item, words, prescription)
    rule = next((r for r in RULES if r.when(asked)), None)
    if rule is None:
        return
    item.category, item.subcategory = rule.gives(asked)
    if item.category == "other" and asked.first is None:
        message = f"no service or drug was recognised in {quoted(words.text)}"
        item.warnings.append(Warning(code="category_not_found", message=message))
