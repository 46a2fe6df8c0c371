"""The flat tables: types, keys, joins, files, and that no field of the record is lost on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from paths import ROOT
from pydantic import Field
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.export import tables
from imrnlp.export.frames import read_frames, to_frames
from imrnlp.export.writers import csv_cell
from imrnlp.link.mme import mme_of_item, units_per_dose
from imrnlp.record import Determination, Letter, Record, Warning

LETTERS = sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))
DMHC = ROOT / "data" / "letters" / "dev" / "dmhc-lumbar-fusion.txt"

DTYPES = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "category": "category",
    "texts": "object",
    "ranges": "object",
}


@pytest.fixture(scope="module")
def letters():
    return list(imrnlp.extract_many(LETTERS))


@pytest.fixture(scope="module")
def frames(letters):
    return to_frames(letters)


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.mark.parametrize("name", tables.TABLES)
@pytest.mark.parametrize("which", ["all", "none", "one without dates"])
def test_types_are_the_same_however_many_rows(name, which, letters, frames):
    made = {
        "all": lambda: frames,
        "none": lambda: to_frames([]),
        "one without dates": lambda: to_frames(imrnlp.extract(DMHC)),
    }
    frame = made[which]()[name]
    assert {c: str(frame[c].dtype) for c in frame} == {
        c.name: DTYPES[c.kind] for c in tables.TABLES[name].columns
    }


@pytest.mark.parametrize("name", tables.TABLES)
def test_keys_tell_rows_apart(name, frames):
    assert not frames[name].duplicated(list(tables.TABLES[name].key)).any()
    assert len(frames[name]) or name == "published"


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_table_and_column_is_told(name):
    table = tables.TABLES[name]
    assert table.about
    assert [c.name for c in table.columns if not c.about] == [], "say in columns.tsv what they mean"


def test_page_is_current():
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tables.docs_page(), (
        "python -m imrnlp.export.tables"
    )


def test_a_new_field_becomes_a_column_or_stops_the_import():
    class Panel(Record):
        size: int | None = None

    class New(Record):
        grade: float | None = Field(default=None, description="How good.")
        kinds: list[str] = Field(default_factory=list)
        panel: Panel | None = None

    found = {c.name: (c.kind, path, c.about) for c, path in tables._columns(New)}
    assert found == {
        "grade": ("number", ("grade",), "How good."),
        "kinds": ("texts", ("kinds",), ""),
        "panel_size": ("integer", ("panel", "size"), ""),
    }

    class Odd(Record):
        parts: list[Panel] = Field(default_factory=list)

    with pytest.raises(TypeError, match=r"Odd\.parts.*fits in no column"):
        list(tables._columns(Odd))


def test_parquet_gives_the_same_frames(tmp_path, frames):
    assert run("extract", *LETTERS, "--format", "parquet", "-o", tmp_path / "t").exit_code == 0
    read = read_frames(tmp_path / "t")
    for name, frame in frames.items():
        if name == "letters":
            frame, read[name] = (f.drop(columns=["source_name"]) for f in (frame, read[name]))
        pd.testing.assert_frame_equal(read[name], frame)


def test_jsonl_gives_the_same_frames(tmp_path, frames):
    assert run("extract", *LETTERS, "-o", tmp_path / "r.jsonl").exit_code == 0
    pd.testing.assert_frame_equal(read_frames(tmp_path / "r.jsonl")["drugs"], frames["drugs"])
    assert list(read_frames(tmp_path / "r.jsonl", ["drugs"])) == ["drugs"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "line 1: not JSON"),
        ('{"a": 1}\n', "line 1: not a record of imrnlp"),
        ('\n{"schema_version": "9", "letter_id": "x"}', "line 2: record 'x' has version '9'"),
        ('{"schema_version": "1", "letter_id": "x", "layout": "No Such"}', "line 1: no record"),
    ],
)
def test_a_file_that_holds_no_records(tmp_path, content, says):
    file = tmp_path / "x.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        read_frames(file)


def test_a_folder_that_holds_no_records(tmp_path):
    with pytest.raises(ValueError, match="not a folder of Parquet tables"):
        read_frames(tmp_path)
    with pytest.raises(ValueError, match="no such file"):
        read_frames(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize("name", LETTERS[:3], ids=lambda p: p.stem)
def test_csv_with_all_dates_empty(tmp_path, name):
    """A date column without a date once cost three of nine tables."""
    assert run("extract", DMHC, name, "--format", "csv", "-o", tmp_path / "c").exit_code == 0
    assert {p.stem for p in (tmp_path / "c").glob("*.csv")} == set(tables.TABLES)
    with (tmp_path / "c" / "letters.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["date_of_injury"] == ""


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")']
)
def test_formulas_are_text_in_csv(tmp_path, cell):
    assert csv_cell(cell) == f"'{cell}"
    assert csv_cell(-3) == -3


def test_a_request_that_is_a_formula(tmp_path):
    file = tmp_path / "=1+1.txt"
    file.write_text(
        "IMR ISSUES, DECISIONS AND RATIONALES\n\n=1+1 Norco 10/325mg #120: Upheld\n", encoding="utf-8"
    )
    assert run("extract", file, "--format", "csv", "-o", tmp_path / "c").exit_code == 0
    for table in (tmp_path / "c").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as stream:
            assert not [c for row in csv.reader(stream) for c in row if c[:1] in "=+-@" and c]


def test_one_letter_is_meant(letters):
    assert len(to_frames(letters[0])["letters"]) == 1
    assert len(to_frames(letters[0].model_dump(mode="json"))["letters"]) == 1


@pytest.mark.parametrize("wrong", ["records.jsonl", Path("tables")])
def test_a_path_is_no_record(wrong):
    with pytest.raises(TypeError, match="read_frames"):
        to_frames(wrong)
    with pytest.raises(TypeError, match="not int"):
        to_frames([1])


def test_one_path_means_that_path():
    assert [x.letter_id for x in imrnlp.extract_many(str(DMHC))] == ["dmhc-lumbar-fusion"]
    assert len(list(imrnlp.extract_many(DMHC.parent))) == len(LETTERS)


def test_twins_get_names_of_their_own(tmp_path, letters):
    with pytest.warns(UserWarning, match="another letter has the id"):
        frames = to_frames([letters[0], letters[0], letters[0]])
    assert frames["letters"]["letter_id"].tolist() == [letters[0].letter_id + end for end in ("", "-2", "-3")]
    merged = frames["determinations"].merge(frames["letters"], on="letter_id")
    assert len(merged) == 3 * len(letters[0].determinations)
    assert (frames["warnings"]["code"] == "letter_id_repeated").sum() == 2
    pdf, text = ROOT / "data/pdf/2016-hand-crush.pdf", ROOT / "data/letters/dev/2016-hand-crush.txt"
    assert [x.letter_id for x in imrnlp.extract_many([pdf, text])] == ["2016-hand-crush", "2016-hand-crush-2"]


def test_strengths_join_drugs(frames):
    drugs, strengths = frames["drugs"], frames["strengths"]
    joined = drugs.merge(strengths, on=["letter_id", "determination", "drug"])
    assert len(joined) == strengths["drug"].notna().sum() > 0
    taken = frames["medications"].merge(strengths, on=["letter_id", "medication"])
    assert len(taken) == strengths["medication"].notna().sum() > 0


@pytest.mark.parametrize(
    ("request_words", "value", "told"),
    [
        ("Norco 10/325mg q6h #120", 40.0, "directions"),
        ("Percocet 10/325 mg, take 2 tablets three times a day #180", 90.0, "directions"),  # 2 x 3 x 15
        ("Norco 5/325mg 1-2 tabs q6h prn #120", 40.0, "directions"),  # of a range the larger
        ("Oxycodone HCL ER 20mg #60 day supply: 30", 60.0, "days_supply"),
        ("Fentanyl patch 25 mcg/hr #15", 60.0, "patch_rate"),
        ("Norco 10/325mg #120", None, "no_directions"),
        ("Norco 10/325mg #120 with 2 refills, 90 days", None, "unclear_days"),
        ("Butrans 10mcg/hr, 4 patches", None, "no_factor"),
        ("Morphine sulfate 20mg/5mL 5mL q4h", None, "not_by_the_unit"),
        ("Tylenol with codeine #4 #60 bid", None, "no_strength"),
        ("Omeprazole 20 mg #60 bid", None, "not_an_opioid"),
    ],
)
def test_equivalents_a_day_or_the_reason_why_not(request_words, value, told):
    item = imrnlp.parse_request(request_words)
    found = mme_of_item(item, item.drugs[0])
    assert (found.value, found.basis or found.missing) == (value, told)


@pytest.mark.parametrize(
    ("words", "units"), [("BID #6 tablets", 1), ("90 tablets bid", 1), ("two caps qhs", 2)]
)
def test_units_a_dose(words, units):
    assert units_per_dose(words) == units


def test_every_drug_has_a_figure_or_a_reason(frames):
    for name in ("drugs", "medications"):
        frame = frames[name]
        assert (frame["mme_per_day"].notna() == frame["mme_basis"].notna()).all()
        assert (frame["mme_per_day"].isna() == frame["mme_missing"].notna()).all()


def test_warnings_name_their_item():
    told = Warning(code="x", message="m", start=3, end=4)
    items = [Determination(number=1, request="a"), Determination(number=2, request="b", warnings=[told])]
    letter = Letter(letter_id="x", determinations=items, warnings=[Warning(code="y", message="n"), told])
    assert to_frames(letter)["warnings"]["determination"].tolist() == [pd.NA, 2]


def test_a_table_tells_of_itself():
    table = tables.TABLES["drugs"]
    assert repr(table).startswith("Table(drugs by letter_id, determination, drug: letter_id, ")
    told = table.describe()
    assert list(told.index) == table.names
    assert told.loc["letter_id", "key"]
    assert not told.loc["name", "key"]
    with pytest.raises(KeyError, match="table 'drugs' has no column 'dose'"):
        table["dose"]


@pytest.fixture
def parquet_folder(tmp_path, letters):
    from imrnlp.export.parquet import write_table

    for name, rows in imrnlp.export.frames.rows(letters).items():
        write_table(name, rows, tmp_path / "out" / name / "part-00000.parquet")
    return tmp_path / "out"


def test_tables_read_as_they_were_written(parquet_folder, frames):
    for name, frame in read_frames(parquet_folder).items():
        pd.testing.assert_frame_equal(frame, frames[name])


def test_a_damaged_table_is_named(parquet_folder):
    file = parquet_folder / "drugs" / "part-00000.parquet"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ValueError, match=r"drugs: not read \("):
        read_frames(parquet_folder)


def test_letters_that_are_there_twice_are_named(parquet_folder):
    first = parquet_folder / "letters" / "part-00000.parquet"
    first.with_name("part-00001.parquet").write_bytes(first.read_bytes())
    with pytest.raises(ValueError, match="occurs twice"):
        read_frames(parquet_folder, tables=["letters"])


def test_a_column_that_an_older_version_had_not(parquet_folder, frames):
    import pyarrow.parquet as pq

    file = parquet_folder / "drugs" / "part-00000.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["mme_per_day"]), file)
    read = read_frames(parquet_folder, tables=["drugs"])["drugs"]
    assert list(read) == list(frames["drugs"])
    assert read["mme_per_day"].isna().all()
    assert str(read["mme_per_day"].dtype) == "Float64"


def test_one_file_a_table(parquet_folder, frames):
    """As pandas and other programs write a table."""
    (parquet_folder / "drugs" / "part-00000.parquet").rename(parquet_folder / "drugs.parquet")
    (parquet_folder / "drugs").rmdir()
    pd.testing.assert_frame_equal(read_frames(parquet_folder, tables=["drugs"])["drugs"], frames["drugs"])


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (lambda letter: letter.diagnoses[0], "Diagnosis("),
        (lambda letter: letter.determinations[0], "Determination(1. "),
        (lambda letter: Warning(code="text_empty", message="x"), "Warning(text_empty: x)"),
    ],
)
def test_a_part_of_a_record_prints_in_one_line(letters, part, expected):
    shown = str(part(next(letter for letter in letters if letter.diagnoses)))
    assert shown.startswith(expected)
    assert "\n" not in shown
