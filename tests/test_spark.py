"""The Spark adapter on ``local[2]`` gives the records of the local run."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from paths import ROOT

import imrnlp
from imrnlp.export.frames import rows

pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("needs a Java runtime", allow_module_level=True)

import imrnlp.spark

#: One session for all (pytest -n).
pytestmark = pytest.mark.xdist_group("spark")

LETTERS = sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .appName("imrnlp")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        # a short run: a quick start
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def texts():
    found = {p.stem: p.read_text(encoding="utf-8") for p in LETTERS}
    # A cell keeps its line ends, and offsets count them: they were other ones here than in a table.
    return {**found, "lines": found[LETTERS[0].stem].replace("\n", "\r\n")}


@pytest.fixture(scope="module")
def frame(session, texts):
    data = [*texts.items(), ("nothing", ""), ("null", None)]
    return session.createDataFrame(data, "letter_id string, text string").repartition(2)


def test_records_are_the_local_runs(frame, texts):
    found = {row.letter_id: row for row in imrnlp.spark.extract(frame).collect()}
    for name, text in texts.items():
        assert found[name].record == imrnlp.extract_text(text, letter_id=name).model_dump_json()
        assert found[name].error is None


def test_a_letter_that_fails_costs_no_other_its_record(frame):
    found = {row.letter_id: row.error for row in imrnlp.spark.extract(frame).collect()}
    assert found["nothing"] == "nothing: the text is empty"
    assert found["null"] == "null: the text is empty"


# Spark's own processes are not counted by `make coverage`; what they do with a batch is tried here too.


def test_a_batch_of_letters_becomes_a_batch_of_records():
    import pandas as pd

    batch = pd.DataFrame(
        {"t": ["1. Norco 10/325mg #60: Upheld", " ", None, 5], "i": ["a", "b", None, "Jane Roe " * 9]}
    )
    [found] = imrnlp.spark._record_work("t", "i", None)([batch])
    assert list(found["letter_id"]) == ["a", "b", "", "Jane Roe " * 9]
    assert found["record"][0] == imrnlp.extract_text(batch["t"][0], letter_id="a").model_dump_json()
    cut = f"{('Jane Roe ' * 9)[:39]}…: the text is empty"
    assert [None if pd.isna(e) else e for e in found["error"]] == [
        None, "b: the text is empty", ": the text is empty", cut,
    ]  # fmt: skip


def test_a_batch_of_letters_becomes_rows_of_a_table(monkeypatch):
    import pyarrow as pa

    batch = pa.RecordBatch.from_pydict({"t": ["1. Norco 10/325mg #60: Upheld"] * 2, "i": ["a", "b"]})
    [found] = imrnlp.spark._table_work("determinations", "t", "i", None)([batch])
    assert [(row["letter_id"], row["quantity"]) for row in found.to_pylist()] == [("a", 60.0), ("b", 60.0)]

    def broken(*_: object, **__: object) -> None:
        raise ValueError("The patient, Mr X, has a secret that no message may tell to anybody else")

    monkeypatch.setattr("imrnlp.extraction.extract_text", broken)
    [row] = pa.Table.from_batches(
        imrnlp.spark._table_work("letters", "t", "i", None)([batch[:1]])
    ).to_pylist()
    assert row["error"] == "a: ValueError: 'The patient, Mr X, has a secret that no…'"


def test_tables_are_typed(frame, texts):
    table = imrnlp.spark.table(frame, "determinations")
    assert dict(table.dtypes)["quantity"] == "double"
    local = [rows([imrnlp.extract_text(t, letter_id=n)])["determinations"] for n, t in texts.items()]
    assert table.count() == sum(map(len, local))
    with pytest.raises(ValueError, match="no table 'nothing'"):
        imrnlp.spark.table(frame, "nothing")
