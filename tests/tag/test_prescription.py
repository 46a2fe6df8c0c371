"""Each drug of a list with its own directions: which words are whose, and where a drug's directions end."""

from __future__ import annotations

import pytest

import imrnlp
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.posology import find_posology
from imrnlp.tag.prescription import directions, prescriptions


def test_of_two_forms_the_first_is_what_a_bare_count_counts():
    """A set of words has another order in each process."""
    line = "Capsules or tablets of Norco and Soma #60"
    assert imrnlp.parse_request(line).quantity_unit == "capsule"


def told(text: str) -> list[tuple]:
    """Name, amounts and words of the dose of each drug; each drug's words are at its place."""
    found = []
    for prescription in prescriptions(text):
        [drug] = prescription.drugs
        assert text[drug.start : drug.end] == drug.text
        found.append((drug.text, [s.value for s in drug.strengths], prescription.dose_text))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norco 10/325 mg b.i.d. and Soma 350 mg t.i.d.",
         [("Norco", [10.0, 325.0], "10/325 mg b.i.d."), ("Soma", [350.0], "350 mg t.i.d")]),
        ("Norco 10/325 mg twice a day. He walks 2 miles.", [("Norco", [10.0, 325.0], "10/325 mg twice a day")]),
        ("Norco 10/325 mg one tablet by mouth every 6 hours #120 for pain, 2 refills",
         [("Norco", [10.0, 325.0], "10/325 mg one tablet by mouth every 6 hours #120")]),
        ("Norco tablet 10 mg", [("Norco", [10.0], "tablet 10 mg")]),
        ("Norco #120", [("Norco", [], "#120")]),
        ("Norco daily and 5 mg", [("Norco", [5.0], "daily and 5 mg")]),
        ("Voltaren gel 1% applied 2 g", [("Voltaren gel", [1.0], "1% applied 2 g")]),
        # No dose: a form or a route alone; words that stand too far behind, or behind "and".
        ("Norco tablet", [("Norco", [], None)]),
        ("Norco by mouth", [("Norco", [], None)]),
        ("Norco, and Soma.", [("Norco", [], None), ("Soma", [], None)]),
        ("Norco for pain and spasm 10 mg", [("Norco", [10.0], None)]),
        ("Norco taken now for pain 10 mg", [("Norco", [10.0], None)]),
        ("Norco taken for 10 mg", [("Norco", [10.0], "10 mg")]),
        ("Norco and 10 mg", [("Norco", [10.0], None)]),
        # What stands too far behind the last word of a dose is none of it.
        ("Soma 350 mg for the left leg's twice a day", [("Soma", [350.0], "350 mg")]),
        ("Soma 350 mg taken twice a day", [("Soma", [350.0], "350 mg taken twice a day")]),
        # An amount alone in a list.
        ("Topamax 25, Motrin 800.", [("Topamax", [25.0], None), ("Motrin", [800.0], None)]),
        ("naproxen 550 and Soma", [("naproxen", [550.0], None), ("Soma", [], None)]),
        # A dose that changed: the last one holds, a step is none.
        ("gabapentin was increased from 300 mg to 600 mg", [("gabapentin", [600.0], None)]),
        ("gabapentin 300 mg to 600 mg tid", [("gabapentin", [600.0], "600 mg tid")]),
        ("gabapentin 300 mg,600 mg tid", [("gabapentin", [300.0], "300 mg,600 mg tid")]),
        ("gabapentin 600 mg was raised by 25 mg daily", [("gabapentin", [600.0], "600 mg")]),
        ("gabapentin by  25 mg, 600 mg daily", [("gabapentin", [600.0], "600 mg daily")]),
        # A name that is misspelt.
        ("gabapentn 300 mg", [("gabapentn", [300.0], "300 mg")]),
    ],
)  # fmt: skip
def test_each_drugs_own_dose(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Norco 10 mg daily. He sat.", ["Norco 10 mg daily"]),
        ("Norco 7.5 mg daily.", ["Norco 7.5 mg daily"]),
        ("Norco 10 mg p.o. daily", ["Norco 10 mg p.o. daily"]),
        ("Norco 10 mg. he sat", ["Norco 10 mg. he sat"]),  # no sentence begins with a small letter
        ("Norco 10 mg. ", ["Norco 10 mg"]),
        ("Norco 10 mg.", ["Norco 10 mg"]),
        ("Norco 10 mg.A", ["Norco 10 mg.A"]),
        ("Norco. 10 mg", ["Norco. 10 mg"]),
        ("Norco 10/325mg, and Flexeril. He sat.", ["Norco 10/325mg, and ", "Flexeril"]),
        ("Norco, Soma 350 mg, and Flexeril", ["Norco", "Soma 350 mg, and ", "Flexeril"]),
        ("Norco. Soma. Flexeril 10 mg", ["Norco", "Soma", "Flexeril 10 mg"]),
        (f"Norco {'as before ' * 20}10 mg", ["Norco"]),  # further behind than directions stand
    ],
)
def test_where_directions_end(text, spans):
    assert [text[a:b] for _, a, b in directions(text, find_drugs(text))] == spans


def test_drugs_and_amounts_that_are_known_already():
    """A passage's own are asked for, with offsets into its text, and only where directions may stand."""
    text = "Norco, and Soma 350 mg twice a day."
    asked = []

    def posology(start, end):
        asked.append(text[start:end])
        found = find_posology(text[start:end])
        for mention in found:
            mention.start += start
            mention.end += start
        return found

    found = prescriptions(text, find_drugs(text)[1:], posology)
    assert asked == ["Soma 350 mg twice a day"]
    [(drug, per_day)] = [(p.drugs[0], p.times_per_day) for p in found]
    assert (drug.text, drug.start, drug.end, per_day) == ("Soma", 11, 15, 2.0)
    assert [(s.value, s.unit) for s in drug.strengths] == [(350.0, "mg")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Norco #120 tablets", "tablet"), ("Soma 350 mg, 30 day supply", None), ("Soma 60 gm", "g")],
)
def test_units_stay_with_their_numbers(text, unit):
    [found] = prescriptions(text, find_drugs(text), lambda a, b: find_posology(text[a:b]))
    assert found.quantity_unit == unit
    assert found.duration_days == (30 if "supply" in text else None)
