"""Long runs: parts, resume, a folder that holds something else."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from paths import ROOT

from imrnlp.run.dataset import RunError, write_dataset

LETTERS = sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))


@pytest.fixture
def inputs(tmp_path):
    """Forty inputs, one of them no letter."""
    folder = tmp_path / "in"
    folder.mkdir()
    paths = []
    for i in range(40):
        path = folder / f"letter-{i:03d}.txt"
        path.write_text(LETTERS[i % len(LETTERS)].read_text(encoding="utf-8"), encoding="utf-8")
        paths.append(str(path))
    Path(paths[17]).write_bytes(b"\x00\x01\x02\x03" * 50)
    return paths


def content(folder: Path) -> dict[str, list]:
    """Every table's rows by relative file name: what a run's output is, whatever the file's bytes."""
    return {
        str(file.relative_to(folder)): pq.read_table(file).to_pylist()
        for file in sorted(folder.rglob("*.parquet"))
    }


def run(inputs, folder, **options):
    return list(write_dataset(inputs, folder, part_size=8, **options))


def test_parts_and_errors_table(inputs, tmp_path):
    done = run(inputs, tmp_path / "out")
    assert [d.letters for d in done] == [8] * 5
    tables = content(tmp_path / "out")
    letters = [
        row["letter_id"] for name, rows in tables.items() if name.startswith("letters/") for row in rows
    ]
    assert letters == [Path(p).stem for p in inputs]
    errors = [row for name, rows in tables.items() if name.startswith("errors/") for row in rows]
    assert [row["letter_id"] for row in errors] == ["letter-017"]
    assert not list((tmp_path / "out").rglob(".*"))


def test_resume_after_a_break_gives_an_unbroken_runs_content(inputs, tmp_path):
    run(inputs, tmp_path / "whole")
    broken = write_dataset(inputs, tmp_path / "broken", part_size=8)
    next(broken), next(broken)
    broken.close()
    # A part whose tables were written in part only, as a kill between two files leaves them.
    (tmp_path / "broken" / "_parts" / "part-00001.json").unlink()
    (tmp_path / "broken" / "drugs" / "part-00001.parquet").unlink()
    done = run(inputs, tmp_path / "broken", resume=True)
    assert [d.skipped for d in done] == [True, False, False, False, False]
    assert content(tmp_path / "broken") == content(tmp_path / "whole")


def test_two_processes_give_the_same(inputs, tmp_path):
    run(inputs, tmp_path / "one")
    run(inputs, tmp_path / "two", jobs=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_folder_that_holds_a_run(inputs, tmp_path):
    run(inputs, tmp_path / "out")
    with pytest.raises(RunError, match="already holds a run"):
        run(inputs, tmp_path / "out")
    with pytest.raises(RunError, match=r"holds another run .*inputs"):
        run(inputs[:-1], tmp_path / "out", resume=True)


def test_a_folder_that_holds_something_else(inputs, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match="not empty"):
        run(inputs, tmp_path / "out")
    assert (tmp_path / "out" / "thesis.txt").read_text() == "mine"
