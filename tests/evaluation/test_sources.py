"""What accuracy is measured with: gold of several forms, and what is wrong in it told in one sentence."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.evaluation.gold import check
from imrnlp.evaluation.sources import evaluate_path, score_folders

TEXT = "CLINICAL CASE SUMMARY\nHe has left knee pain.\n1. Norco 10/325mg #60: Upheld\n2. Soma 350mg: Overturned\n"


def record(letter_id: str = "a", text: str = TEXT) -> dict:
    return imrnlp.extract_text(text, letter_id=letter_id).model_dump(mode="json")


@pytest.fixture
def place(tmp_path):
    """Writes a file of lines, each as JSON where it is no text."""

    def write(name: str, *lines) -> str:
        said = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / name).write_text("\n".join(said) + "\n", encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_gold_records_in_one_file(place):
    scores = evaluate_path(place("gold.jsonl", record("a"), record("b")), [record("a")])
    assert scores.missing == ["b"]
    assert scores.parts["outcome"].gold == 4
    assert scores.parts["outcome"].correct == 2


@pytest.mark.parametrize(
    ("lines", "predicted", "message"),
    [
        pytest.param([], None, "holds no gold", id="nothing"),
        pytest.param(["{"], None, "line 1: not JSON lines", id="no JSON"),
        pytest.param([5], None, "neither records nor gold lines", id="a number"),
        pytest.param([{"id": "x"}], None, "neither records nor gold lines", id="another object"),
        pytest.param([{"id": "x", "text": "Soma", "gold": {}}, 5], None, "row 2 has no", id="the second line"),
        pytest.param([{"id": "x", "text": "Soma", "gold": {}}], [record()], "not with records", id="lines with records"),
        pytest.param([record()], None, "give the records to measure", id="records alone"),
        pytest.param([record()], [], "nothing to measure", id="no records"),
        pytest.param([record()], [record(), record()], "hold letter 'a' twice", id="one letter twice"),
        pytest.param([{"determinations": []}], [record()], "not a gold record", id="a record without a letter"),
        pytest.param(
            [{**record(), "schema_version": "9"}], [record()], "a newer imrnlp is needed", id="a record of tomorrow"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_told(place, lines, predicted, message):
    with pytest.raises(ValueError, match=message):
        evaluate_path(place("gold.jsonl", *lines), predicted)


def test_a_gold_record_without_its_letter(place, tmp_path):
    place("a.json", record())
    with pytest.raises(ValueError, match=r"a.json: no letter of that name beside"):
        evaluate_path(str(tmp_path))
    place("a.txt", TEXT)
    assert evaluate_path(str(tmp_path)).parts["outcome"].correct == 2


def test_a_letter_that_cannot_be_read_counts_as_missed(place, tmp_path):
    place("a.json", record())
    (tmp_path / "a.docx").write_bytes(b"no archive")
    assert evaluate_path(str(tmp_path)).parts["outcome"].correct == 0


def test_scores_by_layout_need_layouts(place):
    scores = evaluate_path(place("gold.jsonl", record()), [record()])
    assert list(scores.by("layout")) == [record()["layout"]]
    assert list(scores.by("letter")) == ["a"]
    with pytest.raises(ValueError, match="by layout or by letter"):
        scores.by("page")
    lines = evaluate_path(place("lines.jsonl", {"id": "x", "text": "Soma 350mg", "gold": {"refills": None}}))
    with pytest.raises(ValueError, match="this gold has no letters"):
        lines.by("layout")


def test_folders_without_a_letter_in_common(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.json").write_text(json.dumps(record(name)))
    with pytest.raises(ValueError, match="have no letter in common"):
        score_folders(str(tmp_path / "a"), str(tmp_path / "b"))


@pytest.mark.parametrize(
    ("gold", "ours", "right"),
    [
        ({"first_words": "no gain", "last_words": "was shown"}, {"text": "No gain  was shown"}, 1),
        ({"text": "no gain was shown"}, {"text": "No gain was shown"}, 1),
        ({"text": "no gain was shown"}, {"text": "No gain"}, 0),
        ({"first_words": "no gain", "last_words": "was shown"}, {"first_words": "no gain", "last_words": "was shown"}, 1),
        ({"first_words": "a gain", "last_words": "was shown"}, {"text": "no gain was shown"}, 0),
        ({"first_words": "no gain", "last_words": "was shown"}, None, 0),
    ],
)  # fmt: skip
def test_rationales_by_their_ends_or_whole(place, gold, ours, right):
    wanted, found = record(), record()
    wanted["determinations"][0]["rationale"] = gold
    found["determinations"][0]["rationale"] = ours
    score = evaluate_path(place("gold.jsonl", wanted), [found]).parts["rationale"]
    assert (score.gold, score.correct) == (1, right)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        pytest.param(lambda s: s.replace('"letter_id": "a"', '"letter_id": "a", "letter_id": "b"'), 1,
                     "the field 'letter_id' occurs twice", id="a field twice"),
        pytest.param(lambda s: s.replace('"schema_version": "1"', '"schema_version": "9"'), 1,
                     "a newer imrnlp is needed", id="a version of tomorrow"),
        pytest.param(lambda s: s[:-2], None, "not JSON", id="half a record"),
        pytest.param(lambda s: s.replace('"text": "left knee pain"', '"text": "right knee pain"'), None,
                     "the letter does not have these words: 'right knee pain'", id="words of another letter"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_gold_record(change, line, said):
    source = json.dumps(record(), indent=1)
    problems = check(change(source), TEXT)
    assert any(said in p.message for p in problems), problems
    assert line is None or problems[0].line == line


def test_offsets_of_other_words():
    gold = record()
    [diagnosis] = gold["diagnoses"]
    diagnosis["start"] += 1
    assert any("characters" in p.message for p in check(json.dumps(gold), TEXT))


def test_last_words_before_the_first():
    gold = record()
    gold["determinations"][0]["rationale"] = {"first_words": "Norco", "last_words": "knee pain"}
    assert any("stand before the first words" in p.message for p in check(json.dumps(gold), TEXT))


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["{gold}", "--compare", "{a}", "{a}", "--by", "letter"], 2, "--compare is for two results only"),
        (["{gold}", "{a}", "--by", "page"], 2, "by layout or by letter"),
        (["{lines}", "--by", "layout"], 2, "this gold has no letters"),
        (["{gold}", "{a}", "--errors=differences.txt"], 2, "a worksheet is a .csv or a .html"),
        (["{gold}", "{both}"], 0, "no gold for"),
    ],
)
def test_the_commands_own_sentences(place, arguments, status, said):
    names = {
        "gold": place("gold.jsonl", record("a")),
        "a": place("a.jsonl", record("a")),
        "both": place("both.jsonl", record("a"), record("b")),
        "lines": place("lines.jsonl", {"id": "x", "text": "Soma 350mg", "gold": {"refills": None}}),
    }
    done = CliRunner().invoke(app, ["evaluate", *(a.format(**names) for a in arguments)])
    assert (done.exit_code, said in done.output + done.stderr) == (status, True), done.output + done.stderr
