"""Strengths, quantities, refills, directions: one row per form or trap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imrnlp
from imrnlp.tag import posology
from imrnlp.tag.posology import digit_slips, find_posology
from imrnlp.tag.quantity import MAX_QUANTITY


def values(text: str, label: str) -> list[object]:
    return [p.value for p in find_posology(text) if p.label == label]


def strengths(text: str) -> list[str]:
    return [repr(s)[9:-1] for p in find_posology(text) if p.label == "STRENGTH" for s in p.value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15mg", ["15 mg"]),
        ("15 MG.", ["15 mg"]),
        (".25mg", ["0.25 mg"]),  # no zero
        ("1,200 mg", ["1200 mg"]),  # thousands
        ("7.5/325mg", ["7.5 mg", "325 mg"]),  # slash pairs, no date
        ("5-500 mg", ["5 mg", "500 mg"]),
        ("50/325/40 mg", ["50 mg", "325 mg", "40 mg"]),
        ("10mg/325mg", ["10 mg", "325 mg"]),
        ("1.3%", ["1.3 %"]),
        ("4%-1%", ["4 %", "1 %"]),
        ("20%/5%/4%", ["20 %", "5 %", "4 %"]),
        ("50 mcg/hr", ["50 mcg/1 hr"]),
        ("12mcg/h", ["12 mcg/1 hr"]),
        ("25 mg/mL", ["25 mg/1 mL"]),
        ("250 mg/5 ml", ["250 mg/5 mL"]),
        ("40 mg per 0.4 ml", ["40 mg/0.4 mL"]),
        ("200 units", ["200 units"]),
        ("60 gm", []),  # a tube, no dose
        ("1 gm #120", ["1 g"]),  # a dose
        ("17 grams daily", ["17 g"]),
        ("L4/5", []),  # a spinal level
        ("7/10", []),  # a pain score
        ("5/5", []),  # a grade of strength
        ("Norco10/325mg", ["10 mg", "325 mg"]),  # glued to the name
        ("l0/325 mg", ["10 mg", "325 mg"]),  # letters read for digits
        ("2O mg", ["20 mg"]),
    ],
)
def test_strengths(text, expected):
    assert strengths(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#45", [45]),
        ("# 45", [45]),
        ("#45.00", [45]),
        ("10mg#45", [45]),
        ("#1,000", [1000]),
        ("Qty: 45", [45]),
        ("QTY 45.00", [45]),
        ("Qty. 45", [45]),
        ("quantity of forty-five", [45]),
        ("quantity sixty (60)", [60]),
        ("dispense 45", [45]),
        ("45 tablets", [45]),
        ("45 count", [45]),
        ("forty-five (45)", [45]),
        ("120gm", [120]),
        ("4 oz", [4]),
        ("5 tubes", [5]),
        ("30 per month", [30]),
        ("#6O", [60]),
        ("45#", [45]),
        ("2 boxes of 30", [60]),
        ("box of 30", [30]),
        ("take 1 tablet for pain", []),  # a dose
        ("1 tablet by mouth daily", []),
        ("1 or 2 tabs every 6 hours", []),
        ("1 tablet 2-3 times a day", []),
        ("Tylenol #3", []),  # a name
        ("Tylenol #3 #50", [50]),
        ("No improvement", []),
        ("#999999999999", [None]),  # out of range
        ("#0", [None]),
        ("L4-5", []),
    ],
)
def test_quantities(text, expected):
    assert values(text, "QUANTITY") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("refills x 2", [2]),
        ("#30 2 refills", [2]),
        ("with 2 refills", [2]),
        ("x 2 refills", [2]),
        ("RF x2", [2]),
        ("RF:2", [2]),
        ("x2RF", [2]),
        ("refills (2)", [2]),
        ("#30 NR", [0]),
        ("+ 2 refills", [2]),
        ("two (2) refills", [2]),
        ("plus one refill", [1]),
        ("no refills", [0]),
        ("0 refills", [0]),
        ("without refills", [0]),
        ("refills: 0", [0]),
        ("refills x -1", [None]),  # no number of refills
        ("500 refills", [None]),
        ("pump refill", []),
        ("#30", []),
    ],
)
def test_refills(text, expected):
    assert values(text, "REFILLS") == expected


@pytest.mark.parametrize(
    ("text", "words", "rate"),
    [
        ("1 po bid prn", "bid", 2),
        ("1 tab po q8h prn", "q8h", 3),
        ("q12 hours", "q12 hours", 2),
        ("q 4-6 hrs", "q 4-6 hrs", None),  # a range is never averaged
        ("every six hours", "every six hours", 4),
        ("every 72 hours", "every 72 hours", 0.3333),
        ("at bedtime", "at bedtime", 1),
        ("QHS", "QHS", 1),
        ("q.h.s.", "q.h.s.", 1),
        ("qam", "qam", 1),
        ("every other day", "every other day", 0.5),
        ("3x/day", "3x/day", 3),
        ("four times daily", "four times daily", 4),
        ("up to 3 times a day", "3 times a day", 3),
        ("2-3 times a day", "2-3 times a day", None),
        ("two to three times daily", "two to three times daily", None),
        ("twice-daily", "twice-daily", 2),
        ("in the morning and at bedtime", "in the morning and at bedtime", 2),
        ("ac and hs", "ac and hs", 4),
        ("twice weekly", "twice weekly", 0.2857),
        ("weekly", "weekly", 0.1429),
        ("every 12 weeks", "every 12 weeks", None),
        ("q6 prn", "q6", 4),
    ],
)
def test_directions(text, words, rate):
    first = next(p for p in find_posology(text) if p.label == "FREQUENCY")
    assert (first.text, first.value) == (words, rate)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("for 30 days", [30]),
        ("x 6 weeks", [42]),
        ("3-month rental", [90]),
        ("30-day trial", [30]),
        ("30 day supply", [30]),
        ("one month supply", [30]),
        ("day supply: 30", [30]),
        ("for a year", []),
        ("one year", [365]),
        ("5 days a week", []),  # how often, not how long
        ("7 days/week", []),
        ("every 3 days", []),
        ("2 weeks ago", []),
    ],
)
def test_durations(text, days):
    assert values(text, "DURATION") == days


def test_digit_slips():
    assert digit_slips("Norco l0/325mg #6O") == [(6, 8), (16, 18)]
    assert digit_slips("L5-S1 at 10 mg, #60, Oil, lOl") == []


def test_a_number_is_read_once():
    assert [p.label for p in find_posology("#60 refills x 3")] == ["QUANTITY", "REFILLS"]


like = st.lists(
    st.sampled_from(
        [
            "#",
            "60",
            "mg",
            "/",
            "-",
            "%",
            " ",
            "refills",
            "x",
            "q",
            "h",
            "ten",
            "(",
            ")",
            ".",
            "O",
            "l",
            "days",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(st.text(max_size=200), like))
def test_offsets_and_no_crash(text):
    for mention in find_posology(text):
        assert text[mention.start : mention.end] == mention.text
        if mention.label == "QUANTITY" and mention.value is not None:
            assert 0 < mention.value <= MAX_QUANTITY


@pytest.mark.parametrize(
    ("text", "days", "kind"),
    [
        ("a month supply", 30, "supply"),
        ("A 30-day supply", 30, "supply"),
        ("a week Trial", 7, "trial"),
        ("day supply: 30", 30, "supply"),
        ("an 8 week course", 56, "course"),
        ("30 days", 30, None),
        ("4000 days", None, None),
    ],
)
def test_kinds_of_durations(text, days, kind):
    assert [(p.value, p.unit) for p in find_posology(text) if p.label == "DURATION"] == [(days, kind)]


def test_a_month_alone_is_no_duration():
    assert [p for p in find_posology("seen in a month") if p.label == "DURATION"] == []


@pytest.mark.parametrize("wording", posology.WORDINGS, ids=lambda w: w.name)
def test_each_wording_has_an_example(wording):
    match = posology.posology_pattern(wording.name).search(wording.example)
    if wording.name == "dose_after":
        match = posology.posology_pattern(wording.name).match(wording.example, wording.example.index(" po"))
    assert match is not None
    assert match.group().strip(" ,") == wording.found.strip()


@pytest.mark.parametrize(
    ("words", "strengths"),
    [
        ("Carafate 3 gm #120", [(3, "g")]),
        ("Carafate 5 gm #120", []),  # no dose of a tablet: a pack
        ("Miralax 17 grams daily", [(17, "g")]),
        ("Miralax 30 grams daily", []),
        ("Azor 10/40 #30", [(10, None), (40, None)]),
        ("oxygen 2 L", []),
        ("10mg Norco and Soma", [(10, "mg")]),  # before the first name, and no list of them
    ],
)
def test_amounts_that_are_doses_and_those_that_are_packs(words, strengths):
    drugs = imrnlp.parse_request(words).drugs
    assert [(s.value, s.unit) for d in drugs[:1] for s in d.strengths] == strengths


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5/20", [5.0, 20.0]),
        ("5/19", None),  # a level, a date or a scale
        ("20/21", [20.0, 21.0]),
        ("20/20", None),
        ("100/100", None),
        ("50/325", [50.0, 325.0]),
        ("325/50", None),
        ("50/325/40", [50.0, 325.0, 40.0]),
    ],
)
def test_two_bare_numbers_are_strengths_where_the_second_is_large(text, values):
    found = [m for m in find_posology(text) if m.label == "STRENGTH"]
    assert [[s.value for s in m.value] for m in found] == ([values] if values else [])
    assert {s.unit for m in found for s in m.value} <= {None}
    assert [(m.start, m.end) for m in found] == ([(0, len(text))] if values else [])


@pytest.mark.parametrize(
    ("text", "days", "unit"),
    [
        ("for 1 day", 1, None),
        ("for 0 days", None, None),
        ("122 months", 3660, None),  # ten years at most
        ("123 months", None, None),
        ("a month supply", 30, "supply"),
        ("an week supply", 7, "supply"),
        ("30 day supply", 30, "supply"),
        ("30-day", 30, None),
    ],
)
def test_a_durations_place_days_and_kind(text, days, unit):
    [found] = [m for m in find_posology(text) if m.label == "DURATION"]
    assert (found.start, found.end, found.value, found.unit) == (0, len(text), days, unit)


@pytest.mark.parametrize("text", ["for a month", "for an week"])
def test_a_month_without_supply_is_no_duration(text):
    assert [m for m in find_posology(text) if m.label == "DURATION"] == []
