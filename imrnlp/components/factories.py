"""Registers the components with spaCy, so that ``nlp.add_pipe("imr_drugs")`` finds them.

The package's entry points name this module: nothing needs to import imrnlp first.  Annotations stay
unquoted here, since spaCy validates a factory's settings by them.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from imrnlp.components.assembly import Assembly
from imrnlp.components.base import LETTER_KEY
from imrnlp.components.conditions import Assertion, Conditions, Linking
from imrnlp.components.guidelines import Guidelines
from imrnlp.components.structure import Sections, Sentences
from imrnlp.components.tagging import Drugs, PosologyTagger, Services
from imrnlp.record import Letter


def _letter(doc: Doc) -> Letter | None:
    letter = doc.user_data.get(LETTER_KEY)
    if isinstance(letter, str):  # came through to_bytes
        letter = doc.user_data[LETTER_KEY] = Letter.model_validate_json(letter)
    return letter


for _owner, _name, _options in (
    (Doc, "letter", {"getter": _letter}),
    (Doc, "layout", {"default": None}),
    (Span, "assertion", {"default": None}),
):
    if not _owner.has_extension(_name):
        _owner.set_extension(_name, **_options)


@Language.factory("imr_sections", assigns=["doc.spans", "doc._.layout"])
def make_sections(nlp: Language, name: str) -> Sections:
    return Sections()


@Language.factory("imr_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    return Sentences()


@Language.factory("imr_drugs", assigns=["doc.ents", "doc.spans"], default_config={"fuzzy": True})
def make_drugs(nlp: Language, name: str, fuzzy: bool) -> Drugs:
    return Drugs(fuzzy=fuzzy)


@Language.factory("imr_posology", assigns=["doc.ents", "doc.spans"])
def make_posology(nlp: Language, name: str) -> PosologyTagger:
    return PosologyTagger()


@Language.factory("imr_guidelines", assigns=["doc.ents", "doc.spans"])
def make_guidelines(nlp: Language, name: str) -> Guidelines:
    return Guidelines()


@Language.factory("imr_services", assigns=["doc.ents", "doc.spans"])
def make_services(nlp: Language, name: str) -> Services:
    return Services()


@Language.factory("imr_conditions", assigns=["doc.ents", "doc.spans", "span._.assertion"])
def make_conditions(nlp: Language, name: str) -> Conditions:
    return Conditions()


@Language.factory(
    "imr_assertion", requires=["doc.ents"], assigns=["span._.assertion"], default_config={"labels": None}
)
def make_assertion(nlp: Language, name: str, labels: list[str] | None) -> Assertion:
    return Assertion(labels)


@Language.factory(
    "imr_linking", requires=["doc.ents"], assigns=["doc.ents"], default_config={"rxnconso": None}
)
def make_linking(nlp: Language, name: str, rxnconso: str | None) -> Linking:
    return Linking(rxnconso)


@Language.factory("imr_assembly", assigns=["doc._.letter"], default_config={"labels": None})
def make_assembly(nlp: Language, name: str, labels: dict[str, str] | None) -> Assembly:
    return Assembly(labels)
