"""Registers the components with spaCy, so that ``nlp.add_pipe("imr_drugs")`` finds them.

The package's entry points name this module: nothing needs to import imrnlp first.  Annotations stay
unquoted here, since spaCy validates a factory's settings by them.
"""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrnlp.components import medspacy, scispacy
from imrnlp.components.assembly import Assembly
from imrnlp.components.base import LETTER_KEY
from imrnlp.components.conditions import AssertionStage, Conditions, Linking
from imrnlp.components.guidelines import Guidelines
from imrnlp.components.structure import Sections, Sentences
from imrnlp.components.tagging import Drugs, PosologyTagger, Services
from imrnlp.record import Letter


def _letter(doc: Doc) -> Letter | None:
    letter = doc.user_data.get(LETTER_KEY)
    if isinstance(letter, str):  # came through to_bytes
        letter = doc.user_data[LETTER_KEY] = Letter.model_validate_json(letter).beside(doc.text)
    return letter


for _owner, _name, _options in (
    (Doc, "letter", {"getter": _letter}),
    (Doc, "layout", {"default": None}),
    (Span, "assertion", {"default": None}),
):
    if not _owner.has_extension(_name):
        _owner.set_extension(_name, **_options)

medspacy.register()
scispacy.register()

_SPANS = ["doc.ents", "doc.spans"]
_ENT_SCORES: dict[str, float | None] = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None}
_ASSERTION_SCORES: dict[str, float | None] = {
    "assertion_f": 1.0,
    "assertion_p": 0.0,
    "assertion_r": 0.0,
    "assertion_acc": 0.0,
}
#: A user's own terms, as a config has them.
Rows = list[dict[str, str] | str]


@Language.factory("imr_sections", assigns=["doc.spans", "doc._.layout"], default_config={"lexicons": []})
def make_sections(nlp: Language, name: str, lexicons: list[str]) -> Sections:
    return Sections(lexicons)


@Language.factory("imr_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    return Sentences()


@Language.factory(
    "imr_drugs",
    assigns=[*_SPANS, "token.ent_type", "token.ent_iob", "token.ent_kb_id"],
    default_config={"fuzzy": True, "terms": None},
)
def make_drugs(nlp: Language, name: str, fuzzy: bool, terms: Rows | None) -> Drugs:
    return Drugs(fuzzy=fuzzy, terms=terms)


@Language.factory("imr_posology", assigns=_SPANS)
def make_posology(nlp: Language, name: str) -> PosologyTagger:
    return PosologyTagger()


@Language.factory("imr_guidelines", assigns=_SPANS)
def make_guidelines(nlp: Language, name: str) -> Guidelines:
    return Guidelines()


@Language.factory("imr_services", assigns=_SPANS, default_config={"terms": None})
def make_services(nlp: Language, name: str, terms: Rows | None) -> Services:
    return Services(terms)


@Language.factory(
    "imr_conditions", assigns=_SPANS, default_config={"terms": None}, default_score_weights=_ENT_SCORES
)
def make_conditions(nlp: Language, name: str, terms: Rows | None) -> Conditions:
    return Conditions(terms)


@Language.factory(
    "imr_assertion",
    requires=["doc.ents"],
    assigns=["span._.assertion", *(f"span._.{flag}" for flag in medspacy.FLAGS.values())],
    default_config={"labels": None, "rules": None},
    default_score_weights=_ASSERTION_SCORES,
)
def make_assertion(
    nlp: Language, name: str, labels: list[str] | None, rules: list[dict[str, Any]] | None
) -> AssertionStage:
    return AssertionStage(labels, rules)


@Language.factory(
    "imr_linking",
    requires=["doc.ents"],
    assigns=["token.ent_kb_id", "span._.kb_ents"],
    default_config={"rxnconso": None, "linker": "imrnlp", "threshold": None},
)
def make_linking(
    nlp: Language, name: str, rxnconso: str | None, linker: str, threshold: float | None
) -> Linking:
    return Linking(rxnconso, linker, threshold)


@Language.factory(
    "imr_assembly",
    requires=["doc.ents", "doc.spans"],
    assigns=["doc._.letter"],
    default_config={"labels": None},
)
def make_assembly(nlp: Language, name: str, labels: dict[str, str] | None) -> Assembly:
    return Assembly(labels)
