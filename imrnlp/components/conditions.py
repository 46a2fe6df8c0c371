"""Components ``imr_conditions``, ``imr_assertion`` and ``imr_linking``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from imrnlp.assertion.context import classify, find_cues
from imrnlp.assertion.passages import assert_mentions, core
from imrnlp.assertion.rules import Cues, RuleRow, extended_matcher, rule_row
from imrnlp.components.added import AddedTerm, Saved
from imrnlp.components.base import Stage
from imrnlp.components.foreign import condition
from imrnlp.components.scoring import score_assertion, score_entities
from imrnlp.components.tagging import WithTerms, with_added
from imrnlp.reading import Reading
from imrnlp.tag.conditions import find_candidates
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.training import Example

    from imrnlp.components.board import Board
    from imrnlp.tag.mentions import ConditionMention
    from imrnlp.tag.passages import Passage


class Conditions(WithTerms):
    """Finds diagnoses, symptoms and findings in the patient's story; tags ``DIAGNOSIS``."""

    labels = ("DIAGNOSIS",)

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        return score_entities(examples, **options)

    def find(self, passage: Passage) -> list[ConditionMention]:
        from imrnlp.link.icd10cm import find_written_codes

        found = find_candidates(passage.text, passage.sentences, passage.defined)
        if found:
            written = find_written_codes(passage.text)
            starts = [code.start for code in written]
            for mention in found if written else ():
                # The first code behind the mention's first character.
                behind = bisect_right(starts, mention.start)
                if behind < len(starts):
                    _leave_out_code(mention, starts[behind])
        added = [_condition(passage.text[a:b], a, term) for a, b, term in self.terms.find(passage.text)]
        return with_added(found, added)

    def read(self, reading: Reading) -> None:
        reading.taggers.conditions = self.find

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        summary = reading.summary
        board.show(doc, reading, [(c, summary) for c in summary.conditions if not c.if_denied])


def _condition(text: str, start: int, term: AddedTerm) -> ConditionMention:
    mention = condition(text, start)
    mention.name = term.get("name", mention.name)
    if "icd10cm" in term:
        mention.icd10cm, mention.icd10cm_score, mention.linked = term["icd10cm"], 1.0, True
    return mention


def _leave_out_code(condition: ConditionMention, code: int) -> None:
    """Ends the condition before a code, at ``code``, that stands behind its words ("Lumbago (724.2)")."""
    words = condition.text[: code - condition.start].rstrip(" ([,:") if code < condition.end else ""
    if words:
        condition.name = condition.name[: len(words)] if condition.name else words.lower()
        condition.text, condition.end = words, condition.start + len(words)


class AssertionStage(Saved, Stage):
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

    def __init__(self, labels: list[str] | None = None, rules: Iterable[Any] | None = None):
        self.chosen = frozenset(labels) if labels else None
        self._rows: list[RuleRow] = []
        self._cues: Cues | None = None
        self.add(rules or ())

    def add(self, rules: Iterable[Any]) -> None:
        """Adds cues: medspaCy ``ConTextRule`` objects, or dicts of their JSON form.

        Raises ``ValueError`` for a rule without a literal, of no known direction, or whose pattern is not one
        of words, ``(a|b)`` and ``(a|b)?``.
        """
        rows = [rule_row(rule) for rule in (rules if isinstance(rules, list | tuple) else [rules])]
        self._rows += rows
        self._cues = extended_matcher(self._rows) if self._rows else None

    def rows(self) -> list[Any]:
        return self._rows

    def restore(self, rows: list[Any]) -> None:
        self._rows = []
        self.add(rows)

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        return score_assertion(examples, **options)

    def assert_(self, passage: Passage, conditions: list[ConditionMention]) -> None:
        assert_mentions(passage.text, conditions, passage.sentences, self._cues)

    def read(self, reading: Reading) -> None:
        reading.taggers.assertion = self.assert_

    def _applies(self, span: Span) -> bool:
        if self.chosen is not None:
            return span.label_ in self.chosen
        return span.label_ not in self.NOT_CONDITIONS

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        summary = reading.summary
        conditions = summary.conditions
        board.show(
            doc,
            reading,
            [(c, summary) for c in conditions if c.if_denied and c.assertion in ("absent", "possible")],
        )
        board.show_assertions(doc)
        targets = board.without_assertion(doc, [e for e in doc.ents if self._applies(e)])
        if not targets:
            return
        flow = reading.flow
        places = [(flow.from_source(e.start_char), flow.from_source(e.end_char), e) for e in targets]
        for start, end in split_sentences(flow.text):
            inside = [(s - start, min(e, end) - start, span) for s, e, span in places if start <= s < end]
            if inside:
                sentence = flow.text[start:end]
                cues = find_cues(sentence, matcher=self._cues)
                starts = [cue[0] for cue in cues]
                values = classify(
                    sentence, [core(sentence[a:b], a, cues, starts) for a, b, _ in inside], cues
                )
                for (_, _, span), value in zip(inside, values, strict=True):
                    board.set_assertion(doc, (span.start_char, span.end_char), value)


