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


#: Kinds of wording, each with the decisions that its sentences state, as "outcome: request".
KINDS = {
    "decisions as nouns": [
        ("UR issued a denial of the elbow MRI, approval of a sling and non-certification of a cooling vest.",
         ["denied: elbow MRI", "certified: sling", "denied: cooling vest"]),
        ("The prior review of 3/4/2014 resulted in denial of a wrist MRI and approval of a wrist brace.",
         ["denied: wrist MRI", "certified: wrist brace"]),
        ("Dr. Poe asked for a hip MRI. It was reviewed on 3/4/2014 and non-certification was rendered.",
         ["denied: hip MRI"]),
        ("A bone scan was requested on 3/1/2014. A denial was issued on 3/4/2014 because no films were sent.",
         ["denied: bone scan"]),
        ("Non-certification was issued for a bone scan.", ["denied: bone scan"]),
        ("A denial letter dated 3/4/2014 was issued for: 1) Soma 350 mg #30; 2) Zorvax #60; 3) A cane.",
         ["denied: Soma 350 mg #30", "denied: Zorvax #60", "denied: cane"]),
        ("UR told the doctor of its refusal of a lumbar brace.", ["denied: lumbar brace"]),
        ("The UR determination of 3/4/2014 was adverse with respect to the sleep study and favorable with respect to the cane.",
         ["denied: sleep study", "certified: cane"]),
        ("The UR decision was adverse as to Norco 5/325 #60 and favorable as to Mobic 15 mg #30.",
         ["denied: Norco 5/325 #60", "certified: Mobic 15 mg #30"]),
        ("Neither the cane nor the walker received authorization in the utilization review of 3/4/2014.",
         ["denied: cane", "denied: walker"]),
        ("Approval of the surgery was requested, and UR denied a knee brace.", ["denied: knee brace"]),
    ],
    "part of it, told otherwise": [
        ("UR modified Soma 350 mg #90 as Soma 350 mg #30 for weaning.", ["modified: Soma 350 mg #90"]),
        ("UR approved Ambien 10 mg but for #10 only.", ["modified: Ambien 10 mg"]),
        ("UR approved Ambien 10 mg, but only 10 tablets.", ["modified: Ambien 10 mg"]),
        ("Utilization review: Mobic 15 mg #30 was authorized with one refill instead of three.",
         ["modified: Mobic 15 mg #30"]),
        ("Mobic was authorized by UR for 15 rather than 30.", ["modified: Mobic"]),
        ("In utilization review of 3/4/2014, Norco was approved at a reduced quantity of #60; Soma was denied.",
         ["modified: Norco", "denied: Soma"]),
        ("UR: Norco 10/325 mg #120: approve #60; Mobic 15 mg #30: approve; Soma: deny.",
         ["modified: Norco 10/325 mg #120", "certified: Mobic 15 mg #30", "denied: Soma"]),
        ("UR: Mobic #30 - approved; Norco #90 - modified to #45; Soma - denied.",
         ["certified: Mobic #30", "modified: Norco #90", "denied: Soma"]),
        ("In the UR of 3/4/2014, four of eight acupuncture visits were allowed.",
         ["modified: four of eight acupuncture visits"]),
        ("UR partially approved 12 acupuncture visits, granting 4.", ["modified: 12 acupuncture visits"]),
        ("UR of 3/4/2014: Modify Norco 5/325 from #90 to #45.", ["modified: Norco 5/325"]),
        ("By utilization review the aquatic therapy 2x6 was downgraded to six visits.", ["modified: aquatic therapy 2x6"]),
    ],
    "named elsewhere": [
        ("The request was for a cane, a TENS unit and a back brace. UR agreed to the TENS unit but turned down the other two.",
         ["certified: TENS unit", "denied: cane", "denied: back brace"]),
        ("The request was for a cane and a back brace. UR certified the cane and denied the rest.",
         ["certified: cane", "denied: back brace"]),
        ("The requests for Mobic and for a hip MRI went to utilization review; the former was certified and the latter was not.",
         ["certified: Mobic", "denied: hip MRI"]),
        ("The request was for a cane and a hip MRI. By UR the former was denied.", ["denied: cane"]),
        ("All of the requested items except the cane were denied by UR. The items were a hip MRI and a cane.",
         ["denied: hip MRI", "certified: cane"]),
        ("The UR of 3/4/2014 said that the hip MRI did not meet criteria and it was therefore non-certified.",
         ["denied: hip MRI"]),
        ("The reviewing physician found six acupuncture visits to be medically appropriate and certified them.",
         ["certified: six acupuncture visits"]),
        ("This case was previously reviewed and denied on 3/4/2014 for no documentation to support exceeding the number of "
         "visits for physical therapy. Furthermore, there was no finding warranting the need for an MRI and bone scan.",
         ["denied: physical therapy", "denied: MRI", "denied: bone scan"]),
        ("The request was previously denied as there is no rationale for performing a hip MRI.", ["denied: hip MRI"]),
        ("A request was previously non-certified due to no red flags to support an MRI to warrant a surgeon.", ["denied: MRI"]),
        ("The doctor asked for a cane. UR's denial of the same was issued on 3/4/2014.", ["denied: cane"]),
    ],
    "passives and negations": [
        ("UR determined that the hip MRI was not supported, and the cane was therefore denied as well.",
         ["denied: hip MRI", "denied: cane"]),
        ("The UR physician opined that a hip MRI could not be supported.", ["denied: hip MRI"]),
        ("The claims administrator has not authorized the cane. The brace has likewise not been authorized.",
         ["denied: cane", "denied: brace"]),
        ("The hip MRI cannot be certified, the UR report of 3/4/2014 says.", ["denied: hip MRI"]),
        ("A hip MRI was deemed premature and thus denied in utilization review.", ["denied: hip MRI"]),
        ("Certification was not given for Soma by UR.", ["denied: Soma"]),
        ("Utilization review of 3/4/2014: Authorization was not given for Soma.", ["denied: Soma"]),
        ("UR declined to extend coverage to the cane.", ["denied: cane"]),
        ("Further massage therapy was denied by utilization review outright.", ["denied: Further massage therapy"]),
        ("UR denied the Soma and Mobic requests.", ["denied: Soma", "denied: Mobic"]),
        ("UR conditionally denied a hip MRI for lack of films.", ["conditional: hip MRI"]),
        ("UR denied the massage therapy from date of service 3/4/2014.", ["denied: massage therapy"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{kind}: {text[:60]}")
        for kind, rows in KINDS.items()
        for text, expected in rows
    ],
)
def test_kinds_of_wording(text, expected):
    assert sorted(f"{d.outcome}: {d.request}" for d in read_utilization_review(text)) == sorted(expected)
