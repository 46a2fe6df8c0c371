"""The words that count, weigh and time (``lexicons/posology_words.tsv``), and what each means."""

from __future__ import annotations

from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.numbers import count_pattern, word_pattern
from imrnlp.text.pieces import either


@cache
def meanings(kind: str) -> dict[str, str]:
    """Word -> what it means, of one kind; the first row that has a word keeps it.

    >>> meanings("mass")["gm"], meanings("counted")["caplets"], meanings("period")["wks"]
    ('g', 'tablet', '7')
    """
    found: dict[str, str] = {}
    for row in lexicons.table("posology_words.tsv"):
        if row["kind"] == kind:
            for word in row["words"].split("|"):
                found.setdefault(word, row["means"])
    return found


@cache
def posology_pieces() -> dict[str, str]:
    """The pieces that the patterns of posology are made of, by name; for verbose patterns.

    Classes of ``lexicons/prescription_words.tsv`` are among them.
    """
    kinds = {kind: either(list(meanings(kind))) for kind in ("mass", "volume", "per", "counted", "period")}
    grams = [word for word, unit in meanings("mass").items() if unit == "g"]
    return {
        **Wordings("prescription_words.tsv").pieces(),
        **kinds,
        "grams": either(grams),
        # 1,000 or 7.5 or .5
        "number": r"\d{1,3}(?:,\d{3})+(?:\.\d+)? | \d+(?:\.\d+)? | \.\d+",
        # 12, twelve, twelve (12), (12)
        "count": count_pattern(),
        "word": word_pattern(),
        # What a quantity counts: "60 tablets", "240 gm", "30 mL".
        "unit": rf"{kinds['counted']} | {kinds['volume']} | {either(grams)}",
    }


def unit_of(word: str) -> str:
    """The normal unit: ``gm`` -> ``g``, ``cc`` -> ``mL``.

    >>> unit_of("gm"), unit_of("cc"), unit_of("percent"), unit_of("Hours")
    ('g', 'mL', '%', 'hr')
    """
    low = word.lower()
    return _units().get(low, low)


@cache
def _units() -> dict[str, str]:
    return {**meanings("per"), **meanings("volume"), **meanings("mass"), "percent": "%"}


def counted_unit(word: str | None) -> str | None:
    """The unit that a counted word means: ``caps`` -> ``capsule``; ``None`` for ``count`` and for no word.

    >>> counted_unit(" caps"), counted_unit("gm"), counted_unit("count"), counted_unit(None)
    ('capsule', 'g', None, None)
    """
    if not word:
        return None
    low = " ".join(word.lower().split())
    if low in meanings("counted"):
        return meanings("counted")[low] or None
    return unit_of(low)
