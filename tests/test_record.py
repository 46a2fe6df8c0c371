"""The record: its schema is the committed one, its objects show themselves."""

import copy
import json
import pickle

import pytest

import imrnlp
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_text_beside_a_record_travels_nowhere_else(tmp_path, jobs):
    file = tmp_path / "x.txt"
    file.write_text("1. Norco 10/325mg #120: Upheld. Zanzibar\n", encoding="utf-8", newline="")
    letter = next(imrnlp.extract_many(file, jobs=jobs))
    assert letter.letter_text == imrnlp.read_text(file) == imrnlp.extract(file).letter_text
    assert copy.deepcopy(letter).letter_text == letter.model_copy().letter_text == letter.letter_text
    assert "Zanzibar" not in letter.model_dump_json() + repr(letter.model_dump())
    bare = pickle.loads(pickle.dumps(letter))
    assert bare.letter_text == letter.without_text().letter_text == ""
    assert bare == letter == Letter.model_validate_json(letter.model_dump_json())
    assert bare != bare.model_copy(update={"letter_id": "y"})


def test_a_docs_record_has_its_text():
    nlp = imrnlp.load()
    doc = nlp("1. Norco 10/325mg #120: Upheld\n")
    assert doc._.letter.letter_text == doc.text
    assert type(doc)(nlp.vocab).from_bytes(doc.to_bytes())._.letter.letter_text == doc.text


def test_records_of_other_versions(monkeypatch):
    """An older record is brought up to today's version, a newer one is told to be that."""
    from imrnlp import record

    with pytest.raises(ValueError, match="a newer imrnlp is needed"):
        record.upgraded({"schema_version": "2", "letter_id": "x"})
    with pytest.raises(ValueError, match="no schema_version"):
        record.upgraded({"letter_id": "x"})
    monkeypatch.setattr(record, "SCHEMA_VERSION", "3")
    monkeypatch.setitem(record.MIGRATIONS, "1", ("2", lambda old: {**old, "b": old["a"]}))
    monkeypatch.setitem(record.MIGRATIONS, "2", ("3", lambda old: {**old, "c": old["b"]}))
    assert record.upgraded({"schema_version": "1", "a": 5}) == {"schema_version": "3", "a": 5, "b": 5, "c": 5}


def test_every_field_says_what_it_means_with_an_example():
    from imrnlp import record

    models = [m for m in vars(record).values() if isinstance(m, type) and issubclass(m, record.Record)]
    fields = [(m.__name__, n, f) for m in models for n, f in m.model_fields.items()]
    assert len(fields) > 80
    assert [(m, n) for m, n, f in fields if not f.description or not f.examples] == []
