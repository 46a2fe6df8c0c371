"""Rates, intervals, similar items and `imrnlp ask`: the same answers from frames, Parquet and JSON lines."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest
from paths import ROOT
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.export.frames import to_frames
from imrnlp.record import (
    Case,
    Determination,
    Diagnosis,
    Drug,
    GuidelineReference,
    Letter,
    Patient,
    Reviewer,
)
from imrnlp.study.fields import FIELDS
from imrnlp.study.intervals import wilson

LETTERS = sorted((ROOT / "data" / "letters").glob("*/*.txt"))
MTUS, ODG = "Chronic Pain Medical Treatment Guidelines", "Official Disability Guidelines"


def cited(title: str | None) -> list[GuidelineReference]:
    return [GuidelineReference(text=title, start=0, end=1, source="other", title=title)] if title else []


def item(number, drugs, outcome, reviewer=None, administrator=None, **more):
    return Determination(
        number=number,
        request=f"{'/'.join(drugs) or 'MRI'} #60",
        outcome=outcome,
        drugs=[
            Drug(text=name, start=0, end=1, name=name, brand="Flexeril" if name.startswith("cyc") else None)
            for name in drugs
        ],
        category="pharmaceuticals" if drugs else "diagnostics",
        imr_guidelines=cited(reviewer),
        claims_administrator_guidelines=cited(administrator),
        **more,
    )


@pytest.fixture(scope="module")
def records():
    a = Letter(
        letter_id="a",
        case=Case(decision_date="2014-03-05", ur_denial_date="2014-01-01", application_received="2014-01-11"),
        patient=Patient(age=44, sex="female"),
        reviewer=Reviewer(specialties=["Pain Management", "Anesthesiology"]),
        diagnoses=[Diagnosis(text="x", start=0, end=1, name="low back pain", icd10cm="M54.5")],
        determinations=[
            item(1, ["cyclobenzaprine"], "upheld", MTUS, MTUS, quantity=60),
            item(2, ["flurbiprofen", "cyclobenzaprine"], "overturned", ODG, MTUS),
            item(3, [], "unknown", None, None, body_sites=["lumbar spine", "left hand"]),
        ],
    )
    b = Letter(
        letter_id="b",
        case=Case(decision_date="2015-03-05"),
        determinations=[item(1, ["hydrocodone/acetaminophen"], "modified", MTUS, None)],
    )
    bad = Letter(letter_id="bad", error="not read")
    return [a, b, bad]


@pytest.fixture(scope="module")
def frames(records):
    return to_frames(records)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("study") / "tables"
    assert run("extract", *LETTERS, "-f", "parquet", "-o", place).exit_code == 0
    return place


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def counts(found: pd.DataFrame, *columns: str) -> list[tuple]:
    shown = found[[*columns, "items", "letters", "upheld", "overturned", "modified", "unknown"]]
    return [tuple(None if pd.isna(v) else v for v in row) for row in shown.itertuples(index=False)]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe 1998 (Stat Med 17:857), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="2 out of 1"):
        wilson(2, 1)


def test_all_items(frames):
    found = imrnlp.rates(frames)
    assert counts(found) == [(4, 2, 1, 1, 1, 1)]
    assert found.loc[0, "rate"] == pytest.approx(1 / 3)  # of the three that were decided
    assert found.loc[0, "letter_ids"] == ["a", "b"]


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("category", [("pharmaceuticals", 3, 2, 1, 1, 1, 0), ("diagnostics", 1, 1, 0, 0, 0, 1)]),
        ("guideline", [(MTUS, 2, 2, 1, 0, 1, 0), (ODG, 1, 1, 0, 1, 0, 0), (None, 1, 1, 0, 0, 0, 1)]),
        ("year", [(2014, 3, 1, 1, 1, 0, 1), (2015, 1, 1, 0, 0, 1, 0)]),
        (
            "agreement",
            [
                ("claims administrator cites none", 1, 1, 0, 0, 1, 0),
                ("other documents", 1, 1, 0, 1, 0, 0),
                ("same document", 1, 1, 1, 0, 0, 0),
                (None, 1, 1, 0, 0, 0, 1),
            ],
        ),
        ("age_group", [("40-49", 3, 1, 1, 1, 0, 1), (None, 1, 1, 0, 0, 1, 0)]),
        (
            "body_region",
            [("low back", 1, 1, 0, 0, 0, 1), ("wrist and hand", 1, 1, 0, 0, 0, 1), (None, 3, 2, 1, 1, 1, 0)],
        ),
        ("diagnosis_group", [("musculoskeletal system", 3, 1, 1, 1, 0, 1), (None, 1, 1, 0, 0, 1, 0)]),
        ("days_ur_to_application", [(10, 3, 1, 1, 1, 0, 1), (None, 1, 1, 0, 0, 1, 0)]),
    ],
)
def test_by(frames, by, rows):
    found = counts(imrnlp.rates(frames, by=by), by)
    known = [row for row in found if row[0] is not None]
    assert sorted(known, key=str) == sorted((r for r in rows if r[0] is not None), key=str)
    assert [row for row in found if row[0] is None] == [r for r in rows if r[0] is None]
    assert counts(imrnlp.rates(frames, by=by, missing=False), by) == known


@pytest.mark.parametrize(
    ("where", "items"),
    [
        ({"drug": "cyclobenzaprine"}, 2),
        ({"drug": "FLEXERIL"}, 2),
        ({"drug": "Norco"}, 1),  # a brand is its ingredients
        ({"drug": "acetaminophen"}, 1),
        ({"drug": ["flurbiprofen", "hydrocodone"]}, 2),
        ({"age": (40, 50)}, 3),
        ({"age": (None, 43)}, 0),
        ({"quantity": 60}, 1),
        ({"year": 2015}, 1),
        ({"year": "2015"}, 1),
        ({"decision_date": ("2015-01-01", None)}, 1),
        ({"guideline": None}, 0),
        ({"sex": None}, 1),
        ({"drug": "cyclobenzaprine", "guideline": ODG}, 1),
        ({"category": "nothing"}, 0),
        ({"category": []}, 0),
        ({"specialty": "pain management"}, 3),
    ],
)
def test_where(frames, where, items):
    found = imrnlp.rates(frames, where=where)
    assert (found["items"].sum() if len(found) else 0) == items


def test_by_and_where_of_one_field(frames):
    """A compound counts as the drug that was asked for, not as its other part too."""
    found = imrnlp.rates(frames, by="drug", where={"drug": "cyclobenzaprine"})
    assert counts(found, "drug") == [("cyclobenzaprine", 2, 1, 1, 1, 0, 0)]


def test_two_fields_and_a_users_own_column(frames):
    mine = {**frames, "letters": frames["letters"].assign(office=["north", "south", "south"])}
    found = imrnlp.rates(mine, by=["office", "category"], where={"office": "north"})
    assert counts(found, "office", "category") == [
        ("north", "pharmaceuticals", 2, 1, 1, 1, 0, 0),
        ("north", "diagnostics", 1, 1, 0, 0, 0, 1),
    ]


@pytest.fixture(scope="module")
def read_back(folder):
    return imrnlp.read_frames(folder)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_counts_and_all_sources_agree(name, folder, read_back):
    one = imrnlp.rates(read_back, by=name)
    pd.testing.assert_frame_equal(one, imrnlp.rates(folder, by=name))
    assert one["items"].sum() >= 57


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda f: imrnlp.rates(f, by="drugs"), r"no field 'drugs' \(near: drug\)"),
        (lambda f: imrnlp.rates(f, outcome="won"), "no outcome 'won'"),
        (lambda f: imrnlp.rates(f, where={"age": (1, 2, 3)}), "a range is a pair"),
        (lambda f: imrnlp.rates("nowhere.jsonl"), "no such file"),
        (lambda f: imrnlp.rates([]), "no records"),
        (lambda f: imrnlp.similar(" ", f), "empty"),
    ],
)
def test_wrong_calls(frames, call, says):
    with pytest.raises(ValueError, match=says):
        call(frames)


def test_nothing_is_a_frame_with_columns():
    found = imrnlp.rates(to_frames([]), by="drug")
    assert found.empty
    assert {"drug", "items", "rate", "letter_ids"} <= set(found)


def test_quotes_in_values(frames):
    assert imrnlp.rates(frames, where={"drug": "x' OR '1'='1"}).empty


def test_two_runs_in_one_folder_are_refused(tmp_path, folder):
    import shutil

    shutil.copytree(folder, tmp_path / "t")
    shutil.copy(tmp_path / "t/letters/part-00000.parquet", tmp_path / "t/letters/part-00001.parquet")
    with pytest.raises(ValueError, match="occurs twice"):
        imrnlp.rates(tmp_path / "t")


def test_similar(frames, folder):
    found = imrnlp.similar("Flexeril 7.5mg #60", frames, n=2)
    assert found[["letter_id", "determination"]].values.tolist() == [["a", 1], ["a", 2]]
    assert found["likeness"].between(0, 1).all()
    found = imrnlp.similar("Norco 10/325mg #90", folder)
    assert found.loc[0, "request"].startswith("Norco 10/325mg")
    assert found.loc[0, "rationale"]


def test_ask(folder):
    done = run("ask", folder, "--drug", "cyclobenzaprine", "--by", "guideline", "--letters")
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "1 item in 1 letter (drug cyclobenzaprine); overturned: 0.0% (95% interval 0.0 to 79.3%)"
    )
    assert "2015-topical" in done.stdout
    rows = json.loads(run("ask", folder, "--by", "category", "-f", "json").stdout)
    assert sum(row["items"] for row in rows) == 57
    assert run("ask", folder, "--by", "sex", "-f", "csv").stdout.startswith("sex,items,letters,")
    assert "days_ur_to_decision" in run("ask", folder, "--by", "help").stdout
    assert "Norco 10/325mg #120" in run("ask", folder, "--like", "Norco 10/325mg #90").stdout


def test_ask_letters_themselves(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("ask", *LETTERS[:3], tmp_path / "empty.txt", "--where", "age=..200")
    assert done.exit_code == 1
    assert "1 letter could not be read" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--drug", "cyclobenzaprin"], "no item with drug 'cyclobenzaprin'; 'cyclobenzaprine' is there"),
        (["--by", "nothing"], "no field 'nothing'"),
        (["--where", "x"], "write FIELD=VALUE"),
        (["--category", "surgery", "--drug", "omeprazole"], "no items with all of that"),
    ],
)
def test_ask_wrongly(folder, arguments, says):
    done = run("ask", folder, *arguments)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr


def test_a_folder_of_an_older_version_is_read(tmp_path, folder):
    """A table that it had not is empty; a column that it had not holds nothing."""
    import pyarrow.parquet as pq

    old = tmp_path / "old"
    shutil.copytree(folder, old)
    shutil.rmtree(old / "strengths")
    for file in (old / "determinations").glob("*.parquet"):
        pq.write_table(pq.read_table(file).drop_columns(["criterion"]), file)
    before, after = imrnlp.rates(folder, by="category"), imrnlp.rates(old, by="category")
    pd.testing.assert_frame_equal(after, before)
    assert imrnlp.rates(old, by="criterion")["items"].sum() == before["items"].sum()


def test_two_folders_of_tables_are_refused(folder):
    with pytest.raises(ValueError, match="one folder of Parquet tables at a time"):
        imrnlp.rates([folder, folder])


def test_a_frame_that_is_missing_is_empty(frames):
    alone = {name: frame for name, frame in frames.items() if name != "guidelines"}
    assert len(imrnlp.rates(alone, by="category")) == len(imrnlp.rates(frames, by="category"))
    assert len(imrnlp.rates(alone, by="guideline")) < len(imrnlp.rates(frames, by="guideline"))


def test_ask_shows_the_first_rows_and_how_many_more(folder):
    done = run("ask", folder, "--by", "letter_id", "-n", 1)
    assert done.exit_code == 0
    assert "more rows (-n " in done.stdout


def test_ask_of_what_was_never_decided(records, tmp_path):
    file = tmp_path / "records.jsonl"
    file.write_text("".join(letter.model_dump_json() + "\n" for letter in records))
    done = run("ask", file, "--category", "diagnostics", "--by", "category")
    assert done.exit_code == 0
    assert "none decided" in done.stdout
    assert "–" in done.stdout


@pytest.mark.parametrize(
    ("source", "error", "says"),
    [
        ("a text", ValueError, "a text: no such file"),
        ("1. Norco: Upheld\n2. MRI: Upheld", ValueError, "a text, not a file's name"),
        (["no.pdf", "nor.txt"], ValueError, "no.pdf: no such file"),
        (None, TypeError, "no records in NoneType"),
        (5, TypeError, "no records in int"),
        ([None], TypeError, "no records in NoneType"),
        ([], ValueError, "no records"),
        ({}, ValueError, "no table of imrnlp.to_frames"),
        ({"a": 1}, ValueError, "no table of imrnlp.to_frames"),
        (imrnlp.extract_text("1. Norco: Upheld"), TypeError, "no records in Letter"),
        ([imrnlp.extract_text("1. Norco: Upheld")], TypeError, "no records in Letter"),
        (imrnlp.extract_text("1. Norco: Upheld").model_dump(), TypeError, "a record is no source"),
    ],
)
@pytest.mark.parametrize("call", [imrnlp.rates, lambda source: imrnlp.similar("MRI", source)])
def test_what_is_no_source_says_so(call, source, error, says):
    with pytest.raises(error, match=says):
        call(source)


def test_what_is_no_request_says_so(frames):
    with pytest.raises(TypeError, match="not NoneType"):
        imrnlp.similar(None, frames)
