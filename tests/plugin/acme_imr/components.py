"""A component that notes on the record that the plug-in has seen it."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("acme_seen", default_config={"word": "seen"})
def make_seen(nlp: Language, name: str, word: str):
    def seen(doc: Doc) -> Doc:
        doc._.letter.letter_id = word
        return doc

    return seen
