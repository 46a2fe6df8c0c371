"""How much of an item is asked for: sessions, things, days; what of its words counts them and what does not."""

from __future__ import annotations

import pytest

import imrnlp


def amounts(text: str) -> dict[str, object]:
    item = imrnlp.parse_request(text)
    names = ("sessions", "quantity", "quantity_unit", "refills", "duration_days")
    return {name: value for name in names if (value := getattr(item, name)) is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is given in sessions, and what has some only where it says so.
        ("Psychotherapy, 1 visit", {"sessions": 1}),
        ("Office visits x 2", {"sessions": 2}),
        ("Follow-up visit times 3", {"sessions": 3}),
        ("Orthopedic consultation 2 x 3", {"sessions": 6}),
        ("Orthopedic consultation TIMES 3", {"sessions": 3}),
        ("Orthopedic consultation with 3 VISITS", {"sessions": 3}),
        ("Weight loss program, 10 visits", {"sessions": 10}),
        ("Weight loss program, 10 Sessions", {"sessions": 10}),
        ("Weight loss program x 10", {}),  # of what is not told
        ("Gym membership for 6 months", {"duration_days": 180}),
        ("Gym membership with 12 visits", {"sessions": 12}),
        ("Functional restoration program for 2 weeks", {"duration_days": 14}),
        # One injection is no series.
        ("Knee injection x 1", {}),
        ("Epidural steroid injection x 2", {"sessions": 2}),
        ("Epidural steroid injection, 2 visits", {"sessions": 2}),
        ("Series of 1 Synvisc knee injection", {}),
        ("Series of 3 Synvisc knee injections", {"sessions": 3}),
        ("Psychotherapy x 1", {"sessions": 1}),
        # Who comes to the house comes in visits; a van twice a week is one van.
        ("Home health aide 5 times a week for 2 weeks", {"sessions": 10, "duration_days": 14}),
        ("Home health aide for 2 weeks", {"duration_days": 14}),
        ("Wheelchair van 2 times a week for 6 weeks", {"duration_days": 42}),
        ("Transportation for 6 visits", {"sessions": 6}),
        ("H-wave unit, 12 sessions", {"sessions": 12}),
        ("MRI of the knee, 2 visits", {}),  # a test has none
        # Nights are days of a stay only.
        ("Inpatient stay 2 nights", {"duration_days": 2}),
        ("Inpatient stay, two nights for 3 days", {"duration_days": 3}),
        ("Inpatient stay for 3 days", {"duration_days": 3}),
        ("Knee arthroplasty with 2 nights stay", {}),
        ("TENS unit rental 2 nights", {}),
        # A tooth's or a view's number counts nothing.
        ("Dental implant #14", {}),
        ("Denture for 3 weeks", {"duration_days": 21}),
        ("X-ray of the knee #3", {}),
        ("X-ray of the knee, 3 views", {}),
        # Things.
        ("Electrodes, 8 packs", {"quantity": 8.0, "quantity_unit": "pack"}),
        ("Electrodes, 2 boxes", {"quantity": 2.0, "quantity_unit": "box"}),
        ("Cane QTY 2", {"quantity": 2.0}),
        ("Knee brace #1", {"quantity": 1.0}),
        ("Cane, 60 tablets", {}),  # of what is no drug
        ("Cane, 60 tablets #2", {"quantity": 2.0}),
        ("Cane x 1", {}),  # one is not counted
        ("Cane x 2", {"quantity": 2.0}),
        ("MRI of the knee x 1", {"quantity": 1.0}),  # of a test it is
        ("MRI of the knee x 2", {"quantity": 2.0}),
        ("Blood test x 0", {}),
        ("EKG (2)", {"quantity": 2.0}),
        ("EKG two times", {"quantity": 2.0}),
        ("EKG times two", {"quantity": 2.0}),
        ("NCV of both legs, 2", {"quantity": 2.0}),
        ("2 leg wraps", {"quantity": 2.0}),
        ("2 view EKG", {}),  # what stands before a test is part of its name
        ("Carpal tunnel release x 2", {}),  # an operation's number is no quantity
    ],
)  # fmt: skip
def test_amounts(text, expected):
    assert amounts(text) == expected


