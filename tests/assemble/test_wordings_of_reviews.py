"""Ten variations of each wording by which utilization reviews were misread."""

from __future__ import annotations

import pytest

from imrnlp.assemble.utilization import read_utilization_review

NEGATED = [
    # did not certify
    "UR did not certify {}.",
    "Utilization review did not certify the request for {}.",
    "The reviewer of the utilization review did not certify {} on 3/4/2016.",
    "On 3/4/2016, UR didn't certify {}.",
    "The claims administrator does not certify {}.",
    "UR has not certified {}.",
    "The UR physician would not certify {}.",
    "The claims administrator did not subsequently certify {}.",
    "UR could not certify {} for lack of records.",
    "{} was not certified by UR.",
    # was unable to authorize
    "UR was unable to authorize {}.",
    "The claims administrator is unable to authorize {}.",
    "The utilization reviewer was not able to authorize {}.",
    "UR was unable to approve {} as no trial was told.",
    "The claims administrator was unable to certify the request for {}.",
    "UR cannot authorize {}.",
    "The claims administrator was not willing to authorize {}.",
    "UR refused to authorize {}.",
    "The claims administrator declined to authorize {} on 3/4/2016.",
    "UR failed to authorize {}.",
    # did not recommend certification
    "UR did not recommend certification of {}.",
    "The utilization review did not recommend certification for {}.",
    "UR could not recommend approval of {}.",
    "The claims administrator did not grant authorization for {}.",
    "UR recommended against certification of {}.",
    "The UR report recommended non-certification of {}.",
    "Certification of {} was not recommended by UR.",
    "UR did not give approval for {}.",
    "The UR physician recommends denial of {}.",
    "Approval of {} was not granted by utilization review.",
]
ITEMS = ["a cane", "Norco 10/325 mg #60", "12 sessions of acupuncture"]


def shown(text: str) -> list[tuple[str, str]]:
    return [(d.outcome, d.request) for d in read_utilization_review(text)]


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("wording", NEGATED)
def test_a_negated_verb_denies(wording, item):
    text = wording.format(item)
    assert shown(text[0].upper() + text[1:]) == [("denied", item.removeprefix("a "))] or shown(text) == [
        ("denied", item.removeprefix("a "))
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "TENS unit, lumbar support, neck pillow, risk braces and elbow praises",
        "MRI of the hip, cold pack, why mattress and shower hair",
        "lumbar corset, cane, wrist splint, new sleeves and boot",
        "Norco, Soma, Cymbalter and ibuprofen",
        "x-ray of the hand, acupuncture, whirl pull and massage",
        "knee brace, walker, raised toilet sheet and crutches",
        "EMG, MRI of the neck, office visit, bone stan and CT scan",
        "hot pack, paraffin bath, heating bad and TENS unit",
        "urine drug screen, Prilosec, Lidoderm patch, capsaisin and Norco",
        "physical therapy, chiropractic care, acupuncture, work hardning and aquatic therapy",
    ],
)
def test_a_garbled_list_is_cut_at_its_commas(listed):
    items = listed.replace(" and ", ", ").split(", ")
    assert shown(f"The requested {listed} were denied by UR.") == [("denied", item) for item in items]


@pytest.mark.parametrize(
    "narrowed",
    [
        "to #30 to allow weaning",
        "to #30 to allow for weaning",
        "to 30 tablets for weaning",
        "to #30 for the purpose of weaning",
        "to a quantity of 30 to allow a taper",
        "to allow #30 for weaning",
        "to authorize #30 only",
        "to #30 as tapering is advised",
        "to one month's supply to permit weaning",
        "to #30, with no refills, to allow weaning",
    ],
)
def test_what_narrows_belongs_to_the_drug_before(narrowed):
    text = f"UR certified Mobic 15 mg, modified Xanax 1 mg #90 {narrowed}, and denied Soma 350 mg."
    assert shown(text) == [
        ("certified", "Mobic 15 mg"),
        ("modified", "Xanax 1 mg #90"),
        ("denied", "Soma 350 mg"),
    ]


@pytest.mark.parametrize(
    "last",
    ["a cane", "the wheelchair", "Norco", "Soma 350 mg #60", "an MRI of the hip", "a sleep study", "a follow-up visit",
     "acupuncture x 6", "one x-ray of the left hand", "a urine drug screen"],
)  # fmt: skip
def test_the_last_item_of_a_long_list_is_one(last):
    text = f"UR denied Norflex, Ambien, a TENS unit, a lumbar corset, an EMG of both legs, and {last}."
    own = last.removeprefix("an ").removeprefix("a ").removeprefix("the ")
    assert shown(text) == [
        ("denied", request)
        for request in ("Norflex", "Ambien", "TENS unit", "lumbar corset", "EMG of both legs", own)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A request was made for a cane, which utilization review denied.", [("denied", "cane")]),
        ("The provider requested a cane, which was denied by UR.", [("denied", "cane")]),
        ("The provider requested a lumbar MRI. It was denied by UR.", [("denied", "lumbar MRI")]),
        ("The provider requested a cane and a boot. These were denied by UR.", [("denied", "cane"), ("denied", "boot")]),
        ("The provider requested a cane and a boot. UR denied both.", [("denied", "cane"), ("denied", "boot")]),
        ("The provider requested a cane and a boot. UR denied them.", [("denied", "cane"), ("denied", "boot")]),
        ("A request for a cane was received. UR denied it.", [("denied", "cane")]),
        ("A request for a cane was received. This was non-certified by UR.", [("denied", "cane")]),
        ("Ten visits of massage were requested, of which four were certified by UR.",
         [("modified", "Ten visits of massage")]),
        ("He was tired and sad. This was denied by UR.", []),
    ],
)  # fmt: skip
def test_pronouns_are_resolved_or_left_out(text, expected):
    assert shown(text) == expected
