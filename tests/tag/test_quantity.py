"""Quantities: an example for each wording, and which of several is the item's."""

import pytest

import imrnlp
from imrnlp.tag.quantity import COUNTED, MARKED, find_counted, find_marked, quantity_pattern


@pytest.mark.parametrize("wording", [*MARKED, *COUNTED], ids=lambda w: w.name)
def test_each_wording_has_an_example(wording):
    assert quantity_pattern(wording.name).search(wording.example)
    found = [*find_marked(wording.example), *find_counted(wording.example)]
    assert (wording.quantity, wording.unit) in [(q.value, q.unit) for q in found]


@pytest.mark.parametrize(
    ("trap", "words", "quantity", "unit"),
    [
        ("a mark before a count", "Norco 10/325 mg, 1 tablet q6h, #60", 60, "tablet"),
        ("a mark before boxes of so many", "Lidoderm patch 5%, #2 boxes of 10", 20, "patch"),
        ("a mark before packs of so many", "Terocin patches # 3 packs of 10", 30, "patch"),
        ("a mark before one box of so many", "Flector patches #1 box of 30", 30, "patch"),
        ("bottles of so many", "Colace 100 mg one bottle of 100", 100, None),
        ("two bottles of so many", "Norco 10/325 mg tablets, 2 bottles of 60", 120, "tablet"),
        ("a mark before bottles", "Mobic 15 mg tablets #2 bottles of 30", 60, "tablet"),
        (
            "a number before each drug's mark is the first one's",
            "Norco 10/325 mg #120 and Soma 350 mg #60",
            120,
            None,
        ),
        ("a list's first mark", "Prilosec 20 mg #60, Anaprox 550 mg #90 and Fexmid 7.5 mg #30", 60, None),
        ("a count before a weight", "Voltaren gel 100 gm, 5 tubes", 5, "tube"),
        ("of the drug", "60 tablets of naproxen 550 mg", 60, "tablet"),
        ("of something else", "Terocin patches, 1 box of 30", 30, "patch"),
        ("jars of so much", "Flurbiprofen 20% cream, 120 gm jar x 2", 240, "g"),
        ("packs of so much", "Flurbiprofen 10%/lidocaine 5%, 120grams #1", 120, "g"),
        ("two packs of so much", "Flurbiprofen 20% cream 60 gm #2", 120, "g"),
        ("the number ahead", "90 Norco 10/325 mg", 90, None),
        ("the number of a name", "Tylenol #3 #60", 60, None),
        ("no label", "Norco 10/325 mg, no 60", None, None),
        ("a dose", "Voltaren gel, apply 4 g four times daily", None, None),
        ("nought of something", "Norco 10/325 mg, 0 tablets", None, None),
        ("nought by volume", "Cheratussin syrup 0 mL", None, None),
        ("more pieces than anyone has", "Norco 10/325 mg, 40000 tablets", None, None),
        ("more packs than anyone has", "Voltaren gel 900 gm tube x 80", None, None),
    ],
)
def test_of_drugs(trap, words, quantity, unit):
    item = imrnlp.parse_request(words)
    assert (item.quantity, item.quantity_unit) == (quantity, unit)


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("Crutches (2)", 2),
        ("Knee braces times two", 2),
        ("Knee braces x 2", 2),
        ("2 leg wraps", 2),
        ("Electrodes, 8 pairs", 8),
        ("EKG two times", 2),
        ("EKG times 3", 3),
        ("NCV of both legs, 2", 2),
        ("4 wheeled walker", None),
        ("TENS unit", None),
        ("TENS unit two times a day", None),
        ("Knee brace (L1832)", None),
    ],
)
def test_of_things(words, quantity):
    assert imrnlp.parse_request(words).quantity == quantity