def test_a_range_of_sessions_is_told_with_its_item():
    item = imrnlp.parse_request("Physical therapy 8-12 sessions")
    [told] = item.warnings
    assert (item.sessions, told.code) == (12, "range_larger_end")
    assert told.message == "a range of sessions was read as its larger end, 12"
    assert (told.start, told.end) == (item.start, item.end)


def test_a_number_of_sessions_is_told_of_no_range():
    assert imrnlp.parse_request("Physical therapy 12 sessions").warnings == []


@pytest.mark.parametrize(
    ("text", "refills"),
    [
        ("Soma 350mg #90 x 3", 3),
        ("Soma 350mg #90 (x 3)", 3),
        ("Soma 350mg #90, x 3", 3),
        ("Soma 350mg #90 for pain x 3", None),  # too far from its quantity
        ("Soma 350mg x 3 #90", None),
        ("Soma 350mg #90 x 12", 12),
        ("Soma 350mg #90 x 13", None),  # no more than a year's
        ("Soma 350mg #90 refill one time", 1),
        ("Soma 350mg #90 refill 1 TIME", 1),
        ("Soma 350mg #90 refill 2 Times", 2),
        ("Soma 350mg #90 refill (2)", 2),
    ],
)
def test_refills_of_a_prescription(text, refills):
    assert imrnlp.parse_request(text).refills == refills


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("60 tablets of Soma 350 mg", 60.0, "tablet"),
        ("twelve tablets of Soma 350 mg", 12.0, "tablet"),
        ("take 2 tablets of Soma 350 mg", None, None),  # a dose
        ("Soma, take 12 tablets", None, None),
        ("take Soma daily, 60 tablets", 60.0, "tablet"),  # too far before it
        ("2 boxes of 30 Lidoderm patches", 60.0, "patch"),
        ("two boxes of 30 Lidoderm patches", 60.0, "patch"),
        ("Soma 350 mg no. 60", 60.0, None),
        ("Soma 350 mg No: 60", 60.0, None),
        ("Soma 350 mg No 60", None, None),  # a denial
    ],
)
def test_quantities_of_a_prescription(text, quantity, unit):
    item = imrnlp.parse_request(text)
    assert (item.quantity, item.quantity_unit) == (quantity, unit)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("Carafate 4 gm #60", [4.0]),  # a dose
        ("Carafate 5 gm #60", []),  # more is a pack
        ("Miralax 20 grams daily", [20.0]),
        ("Miralax 21 grams daily", []),
    ],
)
def test_grams_that_are_a_dose(text, grams):
    assert [s.value for d in imrnlp.parse_request(text).drugs for s in d.strengths] == grams


@pytest.mark.parametrize(
    ("text", "date", "codes"),
    [
        ("Retrospective request for Norco #60 (DOS 5/6/2014)", "2014-05-06", []),
        ("Norco #60 DOS 5/6/2014", "2014-05-06", []),
        ("Retrospective (DOS: 2/30/2014) MRI of the knee", None, ["impossible_date"]),
        ("Retrospective (5/6/2014) Norco #60", "2014-05-06", []),
        ("Retro Norco #60 given on 5/6/2014", "2014-05-06", []),
        ("MRI of the knee provided from 5/6/2014 through 5/9/2014", "2014-05-06", []),
        ("Retrospective request for Norco #60, given on Tuesday, dispensed on 5/6/2014", "2014-05-06", []),
    ],
)
def test_the_date_of_service(text, date, codes):
    item = imrnlp.parse_request(text)
    assert (item.retrospective, item.date_of_service and item.date_of_service.isoformat()) == (True, date)
    assert [w.code for w in item.warnings] == codes


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Facet injection L4-5 and L5-S1", ["L4-L5", "L5-S1"]),
        ("Fusion L4-S1", ["L4-S1"]),
        ("MRI of L4-7", []),  # there is no L7
        ("Fusion C5-C9", []),
    ],
)
def test_levels_that_a_spine_has(text, levels):
    assert imrnlp.parse_request(text).spinal_levels == levels


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("MRI of the left knee", "left"),
        ("Bilateral knee braces", "bilateral"),
        ("MRI of the lumbar spine", None),
    ],
)
def test_the_side_of_a_request(text, side):
    assert imrnlp.parse_request(text).laterality == side
