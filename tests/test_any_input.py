"""Inputs that broke something once: a record that can be written and read again, and messages that tell no secrets."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.read.table import TableError, letters_of_table
from imrnlp.record import Letter
from imrnlp.run.local import record_line

MANY = "1" * 400


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Norco {MANY} mg #60: Upheld", id="an infinite strength"),
        pytest.param(f"Norco {MANY}/325 mg #{MANY}: Upheld", id="an infinite quantity"),
        pytest.param(f"Fentanyl 5 mcg/{MANY} hr x {MANY}: Upheld", id="an infinite period"),
        pytest.param(f"A {'1' * 5000}-year-old man has pain.", id="more digits than int() takes"),
        pytest.param("Norco \ud800 10/325mg \udfff #60: Upheld", id="lone surrogates"),
        pytest.param("Norco\x85 10/325mg\u2028 #60:\u2029 Upheld", id="line ends of Unicode"),
        pytest.param("Norco\x0b 10/325mg\x0c\x1c\x1d\x1e #60: Upheld", id="line ends of control characters"),
        pytest.param("\x00\x00", id="NUL"),
        pytest.param("\ufeff", id="a byte order mark"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_record_can_be_written_and_read_again(text):
    letter = imrnlp.extract_text(text, letter_id="x")
    line = record_line(letter)
    assert len(line.splitlines()) == 1
    line.encode()
    assert Letter.model_validate_json(line) == letter
    assert json.loads(line) == json.loads(letter.model_dump_json())


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(f"Norco {MANY} mg", id="strength"),
        pytest.param(f"Norco 10/{MANY} mg", id="second strength"),
        pytest.param(f"Norco 10/325 mg #{MANY}", id="quantity"),
        pytest.param(f"{MANY} tablets of naproxen 550 mg", id="count before the drug"),
        pytest.param(f"Norco 10/325 mg refills x {MANY}", id="refills"),
        pytest.param(f"Norco 10/325 mg with {MANY} refills", id="refills behind their count"),
        pytest.param(f"Norco 10/325 mg, {MANY} days supply", id="duration"),
        pytest.param(f"Physical therapy, {MANY} sessions", id="sessions"),
        pytest.param(f"Physical therapy {MANY} times a week for 6 weeks", id="sessions a week"),
    ],
)
def test_a_request_tells_of_a_number_without_end(words):
    item = imrnlp.parse_request(words)
    told = [w for w in item.warnings if w.code == "number_out_of_range"]
    assert len(told) == 1
    assert (told[0].start or 0) <= words.index(MANY) + 1 < (told[0].end or 0)
    assert (item.refills, item.sessions, item.duration_days) == (None, None, None)
    assert all(s.value is not None and s.value < 1000 for d in item.drugs for s in d.strengths)


def test_a_summary_tells_of_a_number_without_end():
    text = f"CLINICAL CASE SUMMARY\nThe patient takes Norco {MANY} mg for pain.\n"
    letter = imrnlp.extract_text(text)
    assert [m.strengths for m in letter.medications] == [[]]
    told = [w for w in letter.warnings if w.code == "number_out_of_range"]
    assert len(told) == 1
    assert told[0].start == text.index(MANY)


@pytest.mark.parametrize("words", ["Norco 10/325mg #120", "Norco, claim 123456789012", "1,000,000 units"])
def test_numbers_that_are_read_are_not_told(words):
    assert "number_out_of_range" not in [w.code for w in imrnlp.parse_request(words).warnings]


def test_lone_surrogates_are_told():
    letter = imrnlp.extract_text("Norco \ud800 10/325mg #60: Upheld", letter_id="x\udcff")
    assert letter.warnings[0].code == "characters_replaced"
    assert letter.letter_id == "x\ufffd"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(sample_letters, end):
    text = (sample_letters / "2014-knee-arthroscopy.txt").read_text(encoding="utf-8")
    other = text.replace("\n", end)
    a, b = imrnlp.extract_text(text), imrnlp.extract_text(other)
    assert [(d.request, d.outcome) for d in a.determinations] == [
        (d.request, d.outcome) for d in b.determinations
    ]
    assert [d.name for d in a.diagnoses] == [d.name for d in b.diagnoses]
    assert all(other[d.start : d.end] == d.text for d in b.diagnoses)


def test_a_cells_offsets_are_the_cells(tmp_path):
    """The text was changed to other line ends, and offsets counted in a text that nobody has."""
    cell = "Case\r\nsummary\r\n\r\nNorco 10/325mg #60: Upheld\r\n"
    (tmp_path / "t.csv").write_bytes(f'id,text\r\n1,"{cell}"\r\n'.encode())
    [document] = letters_of_table(str(tmp_path / "t.csv"), "text", "id")
    letter = imrnlp.extraction.extract_document(document)
    drug = letter.determinations[0].drugs[0]
    assert cell[drug.start : drug.end] == drug.text == "Norco"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("The patient, Mr X, is a 45-year-old man with secret pain " * 20, id="no header"),
        pytest.param(",".join(f"column{i}" for i in range(100_000)), id="100,000 columns"),
        pytest.param("\x1b[2J\x07,b", id="terminal sequences"),
    ],
)
def test_a_tables_message_prints_no_letter(tmp_path, header):
    csv.field_size_limit(131_072)  # as in a process that has read no table yet
    (tmp_path / "t.csv").write_text(header + "\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError) as error:
        list(letters_of_table(str(tmp_path / "t.csv"), "text"))
    message = str(error.value).removeprefix(str(tmp_path))
    assert len(message) < 600
    assert "secret" not in message
    assert "\x1b" not in message
    assert (
        CliRunner().invoke(app, ["extract", str(tmp_path / "t.csv"), "--text-column", "text"]).exit_code == 2
    )


def test_nothing_of_a_letter_is_logged(sample_letters, caplog, capfd):
    with caplog.at_level("INFO"):
        for path in sorted(sample_letters.glob("*.txt")):
            imrnlp.extract(path)
    said = capfd.readouterr()
    assert not [r for r in caplog.records if r.name.startswith("imrnlp")]
    assert said.out + said.err == ""


def test_a_missing_library_is_one_error(tmp_path, monkeypatch, sample_letters):
    """It was an error record for each of twelve letters."""

    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")

    monkeypatch.setattr("imrnlp.read.plain.read", missing)
    out = tmp_path / "out.jsonl"
    done = CliRunner().invoke(app, ["extract", str(sample_letters), "-o", str(out)])
    assert done.exit_code == 1
    assert done.stderr.count("pypdfium2") == 1
    assert out.read_text() == ""


@pytest.mark.parametrize(
    "run",
    [" " * 300, "\n" * 300, "-" * 300, "a" * 1000, "1" * 1000, "1/2/2013, " * 3 + "x" * 600, "ﬁ" * 400],
)
def test_offsets_hold_beside_a_run_without_end(run):
    text = f"The patient has neck pain {run} and low back pain.\n1. Norco{run[:1]} 10/325mg #60: Upheld\n"
    letter = imrnlp.extract_text(text)
    assert letter.determinations[0].quantity == 60
    for part in [*letter.diagnoses, *letter.determinations[0].drugs]:
        assert text[part.start : part.end] == part.text
    assert "low back pain" in [d.text for d in letter.diagnoses]


def test_an_unforeseen_error_tells_no_letter(monkeypatch, sample_letters):
    """pydantic's errors print the value that they are about."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError("The patient, Mr X, has a secret\x1b[2J that no message may tell to anybody else")

    monkeypatch.setattr("imrnlp.run.local.extract_document", broken)
    done = CliRunner().invoke(app, ["extract", str(next(sample_letters.glob("*.txt")))])
    assert done.exit_code == 1
    assert "ValueError" in done.stderr
    assert "anybody" not in done.stderr + done.stdout
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\ufeff\u200d"], ids=ascii)
def test_hundreds_of_characters_that_nobody_sees_cost_no_word(unseen):
    """They were counted, so that the word was cut as one without end."""
    letter = imrnlp.extract_text(f"1. Nor{unseen * 300}co 10/325mg #60: Up{unseen * 300}held\n")
    [item] = letter.determinations
    assert ([d.name for d in item.drugs], item.quantity) == (["hydrocodone/acetaminophen"], 60.0)
    assert item.outcome == "upheld"
