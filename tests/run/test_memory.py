"""A run over many letters holds a few of them at a time: neither a table's texts nor the tables that it writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")

#: Writes CSV tables of the letters of two tables, the second five times as long, and prints the kB that it held more.
PROGRAM = """
import sys
from pathlib import Path
from imrnlp.run.csv import write_csv
from imrnlp.run.inputs import gather
from imrnlp.run.local import Options

def most():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

folder = Path(sys.argv[1])
held = []
for name in ("few", "many"):
    inputs = gather([str(folder / f"{name}.csv")], "text")
    done = list(write_csv(inputs, folder / name, options=Options(timeout=None)))
    assert sum(d.letters for d in done) == len(inputs) and not any(d.errors for d in done)
    held.append(most())
print(held[1] - held[0])
"""

SHORT = "1. Norco 10/325mg #{0}: Upheld"


def table(file: Path, letters: int, blanks: int = 0) -> None:
    lines = "".join(f'"{SHORT.format(i % 90 + 10)}{" " * blanks}"\n' for i in range(letters))
    file.write_text(f"text\n{lines}", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("few", "many", "blanks", "most"),
    [
        pytest.param(300, 2000, 0, 8_000, id="the tables that are written"),
        pytest.param(20, 400, 150_000, 25_000, id="the table that is read"),
    ],
)
def test_memory_does_not_grow_with_the_letters_of_a_run(tmp_path, few, many, blanks, most):
    """Held, the rows of 1,700 short letters took 19 MB more, and 380 texts of 150 kB 55."""
    table(tmp_path / "few.csv", few, blanks)
    table(tmp_path / "many.csv", many, blanks)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert int(done.stdout) < most, "kB more"
