"""The names of `imrnlp`: each is there, and one that was renamed goes on to work, with a warning."""

from __future__ import annotations

import warnings

import pytest

import imrnlp


@pytest.fixture
def renamed(monkeypatch):
    monkeypatch.setitem(imrnlp._RENAMED, "read_letter", "extract")


@pytest.mark.parametrize("name", imrnlp.__all__)
def test_a_public_name_is_there_without_a_warning(name):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert getattr(imrnlp, name) is not None
    assert not [w for w in told if "imrnlp" in str(w.message)]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(lambda: imrnlp.read_letter, id="attribute"),
        pytest.param(lambda: __import__("imrnlp", fromlist=["read_letter"]).read_letter, id="import"),
    ],
)
def test_an_old_name_works_and_names_the_new_one(renamed, how):
    with pytest.warns(DeprecationWarning, match=r"imrnlp.read_letter is called imrnlp.extract now") as told:
        assert how() is imrnlp.extract
    assert {warning.filename for warning in told} == {__file__}, (
        "a script sees warnings of its own lines only"
    )


def test_an_old_name_is_not_offered(renamed):
    assert "read_letter" not in dir(imrnlp)
    assert "read_letter" not in imrnlp.__all__


def test_a_name_that_never_was_is_an_error(renamed):
    with pytest.raises(AttributeError, match="no attribute 'read_leter'"):
        imrnlp.read_leter  # noqa: B018
