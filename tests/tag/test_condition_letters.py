"""Findings as letters of utilization tell them: complaints in plain words, graded tests, shorthand of denials.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or ``assertion: text``,
parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

# A noun that says little by itself counts where it is what was looked for, or what is denied.
BARE = [
    ("The ultrasound showed a mass.", "mass"),
    ("CT showed multiple lesions.", "multiple lesions"),
    ("There was a mass effect on the cord.", "mass effect on the cord"),
    ("The mass was discussed.", ""),
    ("No masses were felt.", "absent: masses"),
    ("Neurological exam: no deficits.", "absent: deficits"),
    ("The scan showed no intracranial bleed.", "absent: intracranial bleed"),
    ("There were no side effects from medication.", "absent: side effects"),
    ("He denied any adverse side effects.", "absent: adverse side effects"),
    ("The side effects of gabapentin were reviewed.", ""),
    ("No signs or symptoms of infection were seen.", "absent: infection"),
]

# What denies in two letters.
SHORTHAND = [
    ("SI denied.", "absent: SI"),
    ("SI/HI: denied.", "absent: SI/HI"),
    ("The SI joint was injected.", ""),
    ("No SI/HI.", "absent: SI/HI"),
    ("Denies n/v, f/c.", "absent: n/v | absent: f/c"),
    ("No n/v/d.", "absent: n/v/d"),
    ("He did not lose consciousness.", "absent: lose consciousness"),
    ("He lost consciousness.", "lost consciousness"),
    ("She does not smoke.", "absent: smoke"),
    ("He smokes half a pack a day.", "smokes half a pack a day"),
    ("Axis I: major depression; Axis II: none.", "major depression"),
    ("Diagnoses include dog bite, and post-exposure prophylaxis.", "dog bite"),
]

COMPLAINTS = [
    ("His hand falls asleep.", "hand falls asleep"),
    ("Her back locks up.", "back locks up"),
    ("The knee locks, pops and clicks.", "knee locks, pops and clicks"),
    ("She had a hard time dressing.", "hard time dressing"),
    ("The skin itches.", "skin itches"),
    (
        "He had difficulty getting on and off the examination table.",
        "difficulty getting on and off the examination table",
    ),
    (
        "She has difficulty falling asleep and staying asleep.",
        "difficulty falling asleep and staying asleep",
    ),
    ("It limits her ability to sleep and focus.", "limits her ability to sleep and focus"),
    ("She was grimacing when she moved.", "grimacing"),
    ("Pain is noted to radiate into the neck.", "Pain is noted to radiate into the neck"),
    ("The pain was reported to radiate down the leg.", "pain was reported to radiate down the leg"),
    (
        "The low back pain occasionally radiates to the buttocks.",
        "low back pain occasionally radiates to the buttocks",
    ),
    ("There was an increase in swelling.", "increase in swelling"),
    ("There was no increase in swelling.", "absent: increase in swelling"),
    ("An increase in pain medication was requested.", ""),
    # what the pain is like is none beside it
    ("The pain was described as dull, aching, and burning.", ""),
    ("The neck pain was described as tightness and spasm.", "neck pain | tightness | spasm"),
    ("He has aching in the knee and throbbing.", "aching in the knee | throbbing"),
    # what got better, or stayed as it was
    ("There is decreased tenderness and reduced swelling.", ""),
    ("There is decreased pain sensation in the foot.", "decreased pain sensation in the foot"),
    ("She reported no change to her symptoms.", ""),
    ("There was no change in bowel or bladder function.", "absent: change in bowel or bladder function"),
    ("Flexeril is not intended for long term use.", ""),
]

TESTS = [
    ("There was a slightly positive drawer test.", "slightly positive drawer test"),
    (
        "There was only mildly positive provocative testing appreciated about the shoulder.",
        "mildly positive provocative testing",
    ),
    ("Lachman was 1+.", "Lachman was 1+"),
    ("The anterior drawer was 2+.", "anterior drawer was 2+"),
    ("The left Achilles reflex was trace.", "left Achilles reflex was trace"),
    ("Dorsiflexion was 3/5.", "Dorsiflexion was 3/5"),
    ("Dorsiflexion was 5/5.", ""),
    (
        "Strength was 4+/5 in the quadriceps and 5-/5 in the hamstrings.",
        "Strength was 4+/5 in the quadriceps | 5-/5 in the hamstrings",
    ),
    ("Pain was 4/10 in the neck, and 5/10 in the back.", ""),
    ("The knee lacked 10 degrees of extension.", "lacked 10 degrees of extension"),
    ("The elbow lacked full extension.", "lacked full extension"),
    ("There is a list to the left.", "list to the left"),
    ("A list of medications was given.", ""),
    ("Heel and toe walk was performed with difficulty.", "Heel and toe walk was performed with difficulty"),
    ("Scaphoid shift was positive.", "Scaphoid shift was positive"),
    ("Squeeze test positive.", "Squeeze test positive"),
    ("Thumb opposition was weak.", "Thumb opposition was weak"),
    ("There was pain with range of motion testing.", "pain with range of motion testing"),
    (
        "The diagnoses are documented as other tear of medial meniscus, current injury, left knee, and gout.",
        "other tear of medial meniscus, current injury, left knee | gout",
    ),
]

ASSERTED = [
    ("The symptoms are likely due to a herniated disc.", "possible: herniated disc"),
    (
        "She had tenderness, likely secondary to postoperative pain.",
        "tenderness | possible: postoperative pain",
    ),
    ("The numbness was felt to be due to neuropathy.", "numbness | possible: neuropathy"),
    (
        "There was no documentation showing that the patient had peptic ulcer disease or dyspepsia.",
        "absent: peptic ulcer disease | absent: dyspepsia",
    ),
    ("There was no evidence to support the presence of spasm.", "absent: spasm"),
    ("There was no more than mild swelling.", "mild swelling"),
    ("Medical history: hypertension, asthma.", "historical: hypertension | historical: asthma"),
    ("There is questionable numbness.", "possible: numbness"),
    ("Findings are suspicious for a tear.", "possible: tear"),
    ("Docusate was for constipation prophylaxis.", "hypothetical: constipation"),
    ("Dog bite to the leg, and post-exposure prophylaxis.", "Dog bite to the leg"),
    ("There is a healed scar with hypersensitivity.", "hypersensitivity"),
    ("There is a healed fracture of the tibia.", "historical: healed fracture of the tibia"),
    ("Status post knee arthroscopy and left hip pain.", "left hip pain"),
    ("Status post fusion and laminectomy for stenosis.", "historical: stenosis"),
]

# What guidelines recommend a treatment for is not said of the patient.
OF_GUIDELINES = [
    ("Valium was denied as it is not recommended for the treatment of acute or chronic pain.", ""),
    ("The request was denied because guidelines do not recommend it for chronic low back pain.", ""),
    ("The request was modified based on guideline recommendations for therapy for sprains.", ""),
    ("The review says patches are only recommended for neuropathic pain.", ""),
    (
        "It was denied as patches are only indicated for neuropathic pain which was not present.",
        "absent: neuropathic pain",
    ),
    ("The surgeon says a fusion is recommended for instability.", "instability"),
    ("Therapy was recommended for the ankle sprain.", "ankle sprain"),
    ("It was denied for limited evidence of functional deficits.", "absent: functional deficits"),
    ("There was inconclusive evidence of a lesion.", "possible: lesion"),
    ("There was a possible dependence.", "possible: dependence"),
]

PLAIN = [
    ("There was intermittent bilateral pain rated 8/10.", "intermittent bilateral pain"),
    ("The acromion was shallow type 2.", "acromion was shallow type 2"),
    ("Activities of daily living are limited by pain.", "Activities of daily living are limited"),
    ("She has limited tolerance for sitting.", "limited tolerance for sitting"),
    ("He had a crush to the chest.", "crush to the chest"),
    ("Lifting more than 10 pounds is painful.", "Lifting more than 10 pounds is painful"),
    ("She feels drained.", "drained"),
    ("The abscess was drained.", "historical: abscess"),
    ("There was a positive McMurray's grind sign on examination.", "positive McMurray's grind sign"),
    ("Blistering was seen.", "Blistering"),
    ("It was described as sharp and throbbing.", ""),
    ("There was a swollen, tender right ankle.", "swollen, tender right ankle"),
    ("The knee is stable to varus/valgus.", ""),
    ("The lumbar motion was 50% of normal.", "lumbar motion was 50% of normal"),
    ("Bowstring sign was present.", "Bowstring sign was present"),
    ("The test was present.", ""),
    (
        "Ober's test, Thomas test and Trendelenburg were positive.",
        "Ober's test | Thomas test | Trendelenburg",
    ),
    ("The girth of the right thigh was decreased.", "girth of the right thigh was decreased"),
    ("Range of motion testing was limited by pain.", "Range of motion testing was limited"),
    ("He is limited in his ability to lift or carry.", "limited in his ability to lift or carry"),
    ("There is pain with the first step.", "pain with the first step"),
    ("Pain with passive stretch.", "Pain with passive stretch"),
    (
        "There was tenderness to light palpation about the thoracic spine.",
        "tenderness to light palpation about the thoracic spine",
    ),
    ("Strength decreased to 4/5.", "Strength decreased to 4/5"),
    (
        "Impingement testing was positive for the right shoulder.",
        "Impingement testing was positive for the right shoulder",
    ),
    ("She has pain even with abduction and rotation.", "pain even with abduction and rotation"),
    ("Notes show improved motion of the lumbar spine and decreased tenderness.", ""),
    (
        "Gait: antalgic; Strength: 4/5; Sensation: intact; Reflexes: 1+.",
        "Gait: antalgic | Strength: 4/5 | Reflexes: 1+",
    ),
    ("ROM: limited. Strength: 5/5.", "ROM: limited"),
    ("The left knee was warm and swollen.", "left knee was warm and swollen"),
    ("She feels weak. The left leg feels weak.", "weak | left leg feels weak"),
    ("He feels tired all the time.", "tired"),
    ("The ACL was torn.", "ACL was torn"),
    ("The disc was desiccated and the canal was narrowed.", "disc was desiccated | canal was narrowed"),
    ("The rotator cuff was repaired.", ""),
    ("The joint space was injected.", ""),
    ("He is a non-smoker.", "absent: smoker"),
    ("She is a former smoker.", "historical: former smoker"),
    ("He has poor coping and slow processing speed.", "poor coping | slow processing speed"),
    # what has its own place is not denied with what has none
    (
        "There was no subluxation, tenderness of the trapezius muscle.",
        "absent: subluxation | tenderness of the trapezius muscle",
    ),
    (
        "There was no subluxation, tenderness of the trapezius, or spasm.",
        "absent: subluxation | absent: tenderness of the trapezius | absent: spasm",
    ),
    ("There was a not too much displaced fracture.", "displaced fracture"),
    ("Past treatment included naproxen, which caused heartburn.", "historical: heartburn"),
    # a negative test denies no finding before it
    ("Exam noted decreased flexion and extension, and SLR negative.", "decreased flexion and extension"),
    ("An EMG was ordered to search for radiculopathy.", "possible: radiculopathy"),
    # what is told after "and" is not denied with what stands before it
    (
        "She denied numbness and tingling and reported stiffness.",
        "absent: numbness | absent: tingling | stiffness",
    ),
    ("He had no numbness and has weakness.", "absent: numbness | weakness"),
    ("He had no numbness and had no weakness.", "absent: numbness | absent: weakness"),
    ("ROS: (-) numbness, weakness.", "absent: numbness | absent: weakness"),
    ("SLR (-) bilaterally, spasm of the neck.", "spasm of the neck"),
    ("ROS: neg for CP, abd pain.", "absent: CP | absent: abd pain"),
    ("The gait was not antalgic.", "absent: antalgic"),
    ("It was not clear that there was radiculopathy.", "possible: radiculopathy"),
    ("The doctor is concerned that she has CRPS.", "possible: CRPS"),
    ("His symptoms suggest radiculopathy.", "possible: radiculopathy"),
    (
        "An EMG was requested to differentiate radiculopathy from neuropathy.",
        "possible: radiculopathy | possible: neuropathy",
    ),
    ("This may reflect tendinopathy.", "possible: tendinopathy"),
    ("Therapy was ordered to avoid stiffness.", "hypothetical: stiffness"),
    ("She should return for increased pain or fever.", "hypothetical: increased pain | hypothetical: fever"),
]

# Lists of diagnoses: how each goes, and what is doubted of it, is no part of it.
LISTS = [
    (
        "Diagnostic impression: shoulder strain, resolved; knee sprain, improving; low back pain, chronic.",
        "historical: shoulder strain | knee sprain | low back pain, chronic",
    ),
    ("Diagnoses: contusion of the face, healed; gout.", "historical: contusion of the face | gout"),
    (
        "Diagnoses: lumbar strain with no radiculopathy, knee contusion.",
        "lumbar strain | absent: radiculopathy | knee contusion",
    ),
    ("The diagnosis is most likely CRPS.", "possible: CRPS"),
    ("Provisional diagnosis: rotator cuff tear.", "possible: rotator cuff tear"),
    (
        "Diagnoses include rule out internal derangement of the knee and gout.",
        "possible: internal derangement of the knee | possible: gout",
    ),
    ("Assessment: r/o scaphoid fracture; wrist sprain.", "possible: scaphoid fracture | wrist sprain"),
    ("He was found to have a Lisfranc injury.", "Lisfranc injury"),
    ("She was helping a client with a seizure.", "family: seizure"),
    ("The resident's dementia was told of.", "family: dementia"),
]


def parse(row: str) -> list[tuple[str, str]]:
    found = []
    for item in row.split(" | ") if row else []:
        assertion, _, rest = item.partition(": ")
        found.append((rest, assertion) if assertion in ASSERTIONS else (item, "present"))
    return found


@pytest.mark.parametrize(
    ("text", "row"), BARE + SHORTHAND + COMPLAINTS + TESTS + ASSERTED + OF_GUIDELINES + PLAIN
)
def test_letters(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == parse(row)
