"""The story's drugs: status, directions, indication, morphine equivalents."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrnlp import lexicons
from imrnlp.assemble.medications import read_medications
from imrnlp.lexicons import spaced


def statuses(text: str) -> dict[str, str]:
    return {m.name: m.status for m in read_medications(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Current medications include Mobic and Zanaflex.", {"meloxicam": "current", "tizanidine": "current"}),
        ("Medications on 3/4/14: Mobic, Zanaflex.", {"meloxicam": "current", "tizanidine": "current"}),
        ("She takes Mobic daily.", {"meloxicam": "current"}),
        ("Mobic helps her sleep.", {"meloxicam": "current"}),
        ("Treatment has included Mobic since at least 5-6-2016.", {"meloxicam": "current"}),
        ("Mobic 15 mg daily for pain and Elavil 25 mg at night for sleep were continued.",
         {"meloxicam": "current", "amitriptyline": "current"}),
        ("Opana ER was increased to twice a day.", {"oxymorphone": "current"}),
        ("He was prescribed Mobic.", {"meloxicam": "prescribed"}),
        ("Mobic was dispensed.", {"meloxicam": "prescribed"}),
        ("The provider refilled Mobic and Zanaflex.", {"meloxicam": "prescribed", "tizanidine": "prescribed"}),
        ("He received a Toradol injection.", {"ketorolac": "prescribed"}),
        ("The treatment plan includes Mobic.", {"meloxicam": "prescribed"}),
        ("The plan was to start Mobic, continue Norco and discontinue Soma.",
         {"meloxicam": "prescribed", "hydrocodone/acetaminophen": "current", "carisoprodol": "past"}),
        ("Mobic was discontinued.", {"meloxicam": "past"}),
        ("She has tried and failed Mobic, Zanaflex and Elavil.",
         {"meloxicam": "past", "tizanidine": "past", "amitriptyline": "past"}),
        ("He previously took Mobic.", {"meloxicam": "past"}),
        ("prior use of Flexeril in 2012", {"cyclobenzaprine": "past"}),
        ("She was switched from Mobic to Celebrex.", {"meloxicam": "past", "celecoxib": "prescribed"}),
        ("Treatment to date has included medication including Mobic.", {"meloxicam": "unknown"}),
        # Not the patient's, or not taken.
        ("A request was made for Mobic 15 mg.", {}),
        ("The physician is requesting Mobic 15 mg #30.", {}),
        ("Utilization Review denied Mobic 15 mg #30.", {}),
        ("She is allergic to codeine.", {}),
        ("The urine drug screen was positive for hydrocodone.", {}),
        ("Her husband takes warfarin.", {}),
        ("He denies use of Norco.", {}),
        ("Muscle relaxants and opioids were discussed.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_status(text, expected):
    assert statuses(text) == expected


CUES = [row for row in lexicons.table("medication_cues.tsv") if row["status"]]


@pytest.mark.parametrize("row", [pytest.param(r, id=r["example"]) for r in CUES])
def test_each_cue_has_an_example(row):
    """The example is read, and it is this row's words that stand in it."""
    wanted = {} if row["status"] == "none" else {"meloxicam": row["status"]}
    assert statuses(row["example"]) == wanted
    assert re.search(spaced(row["cue"]), row["example"], re.I)


@pytest.mark.parametrize(
    ("text", "dose", "frequency", "per_day"),
    [
        (
            "He takes Norco 10/325 mg every 6 hours as needed.",
            "10/325 mg every 6 hours",
            "every 6 hours as needed",
            4,
        ),
        ("He takes gabapentin 300 mg TID and Prilosec.", "300 mg TID", "TID", 3),
        ("Current medications: Trezix, and topical creams.", None, None, None),  # another thing's words
        ("She takes Mobic. It is used twice a day.", None, None, None),  # another sentence's
    ],
)
def test_directions(text, dose, frequency, per_day):
    first = read_medications(text)[0]
    assert (first.dose_text, first.frequency, first.times_per_day) == (dose, frequency, per_day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He takes Mobic for knee pain.", "knee pain"),
        (
            "He takes Prilosec for the prevention and treatment of gastritis.",
            "the prevention and treatment of gastritis",
        ),
        ("He takes Mobic for the last two years.", None),  # a time
        ("He takes Mobic for 30 days.", None),
    ],
)
def test_indication(text, expected):
    assert read_medications(text)[0].indication == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He takes Norco 10/325 mg four times a day.", 40),
        ("He takes two tablets of Norco 10/325 mg three times a day.", 60),
        ("He takes Percocet 5/325 mg 2 tablets twice a day.", 30),
        ("He uses fentanyl patch 25 mcg/hr every 72 hours.", 60),
        ("He takes Norco 10/325 mg every 4-6 hours.", None),  # a range
        ("He takes Norco.", None),
        ("He takes Mobic 15 mg daily.", None),  # no opioid
        ("Norco 10/325 mg twice a day was discontinued.", None),  # past
    ],
)
def test_morphine_equivalents(text, expected):
    assert read_medications(text)[0].mme_per_day == expected


def test_one_entry_a_drug_and_status():
    found = read_medications("He takes Mobic. He takes Mobic 15 mg daily. He was prescribed Mobic 7.5 mg.")
    assert [(m.name, m.status, len(m.strengths)) for m in found] == [
        ("meloxicam", "current", 1),
        ("meloxicam", "prescribed", 1),
    ]


@pytest.mark.parametrize("unit", ["takes Norco ", "Norco, ", "Norco and ", "for ", "Norco 10 mg daily. "])
def test_long_stories_end(unit):
    read_medications(unit * (20_000 // len(unit)))


like = st.lists(
    st.sampled_from(["He takes ", "Norco", " 10/325 mg", ", ", " and ", "Soma", ". ", " was denied", "for pain", "was stopped", "\u00a0", "ﬁ", "“", "🦵", "UR ", "\n"]),
    max_size=20,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), like))
def test_offsets_and_no_crash(text):
    for medication in read_medications(text):
        assert text[medication.start : medication.end] == medication.text
