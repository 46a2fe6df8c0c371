"""Components ``imr_conditions``, ``imr_assertion`` and ``imr_linking``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from imrnlp.assertion.context import assert_targets
from imrnlp.reading import Reading, Stage, publish_mentions
from imrnlp.tag.conditions import find_conditions
from imrnlp.text.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from imrnlp.link.icd10cm import WrittenCode
    from imrnlp.tag.mentions import ConditionMention


class Conditions(Stage):
    """Finds diagnoses, symptoms and findings in the patient's story; tags ``DIAGNOSIS``."""

    labels = ("DIAGNOSIS",)

    def read(self, reading: Reading) -> None:
        summary = reading.summary
        found = find_conditions(summary.text)
        for mention in found:
            mention.start += summary.start
            mention.end += summary.start
        reading.conditions = found

    def publish(self, doc: Doc, reading: Reading) -> None:
        for mention, span in zip(
            reading.conditions, publish_mentions(doc, reading, reading.conditions), strict=False
        ):
            span._.assertion = mention.assertion


class Assertion(Stage):
    """Sets ``span._.assertion`` of every entity that has none yet, whoever found it.

    The ConText algorithm on the entity's sentence; see :mod:`imrnlp.assertion.context`.
    ``labels`` restricts it to entities of these labels; by default every entity is read,
    save the ones imrnlp itself gives a meaning other than a condition.
    """

    NOT_CONDITIONS = frozenset(
        [
            "STRENGTH",
            "FORM",
            "ROUTE",
            "FREQUENCY",
            "DURATION",
            "QUANTITY",
            "REFILLS",
            "GUIDELINE",
            "BODY_SITE",
            "PROCEDURE",
            "DRUG",
        ]
    )

    def __init__(self, labels: list[str] | None = None):
        self.chosen = frozenset(labels) if labels else None

    def read(self, reading: Reading) -> None:
        """Nothing: the conditions that the rules find come with their assertion."""

    def _applies(self, span: Span) -> bool:
        if self.chosen is not None:
            return span.label_ in self.chosen
        return span.label_ not in self.NOT_CONDITIONS

    def publish(self, doc: Doc, reading: Reading) -> None:
        targets = [e for e in doc.ents if self._applies(e) and e._.assertion is None]
        if not targets:
            return
        flow = reading.flow
        places = [(flow.from_source(e.start_char), flow.from_source(e.end_char), e) for e in targets]
        for start, end in split_sentences(flow.text):
            inside = [(s - start, e - start, span) for s, e, span in places if start <= s < end]
            if inside:
                values = assert_targets(
                    flow.text[start:end], [(s, min(e, end - start)) for s, e, _ in inside]
                )
                for (_, _, span), value in zip(inside, values, strict=True):
                    span._.assertion = value


@lru_cache(maxsize=2)
def _rxnconso(path: str) -> dict[str, str]:
    from imrnlp.link.rxnorm import load_rxnconso

    table = load_rxnconso(path)
    # Combinations are also found by their ingredients in alphabetical order.
    return {"/".join(sorted(name.split("/"))): code for name, code in table.items()} | table


#: Characters between a condition and the code that the letter writes behind it.
_CODE_REACH = 12


def _leave_out_codes(condition: ConditionMention, written: list[WrittenCode], offset: int) -> None:
    """Ends the condition before a code that stands behind its words ("Lumbago (724.2)")."""
    for found in written:
        start = found.start + offset
        if condition.start < start < condition.end:
            words = condition.text[: start - condition.start].rstrip(" ([,:")
            if words:
                condition.name = condition.name[: len(words)] if condition.name else words.lower()
                condition.text, condition.end = words, condition.start + len(words)
            return


class Linking(Stage):
    """Links conditions to ICD-10-CM; drugs carry their RxCUI from the lexicon.

    A condition without a certain code has none; the score is kept.  ``rxnconso`` names a copy of RxNorm's
    table ``RXNCONSO.RRF``, whose RxCUIs then stand in the place of the lexicon's.
    """

    def __init__(self, rxnconso: str | None = None):
        self.rxnconso = rxnconso

    def read(self, reading: Reading) -> None:
        # The index behind it is loaded with the first letter, not with the package.
        from imrnlp.link import icd10cm

        if self.rxnconso:
            reading.taggers.rxcuis = _rxnconso(self.rxnconso)
        summary = reading.summary
        written = icd10cm.find_written_codes(summary.text) if reading.conditions else []
        for condition in reading.conditions:
            _leave_out_codes(condition, written, summary.start)
            code, score = icd10cm.link(condition.name, condition.laterality, condition.body_site)
            condition.extra["icd10cm"] = code
            condition.extra["icd10cm_score"] = score if code else None
            for found in written:
                # "Lumbago (724.2)": the letter's own code, close behind the words.
                if 0 <= found.start + summary.start - condition.end <= _CODE_REACH:
                    if found.kind == "icd9cm":
                        condition.extra["icd9cm"] = found.code
                    else:
                        condition.extra["icd10cm"], condition.extra["icd10cm_score"] = found.code, 1.0
                    break

    def publish(self, doc: Doc, reading: Reading) -> None:
        codes = {
            reading.flow.to_source(c.start, c.end)[0]: c.extra["icd10cm"]
            for c in reading.conditions
            if c.extra.get("icd10cm")
        }
        for ent in doc.ents:
            if ent.label_ == "DIAGNOSIS" and ent.start_char in codes:
                ent.kb_id_ = codes[ent.start_char]