@lru_cache(maxsize=2)
def _rxnconso(path: str) -> dict[str, str]:
    from imrnlp.link.rxnorm import load_rxnconso

    table = load_rxnconso(path)
    # Combinations are also found by their ingredients in alphabetical order.
    return {"/".join(sorted(name.split("/"))): code for name, code in table.items()} | table


#: Ways to link; docs/pipeline.md compares them.
LINKERS = ("imrnlp", "scispacy")
#: Characters between a condition and the code that the letter writes behind it.
_CODE_REACH = 12


class Linking(Stage):
    """Links conditions to ICD-10-CM; drugs carry their RxCUI from the lexicon.

    A condition without a certain code has none; the score is kept.  ``rxnconso`` names a copy of RxNorm's
    table ``RXNCONSO.RRF``, whose RxCUIs then stand in the place of the lexicon's.

    ``linker`` is ``"imrnlp"``, whose keys must be met word for word, or ``"scispacy"``, whose candidates are the codes
    most alike in spelling, ``threshold`` or more (0 to 1): the likest is the code, all stand in ``span._.kb_ents``,
    those of drugs too where ``rxnconso`` is given.  Raises ``ValueError`` for another linker or threshold and
    ``ImportError`` where scispaCy is chosen and not installed.
    """

    def __init__(self, rxnconso: str | None = None, linker: str = "imrnlp", threshold: float | None = None):
        if linker not in LINKERS:
            raise ValueError(f"no linker {quoted(linker)}: there are {', '.join(LINKERS)}")
        if threshold is not None and (linker != "scispacy" or not 0 <= threshold <= 1):
            raise ValueError(f"threshold {quoted(threshold)}: the linker 'scispacy' takes one from 0 to 1")
        if linker == "scispacy" and find_spec("scispacy") is None:
            raise ImportError("the linker 'scispacy' needs the package scispacy, which stops at Python 3.12")
        self.rxnconso, self.linker = rxnconso, linker
        self.threshold = 0.7 if threshold is None else threshold

    def link(self, passage: Passage, conditions: list[ConditionMention]) -> None:
        """Gives each condition of the passage that has no code yet its own."""
        # The index behind it is loaded with the first letter, not with the package.
        from imrnlp.link import icd10cm

        waiting = [c for c in conditions if not c.linked]
        if not waiting:
            return
        written = icd10cm.find_written_codes(passage.text)
        find = self._finder()
        for mention in waiting:
            mention.linked = True
            code, score = find(mention)
            mention.icd10cm, mention.icd10cm_score = code, score if code else None
            for code_written in written:
                # "Lumbago (724.2)": the letter's own code, close behind the words.
                if 0 <= code_written.start - mention.end <= _CODE_REACH:
                    if code_written.kind == "icd9cm":
                        mention.icd9cm = code_written.code
                    else:
                        mention.icd10cm, mention.icd10cm_score = code_written.code, 1.0
                        if mention.candidates:
                            others = (c for c in mention.candidates if c[0] != code_written.code)
                            mention.candidates = ((code_written.code, 1.0), *others)
                    break

    def _finder(self) -> Callable[[ConditionMention], tuple[str | None, float]]:
        """What gives a condition its code and the code's score."""
        if self.linker == "imrnlp":
            from imrnlp.link import icd10cm

            return lambda mention: icd10cm.link(mention.name, mention.laterality, mention.body_site)
        from imrnlp.link import scispacy

        def likest(mention: ConditionMention) -> tuple[str | None, float]:
            stated = mention.name, mention.laterality, mention.body_site
            mention.candidates = scispacy.conditions(*stated, threshold=self.threshold)
            return mention.candidates[0] if mention.candidates else (None, 0.0)

        return likest

    def _drugs(self) -> Mapping[str, str]:
        if not self.rxnconso:
            return {}
        if self.linker == "imrnlp":
            return _rxnconso(self.rxnconso)
        from imrnlp.link.scispacy import RxNormNames

        return RxNormNames(self.rxnconso, self.threshold)

    def read(self, reading: Reading) -> None:
        if self.rxnconso:
            reading.taggers.rxcuis = self._drugs()
        reading.taggers.linking = self.link

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        self.link(reading.summary, reading.summary.conditions)
        board.recode(doc)
        if self.linker == "scispacy" and self.rxnconso:
            from imrnlp.link.scispacy import RxNormNames

            board.show_drug_candidates(doc, RxNormNames(self.rxnconso, self.threshold).candidates)
