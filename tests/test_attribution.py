"""Whose conditions and drugs findings speak of, on the marked findings of the package's data."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from attribution import FILE, attributed, measured, read_marked


def test_marks_are_read():
    text, marked = read_marked(
        "X: She has {lupus|present} on {+prednisone|current}; [gout] needs [+colchicine]."
    )
    assert text == "She has lupus on prednisone; gout needs colchicine."
    assert [(text[m.start : m.end], m.drug, m.own) for m in marked] == [
        ("lupus", False, True),
        ("prednisone", True, True),
        ("gout", False, False),
        ("colchicine", True, False),
    ]


@pytest.mark.parametrize(
    ("kind", "least", "precision", "recall"), [("conditions", 220, 0.99, 0.99), ("drugs", 60, 1.0, 1.0)]
)
def test_attribution(kind: str, least: int, precision: float, recall: float) -> None:
    own, taken, right = measured()[kind]
    assert own >= least
    assert right / taken >= precision
    assert right / own >= recall


def test_others_are_marked_too():
    assert sum(not span.own for _, span, _ in attributed(FILE)) > 150
