"""The command line: formats, exit status, what bad input costs (nothing but its own record)."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest
from paths import ROOT
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app

DEV = ROOT / "data" / "letters" / "dev"
LETTERS = sorted(DEV.glob("*.txt"))


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments, **options: runner.invoke(app, [str(a) for a in arguments], **options)


def records(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_a_record_a_line_in_input_order(run):
    done = run("extract", *LETTERS)
    assert done.exit_code == 0
    assert [r["letter_id"] for r in records(done.stdout)] == [p.stem for p in LETTERS]


def test_folder_and_glob(run):
    assert len(records(run("extract", DEV).stdout)) == len(LETTERS)
    some = records(run("extract", DEV / "2016*.txt").stdout)
    assert {r["letter_id"][:4] for r in some} == {"2016"}


def test_standard_input(run):
    done = run("extract", "-", input=LETTERS[0].read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert records(done.stdout)[0]["determinations"]


def test_output_file(run, tmp_path):
    file = tmp_path / "records.jsonl"
    assert run("extract", LETTERS[0], "--output", file).exit_code == 0
    assert len(records(file.read_text(encoding="utf-8"))) == 1


def test_two_processes_give_the_same_lines(run):
    one, two = run("extract", *LETTERS, "--jobs", 1), run("extract", *LETTERS, "--jobs", 2)
    assert one.stdout == two.stdout


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n ",
    "binary.txt": bytes(range(256)) * 20,
    "broken.pdf": b"%PDF-1.7\nnothing of a PDF follows",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_costs_no_other_letter_its_record(run, tmp_path, name):
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    done = run("extract", LETTERS[0], bad, LETTERS[1])
    found = records(done.stdout)
    assert done.exit_code == 1
    assert [bool(r["error"]) for r in found] == [False, True, False]
    assert name in found[1]["error"]
    assert name in done.stderr
    assert "1 of 3" in done.stderr


def test_missing_path(run, tmp_path):
    done = run("extract", LETTERS[0], tmp_path / "nowhere.txt")
    assert done.exit_code == 1
    assert len(records(done.stdout)) == 2
    assert "nowhere.txt" in done.stderr


def test_folder_with_no_letters(run, tmp_path):
    done = run("extract", tmp_path)
    assert done.exit_code in (1, 2)
    assert str(tmp_path) in done.stderr


def test_a_text_that_is_no_letter_is_a_record_with_warnings(run, tmp_path):
    file = tmp_path / "recipe.txt"
    file.write_text(
        "Two eggs, 100 g of flour, a pinch of salt. Stir and bake for 20 minutes.", encoding="utf-8"
    )
    done = run("extract", file)
    assert done.exit_code == 0
    letter = records(done.stdout)[0]
    assert letter["layout"] == "unknown"
    assert {"layout_unknown", "determinations_not_found"} <= {w["code"] for w in letter["warnings"]}


def test_a_letter_cut_in_half_says_what_is_missing(run, tmp_path):
    text = (DEV / "2014-knee-arthroscopy.txt").read_text(encoding="utf-8")
    file = tmp_path / "half.txt"
    file.write_text(text[: text.index("IMR ISSUES")], encoding="utf-8")
    letter = records(run("extract", file).stdout)[0]
    assert "determinations_not_found" in {w["code"] for w in letter["warnings"]}
    assert letter["reviewer"]["specialties"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(run, tmp_path, encoding):
    text = (
        (DEV / "2014-knee-arthroscopy.txt").read_text(encoding="utf-8").replace("He denied", "He “denied”—")
    )
    file = tmp_path / "letter.txt"
    file.write_text(text, encoding=encoding)
    letter = records(run("extract", file).stdout)[0]
    plain = records(run("extract", DEV / "2014-knee-arthroscopy.txt").stdout)[0]
    assert [d["request"] for d in letter["determinations"]] == [d["request"] for d in plain["determinations"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract"], "INPUT"),
        (["extract", LETTERS[0], "--format", "parquet"], "--output"),
        (["extract", LETTERS[0], "--resume"], "--output"),
        (["extract", LETTERS[0], "--pipeline", "nothing"], "no pipeline 'nothing'"),
        (["extract", LETTERS[0], "--jobs", "0"], "jobs"),
        (["extract", LETTERS[0], "--format", "xml"], "xml"),
        (["show"], "LETTER"),
        (["show", LETTERS[0], "-p", "nothing"], "no pipeline 'nothing'"),
        (["show", LETTERS[0], "--html", "/proc/none/page.html"], "/proc/none/page.html"),
        (["evaluate"], "GOLD"),
        (["evaluate", "/nowhere/gold"], "/nowhere/gold"),
        (["evaluate", DEV, "--pipeline", "nothing"], "no pipeline 'nothing'"),
        (["report", "/nowhere/records.jsonl"], "/nowhere/records.jsonl"),
        (["report", LETTERS[0].with_suffix(".json")], "line 1: not JSON"),
        (["nothing"], "nothing"),
        (["report", "--nothing"], "--nothing"),
    ],
)
def test_wrong_usage(run, arguments, says):
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.startswith("imrnlp: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("module", ["imrnlp", "imrnlp.cli"])
def test_as_a_module(module):
    done = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"imrnlp {imrnlp.__version__}\n")


def test_report_reads_lines_with_unusual_line_separators(run, tmp_path):
    file = tmp_path / "records.jsonl"
    item = imrnlp.Determination(request="a\u2028b\x85c\x0cd", outcome="upheld")
    letter = imrnlp.Letter(letter_id="x", determinations=[item])
    file.write_text(letter.model_dump_json() + "\n", encoding="utf-8")
    assert "1 letter" in run("report", file).stdout


def test_csv_tables(run, tmp_path):
    out = tmp_path / "tables"
    assert run("extract", *LETTERS, "--format", "csv", "--output", out).exit_code == 0
    with (out / "determinations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(
        len(json.loads(p.with_suffix(".json").read_text())["determinations"]) for p in LETTERS
    )
    assert {r["outcome"] for r in rows} <= {"upheld", "overturned", "modified", "unknown"}


def test_show(run, tmp_path):
    done = run("show", LETTERS[0])
    assert done.exit_code == 0
    assert "Determinations" in done.stdout
    page = tmp_path / "page.html"
    assert run("show", LETTERS[0], "--html", page).exit_code == 0
    assert "<mark" in page.read_text(encoding="utf-8")


def test_report(run, tmp_path):
    file = tmp_path / "records.jsonl"
    run("extract", *LETTERS, "--output", file)
    done = run("report", file)
    assert done.exit_code == 0
    assert f"{len(LETTERS)} letters" in done.stdout


def test_evaluate(run, tmp_path):
    scores = tmp_path / "scores.json"
    done = run("evaluate", DEV, "--output", scores)
    assert done.exit_code == 0
    parts = json.loads(scores.read_text())["parts"]
    assert parts["layout"]["f1"] == 1.0
    assert parts["determinations"]["f1"] >= 0.98
    assert parts["outcome"]["f1"] >= 0.98


def test_evaluate_given_records(run, tmp_path):
    file = tmp_path / "records.jsonl"
    run("extract", *LETTERS, "--output", file)
    assert run("evaluate", DEV, file).stdout == run("evaluate", DEV).stdout


@pytest.mark.parametrize("left_out", ["layout", "case", "patient", "reviewer", "diagnoses", "determinations"])
def test_a_part_that_the_gold_leaves_out_is_not_scored(run, tmp_path, left_out):
    letter = next(path for path in LETTERS if path.stem == "2014-tizanidine-omeprazole")
    gold = json.loads(letter.with_suffix(".json").read_text(encoding="utf-8"))
    assert gold.pop(left_out)
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "a.txt").write_text(letter.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("evaluate", tmp_path, "--output", tmp_path / "scores.json")
    assert done.exit_code == 0, done.stderr
    parts = json.loads((tmp_path / "scores.json").read_text())["parts"]
    assert {"case": "case fields"}.get(left_out, left_out) not in parts
    assert parts["medications"]["f1"] == 1.0


def test_evaluate_reads_gold_with_unusual_line_separators(run, tmp_path):
    gold = imrnlp.parse_request("Norco 10/325mg\u2028#120").model_dump(mode="json")
    row = {"id": "a", "text": "Norco 10/325mg\u2028#120", "gold": gold}
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    done = run("evaluate", file, "--output", tmp_path / "scores.json")
    assert done.exit_code == 0, done.stderr
    assert json.loads((tmp_path / "scores.json").read_text())["parts"]["quantity"]["f1_interval"] == [
        1.0,
        1.0,
    ]


def test_evaluate_of_no_records_is_wrong_usage(run, tmp_path):
    file = tmp_path / "none.jsonl"
    file.write_text("\n", encoding="utf-8")
    done = run("evaluate", DEV, file)
    assert done.exit_code == 2
    assert "nothing to measure" in done.stderr


@pytest.fixture(scope="module")
def two_results(tmp_path_factory):
    """Records of the sample letters, and the same with one outcome turned and the last letter missing."""
    folder = tmp_path_factory.mktemp("two")
    found = [imrnlp.extract(letter).model_dump(mode="json") for letter in LETTERS]
    changed = json.loads(json.dumps(found[:-1]))
    changed[0]["determinations"][0]["outcome"] = "modified"
    for name, rows in (("good", found), ("bad", changed)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder, found


def test_evaluate_names_and_counts_missing_letters(run, two_results):
    folder, found = two_results
    done = run("evaluate", DEV, folder / "bad.jsonl", "--output", folder / "scores.json")
    assert done.exit_code == 0
    assert f"lacks 1 letter ({found[-1]['letter_id']})" in done.stderr
    assert json.loads((folder / "scores.json").read_text())["parts"]["layout"]["recall"] < 1


@pytest.mark.parametrize(("names", "word"), [(("good", "bad"), "worse"), (("bad", "good"), "better")])
def test_evaluate_compares(run, two_results, names, word):
    folder, found = two_results
    files = [folder / f"{name}.jsonl" for name in names]
    done = run("evaluate", DEV, "--compare", *files, "--errors")
    assert done.exit_code == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith(f"{word}: outcome ")]
    assert any(found[0]["letter_id"] + "#1" in line and "modified" in line for line in lines)
    assert "no difference" in run("evaluate", DEV, "--compare", files[0], files[0]).stdout


def test_evaluate_compares_with_today(run, two_results):
    folder, _ = two_results
    assert "no difference" in run("evaluate", DEV, "--compare", folder / "good.jsonl", "now").stdout


def test_evaluate_by_layout_and_letter(run, two_results):
    folder, found = two_results
    for by, names in (("layout", {r["layout"] for r in found}), ("letter", {r["letter_id"] for r in found})):
        done = run("evaluate", DEV, folder / "good.jsonl", "--by", by, "-o", folder / f"{by}.json")
        assert done.exit_code == 0
        groups = json.loads((folder / f"{by}.json").read_text())[f"by_{by}"]
        assert set(groups) == names
        whole = json.loads((folder / f"{by}.json").read_text())["parts"]["diagnoses"]["correct"]
        assert sum(g.get("diagnoses", {"correct": 0})["correct"] for g in groups.values()) == whole


def test_evaluate_writes_a_worksheet(run, two_results):
    import csv

    folder, found = two_results
    done = run("evaluate", DEV, folder / "bad.jsonl", "--errors", folder / "sheet.csv")
    assert done.exit_code == 0, done.stderr
    with (folder / "sheet.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    first = found[0]["determinations"][0]
    row = next(r for r in rows if r["field"] == "outcome" and r["letter"] == found[0]["letter_id"])
    assert (row["item"], row["expected"], row["got"]) == ("1", first["outcome"], "modified")
    assert " ".join(first["request"].split()) in row["around"]  # in its own case
    last = [r for r in rows if r["letter"] == found[-1]["letter_id"]]
    assert len({(r["item"], r["field"], r["expected"]) for r in last}) > 5
    assert not any(r["field"] == "diagnoses with assertion" for r in last)  # told by "diagnoses"
    run("evaluate", DEV, folder / "bad.jsonl", "--errors", folder / "sheet.html")
    assert "default-src 'none'" in (folder / "sheet.html").read_text()


def test_a_worksheet_is_safe(tmp_path):
    from imrnlp.evaluation import WorksheetRow
    from imrnlp.export.worksheet import write_worksheet

    rows = [WorksheetRow("=1+1", "", "<script>x</script>", "+1", "@a", "a\x1b[2Jb")]
    for name in ("a.csv", "a.html"):
        write_worksheet(rows, "<b>", tmp_path / name)
    assert "'=1+1,,<script>x</script>,'+1,'@a" in (tmp_path / "a.csv").read_text()
    page = (tmp_path / "a.html").read_text()
    assert "<script" not in page
    assert "\x1b" not in page


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        ('{"schema_version": "9", "letter_id": "x", "determinations": []}', "version '9'"),
        ('{"letter_id": "x"}', "not a gold record"),
        ("{", "not JSON"),
    ],
)
def test_evaluate_names_the_gold_file_that_is_wrong(run, tmp_path, gold, said):
    (tmp_path / "x.json").write_text(gold)
    (tmp_path / "x.txt").write_text("x")
    done = run("evaluate", tmp_path)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "x.json" in done.stderr


def test_annotate_drafts_records_that_check_and_score_as_right(run, tmp_path):
    done = run("annotate", *LETTERS, "--output", tmp_path / "a")
    assert done.exit_code == 0, done.stderr
    checked = run("annotate", "--check", tmp_path / "a")
    assert checked.exit_code == 0, checked.stdout
    run("evaluate", tmp_path / "a", "-o", tmp_path / "scores.json")
    parts = json.loads((tmp_path / "scores.json").read_text())["parts"]
    assert {part for part, score in parts.items() if score["f1"] < 1} == set()
    assert run("annotate", LETTERS[0], "--output", tmp_path / "a").exit_code == 2  # nothing is overwritten


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"outcome": "upheld"', '"outcome": "upheldd"', "'upheld', 'overturned', 'modified'"),
        ('"category": "pharmaceuticals"', '"category": "drugs"', "allowed: pharmaceuticals, rehabilitation"),
        ('"subcategory": "', '"subcategory": "x', "is no subcategory of"),
        ('"request": "', '"request": "Xyzzy ', "does not have these words"),
        ('"first_words": "', '"first_words": "Xyzzy ', "does not have these words"),
        ('"quantity_unit"', '"quantity_units"', "allowed: number, request"),
        ('"category":', '"category"', "not JSON"),
    ],
)
def test_annotate_checks_by_line(run, tmp_path, old, new, said):
    run("annotate", LETTERS[0], "--output", tmp_path)
    (file,) = tmp_path.glob("*.json")
    good = file.read_text(encoding="utf-8")
    at = good.index(old, good.index('"determinations"'))
    file.write_text(good[:at] + new + good[at + len(old) :], encoding="utf-8")
    done = run("annotate", "--check", file)
    assert done.exit_code == 1
    line = good[:at].count("\n") + 1
    assert any(f"{file}:{line}: " in told and said in told for told in done.stdout.splitlines()), done.stdout


def test_agreement_of_two_annotators(run, tmp_path):
    for name in ("a", "b"):
        run("annotate", *LETTERS, "--output", tmp_path / name)
    file = sorted((tmp_path / "b").glob("*.json"))[0]
    record = json.loads(file.read_text(encoding="utf-8"))
    record["determinations"][0]["outcome"] = "modified"
    file.write_text(json.dumps(record), encoding="utf-8")
    assert (
        "outcome: Cohen's kappa 1.000"
        in run("annotate", "--agreement", tmp_path / "a", tmp_path / "a").stdout
    )
    done = run("annotate", "--agreement", tmp_path / "a", tmp_path / "b")
    assert done.exit_code == 0, done.stderr
    assert "outcome: Cohen's kappa 0." in done.stdout
    assert "category: Cohen's kappa 1.000" in done.stdout
