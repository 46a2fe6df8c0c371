"""RxCUIs: the package's ingredients, and a user's own RXNCONSO table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrnlp.link.rxnorm import load_rxnconso, rxcui


def row(code, name, kind="IN", source="RXNORM", suppress="N", language="ENG"):
    return f"{code}|{language}||||||1||||{source}|{kind}|{code}|{name}||{suppress}|4096|\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("omeprazole", "7646"),
        ("  Omeprazole ", "7646"),  # case and spaces
        ("medial branch block", None),  # no drug
        ("", None),
    ],
)
def test_ingredients(name, code):
    assert rxcui(name) == code


def test_rxnconso(tmp_path):
    path = tmp_path / "RXNCONSO.RRF"
    path.write_text(
        row("1", "Alpha")
        + row("2", "Brandy", "BN")
        + row("3", "alpha", "BN")  # a brand named like an ingredient
        + row("4", "beta", source="MTHSPL")  # another vocabulary
        + row("5", "gamma", suppress="O")  # obsolete
        + row("6", "alfa", language="SPA")
        + row("7", "alpha 10 MG Oral Tablet", "SCD")  # a product, no name
        + row("8", "Alpha / Beta", "MIN"),
        encoding="utf-8",
    )
    assert load_rxnconso(path) == {"alpha": "1", "brandy": "2", "alpha/beta": "8"}


@pytest.mark.parametrize("text", ["name\trxcui\n", "a|b|c\n"])
def test_other_tables_are_refused(tmp_path, text):
    path = tmp_path / "other"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        load_rxnconso(path)


def test_absent_file(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        load_rxnconso(tmp_path / "RXNCONSO.RRF")


@given(st.text())
def test_any_name(name):
    assert rxcui(name) is None or rxcui(name).isdigit()
