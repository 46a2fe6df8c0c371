"""Ten wordings of each kind that people stumble over: what is said of a condition, and how a finding is told.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or
``assertion: text``, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

OVER = [
    ("He no longer has vertigo.", "historical: vertigo"),
    ("She no longer complains of nausea.", "historical: nausea"),
    ("The rash has cleared and he no longer experiences itching.", "historical: rash | historical: itching"),
    ("His headaches have resolved.", "historical: headaches"),
    ("She had numbness at the last visit, but it went away.", "historical: numbness"),
    ("The swelling is gone.", "historical: swelling"),
    ("He recovered from pneumonia.", "historical: pneumonia"),
    ("She used to have panic attacks.", "historical: panic attacks"),
    ("He had a stroke in 2008.", "historical: stroke"),
    ("She suffered from migraines as a teenager.", "historical: migraines"),
    ("He had a heart attack five years ago.", "historical: heart attack"),
    ("Her dizziness has stopped.", "historical: dizziness"),
]

LOOKED_FOR = [
    ("She will be evaluated for depression.", "possible: depression"),
    ("He is being evaluated for sleep apnea.", "possible: sleep apnea"),
    ("An MRI was ordered to look for a labral tear.", "possible: labral tear"),
    ("She was referred to assess for carpal tunnel syndrome.", "possible: carpal tunnel syndrome"),
    ("Rule out deep vein thrombosis.", "possible: deep vein thrombosis"),
    ("A bone scan is requested to exclude stress fracture.", "possible: stress fracture"),
    ("There is concern for infection.", "possible: infection"),
    ("He was sent for evaluation of possible radiculopathy.", "possible: radiculopathy"),
    ("Studies were obtained to check for neuropathy.", "possible: neuropathy"),
    ("Screening for diabetes was recommended.", "possible: diabetes"),
    ("It is unclear whether he has rotator cuff disease.", "possible: rotator cuff disease"),
    ("The differential diagnosis includes gout and cellulitis.", "possible: gout | possible: cellulitis"),
]

RELATIVES = [
    ("His wife has insomnia.", "family: insomnia"),
    ("Her mother had breast cancer.", "family: breast cancer"),
    ("His father died of a stroke.", "family: stroke"),
    ("Her sister was treated for bipolar disorder.", "family: bipolar disorder"),
    ("There is a family history of diabetes.", "family: diabetes"),
    ("Two uncles have gout.", "family: gout"),
    ("Her husband reportedly suffers from depression.", "family: depression"),
    ("His brother is being treated for hepatitis.", "family: hepatitis"),
    ("A grandmother had rheumatoid arthritis.", "family: rheumatoid arthritis"),
    ("Hypertension runs in the family.", "family: Hypertension"),
    ("Their daughter was diagnosed with epilepsy.", "family: epilepsy"),
    ("He lives with his wife and has insomnia.", "insomnia"),
]

HISTORY = [
    ("He has a history of hypertension treated with lisinopril.", "hypertension"),
    ("She has a history of asthma and uses an inhaler daily.", "asthma"),
    ("She has a ten-year history of back pain.", "back pain"),
    ("He has a history of diabetes, for which he takes metformin.", "diabetes"),
    ("There is a long history of migraines.", "migraines"),
    ("He has a known history of gout.", "gout"),
    ("She has a history of hypothyroidism, controlled with levothyroxine.", "hypothyroidism"),
    ("He has a chronic history of low back pain.", "low back pain"),
    ("Past medical history: hypertension, gout.", "historical: hypertension | historical: gout"),
    ("Past medical history includes asthma.", "historical: asthma"),
    ("Prior history included hepatitis.", "historical: hepatitis"),
    ("She has a history of three years of neck pain.", "neck pain"),
]

TENDER = [
    ("The spine is not tender.", "absent: tender"),
    ("The knee was not tender to palpation.", "absent: tender"),
    ("The abdomen was non-tender.", "absent: tender"),
    ("The wrist is neither swollen nor tender.", "absent: swollen | absent: tender"),
    ("The calf was not tender or swollen.", "absent: tender | absent: swollen"),
    ("The joint line is not particularly tender.", "absent: tender"),
    ("There was no tenderness over the patella.", "absent: tenderness over the patella"),
    ("Palpation of the elbow was not painful.", "absent: painful"),
    ("The heel is not sore.", "absent: sore"),
    ("He is not suicidal.", "absent: suicidal"),
    ("She did not appear depressed or anxious.", "absent: depressed | absent: anxious"),
    ("The hip is tender to palpation.", "hip is tender to palpation"),
]

TREATMENT_DENIED = [
    ("Surgery for the rotator cuff tear was denied.", "rotator cuff tear"),
    ("Physical therapy for low back pain was denied.", "low back pain"),
    ("The request for an MRI for neck pain was denied.", "neck pain"),
    ("He was denied surgery for a meniscal tear.", "meniscal tear"),
    ("Acupuncture for chronic headaches was not certified.", "chronic headaches"),
    ("A brace for knee instability was not approved.", "knee instability"),
    ("Injections for lumbar radiculopathy were non-certified.", "lumbar radiculopathy"),
    ("Cognitive therapy to treat depression was denied.", "depression"),
    ("The carrier denied treatment of his sleep apnea.", "sleep apnea"),
    ("He denies numbness.", "absent: numbness"),
]

VALUES = [
    ("Constipation: No.", "absent: Constipation"),
    ("Numbness: denies.", "absent: Numbness"),
    ("Nausea - none.", "absent: Nausea"),
    ("Fever (negative), cough (positive).", "absent: Fever | cough"),
    ("Swelling: none. Bruising: present.", "absent: Swelling | Bruising"),
    ("Weakness: absent.", "absent: Weakness"),
    ("Dizziness: negative.", "absent: Dizziness"),
    ("Headaches: yes. Vomiting: no.", "Headaches | absent: Vomiting"),
    ("Insomnia (denied).", "absent: Insomnia"),
    ("Chest pain: no. Shortness of breath: no.", "absent: Chest pain | absent: Shortness of breath"),
]

NO_MENTION = [
    ("There is no mention of spasm.", "absent: spasm"),
    ("The report made no mention of instability.", "absent: instability"),
    ("There was no documentation of radiculopathy.", "absent: radiculopathy"),
    ("The notes did not mention numbness.", "absent: numbness"),
    ("There was a lack of evidence of nerve compression.", "absent: nerve compression"),
    ("No indication of infection was found.", "absent: infection"),
    ("The records do not document functional deficits.", "absent: functional deficits"),
    ("There is insufficient documentation of weakness.", "absent: weakness"),
    ("No report of seizures or dizziness.", "absent: seizures | absent: dizziness"),
    ("Nothing suggests malignancy.", "absent: malignancy"),
]

FEELINGS = [
    ("She is weepy, tense and withdrawn.", "weepy | tense | withdrawn"),
    ("He reports being forgetful and easily distracted.", "forgetful | easily distracted"),
    ("He feels guilty and useless.", "guilty | useless"),
    ("She appeared tired, pale and anxious.", "tired | pale | anxious"),
    ("He is short-tempered and impatient.", "short-tempered | impatient"),
    ("She feels nervous, panicky and on edge.", "nervous | panicky | on edge"),
    ("He has become socially withdrawn.", "socially withdrawn"),
    ("She was tearful and overwhelmed.", "tearful | overwhelmed"),
    ("He described himself as unmotivated and apathetic.", "unmotivated | apathetic"),
    ("She is lightheaded and unsteady.", "lightheaded | unsteady"),
]

LIMITS = [
    ("He cannot squat or kneel.", "cannot squat or kneel"),
    ("She is unable to lift more than ten pounds.", "unable to lift more than ten pounds"),
    ("He has difficulty putting on his shoes.", "difficulty putting on his shoes"),
    ("She can only walk two blocks.", "can only walk two blocks"),
    ("He can sit for 15 minutes at most.", "can sit for 15 minutes at most"),
    ("She has trouble opening jars.", "trouble opening jars"),
    ("He is not able to raise his arm overhead.", "not able to raise his arm overhead"),
    ("She could not tolerate sitting.", "could not tolerate sitting"),
    ("He has difficulty with stairs.", "difficulty with stairs"),
    ("She struggles to sleep.", "struggles to sleep"),
]

BEHAVIOUR = [
    ("She avoids crowds.", "avoids crowds"),
    ("He cries easily.", "cries easily"),
    ("She wakes up several times a night.", "wakes up several times a night"),
    ("He drops things from his left hand.", "drops things from his left hand"),
    ("Her right knee buckles.", "right knee buckles"),
    ("His knee locks on stairs.", "knee locks"),
    ("He trips frequently.", "trips frequently"),
    ("Her leg feels heavy.", "leg feels heavy"),
    ("His hand goes numb.", "hand goes numb"),
    ("She grinds her teeth.", "grinds her teeth"),
    ("He has lost interest in fishing.", "lost interest in fishing"),
    ("She isolates herself.", "isolates herself"),
]

GENERAL_MEDICINE = [
    ("The x-ray showed an infiltrate.", "infiltrate"),
    ("He has kidney stones and gallstones.", "kidney stones | gallstones"),
    ("The scan revealed a blood clot in the leg.", "blood clot in the leg"),
    ("She has a lump in the breast.", "lump in the breast"),
    ("He has heartburn, bloating and belching.", "heartburn | bloating | belching"),
    ("The colonoscopy showed polyps.", "polyps"),
    ("She has multiple sclerosis.", "multiple sclerosis"),
    ("He was found to have prediabetes.", "prediabetes"),
    ("There is wheezing in both lungs.", "wheezing in both lungs"),
    ("She has ringing in the ears and blurred vision.", "ringing in the ears | blurred vision"),
    ("He has end stage renal disease.", "end stage renal disease"),
]

SPELLED_OUT = [
    ("He has a herniated nucleus pulposus at L4-5.", "herniated nucleus pulposus at L4-5"),
    ("She was diagnosed with reflex sympathetic dystrophy.", "reflex sympathetic dystrophy"),
    (
        "He has degenerative disc disease of the lumbar spine.",
        "degenerative disc disease of the lumbar spine",
    ),
    ("She has gastroesophageal reflux disease.", "gastroesophageal reflux disease"),
    (
        "He has complex regional pain syndrome of the left hand.",
        "complex regional pain syndrome of the left hand",
    ),
    ("She has post-traumatic stress disorder.", "post-traumatic stress disorder"),
    ("He has chronic obstructive pulmonary disease.", "chronic obstructive pulmonary disease"),
    ("She has attention deficit hyperactivity disorder.", "attention deficit hyperactivity disorder"),
    ("He has temporomandibular joint dysfunction.", "temporomandibular joint dysfunction"),
    ("She has a triangular fibrocartilage complex tear.", "triangular fibrocartilage complex tear"),
    ("He has thoracic outlet syndrome.", "thoracic outlet syndrome"),
]

MEASURED = [
    ("Extension was 10 degrees with pain.", "Extension was 10 degrees with pain"),
    (
        "Range of motion is 5 to 110 degrees with crepitus.",
        "Range of motion is 5 to 110 degrees with crepitus",
    ),
    ("Hip abduction strength is 4-/5.", "Hip abduction strength is 4-/5"),
    ("He had 3+ out of 5 strength of the deltoid.", "3+ out of 5 strength of the deltoid"),
    ("EHL 4/5 on the left.", "EHL 4/5 on the left"),
    ("Side bending to 15 degrees with discomfort.", "Side bending to 15 degrees with discomfort"),
    ("Flexion is limited to 40 degrees.", "Flexion is limited to 40 degrees"),
    ("The sedimentation rate was elevated.", "sedimentation rate was elevated"),
    ("Laboratory tests showed an elevated sedimentation rate.", "elevated sedimentation rate"),
    ("His hemoglobin is low.", "hemoglobin is low"),
    ("Strength was 5/5 and sensation was intact.", ""),
    ("Abduction to 90 degrees and flexion to 100 degrees.", ""),
]

RADIATION = [
    ("She has low back pain going down the left leg.", "low back pain going down the left leg"),
    ("He has neck pain which radiates into both arms.", "neck pain which radiates into both arms"),
    ("He reports shoulder pain with radiation to the elbow.", "shoulder pain with radiation to the elbow"),
    (
        "There is constant low back pain with occasional radiation to the right buttock.",
        "constant low back pain with occasional radiation to the right buttock",
    ),
    ("She has hip pain shooting into the groin.", "hip pain shooting into the groin"),
    ("He has numbness extending to the toes.", "numbness extending to the toes"),
    ("She has back pain that travels down to the calf.", "back pain that travels down to the calf"),
    ("He has tingling that runs along the forearm.", "tingling that runs along the forearm"),
    ("She has burning pain spreading to the foot.", "burning pain spreading to the foot"),
    ("He has elbow pain radiating distally.", "elbow pain radiating distally"),
]

PROVOKED = [
    ("There is pain with log roll.", "pain with log roll"),
    ("She has pain with overhead reaching.", "pain with overhead reaching"),
    ("He has painful squatting.", "painful squatting"),
    ("There was severe pain lying supine.", "severe pain lying supine"),
    ("He has knee pain going up stairs.", "knee pain going up stairs"),
    ("She has wrist pain when gripping.", "wrist pain when gripping"),
    ("There is apprehension with external rotation.", "apprehension with external rotation"),
    ("He has pain on resisted wrist extension.", "pain on resisted wrist extension"),
    ("She has back pain with coughing and sneezing.", "back pain with coughing and sneezing"),
    ("There is crepitus with motion.", "crepitus with motion"),
]

TITLES = [
    (
        "Diagnoses: sacroiliitis, not elsewhere classified; insomnia.",
        "sacroiliitis, not elsewhere classified | insomnia",
    ),
    (
        "Impression: major depressive disorder, recurrent, moderate.",
        "major depressive disorder, recurrent, moderate",
    ),
    ("Diagnoses: pain in right knee; effusion, right knee.", "pain in right knee | effusion, right knee"),
    ("He has radiculopathy, lumbar region.", "radiculopathy, lumbar region"),
    ("She has migraine without aura.", "migraine without aura"),
    (
        "Assessment: unilateral primary osteoarthritis, left hip.",
        "unilateral primary osteoarthritis, left hip",
    ),
    ("Diagnosis: post-traumatic stress disorder, chronic.", "post-traumatic stress disorder, chronic"),
    (
        "Impression: spondylosis without myelopathy or radiculopathy, cervical region.",
        "spondylosis without myelopathy or radiculopathy, cervical region",
    ),
    ("Diagnosis: panic disorder with agoraphobia.", "panic disorder with agoraphobia"),
    (
        "Diagnoses: type 2 diabetes mellitus with hyperglycemia.",
        "type 2 diabetes mellitus with hyperglycemia",
    ),
    ("He has diabetes mellitus type 2.", "diabetes mellitus type 2"),
    ("Diagnosis: Axis I: dysthymic disorder; Axis III: fibromyalgia.", "dysthymic disorder | fibromyalgia"),
]

BOUNDS = [
    ("He has persistent complaints of right shoulder pain.", "right shoulder pain"),
    ("She has ongoing complaints of numbness in the hand.", "numbness in the hand"),
    ("He has left ankle swelling with use of a brace.", "left ankle swelling"),
    ("Diagnoses: knee sprain status post arthroscopy.", "knee sprain"),
    ("She has a known rotator cuff tear.", "rotator cuff tear"),
    ("He presents with a chief complaint of hip pain.", "hip pain"),
    ("Her pain medication helps.", ""),
    ("He has a large extruded disc fragment at L4-5.", "large extruded disc fragment at L4-5"),
    ("She has scattered wheezes.", "scattered wheezes"),
    ("He has multiple rib fractures.", "multiple rib fractures"),
    ("She has fear of crowds and nightmares of the accident.", "fear of crowds | nightmares of the accident"),
    ("He was diagnosed with gout in 2008 and with asthma.", "gout | asthma"),
]

EXAM = [
    ("TTP over the lumbar spine, SLR + on the left.", "TTP over the lumbar spine | SLR + on the left"),
    ("Dec. sensation L5, 4/5 EHL.", "Dec. sensation L5 | 4/5 EHL"),
    ("DTRs 1+ at the ankles.", "DTRs 1+ at the ankles"),
    ("C-spine ROM limited.", "C-spine ROM limited"),
    ("Gait antalgic.", "Gait antalgic"),
    ("Lumbar lordosis flattened.", "Lumbar lordosis flattened"),
    ("Affect flat, mood depressed.", "Affect flat | mood depressed"),
    ("+ Hawkins, + Neer.", "+ Hawkins | + Neer"),
    ("SLR positive at 40 degrees on the right.", "SLR positive at 40 degrees on the right"),
    ("Ankle jerk absent on the right.", "Ankle jerk absent on the right"),
    ("Her mood was depressed and her affect was flat.", "mood was depressed | affect was flat"),
    ("Sensation intact, gait normal, affect appropriate.", ""),
]

NUMBERED = [
    ("Diagnoses: 1. Neck pain (M54.2). 2. Headache (R51).", "Neck pain | Headache"),
    ("Dx: 724.4 lumbar radiculitis; 847.0 neck sprain.", "lumbar radiculitis | neck sprain"),
    ("Assessment: lumbago 724.2, sciatica 724.3.", "lumbago | sciatica"),
    ("Diagnoses: (1) Knee sprain (2) Insomnia.", "Knee sprain | Insomnia"),
    ("Impression: 1) Cervical strain 2) Lumbar strain.", "Cervical strain | Lumbar strain"),
    ("Diagnosis: ICD-9 354.0 carpal tunnel syndrome.", "carpal tunnel syndrome"),
    ("DX: G56.01 carpal tunnel syndrome, right upper limb.", "carpal tunnel syndrome, right upper limb"),
    (
        "Diagnoses: 1. Trigger finger 2. De Quervain's tenosynovitis.",
        "Trigger finger | De Quervain's tenosynovitis",
    ),
    ("Diagnoses: S83.241A medial meniscus tear, F32.9 depression.", "medial meniscus tear | depression"),
    ("Assessment: 1. Zorb syndrome. 2. Gout.", "Zorb syndrome | Gout"),
]

UNKNOWN = [
    ("He complains of zorbing of the left ear.", "zorbing of the left ear"),
    ("The patient was diagnosed with frungle disease.", "frungle disease"),
    ("She was positive for quillopathy.", "quillopathy"),
    ("X-rays showed lucency around the screws.", "lucency around the screws"),
    ("The scan demonstrated a gromulent cyst in the lung.", "gromulent cyst in the lung"),
    ("He suffers from brindle feet.", "brindle feet"),
    ("She has an isolated wimbel tear.", "isolated wimbel tear"),
    ("There is a Kandel phenomenon.", "Kandel phenomenon"),
    ("He was bothered by quadding of the jaw.", "quadding of the jaw"),
    ("She reports fear of elevators.", "fear of elevators"),
]

EXTENTS = [
    (
        "There is tenderness just distal to the lateral epicondyle.",
        "tenderness just distal to the lateral epicondyle",
    ),
    ("He has a cyst proximal to the wrist.", "cyst proximal to the wrist"),
    ("Her gait was described as antalgic.", "gait was described as antalgic"),
    (
        "Motion of the left hip is reported to be restricted at flexion 90 degrees, abduction 20 degrees.",
        "Motion of the left hip is reported to be restricted at flexion 90 degrees, abduction 20 degrees",
    ),
    (
        "He has aching in the knees bilaterally with radiation to the shins.",
        "aching in the knees bilaterally with radiation to the shins",
    ),
    ("She has dull, sharp, constant pain in the jaw.", "dull, sharp, constant pain in the jaw"),
    (
        "There was swelling at the MCP (metacarpophalangeal) joint.",
        "swelling at the MCP (metacarpophalangeal) joint",
    ),
    ("Strength was 4/5 in abduction with marked pain.", "Strength was 4/5 in abduction with marked pain"),
    ("She has dizziness when turning her head.", "dizziness when turning her head"),
    ("The scan showed a defect of the talar dome measuring 8 mm.", "defect of the talar dome measuring 8 mm"),
    ("He had an allergic reaction to penicillin.", "allergic reaction to penicillin"),
    ("There is a type II acromion.", "type II acromion"),
    ("Extension is limited by 50%.", "Extension is limited by 50%"),
    (
        "She has an elevated sedimentation rate and impaired smooth pursuit.",
        "elevated sedimentation rate | impaired smooth pursuit",
    ),
]

STATES = [
    ("He has lack of initiative.", "lack of initiative"),
    ("There is a trigger point in the right rhomboid.", "trigger point in the right rhomboid"),
    ("Current complaints: neck pain and popping.", "neck pain | popping"),
    (
        "Assessment: capsulitis of the left knee; painful total knee arthroplasty.",
        "capsulitis of the left knee",
    ),
    ("The feet were cool.", "feet were cool"),
    ("He requires help with dressing and bathing.", "requires help with dressing and bathing"),
    (
        "She has decreased grip strength of 20 pounds on the right.",
        "decreased grip strength of 20 pounds on the right",
    ),
    ("He has swollen ankles.", "swollen ankles"),
    ("She has tight heel cords.", "tight heel cords"),
    ("There was a boggy left knee.", "boggy left knee"),
    ("Breath sounds were diminished.", "Breath sounds were diminished"),
    ("There is a 9 mm spiculated nodule in the lung.", "9 mm spiculated nodule in the lung"),
    ("He has ulnar-sided wrist pain.", "ulnar-sided wrist pain"),
    ("She lost weight and has loss of the normal lumbar lordosis.", "loss of the normal lumbar lordosis"),
    ("There is weakness of the left hip graded 4/5.", "weakness of the left hip graded 4/5"),
    ("Elbow extension lacks 10 degrees.", "Elbow extension lacks 10 degrees"),
    ("He has fear of re-injury.", "fear of re-injury"),
    ("Assessment: T12 incomplete paraplegia.", "T12 incomplete paraplegia"),
    ("His right elbow hurts when lifting a cup.", "right elbow hurts when lifting a cup"),
    ("She passed out twice.", "passed out twice"),
    ("He failed naproxen due to stomach upset.", "historical: stomach upset"),
]

KINDS = {
    "states": STATES,
    "extents": EXTENTS,
    "over": OVER,
    "looked for": LOOKED_FOR,
    "relatives": RELATIVES,
    "history": HISTORY,
    "tender": TENDER,
    "treatment denied": TREATMENT_DENIED,
    "values": VALUES,
    "no mention": NO_MENTION,
    "feelings": FEELINGS,
    "limits": LIMITS,
    "behaviour": BEHAVIOUR,
    "general medicine": GENERAL_MEDICINE,
    "spelled out": SPELLED_OUT,
    "measured": MEASURED,
    "radiation": RADIATION,
    "provoked": PROVOKED,
    "titles": TITLES,
    "bounds": BOUNDS,
    "exam": EXAM,
    "numbered": NUMBERED,
    "unknown": UNKNOWN,
}


def _expected(row: str) -> list[tuple[str, str]]:
    found = []
    for item in row.split(" | ") if row else ():
        kind, colon, text = item.partition(": ")
        found.append((text, kind) if colon and kind in ASSERTIONS else (item, "present"))
    return found


@pytest.mark.parametrize(("text", "row"), [row for rows in KINDS.values() for row in rows])
def test_wording_of_a_kind(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == _expected(row)


def test_each_kind_has_ten_wordings() -> None:
    assert [kind for kind, rows in KINDS.items() if len(rows) < 10] == []
