"""Frames in which a review tells its decision, each with items whose own words are traps."""

from __future__ import annotations

import pytest

from imrnlp.assemble.utilization import read_utilization_review

#: Commas, brackets, levels, counts and points within an item.
ITEMS = [
    ("cyclobenzaprine 7.5 mg, #60", "labs (CBC, CMP)", "gym membership for 6 months"),
    (
        "L4-5 and L5-S1 transforaminal epidural steroid injection",
        "Butrans patch 20 mcg/hr #4",
        "EMG and NCV of the left leg",
    ),
    (
        "post-operative physical therapy, 12 visits",
        "compound cream (flurbiprofen 20%, lidocaine 5%)",
        "home health aide 4 hours a day, 3 days a week",
    ),
]
#: The frame, and what is certified (+), denied (-) or modified (~) of A, B and C.
FRAMES = [
    # answers by number
    ("The provider requested: 1) {A}; 2) {B}; 3) {C}. UR decided: items 1 and 3 were certified, item 2 was not.", "+A -B +C"),
    ("The provider requested: 1. {A}; 2. {B}; 3. {C}. UR certified requests 1-2 and denied #3.", "+A +B -C"),
    ("The requests were for (1) {A}, (2) {B} and (3) {C}. Utilization review denied numbers 2 and 3.", "-B -C"),
    ("UR certified items 1 and 2 for want of a list.", ""),
    # accepted, objected to
    ("UR accepted {A} and objected to {B}.", "+A -B"),
    ("The claims administrator accepted {A} but objected to {B} and {C}.", "+A -B -C"),
    ("UR denied {A}. The claims administrator accepted the claim.", "-A"),
    ("UR denied {A}. The patient accepted {B}.", "-A"),
    # the rest
    ("The provider asked for {A}, {B} and {C}. UR certified only {B}.", "-A +B -C"),
    ("The provider asked for {A}, {B} and {C}. Only {A} was approved by UR.", "+A -B -C"),
    ("The provider asked for {A} and {B}. UR approved only the former.", "+A -B"),
    ("The provider asked for {A}, {B} and {C}. UR certified {A}; the rest was not.", "+A -B -C"),
    ("The provider asked for {A}, {B} and {C}. UR certified {A}. The rest was not.", "+A -B -C"),
    ("UR certified {A}; the rest was not.", "+A"),
    ("The provider asked for {A}, {B} and {C}. UR denied all but {A}.", "+A -B -C"),
    ("The provider asked for {A}, {B} and {C}. UR denied everything except {C}.", "-A -B +C"),
    ("The provider asked for {A} and {B}; the former was certified by UR, the latter was denied.", "+A -B"),
    # neither, both, none
    ("UR certified neither {A} nor {B}.", "-A -B"),
    ("The provider asked for {A} and {B}. Neither was certified by UR.", "-A -B"),
    ("The plan was for {A} and {B}, both of which were denied by UR.", "-A -B"),
    ("The plan was for {A}, {B} and {C}, none of which were certified by UR.", "-A -B -C"),
    ("The provider asked for {A} and {B}. UR turned both down.", "-A -B"),
    ("The provider asked for {A}. UR modified it to a lesser amount.", "~A"),
    ("The provider requested {A}, {B} and {C}, but UR denied them all.", "-A -B -C"),
    ("The provider requested {A}, {B} and {C}. UR denied each of these.", "-A -B -C"),
    # lists
    ("UR denied {A} along with {B} and {C}.", "-A -B -C"),
    ("UR denied not only {A} but also {B}.", "-A -B"),
    ("In addition to {A}, UR also denied {B}.", "-A -B"),
    ("The request for {A} was denied by UR, as was the request for {B}.", "-A -B"),
    ("While UR approved {A}, {B} was denied.", "+A -B"),
    ("The TENS unit was certified whereas {B} was non-certified by UR.", "-B"),
    ("UR certified {A} in full, and {B} was modified.", "+A ~B"),
    # words of the verdict
    ("UR certified {A} without modification.", "+A"),
    ("UR approved {A} at a reduced quantity.", "~A"),
    ("UR cut {A} in half.", "~A"),
    ("UR saw no need for {A}.", "-A"),
    ("UR said no to {A}.", "-A"),
    ("UR agreed to {A} but rejected {B}.", "+A -B"),
    ("UR found insufficient documentation to support {A} and denied it.", "-A"),
    ("The utilization reviewer found the request for {A} to be unsupported.", "-A"),
    ("The utilization reviewer gave {A} a non-certification.", "-A"),
    ("The request for {A} could not be recommended for certification by the UR reviewer.", "-A"),
    ("UR reversed its earlier denial of {A}.", "+A"),
    ("The appeal was denied by UR, so that {A} remains non-certified.", "-A"),
    # clauses around the item
    ("The UR physician opined that {A} is not medically necessary and that {B} is medically necessary.", "-A +B"),
    ("It was the opinion of the utilization reviewer that {A} was not medically necessary.", "-A"),
    ("UR took the position that {A} was not medically necessary.", "-A"),
    ("Per UR, the medical necessity of {A} was not established, and it was denied.", "-A"),
    ("UR did not find {A} to be medically necessary; the {B} was, however, approved.", "-A +B"),
    ("UR noted that criteria were not met for {A} and denied the request.", "-A"),
    ("Per the UR of 3/4/14, {A} was not supported and was therefore denied.", "-A"),
    ("Utilization review decision 3/4/2014 - {A}: non-certify. Also {B}: certify.", "-A +B"),
    ("The retrospective {A} was denied by utilization review.", "-A"),
    ("UR denied {A} prospectively.", "-A"),
    ("The claims administrator denied {A} and {B} on March 4, 2014.", "-A -B"),
    # inverted and headed
    ("Denied by utilization review on 3/4/2014 were {A} and {B}.", "-A -B"),
    ("UR approved {A}. Also denied by UR was {B}.", "+A -B"),
    ("Approved by UR: {A}. Denied by UR: {B}.", "+A -B"),
    ("Among the items denied by UR were {A} and {B}.", "-A -B"),
    ("The UR outcome for {A} was denial.", "-A"),
    # the item in the clause before, and by its place
    ("The {A} was requested on 2/1/2014 but UR denied it.", "-A"),
    ("The {A} is in dispute because UR denied it.", "-A"),
    ("The provider requested {A}; UR denied.", "-A"),
    ("The provider requested {A}. UR did not agree.", "-A"),
    ("The RFA asked for {A}, {B} and {C}. UR denied the second and third and certified the first.", "+A -B -C"),
    ("The requested items were {A}, {B} and {C}. UR denied items #1 and #3 and approved item #2.", "-A +B -C"),
    ("The provider requested {A} and {B}. UR certified {A} only.", "+A -B"),
    ("The provider requested {A} and {B}. UR certified {A} but not the other.", "+A -B"),
    ("The provider requested {A} and {B}. UR certified one of them, {A}, and denied the other.", "+A -B"),
    ("UR initially denied {A} but later approved it.", "+A"),
    ("UR gave authorization for {A} and withheld it for {B}.", "+A -B"),
    ("UR authorization was given for {A} but not for {B}.", "+A -B"),
    # other words of the verdict
    ("UR considered {A} to be not medically necessary.", "-A"),
    ("UR deemed {A} medically unnecessary.", "-A"),
    ("UR considered {A} inappropriate.", "-A"),
    ("UR argued that {A} was not medically necessary and denied it.", "-A"),
    ("The UR physician did not see an indication for {A}.", "-A"),
    ("The UR physician recommended against {A}.", "-A"),
    ("The UR physician recommended a lesser quantity of {A}.", "~A"),
    ("The UR physician noted that {A} should not be certified.", "-A"),
    ('The UR physician stated, "{A} is not medically necessary."', "-A"),
    ("The insurance company denied {A}.", "-A"),
    ("UR modified {A} and allowed one month for weaning.", "~A"),
    ("UR partially approved {A}, certifying part of it, and denied {B}.", "~A -B"),
    # whose the item is
    ("The patient's {A} was denied by UR.", "-A"),
    ("Her {A} was not authorized by the claims administrator.", "-A"),
    ("The patient was prescribed {A}, which UR did not certify.", "-A"),
    # as claims letters say it
    ("The services denied by UR are as follows: {A} and {B}.", "-A -B"),
    ("The disputed {A} was denied by utilization review.", "-A"),
    ("The physician requested {A}. The utilization review determination rendered on 3/4/2014 was adverse.", "-A"),
    ("UR modified the request for {A} to allow for weaning and denied {B}.", "~A -B"),
    ("Utilization review found that {A} was not indicated and denied the request.", "-A"),
    ("The claims administrator denied {A} outright and approved {B} in part.", "-A ~B"),
    ("A notice of non-certification for {A} was sent on 3/4/2014.", "-A"),
    ("The patient received a denial letter for {A} from the insurance carrier.", "-A"),
    ("UR stated that {A} did not meet criteria and therefore it was not certified.", "-A"),
    ("UR noted no evidence of functional gain; {A} was therefore not certified.", "-A"),
    ("The UR rationale for denial of {A} was lack of documentation.", "-A"),
    ("UR concluded {A} was medically necessary, but found {B} was not.", "+A -B"),
    ("UR approved two of the three requests, {A} and {B}, but not {C}.", "+A +B -C"),
    ("UR denied a cane. Medicare approved {A} last year.", "cane"),
    ("UR denied a cane. The patient was not authorized to return to work and used {A}.", "cane"),
    # nothing decided
    ("The provider hopes that UR will approve {A}.", ""),
    ("The provider appealed, stating that {A} should be approved by UR.", ""),
    ("The patient was advised that {A} may be denied by UR.", ""),
    ("If {A} is denied by UR, the patient will pay.", ""),
    ("UR denied a cane. The treating doctor felt that {A} is medically necessary.", "cane"),
    ("UR denied a cane. The QME approved {A} as future care.", "cane"),
    ("UR denied a cane. The treating physician modified {A}.", "cane"),
    ("UR denied a cane. The physician modified {A} because of side effects.", "cane"),
    ("UR denied a cane. The {A} was reduced by the physician.", "cane"),
    ("UR denied a cane. The patient's use of {A} has been limited to twice a week.", "cane"),
    ("UR denied a cane. The guidelines state that {A} is not certified unless therapy has failed.", "cane"),
    ("UR denied a cane. Dr. Poe saw no need for {A}.", "cane"),
]  # fmt: skip
OUTCOMES = {"+": "certified", "-": "denied", "~": "modified"}


@pytest.mark.parametrize("items", ITEMS, ids=["counts", "levels", "brackets"])
@pytest.mark.parametrize(("frame", "decided"), FRAMES)
def test_a_frame_around_items_with_traps(frame, decided, items):
    named = dict(zip("ABC", items, strict=True))
    expected = [("denied", "cane")] if decided == "cane" else []
    if decided != "cane":
        expected = [(OUTCOMES[one[0]], named[one[1]]) for one in decided.split()]
    text = frame.format(**named)
    found = [(d.outcome, d.request) for d in read_utilization_review(text) if d.request != "TENS unit"]
    assert sorted(found) == sorted(expected)
