"""The Spark adapter on ``local[2]`` gives the records of the local run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

import imrnlp
from imrnlp.export.frames import rows

pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("needs a Java runtime", allow_module_level=True)

import imrnlp.spark

#: One session for all (pytest -n).
pytestmark = pytest.mark.xdist_group("spark")

LETTERS = sorted((Path(__file__).parent.parent / "data" / "letters" / "dev").glob("*.txt"))


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


def test_tables_are_typed(frame, texts):
    table = imrnlp.spark.table(frame, "determinations")
    assert dict(table.dtypes)["quantity"] == "double"
    local = [rows([imrnlp.extract_text(t, letter_id=n)])["determinations"] for n, t in texts.items()]
    assert table.count() == sum(map(len, local))
    with pytest.raises(ValueError, match="no table 'nothing'"):
        imrnlp.spark.table(frame, "nothing")
