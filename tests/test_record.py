"""The record: its schema is the committed one, its objects show themselves."""

import json

from imrnlp.export.schema import PATH, json_schema
from imrnlp.record import Determination, Drug, Letter, Strength


def test_committed_schema_is_the_code_s():
    assert json.loads(PATH.read_text(encoding="utf-8")) == json_schema(), (
        "run: python -m imrnlp.export.schema"
    )


def test_round_trip():
    letter = Letter(letter_id="x", determinations=[Determination(request="Norco")])
    assert Letter.model_validate_json(letter.model_dump_json()) == letter


def test_repr_is_one_readable_line():
    drug = Drug(text="Norco", start=0, end=5, name="hydrocodone/acetaminophen", strengths=[])
    drug.strengths = [Strength(value=10, unit="mg"), Strength(value=325, unit="mg")]
    assert repr(drug) == "Drug(hydrocodone/acetaminophen 10/325 mg)"
    assert repr(Letter(letter_id="x")) == "Letter(x, unknown: no determinations)"


def test_notebook_view_escapes_the_letter_s_words():
    letter = Letter(letter_id="x", determinations=[Determination(request="<b>Norco</b>", outcome="upheld")])
    html = letter._repr_html_()
    assert "&lt;b&gt;Norco" in html
    assert "upheld" in html
