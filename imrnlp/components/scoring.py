"""Scores of the components for ``nlp.evaluate``: entities, spans and assertion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.scorer import PRFScore, Scorer
from spacy.training import Example


def score_entities(
    examples: Iterable[Example], labels: tuple[str, ...] = (), **options: Any
) -> dict[str, Any]:
    """Precision, recall and F1 of ``doc.ents`` (``ents_p``, ``ents_r``, ``ents_f``) and of ``doc.spans["imr"]``."""
    found = list(examples)
    scores = Scorer.score_spans(found, "ents", **options)
    if any("imr" in e.reference.spans for e in found):
        scores |= Scorer.score_spans(
            found,
            "spans_imr",
            getter=lambda doc, _: doc.spans.get("imr", []),
            has_annotation=lambda doc: "imr" in doc.spans,
            allow_overlap=True,
            labeled=True,
        )
    return scores


def score_assertion(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """Precision, recall and F1 of diagnoses with the right place and assertion (``assertion_f``, and one for each assertion).

    ``assertion_acc`` is the share of right assertions among the diagnoses that were found.
    """
    whole, right, both = PRFScore(), 0, 0
    of_each: dict[str, PRFScore] = {}
    stated = False
    for example in examples:
        gold = {k: v for k, v in _assertions(example.reference).items() if v is not None}
        stated = stated or bool(gold)
        found = _assertions(example.predicted)
        whole.score_set(set(found.items()), set(gold.items()))
        for name in {*gold.values(), *filter(None, found.values())}:
            of_each.setdefault(name, PRFScore()).score_set(
                {k for k, v in found.items() if v == name}, {k for k, v in gold.items() if v == name}
            )
        both += len(found.keys() & gold.keys())
        right += sum(found[k] == gold[k] for k in found.keys() & gold.keys())
    if not stated:
        return {}
    return {
        "assertion_p": whole.precision,
        "assertion_r": whole.recall,
        "assertion_f": whole.fscore,
        "assertion_acc": right / both if both else None,
        "assertion_per_type": {name: score.to_dict() for name, score in sorted(of_each.items())},
    }


def _assertions(doc: Any) -> dict[tuple[int, int], str | None]:
    return {(e.start_char, e.end_char): e._.assertion for e in doc.ents if e.label_ == "DIAGNOSIS"}
