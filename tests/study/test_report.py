"""The report: whole counts, every table as CSV and Parquet, failed inputs as failed, safe pages, clear errors."""

from __future__ import annotations

import json
import re
import time

import pandas as pd
import pytest
from paths import ROOT
from typer.testing import CliRunner

from imrnlp.cli import app
from imrnlp.record import Determination, Letter
from imrnlp.study.page import write_report
from imrnlp.study.report import make_report
from imrnlp.study.store import Store

LETTERS = sorted((ROOT / "data" / "letters").glob("*/*.txt"))


def run(*arguments, **more):
    return CliRunner().invoke(app, [str(a) for a in arguments], **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("report")
    (place / "empty.txt").write_text("")
    assert run("extract", *LETTERS, place / "empty.txt", "-o", place / "r.jsonl").exit_code == 1
    done = run("report", place / "r.jsonl", "-o", place / "report")
    assert done.exit_code == 0, done.stderr
    assert "24 letters, 57 disputed items, 1 input failed" in done.stderr
    return place


def test_every_table_is_written_and_agrees(folder):
    store = Store.of(folder / "r.jsonl")
    report = make_report(store)
    assert report.totals == {
        "letters": 24,
        "failed": 1,
        "items": 57,
        "upheld": 34,
        "overturned": 22,
        "modified": 1,
        "unknown": 0,
    }
    for part in report.parts:
        written = pd.read_parquet(folder / "report" / f"{part.name}.parquet")
        assert len(written) == len(pd.read_csv(folder / "report" / f"{part.name}.csv")) == len(part.frame)
        for name in ("items", "letters", "upheld", "overturned"):
            if name in written:
                assert written[name].dtype == "int64", f"{part.name}.{name}: counts are whole numbers"
    assert report["categories"]["items"].sum() == report["months"]["items"].sum() == 57
    assert report["failures"]["letter_id"].tolist() == ["empty"]
    assert report["dmhc_categories"]["items"].sum() > 0
    assert report["days"]["letters"].tolist()[0] > 0
    assert (
        report["opioids"]["with_mme"]
        + report["opioids"]["without_directions"]
        + report["opioids"]["otherwise_without"]
        == report["opioids"]["rows"]
    ).all()


def test_page_stands_alone(folder):
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 16
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page.replace("http://www.w3.org/1999/xlink", ""))
    assert not re.search(r"\b\d+\.0</td>", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_page_holds_no_letters_markup(tmp_path):
    item = Determination(request="x", outcome="upheld", category="<script>alert(1)</script>")
    (tmp_path / "r.jsonl").write_text(Letter(letter_id="=1+1", determinations=[item]).model_dump_json())
    assert run("report", tmp_path / "r.jsonl", "-o", tmp_path / "o", "--title", "<b>").exit_code == 0
    page = (tmp_path / "o" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>:" not in page


def test_sources_and_text(folder, tmp_path):
    assert run("extract", *LETTERS, "-f", "parquet", "-o", tmp_path / "t").exit_code == 0
    texts = [run("report", source).stdout for source in (folder / "r.jsonl", tmp_path / "t")]
    assert texts[0].replace(", 1 input failed", "") == texts[1]
    assert run("report", *LETTERS).stdout == texts[1]
    assert run("report", "-", input=(folder / "r.jsonl").read_text(encoding="utf-8")).stdout == texts[0]


def test_nothing_is_overwritten(folder):
    done = run("report", folder / "r.jsonl", "-o", folder / "report")
    assert (done.exit_code, "--force" in done.stderr) == (2, True)
    assert run("report", folder / "r.jsonl", "-o", folder / "report", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no letters"),
        ("{}", "not a record of imrnlp"),
        (json.dumps([1]), "not a record"),
        ("x", "not JSON"),
    ],
)
def test_no_records(tmp_path, content, says):
    (tmp_path / "r.jsonl").write_text(content)
    done = run("report", tmp_path / "r.jsonl", "-o", tmp_path / "o")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_folder_that_holds_no_records(tmp_path):
    done = run("report", tmp_path)
    assert done.exit_code == 2
    assert "the folder holds no letter" in done.stderr


@pytest.mark.slow
def test_ten_thousand_letters_in_time(folder, tmp_path):
    """Twenty seconds of one processor's time are the aim; a third of it was measured."""
    lines = (folder / "r.jsonl").read_text(encoding="utf-8").splitlines()
    letters = [json.loads(line) for line in lines]
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as out:
        for n in range(10_000):
            out.write(json.dumps(letters[n % len(letters)] | {"letter_id": f"L{n}"}) + "\n")
    begun = time.process_time()
    report = make_report(Store.of(tmp_path / "many.jsonl"))
    write_report(report, tmp_path / "report")
    assert time.process_time() - begun < 20
    assert report.totals["letters"] + report.totals["failed"] == 10_000
