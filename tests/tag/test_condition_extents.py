"""Where findings end in the letters of one archive: rows by the kind of words that stand behind, before or between them.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or
``assertion: text``, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

#: A place behind "noted", "pertaining to", "as well as" belongs to the finding; another finding does not.
PLACES = [
    ("Tenderness also noted in the left biceps, as well as the deltoid.", "Tenderness also noted in the left biceps, as well as the deltoid"),
    ("There was tenderness to palpation noted along the medial and lateral joint lines.", "tenderness to palpation noted along the medial and lateral joint lines"),
    ("There were trigger points palpated in the left trapezius.", "trigger points palpated in the left trapezius"),
    ("There were no sensory deficits pertaining to the lumbar spine.", "absent: sensory deficits pertaining to the lumbar spine"),
    ("He has elbow pain as well as right hand numbness.", "elbow pain | right hand numbness"),
    ("There is tenderness of the knee, as well as left hip pain.", "tenderness of the knee | left hip pain"),
    ("There is no deficit in any of the dermatomes in the legs to pinprick.", "absent: deficit in any of the dermatomes in the legs to pinprick"),
    ("There was tenderness of the paraspinals which is worse at L4-5.", "tenderness of the paraspinals which is worse at L4-5"),
    ("There was a tear most prominent along its bursal surface.", "tear most prominent along its bursal surface"),
    ("There was a disc protrusion that effaces the thecal sac and contacts the left nerve root.", "disc protrusion that effaces the thecal sac and contacts the left nerve root"),
    ("There was a tear through the posterior horn of the medial meniscus.", "tear through the posterior horn of the medial meniscus"),
    ("There was fluid in the subacromial/subdeltoid bursa.", "fluid in the subacromial/subdeltoid bursa"),
    ("He has tenderness to palpation bilateral L4-S1 facets, and spasm.", "tenderness to palpation bilateral L4-S1 facets | spasm"),
    ("She has severe tenderness over the lumber spine.", "severe tenderness over the lumber spine"),
    ("He has a limp favoring the left lower extremity.", "limp favoring the left lower extremity"),
    ("MRI showed normal labral ligamentous complex, and mild degenerative changes.", "mild degenerative changes"),
]  # fmt: skip

#: Degrees in a row belong to the limited motion.
MOTIONS = [
    ("Flexion was limited to 60 degrees, extension to 10 degrees and lateral bending to 15 degrees bilaterally.", "Flexion was limited to 60 degrees, extension to 10 degrees and lateral bending to 15 degrees bilaterally"),
    ("Range of motion was restricted in flexion to 40 degrees and extension to 10 degrees due to pain.", "Range of motion was restricted in flexion to 40 degrees and extension to 10 degrees"),
    ("Shoulder motion was limited to 90 degrees of abduction, 100 degrees of flexion and internal rotation to L5.", "Shoulder motion was limited to 90 degrees of abduction, 100 degrees of flexion and internal rotation to L5"),
    ("Range of motion was limited with flexion at 50 degrees, and internal rotation to the sacrum.", "Range of motion was limited with flexion at 50 degrees, and internal rotation to the sacrum"),
    ("Abduction was 90 degrees, and internal rotation to the iliac crest.", ""),
    ("Strength of the right biceps and triceps was 4/5.", "Strength of the right biceps and triceps was 4/5"),
    ("He has 4/5 strength with abduction and external rotation.", "4/5 strength with abduction and external rotation"),
    ("There was restricted range of motion in the right hip in flexion and abduction.", "restricted range of motion in the right hip in flexion and abduction"),
    ("There was restricted range of motion with flexion limited to 40 degrees.", "restricted range of motion | flexion limited to 40 degrees"),
    ("Lumbar flexion was 50% of normal, and motion of the neck was 100% of normal.", "Lumbar flexion was 50% of normal"),
    ("There was a lack of full extension of the left elbow by 15 degrees.", "lack of full extension of the left elbow by 15 degrees"),
    ("Range of motion was restricted with extension of 20 degrees out of 30.", "Range of motion was restricted with extension of 20 degrees out of 30"),
    ("He has pain of the lumbar spine and decreased sensation.", "pain of the lumbar spine | decreased sensation"),
    ("There was pain at the extremes of flexion.", "pain at the extremes of flexion"),
    ("There was decreased motion of the wrist with guarding.", "decreased motion of the wrist | guarding"),
    ("There was decreased motion of the wrist with pain.", "decreased motion of the wrist with pain"),
    ("He has weakness of the deltoid at 4/5.", "weakness of the deltoid at 4/5"),
    ("Motor examination was 4/5 in the left deltoid.", "Motor examination was 4/5 in the left deltoid"),
    ("Manual muscle testing was 5/5.", ""),
    ("Exam noted resisted flexion and pronation 4+ out of 5.", "resisted flexion and pronation 4+ out of 5"),
    ("Extension was 5/5, and the pain was 4/10.", ""),
    ("There was a 1+ ankle reflex and a 2+ patellar reflex.", "1+ ankle reflex"),
]  # fmt: skip

#: What a pain is like, what makes it worse and where it goes.
PAINS = [
    ("She complained of dull, aching, and constant and moderate pain.", "dull, aching, and constant and moderate pain"),
    ("He has sharp, burning, stabbing pain in the left foot.", "sharp, burning, stabbing pain in the left foot"),
    ("She has burning and left knee pain.", "burning | left knee pain"),
    ("The pain is described as aching, burning and throbbing.", ""),
    ("Neck pain is described as sharp and burning.", "Neck pain"),
    ("Neck pain is described as a burning sensation.", "Neck pain | burning sensation"),
    ("He has burning in the left foot.", "burning in the left foot"),
    ("He has back pain that is worse with bending and lifting.", "back pain that is worse with bending and lifting"),
    ("She has knee pain which increases with walking.", "knee pain which increases with walking"),
    ("Pain is reported to radiate down the left leg.", "Pain is reported to radiate down the left leg"),
    ("He has radiating pain into the hip, and occasionally radiating into the foot.", "radiating pain into the hip, and occasionally radiating into the foot"),
    ("He has pain with walking/standing and clicking when bending.", "pain with walking/standing | clicking when bending"),
    ("He reported intermittent bilateral pain.", "intermittent bilateral pain"),
    ("He has stomach upset with medication use.", "stomach upset with medication use"),
    ("There is tenderness of the thumb with triggering.", "tenderness of the thumb | triggering"),
    ("She has a catching and locking sensation.", "catching | locking sensation"),
    ("She had upset stomach and heartburn associated with medication use.", "upset stomach | heartburn associated with medication use"),
]  # fmt: skip

#: A list of positive tests goes on behind another finding.
TESTS = [
    ("Exam showed positive Tinel's, a weak grip, and Finkelstein's on the right.", "positive Tinel's | weak grip | Finkelstein's on the right"),
    ("Exam showed positive Tinel's, normal strength, and Phalen's was negative.", "positive Tinel's"),
    ("He had a positive Speed's, across arms, and belly press test.", "positive Speed's | across arms | belly press test"),
    ("There was a positive Patrick's/FABER test on the right.", "positive Patrick's/FABER test on the right"),
    ("The Hawkins-Kennedy and Neer's impingement tests were positive.", "Hawkins-Kennedy | Neer's impingement tests"),
    ("Supraspinatus press causes pain.", "Supraspinatus press causes pain"),
    ("She had a positive McMurray's grind sign on examination the patient had intact sensation.", "positive McMurray's grind sign"),
    ("He showed only slightly positive provocative testing appreciated about said right shoulder.", "slightly positive provocative testing"),
    ("There was a positive straight leg raise causing radiating pain.", "positive straight leg raise | radiating pain"),
    ("He had a positive load and shift exam.", "positive load and shift exam"),
    ("There was slightly positive Neer's test.", "slightly positive Neer's test"),
    ("Impingement testing was positive for the right rotator cuff.", "Impingement testing was positive for the right rotator cuff"),
    ("The culture was positive for yeast.", "yeast"),
    ("Pelvic rock and Patrick's test were noted to be positive.", "Pelvic rock | Patrick's test"),
    ("She had a 2+ Lachman.", "2+ Lachman"),
]  # fmt: skip

#: What is said to be no more than before, what was done since, and when.
OVER_TIME = [
    ("There is no increase in abdominal pain.", "absent: increase in abdominal pain"),
    ("There was no worsening of the neck pain.", "absent: worsening of the neck pain"),
    ("There is no improvement in the neck pain.", "neck pain"),
    ("He reported no change to his symptoms.", ""),
    ("She reported no better at all left foot pain.", "left foot pain"),
    ("He is treated for gout. Diagnoses include knee injury status post arthroscopy in May 2014, myocardial infarct June 2012, and left knee sprain.", "gout | knee injury | myocardial infarct | left knee sprain"),
    ("She had difficulty obtaining medications and difficulty obtaining an erection.", "difficulty obtaining an erection"),
    ("He was unable to work and perform the normal tasks of living.", "unable to work and perform the normal tasks of living"),
    ("He had difficulty lifting articles weighing more than 5 pounds.", "difficulty lifting articles weighing more than 5 pounds"),
    ("She has difficulty reaching and sleeping on the right side.", "difficulty reaching and sleeping on the right side"),
    ("She has difficulty walking on heels and toes bilaterally.", "difficulty walking on heels and toes bilaterally"),
    ("He is non-weight bearing on the left leg.", "non-weight bearing on the left leg"),
    ("She has more anxiety at night time as well.", "anxiety at night time"),
    ("He stood with a forward list of the spine.", "forward list of the spine"),
]  # fmt: skip

#: What is likely, and what a "no" before it does not deny.
ASSERTED = [
    ("There was tenderness of the belly, likely secondary to postoperative pain.", "tenderness of the belly | possible: postoperative pain"),
    ("Exam showed no subluxation, tenderness of the left trapezius, and spasm.", "absent: subluxation | tenderness of the left trapezius | spasm"),
    ("The patient reported headaches and denied nausea.", "headaches | absent: nausea"),
    ("She has low back pain, and denied any numbness.", "low back pain | absent: numbness"),
    ("Nausea and vomiting were present. Chest pain denied.", "Nausea | vomiting | absent: Chest pain"),
    ("Cough denied at this time.", "absent: Cough"),
    ("He has no swelling, tenderness of the knee or effusion.", "absent: swelling | absent: tenderness of the knee | absent: effusion"),
    ("He denies fever, pain in the chest, and cough.", "absent: fever | absent: pain in the chest | absent: cough"),
    ("Films show no soft tissue abnormality, type II acromion, and normal joint.", "absent: soft tissue abnormality | type II acromion"),
]  # fmt: skip

#: Titles of the ICD are one diagnosis each, without the encounter.
TITLES = [
    ("Diagnoses include strain of muscle(s) and tendon(s) of the rotator cuff of left shoulder and pain in left shoulder.", "strain of muscle(s) and tendon(s) of the rotator cuff of left shoulder | pain in left shoulder"),
    ("Diagnoses include spinal stenosis, lumbar region with neurogenic claudication; gout; and pain in joint, shoulder region.", "spinal stenosis, lumbar region with neurogenic claudication | gout | pain in joint, shoulder region"),
    ("Diagnoses include derangement of medial meniscus due to old tear or injury, right knee, and gout.", "derangement of medial meniscus due to old tear or injury, right knee | gout"),
    ("Diagnoses include fracture of right fibula, initial encounter for closed fracture, and sprain of right foot.", "fracture of right fibula | sprain of right foot"),
    ("Diagnoses include fracture of left tibia, subsequent encounter for closed fracture with routine healing.", "fracture of left tibia"),
    ("Diagnoses include open wound of left forearm, sequela.", "open wound of left forearm"),
    ("Diagnoses include incomplete rotator cuff tear of right shoulder, not specified as traumatic, and primary osteoarthritis, right shoulder.", "incomplete rotator cuff tear of right shoulder, not specified as traumatic | primary osteoarthritis, right shoulder"),
    ("Diagnoses include other tear of medial meniscus, current injury, right knee, and gout.", "other tear of medial meniscus, current injury, right knee | gout"),
    ("Diagnoses include major depressive disorder, single episode, moderate and generalized anxiety disorder.", "major depressive disorder, single episode, moderate | generalized anxiety disorder"),
    ("Diagnoses include pain, left knee with swelling.", "pain, left knee | swelling"),
    ("There is a 2 x 1 cm cyst over the wrist.", "2 x 1 cm cyst over the wrist"),
    ("There was a tear of the tendon at its insertion.", "tear of the tendon at its insertion"),
    ("There was a tear involving 50% of the tendon.", "tear involving 50% of the tendon"),
    ("There was a questionable tear of the labrum.", "possible: tear of the labrum"),
    ("There was pain noted with terminal motion.", "pain noted with terminal motion"),
]  # fmt: skip

#: How far a finding of an examiner's report goes, and what is only its label.
EXAMINED = [
    ("He has aching pain radiating down the left arm all the way to the thumb.", "aching pain radiating down the left arm all the way to the thumb"),
    ("She has symptoms radiating down the left leg down to the outer part of the foot.", "symptoms radiating down the left leg down to the outer part of the foot"),
    ("He has hip pain referred to the groin.", "hip pain referred to the groin"),
    ("She has neck pain and was referred to a surgeon.", "neck pain"),
    ("Rotation elicits shoulder pain referred to the ipsilateral side.", "shoulder pain referred to the ipsilateral side"),
    ("He has weakness on the affected side.", "weakness on the affected side"),
    ("There is tenderness in the neck, particularly over the C5 facets bilaterally.", "tenderness in the neck, particularly over the C5 facets bilaterally"),
    ("There is stiffness of the hand, especially on the left.", "stiffness of the hand, especially on the left"),
    ("He has difficulty with gripping and twisting with his left hand.", "difficulty with gripping and twisting with his left hand"),
    ("She has trouble reaching using either hand.", "trouble reaching using either hand"),
    ("The left SLR is limited to about 40 degrees.", "left SLR is limited to about 40 degrees"),
    ("Abduction limited to approximately 90 degrees.", "Abduction limited to approximately 90 degrees"),
    ("Ankle reflexes were +1 bilaterally.", "Ankle reflexes were +1 bilaterally"),
    ("Ankle reflexes were +2 bilaterally.", ""),
    ("There was decreased pinch strength 4/5 on the left.", "decreased pinch strength 4/5 on the left"),
    ("There was decreased sensation 3/14/2012.", "decreased sensation"),
    ("He reports loss of interest or pleasure in his usual activities.", "loss of interest or pleasure in his usual activities"),
    ("She has cervical radicular symptomatology.", "cervical radicular symptomatology"),
    ("There is no evidence of opioid dependency.", "absent: opioid dependency"),
    ("She sustained a compensable neck injury.", "neck injury"),
    ("He takes it three times daily prn spasms.", "spasms"),
    ("Allergies: none.", ""),
    ("Known allergies: NKDA. Adverse reactions: none.", ""),
    ("She has seasonal allergies.", "seasonal allergies"),
    ("Diagnoses: gout, has numbness in two toes.", "gout | numbness in two toes"),
    ("The claimant has been denied payment twice.", ""),
    ("Payment was denied again.", ""),
    ("She denies numbness, tingling and zorbling.", "absent: numbness | absent: tingling | absent: zorbling"),
]  # fmt: skip

#: Side effects that the patient has, and those of which he is told.
EFFECTS = [
    ("Side effects include drowsiness.", "drowsiness"),
    ("She reports side effects including constipation.", "constipation"),
    ("He has had some side effects such as nausea and itching.", "nausea | itching"),
    ("It was stopped because of side effects such as rash.", "historical: rash"),
    ("Possible side effects include drowsiness.", "hypothetical: drowsiness"),
    ("Side effects, such as constipation, were discussed.", "hypothetical: constipation"),
    ("He understands the risks include bleeding.", "hypothetical: bleeding"),
]

#: A numbered list of past conditions goes over several sentences.
PAST_LISTS = [
    ("Past medical history: 1. Gout. 2. Asthma. Exam shows tenderness.", "historical: Gout | historical: Asthma | tenderness"),
    ("PRIOR SURGICAL HISTORY: 1) Bunion 2) Carpal tunnel syndrome. He has a limp.", "historical: Bunion | historical: Carpal tunnel syndrome | limp"),
    ("Past medical history: none. Diagnoses: 1. Gout. 2. Asthma.", "Gout | Asthma"),
]  # fmt: skip

#: A sign without a place of its own is on the side of what it stands beside.
SIDES = [
    ("He has right shoulder pain and weakness.", "right right"),
    ("There was tenderness over the bilateral trapezius with spasm.", "bilateral bilateral"),
    ("There was decreased motion of the left wrist with guarding.", "left left"),
    ("He has right shoulder pain and weakness of the legs.", "right -"),
    ("She has left knee pain and insomnia.", "left -"),
]


def parse(row: str) -> list[tuple[str, str]]:
    found = []
    for part in row.split(" | ") if row else []:
        head, _, rest = part.partition(": ")
        found.append((rest, head) if head in ASSERTIONS else (part, "present"))
    return found


ROWS = PLACES + MOTIONS + PAINS + TESTS + OVER_TIME + ASSERTED + TITLES + EXAMINED + EFFECTS + PAST_LISTS


@pytest.mark.parametrize(("text", "row"), ROWS)
def test_extent(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == parse(row)


@pytest.mark.parametrize(("text", "expected"), SIDES)
def test_side(text: str, expected: str) -> None:
    assert " ".join(m.laterality or "-" for m in find_conditions(text)) == expected
