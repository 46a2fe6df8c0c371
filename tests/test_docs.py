"""Every example of README and docs runs; the documentation site is built without a warning."""

from __future__ import annotations

import doctest
import glob
import os
import re
import shlex
import subprocess
import sys

import pytest
from paths import ROOT
from typer.testing import CliRunner

from imrnlp.cli import app

PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md")))]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    assert failed == 0


_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_COMMANDS = [p for p in PAGES if _CONSOLE.search((ROOT / p).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", _COMMANDS)
def test_the_commands_of_a_page_say_what_it_shows(page, tmp_path, monkeypatch):
    """Lines with `$` are run one after another, in one folder; `...` stands for any text."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    for block in _CONSOLE.findall((ROOT / page).read_text(encoding="utf-8")):
        for told in block.split("$ imrnlp ")[1:]:
            line, _, shown = told.partition("\n")
            words = [w for word in shlex.split(line) for w in sorted(glob.glob(word)) or [word]]
            done = CliRunner().invoke(app, words)
            said = "".join(f"{one.rstrip()}\n" for one in done.output.splitlines())
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            assert doctest.OutputChecker().check_output(shown, said, flags), f"{line}\n{said}"


def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Independent Medical Review" in home
    assert "fonts.googleapis" not in home
