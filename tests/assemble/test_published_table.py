"""The state's table: known by its columns, kept beside the text, compared with it."""

import csv
import json

import pytest

from imrnlp.cli import app
from imrnlp.read.table import letters_of_table
from imrnlp.text.normalize import normalize

COLUMNS = [
    "ReferenceID",
    "ReportYear",
    "DiagnosisCategory",
    "TreatmentCategory",
    "Determination",
    "Type",
    "AgeRange",
    "PatientGender",
    "Findings",
]
TEXT = (
    "Nature of Statutory Criteria/Case Summary: A {who} has requested authorization and coverage for a stair lift. "
    "It would help her. Final Result:The reviewer determined that the service is not medically necessary for treatment "
    "of the patient&rsquo;s medical condition. Therefore, the Health Plan's denial should be {word}."
    "Credentials/Qualifications: The reviewer is board&#8209;certified in neurology and is actively practicing."
)  # fmt: skip


def table(tmp_path, *rows):
    path = tmp_path / "findings.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([COLUMNS, *rows])
    return path


def row(text=TEXT, reference="MN99-1", **values):
    given = {"ReferenceID": reference, "Determination": "Upheld Decision of Health Plan", "Type": "Medical Necessity", "Findings": text}  # fmt: skip
    return [{**given, **values}.get(name, "") for name in COLUMNS]


def records(tmp_path, *rows):
    from typer.testing import CliRunner

    out = tmp_path / "out.jsonl"
    CliRunner().invoke(app, ["extract", str(table(tmp_path, *rows)), "-o", str(out), "--jobs", "1"])
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_the_table_is_read_without_options(tmp_path):
    text = TEXT.format(who="54-year-old woman", word="upheld")
    [record] = records(tmp_path, row(text, ReportYear="2025"))
    assert record["letter_id"] == record["case"]["case_number"] == "MN99-1"
    assert record["layout"] == "dmhc"
    assert record["table"]["ReportYear"] == "2025"
    assert "Findings" not in record["table"]
    assert record["reviewer"]["specialties"] == ["neurology"]  # an entity for the hyphen
    assert not [w for w in record["warnings"] if w["code"] == "table_conflict"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"Determination": "Overturned Decision of Health Plan"}, "upheld"),
        ({"AgeRange": "21 to 30"}, "54"),
        ({"AgeRange": "65+"}, "54"),
        ({"PatientGender": "Male"}, "female"),
        ({"AgeRange": "11_20"}, "54"),
        ({"AgeRange": "Above 65"}, "54"),
        ({"Type": "Experimental/Investigational"}, "medical_necessity"),
        # A stair lift is equipment, in the words of every year.
        ({"TreatmentCategory": "Pharmacy"}, "dmepos"),
        ({"TreatmentCategory": "Chemo Drugs"}, "dmepos"),
        ({"TreatmentCategory": "Path Lab Serv"}, "dmepos"),
        ({"TreatmentCategory": "Mental Health"}, "dmepos"),
    ],
)
def test_contradictions_are_told(tmp_path, values, said):
    [record] = records(tmp_path, row(TEXT.format(who="54-year-old woman", word="upheld"), **values))
    [conflict] = [w for w in record["warnings"] if w["code"] == "table_conflict"]
    assert said in conflict["message"]
    assert record["determinations"][0]["outcome"] == "upheld"  # the text stands


@pytest.mark.parametrize(
    "values",
    [
        {"TreatmentCategory": "DME"},
        {"TreatmentCategory": "Durable Med Equip"},
        {"TreatmentCategory": "DME MACs"},
        {"TreatmentCategory": "Mobility Devices"},
        # Words that fit anything, and words that nobody knows.
        {"TreatmentCategory": "Cancer Care"},
        {"TreatmentCategory": "Not Applicable"},
        {"TreatmentCategory": "Sundry"},
        {"AgeRange": "51_64"},
        {"AgeRange": "51 to 64"},
    ],
)
def test_what_agrees_is_not_told(tmp_path, values):
    [record] = records(tmp_path, row(TEXT.format(who="54-year-old woman", word="upheld"), **values))
    assert not [w for w in record["warnings"] if w["code"] == "table_conflict"]


def test_rows_without_text_and_of_one_reference(tmp_path):
    text = TEXT.format(who="patient", word="upheld")
    found = records(tmp_path, row("", "MN99-2"), row("x", "MN99-3"), row(text, "MN99-4"), row(text, "MN99-4"))
    assert [r["letter_id"] for r in found] == ["MN99-2", "MN99-3", "MN99-4", "MN99-4-2"]
    assert [r["case"]["case_number"] for r in found] == ["MN99-2", "MN99-3", "MN99-4", "MN99-4"]
    assert found[0]["warnings"][0]["code"] == "not_read"


def test_another_table_still_needs_its_column(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("id,text\n1,Norco: Upheld\n", encoding="utf-8")
    with pytest.raises(ValueError, match="--text-column"):
        list(letters_of_table(str(path)))


def test_entities_keep_their_place():
    flow = normalize("Ear &amp; Throat, board&#8209;certified; R&D; &bogus;")
    assert flow.text == "Ear & Throat, board-certified; R&D; &bogus;"
    assert flow.to_source(4, 5) == (4, 9)
