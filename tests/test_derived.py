"""README and docs say what the runs gave: tables are written by scripts/derived.py, figures are those of today's code."""

from __future__ import annotations

import importlib.util
import json

import pytest
from paths import ROOT

_spec = importlib.util.spec_from_file_location("derived", ROOT / "scripts" / "derived.py")
assert _spec
assert _spec.loader
derived = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(derived)


@pytest.mark.parametrize("page", derived.PAGES)
def test_a_page_is_what_the_command_writes(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "<!-- derived: " in text
    assert derived.derived(text) == text, "run python scripts/derived.py"


def test_the_figures_are_those_of_todays_code():
    committed = json.loads(derived.ACCURACY.read_text(encoding="utf-8"))["blocks"]
    assert derived.measure()["blocks"] == committed, "run python scripts/derived.py --measure"


def test_a_changed_figure_makes_the_page_stale(tmp_path, monkeypatch):
    figures = json.loads(derived.ACCURACY.read_text(encoding="utf-8"))
    figures["blocks"]["letters"]["dev"]["parts"]["layout"]["f1"] = 0.5
    other = tmp_path / "accuracy.json"
    other.write_text(json.dumps(figures), encoding="utf-8")
    monkeypatch.setattr(derived, "ACCURACY", other)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert derived.derived(readme) != readme
