"""Every file of `scripts/hostile_files.py` costs one error row (or is read), in bounded memory and time."""

from __future__ import annotations

import os
import re
import sys
import threading
from pathlib import Path

import pytest
from paths import ROOT

from imrnlp.read import sandbox
from imrnlp.run.inputs import gather
from imrnlp.run.local import Options, records

sys.path.insert(0, str(ROOT / "scripts"))
from hostile_files import ATTACKS, MEMORY, memory_below

#: Seconds that a file has here; `python scripts/hostile_files.py` gives each the ordinary 30.
SECONDS = 2.0


def documented() -> dict[str, str]:
    """What is said of each file, by the table of docs/trust.md."""
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+\.(?!md)\w+) \|.*\| ([^|]+) \|$", page, re.MULTILINE)
    return dict(rows)


def test_the_page_has_every_attack():
    assert list(documented()) == list(ATTACKS)


@pytest.fixture(scope="module", autouse=True)
def fresh_helper():
    """The helper process is started, and the pipeline loaded, before anything is measured."""
    sandbox.warm()


class Peak:
    """The most that this process and those below it hold within the block, beyond what they held before."""

    def __enter__(self) -> Peak:
        self.before = self.most = memory_below(os.getpid())
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            self.most = max(self.most, memory_below(os.getpid()))

    def __exit__(self, *exception: object) -> None:
        self._done.set()
        self._watcher.join()

    @property
    def grown(self) -> int:
        return self.most - self.before


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_one_row(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(ATTACKS[name]())
    column = "text" if path.suffix in (".csv", ".parquet") else None
    with Peak() as peak:
        [letter] = records(gather([str(path)], column), Options(timeout=SECONDS))
    said = documented()[name]
    told = letter.error or f"read: {letter.source.characters:,} characters"
    slow = f"{name}: not read within 2 seconds"
    # How a library dies of the same bytes depends on its version and the moment; that it is told does not.
    died = f"{name}: the process that read it died" if "died" in said or "memory" in said else slow
    assert told.replace(str(path), name).startswith((said[:60], f"{name}: {said}"[:60], slow, died)), told
    assert peak.grown <= MEMORY
