"""The page of request lines is what the code makes of them."""

import importlib.util

import pytest
from paths import ROOT

import imrnlp

SCRIPT = ROOT / "scripts" / "docs_requests.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("docs_requests", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_committed_page_is_what_the_code_makes(script):
    assert (ROOT / "docs" / "requests.md").read_text(encoding="utf-8") == script.page()


def test_thirty_lines_of_every_category(script):
    lines = script.lines_by_category(script.LINES.read_text(encoding="utf-8"))
    assert len(lines) == 12
    for category, requests in lines.items():
        assert len(requests) >= 30, category
        assert len(set(requests)) == len(requests)


def test_lines_stand_under_their_category(script):
    lines = script.lines_by_category(script.LINES.read_text(encoding="utf-8"))
    wrong = [
        (category, line)
        for category, requests in lines.items()
        for line in requests
        if imrnlp.parse_request(line).category != category
    ]
    assert wrong == []
