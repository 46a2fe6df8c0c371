"""Letters of 2013 and 2014: every field, with their lines and without."""

from __future__ import annotations

import json
from typing import Any

import pytest
from paths import TEST_DATA

import imrnlp

LETTERS = json.loads((TEST_DATA / "other_layouts.json").read_text(encoding="utf-8"))["letters"]


@pytest.mark.parametrize("joiner", ["\n", " "], ids=["lines", "one line"])
@pytest.mark.parametrize("expected", LETTERS, ids=[letter["name"] for letter in LETTERS])
def test_letter(expected: dict[str, Any], joiner: str) -> None:
    letter = imrnlp.extract_text(joiner.join(expected["text"]))
    assert letter.layout == expected["layout"]
    assert letter.case.model_dump(mode="json") == expected["case"]
    assert letter.reviewer.specialties == expected["specialties"]
    assert letter.reviewer.subspecialties == expected["subspecialties"]
    assert letter.reviewer.states == expected["states"]
    assert [(d.request, d.outcome) for d in letter.determinations] == [
        (item["request"], item["outcome"]) for item in expected["items"]
    ]
    for found, item in zip(letter.determinations, expected["items"], strict=True):
        assert [r.title for r in found.claims_administrator_guidelines] == item["claims_administrator"]
        assert [r.title for r in found.imr_guidelines] == item["imr"]
        assert found.rationale is not None
        assert found.rationale.text.startswith(item["first_words"])
        assert found.rationale.text.endswith(item["last_words"])
