"""The scripts say what they do when asked, and do nothing else then."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

SCRIPTS = sorted(
    path.name for path in (ROOT / "scripts").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """A copy of the scripts in a folder of their own: what they write beside them cannot harm the repository."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for beside in ("tests/data", "docs/figures", "data/letters"):
        shutil.copytree(ROOT / beside, folder / beside)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path): path.read_bytes() for path in found}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_that_is_asked_for_help_changes_nothing(elsewhere, script):
    """``golden.py --help`` wrote the records anew that the next version is compared with."""
    before = files(elsewhere)
    run = subprocess.run(
        [sys.executable, f"scripts/{script}", "--help"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage: ")
    assert files(elsewhere) == before


def test_a_misspelt_option_changes_nothing(elsewhere):
    before = files(elsewhere)
    run = subprocess.run(
        [sys.executable, "scripts/golden.py", "--chekc"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 2
    assert files(elsewhere) == before
