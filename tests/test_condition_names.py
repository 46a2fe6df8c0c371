"""Names of diseases that are more than their words."""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions


@pytest.mark.parametrize(
    ("words", "name"),
    [
        # A letter belongs to the name.
        ("The patient has chronic hepatitis B.", "chronic hepatitis B"),
        # Small words stand within it.
        ("She has severe graft-versus-host disease.", "severe graft-versus-host disease"),
        # A Latin quality stands behind.
        ("He has alopecia areata.", "alopecia areata"),
        # Hyphens and apostrophes are written or not.
        ("There is Charcot-Marie-Tooth disease.", "Charcot-Marie-Tooth disease"),
        ("There is Legionnaires' disease.", "Legionnaires' disease"),
        ("There is non-small cell lung cancer.", "non-small cell lung cancer"),
        # A condition within the name is not all of it.
        ("The child has autism spectrum disorder.", "autism spectrum disorder"),
        ("The child has attention deficit hyperactivity disorder.", "attention deficit hyperactivity disorder"),
        # Of many.
        ("She has mantle cell lymphomas.", "mantle cell lymphomas"),
    ],
)  # fmt: skip
def test_name(words: str, name: str) -> None:
    assert [c.text for c in find_conditions(words)] == [name]
