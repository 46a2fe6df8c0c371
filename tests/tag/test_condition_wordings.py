"""Findings in everyday words, clauses, numbers and telegraphic notes; each row names the trap it sets.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or
``assertion: text``, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import time

import pytest

from imrnlp.tag.conditions import find_conditions

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

EVERYDAY = [
    ("She has a recurrent rash underneath her breasts.", "recurrent rash underneath her breasts"),
    ("There is swelling beneath the left scapula.", "swelling beneath the left scapula"),
    ("His pain is under control.", ""),
    ("He has poor coping skills and poor social skills.", "poor coping skills | poor social skills"),
    ("She feels worthless, jumpy and ashamed.", "worthless | jumpy | ashamed"),
    ("He feels hopeless and irritable.", "hopeless | irritable"),
    ("The patient felt sad, lonely, and tearful.", "sad | lonely | tearful"),
    ("She reports feeling anxious, fearful and overwhelmed.", "anxious | fearful | overwhelmed"),
    ("He has fits of rage.", "fits of rage"),
    ("She has spells of panic and bouts of crying.", "spells of panic | bouts of crying"),
    ("He reports outbursts of anger.", "outbursts of anger"),
    ("She has crying spells and mood swings.", "crying spells | mood swings"),
    ("He would rather be dead.", "would rather be dead"),
    ("She wishes she were dead.", "wishes she were dead"),
    ("He no longer enjoys his hobbies.", "no longer enjoys his hobbies"),
    ("She has lost interest in sex.", "lost interest in sex"),
    ("He has trouble sleeping at night.", "trouble sleeping"),
    ("She cannot concentrate.", "cannot concentrate"),
    ("He is unable to relax.", "unable to relax"),
    ("She is unable to sleep through the night.", "unable to sleep through the night"),
    ("He can stand for ten minutes at most.", "can stand for ten minutes at most"),
    ("She can only walk for 15 minutes.", "can only walk for 15 minutes"),
    ("He cannot sit for more than 20 minutes.", "cannot sit for more than 20 minutes"),
    ("There is inability to sit too long.", "inability to sit too long"),
    ("There was pain on walking on the heels.", "pain on walking on the heels"),
    ("He is sore along the tendon.", "sore along the tendon"),
    ("Her hair comes out in patches.", "hair comes out in patches"),
    ("His wife saw shaking of both arms.", "shaking of both arms"),
    ("He drops things from his right hand.", "drops things from his right hand"),
    ("Her knee gives way on stairs.", "knee gives way"),
    ("She has clumsiness of the hands and forgetfulness.", "clumsiness of the hands | forgetfulness"),
    ("The scan showed a clot and a growth in the lung.", "clot | growth in the lung"),
    ("He has no energy.", "no energy"),
    ("She has thoughts of suicide.", "thoughts of suicide"),
    ("He has racing thoughts and nightmares.", "racing thoughts | nightmares"),
]

CLAUSES = [
    ("Grip measured 3 over 5 on resisted extension.", "Grip measured 3 over 5 on resisted extension"),
    ("There was 3 out of 5 power.", "3 out of 5 power"),
    ("He had 4/5 strength in the right ankle.", "4/5 strength in the right ankle"),
    ("Motor strength was 4/5 in the right leg.", "Motor strength was 4/5 in the right leg"),
    ("Motor strength was 5/5 in the right leg.", ""),
    ("Side bending to 15 degrees with discomfort.", "Side bending to 15 degrees with discomfort"),
    ("Flexion to 40 degrees with pain.", "Flexion to 40 degrees with pain"),
    ("Internal rotation at 5 degrees with pain.", "Internal rotation at 5 degrees with pain"),
    ("She has a herniated nucleus pulposus at L4-5.", "herniated nucleus pulposus at L4-5"),
    (
        "He has reflex sympathetic dystrophy of the left hand.",
        "reflex sympathetic dystrophy of the left hand",
    ),
    ("There were blood clots in the leg.", "blood clots in the leg"),
    ("He has complex regional pain syndrome.", "complex regional pain syndrome"),
    (
        "She has gastroesophageal reflux disease and high blood pressure.",
        "gastroesophageal reflux disease | high blood pressure",
    ),
    ("Vitamin D was low.", "Vitamin D was low"),
    ("Hemoglobin A1c was high.", "Hemoglobin A1c was high"),
    ("There was an elevated body mass index.", "elevated body mass index"),
    ("Testosterone level is low.", "Testosterone level is low"),
]

BOUNDARIES = [
    (
        "He has low back pain with radiation to the right leg.",
        "low back pain with radiation to the right leg",
    ),
    ("He has low back pain that radiates down both legs.", "low back pain that radiates down both legs"),
    (
        "There is neck pain radiating into the left arm and hand.",
        "neck pain radiating into the left arm and hand",
    ),
    ("She had severe pain lying prone.", "severe pain lying prone"),
    ("There was painful heel and toe walking.", "painful heel and toe walking"),
    ("There was rotation with pain.", "rotation with pain"),
    (
        "Diagnoses include dorsalgia, unspecified, lumbago with sciatica and radiculopathy, cervical region.",
        "dorsalgia, unspecified | lumbago with sciatica | radiculopathy, cervical region",
    ),
    (
        "There was tenderness of the left sacroiliac joint and in the left lateral hip.",
        "tenderness of the left sacroiliac joint and in the left lateral hip",
    ),
    (
        "Spasms present in the cervical paraspinal muscles.",
        "Spasms present in the cervical paraspinal muscles",
    ),
    (
        "Tenderness to palpation noted over the lumbar paraspinal muscles.",
        "Tenderness to palpation noted over the lumbar paraspinal muscles",
    ),
    ("The knee pain was treated with use of a knee brace.", "knee pain"),
    ("There are complaints of wrist pain.", "wrist pain"),
    ("She has decreased range of motion by 25%.", "decreased range of motion by 25%"),
    (
        "There was pain with internal and external rotation of the left hip.",
        "pain with internal and external rotation of the left hip",
    ),
    (
        "He has stabbing pain at the left groin and laterally.",
        "stabbing pain at the left groin and laterally",
    ),
    (
        "There was decreased sensation in the left leg at L5 and S1.",
        "decreased sensation in the left leg at L5 and S1",
    ),
    ("Previous back injury was reported.", "historical: Previous back injury"),
    ("There is 8/10 back pain.", "8/10 back pain"),
]

ASSERTED = [
    ("Surgery for the rotator cuff tear was denied.", "rotator cuff tear"),
    ("The claims administrator denied acupuncture for neck pain.", "neck pain"),
    ("Therapy for her knee sprain was not approved.", "knee sprain"),
    ("Constipation: No", "absent: Constipation"),
    ("Nausea - no; vomiting - none.", "absent: Nausea | absent: vomiting"),
    ("Constipation (no), dizziness (denied).", "absent: Constipation | absent: dizziness"),
    ("Numbness: yes", "Numbness"),
    ("Constipation: denies.", "absent: Constipation"),
    ("The knee is not tender.", "absent: tender"),
    ("The elbow was not tender.", "absent: tender"),
    ("There is no mention of radiculopathy.", "absent: radiculopathy"),
    ("The notes make no mention of depression.", "absent: depression"),
    ("The file does not mention sleep apnea.", "absent: sleep apnea"),
    ("She has a 10-year history of migraine.", "migraine"),
    ("He has a history of 12 years of low back pain.", "low back pain"),
    ("He has a long history of gout.", "gout"),
    ("She has a known history of asthma.", "asthma"),
    ("He has a chronic history of neck pain.", "neck pain"),
    ("Evaluate for carpal tunnel syndrome.", "possible: carpal tunnel syndrome"),
    ("An MRI was ordered to evaluate for a labral tear.", "possible: labral tear"),
    ("EMG to assess for radiculopathy.", "possible: radiculopathy"),
    ("R/O meniscal tear.", "possible: meniscal tear"),
    ("?radiculopathy", "possible: radiculopathy"),
    ("Her headaches have resolved.", "historical: headaches"),
    ("The rash went away.", "historical: rash"),
    ("His ankle swelling has subsided.", "historical: ankle swelling"),
    ("PMH: hypertension, asthma.", "historical: hypertension | historical: asthma"),
    ("Past medical history of diabetes and gout.", "historical: diabetes | historical: gout"),
    ("Family history of breast cancer.", "family: breast cancer"),
    ("His mother had diabetes.", "family: diabetes"),
    ("No fever, chills, or nausea.", "absent: fever | absent: chills | absent: nausea"),
    ("Neg for numbness.", "absent: numbness"),
    ("Denies smoking or alcohol use.", "absent: smoking | absent: alcohol use"),
]

TELEGRAPHIC = [
    ("SLR + on R.", "SLR + on R"),
    ("+ SLR bilaterally, + Spurling's.", "+ SLR bilaterally | + Spurling's"),
    ("SLR positive on the left.", "SLR positive on the left"),
    ("L/S: TTP w/ spasm.", "TTP | spasm"),
    ("C-spine: TTP over the traps.", "TTP over the traps"),
    ("dec. LT L5 dermatome.", "dec. LT L5 dermatome"),
    ("dec ROM lumbar spine.", "dec ROM lumbar spine"),
    ("Motor 4+/5 EHL.", "4+/5 EHL"),
    ("4/5 R TA.", "4/5 R TA"),
    ("LBP R>L.", "LBP R>L"),
    ("Pt c/o LBP w/ rad to RLE.", "LBP w/ rad to RLE"),
    ("DTRs 1+ at the ankles.", "DTRs 1+ at the ankles"),
    (
        "Dx: 724.4 lumbar radiculitis; 722.10 lumbar disc displacement.",
        "lumbar radiculitis | lumbar disc displacement",
    ),
    (
        "Diagnoses: lumbar sprain (847.2), cervical sprain (847.0), insomnia.",
        "lumbar sprain | cervical sprain | insomnia",
    ),
    (
        "Assessment: 1. Cervicalgia 2. Myofascial pain 3. Insomnia.",
        "Cervicalgia | Myofascial pain | Insomnia",
    ),
    (
        "Dx: 1. 722.52 lumbar DDD 2. 724.4 lumbar radiculitis 3. 338.4 chronic pain syndrome.",
        "lumbar DDD | lumbar radiculitis | chronic pain syndrome",
    ),
    ("TTP L4-S1, + Kemp's bilat.", "TTP L4-S1 | + Kemp's bilat"),
    ("Sensation dec. at the L5 dermatome.", "Sensation dec. at the L5 dermatome"),
    ("Sensation decreased in the left leg.", "Sensation decreased in the left leg"),
    ("Phalen's and Tinel's were positive.", "Phalen's | Tinel's"),
    ("Positive tests: Neer, Hawkins, O'Brien.", "Neer | Hawkins | O'Brien"),
]

SIDES = [
    ("Tenderness is noted over the right elbow.", "right"),
    ("Swelling was present about the left ankle.", "left"),
    ("Crepitus is felt at the right knee.", "right"),
    ("There is left shoulder and right shoulder pain.", "bilateral"),
    ("There is right and left wrist pain.", "bilateral"),
    ("There is left shoulder and right knee pain.", None),
    ("Spasm is seen in the left trapezius.", "left"),
    ("Numbness affects the right hand.", "right"),
    ("Pain in both knees.", "bilateral"),
    ("LBP rad to RLE.", "right"),
]

# The side of each finding of the sentence, in order.
SIDES_OF_EACH = [
    # what ends a list governs it, when its side stands behind its head
    ("He has clicking, popping and weakness of his right knee.", "right right right"),
    ("There was no redness or swelling of the bilateral ankles.", "bilateral bilateral"),
    (
        "There was stiffness, spasm and guarding at the trapezius bilaterally.",
        "bilateral bilateral bilateral",
    ),
    ("She had a positive Tinel sign and Phalen sign on the left wrist.", "left left"),
    ("He has fatigue and left knee pain.", "- left"),
    ("Crepitus, effusion and warmth in the left knee were found.", "left left left"),
    # what accompanies a complaint of a side is of that side
    ("He has left elbow pain with associated tingling and numbness.", "left left left"),
    ("There is right hip pain with crepitus.", "right right"),
    ("She has left foot pain accompanied by swelling.", "left left"),
    ("She complains of right arm pain with no numbness in the left hand or weakness.", "right left -"),
    ("He has right shoulder pain and difficulty sleeping.", "right -"),
    ("She has left knee pain with depression.", "left -"),
    # the part that the sentence is about
    ("Left wrist: no swelling, tenderness, restricted motion.", "left left left"),
    ("To the bilateral ankles, there was swelling and crepitus.", "bilateral bilateral"),
    ("An MRI of the left knee, dated 1/2/2017, which was read by a radiologist, showed an effusion.", "left"),
    ("The x-ray found that the right wrist had a fracture of the scaphoid.", "right"),
    ("He ordered an MRI of the left shoulder to rule out a labral tear.", "left"),
    ("She needs an ultrasound of the right ankle to evaluate for tendinitis.", "right"),
    ("Left knee flexion at 90 degrees with pain, extension at 5 degrees with pain; crepitus.", "left left -"),
    ("The right elbow exam was notable; it revealed swelling.", "-"),
    ("Examination of the left hip revealed tenderness and lumbar spasm.", "left -"),
    ("Examination of the left hip showed crepitus. There was swelling.", "left -"),
    ("Right ankle MRI indicated a small effusion.", "right"),
    ("A scan of the right knee had shown chondromalacia.", "right"),
    # left and right of one part, or of two
    ("There is severe left and mild right foraminal narrowing.", "bilateral"),
    ("There is tenderness of the right wrist, the thumb, and the left wrist.", "bilateral"),
    ("He has discomfort in the left knee, right knee and low back.", "bilateral"),
    ("She has pain in the left hip, the right ankle and both knees.", "-"),
    ("Crepitus was appreciated about said right shoulder.", "right"),
]


BOUNDS = [
    # what brings it on
    (
        "He has pain with gripping, pushing and repetitive hand movements.",
        "pain with gripping, pushing and repetitive hand movements",
    ),
    (
        "There is pain with above the shoulder reaching and lifting.",
        "pain with above the shoulder reaching and lifting",
    ),
    ("He has pain with lifting and difficulty sleeping.", "pain with lifting | difficulty sleeping"),
    ("There is pain with motion, and swelling.", "pain with motion | swelling"),
    ("She has pain with tingling and burning.", "tingling | burning"),
    ("There was tenderness with deep pressure.", "tenderness with deep pressure"),
    ("There is pain with compression.", "pain with compression"),
    ("She has pain when bending.", "pain when bending"),
    ("There is discomfort during prolonged standing.", "discomfort during prolonged standing"),
    ("He has wrist pain especially with typing.", "wrist pain especially with typing"),
    (
        "He has some pain and weakness with overhead reaching.",
        "some pain and weakness with overhead reaching",
    ),
    ("There is painful squatting.", "painful squatting"),
    ("She has an abnormal, stiff gait.", "abnormal, stiff gait"),
    ("There was increased tone with guarding.", "increased tone | guarding"),
    ("There was no fracture or lesions.", "absent: fracture | absent: lesions"),
    ("There was abduction with posterior pain on the left.", "abduction with posterior pain on the left"),
    ("There is painful heel to toe walking.", "painful heel to toe walking"),
    # its quality and its way
    ("There is hip pain that is sharp and stabbing.", "hip pain that is sharp and stabbing"),
    ("She has left shoulder pain as dull and moderate.", "left shoulder pain as dull and moderate"),
    ("He described his pain as sharp.", ""),
    (
        "She has neck pain going all the way down the left arm.",
        "neck pain going all the way down the left arm",
    ),
    (
        "He has low back pain radiating down the left leg just past the knee.",
        "low back pain radiating down the left leg just past the knee",
    ),
    # what it touches, how far it reaches
    (
        "There was a disc protrusion abutting the left S1 nerve root at the L5-S1 level.",
        "disc protrusion abutting the left S1 nerve root at the L5-S1 level",
    ),
    ("MRI showed a disc bulge effacing the thecal sac.", "disc bulge effacing the thecal sac"),
    (
        "There was an extrusion extending superiorly 2.0 cm, and posteriorly 0.7 cm.",
        "extrusion extending superiorly 2.0 cm, and posteriorly 0.7 cm",
    ),
    ("There is pain to the elbow as well as the right hand.", "pain to the elbow as well as the right hand"),
    ("She has numbness involving the digits.", "numbness involving the digits"),
    ("Dec ROM in all planes.", "Dec ROM in all planes"),
    (
        "There was restricted cervical range of motion in all directions.",
        "restricted cervical range of motion in all directions",
    ),
    ("She has a gait disturbance favoring the left.", "gait disturbance favoring the left"),
    ("He has low back pain, right greater than left.", "low back pain, right greater than left"),
    # how it was tested and measured
    ("There was no deficit to pinprick or light touch.", "absent: deficit to pinprick or light touch"),
    (
        "There was no deficit in any dermatomes of the lower extremities to light touch.",
        "absent: deficit in any dermatomes of the lower extremities to light touch",
    ),
    (
        "Range of motion was limited with flexion 100° in extension at 0°.",
        "Range of motion was limited with flexion 100° in extension at 0°",
    ),
    ("Ankle jerk 1+ on the left.", "Ankle jerk 1+ on the left"),
    ("Right ankle deep tendon reflex was 1+.", "Right ankle deep tendon reflex was 1+"),
    # what only qualifies it
    ("He has an antalgic gait with a limp.", "antalgic gait with a limp"),
    (
        "There was a positive straight leg raise with pain on the right.",
        "positive straight leg raise with pain on the right",
    ),
    ("MRI showed a closed fracture with delayed healing.", "closed fracture with delayed healing"),
    ("Knee is swollen and warm.", "Knee is swollen and warm"),
    ("The ankle was swollen, warm and red.", "ankle was swollen, warm and red"),
    ("There was guarding noted on the cervical examination.", "guarding"),
    # how much there is
    ("There was a significant amount of apprehension.", "significant amount of apprehension"),
    ("He had multiple episodes of dizziness.", "multiple episodes of dizziness"),
    ("She had some mild swelling.", "some mild swelling"),
    # difficulties and moods
    ("He has difficulty getting in and out of shirts.", "difficulty getting in and out of shirts"),
    ("He has difficulty swallowing oral medications.", "difficulty swallowing oral medications"),
    ("He feels depressed.", "depressed"),
    ("She felt depressed and anxious.", "depressed | anxious"),
    ("He has depressed mood.", "depressed mood"),
    # lists of diagnoses
    (
        "Diagnoses: pain in left shoulder; synovitis and tenosynovitis, left hand; and cervicalgia.",
        "pain in left shoulder | synovitis and tenosynovitis, left hand | cervicalgia",
    ),
    (
        "Diagnoses: thoracic spine strain/bilateral scapular strain, right hand contusion/laceration.",
        "thoracic spine strain | bilateral scapular strain | right hand contusion/laceration",
    ),
    (
        "Diagnoses: current left knee meniscus tear and history of asthma.",
        "left knee meniscus tear | historical: asthma",
    ),
]

# Laboratory values, lists without "and", tests that are told positive behind their names.
LISTS = [
    ("Vitamin D 18 (low) and ferritin 9 (low).", "Vitamin D 18 (low) | ferritin 9 (low)"),
    ("She has low vitamin D and low hemoglobin.", "low vitamin D | low hemoglobin"),
    ("Hemoglobin and ferritin were low.", "Hemoglobin and ferritin were low"),
    ("Ferritin was 120.", ""),
    ("Reflex 1+, negative SLR.", "Reflex 1+"),
    ("Exam showed knee reflex 1+, negative SLR, positive Kemp's.", "knee reflex 1+ | positive Kemp's"),
    ("He had numbness at first.", "numbness"),
    ("She has shoulder, wrist, hand, back, leg pain.", "shoulder, wrist, hand, back, leg pain"),
    ("There is left hip, left knee, ankle pain.", "left hip, left knee, ankle pain"),
    ("He reports multifocal complaints of neck, shoulder and back pain.", "neck, shoulder and back pain"),
    (
        "There are multifocal complaints of right shoulder, bilateral wrist, low back pain.",
        "right shoulder, bilateral wrist, low back pain",
    ),
    (
        "Neer, Hawkins, cross-arm press and belly press were all positive.",
        "Neer | Hawkins | cross-arm press | belly press",
    ),
    (
        "The anterior drawer, talar tilt, wobble test and crabwise loading were both found to be normal.",
        "",
    ),
    (
        "Exam showed that the anterior drawer, wobble test and crabwise loading were all positive.",
        "anterior drawer | wobble test | crabwise loading",
    ),
    ("His attitude and mood were both positive.", ""),
    (
        "There are paresthesias of the bilateral hands, right greater than left.",
        "paresthesias of the bilateral hands, right greater than left",
    ),
    ("There was tenderness over the greater trochanter.", "tenderness over the greater trochanter"),
    (
        "He has difficulty reaching overhead and reaching back.",
        "difficulty reaching overhead and reaching back",
    ),
    ("She has difficulty climbing stairs and tingling.", "difficulty climbing stairs | tingling"),
    (
        "There is pain with activities such as putting on shoes.",
        "pain with activities such as putting on shoes",
    ),
    ("She has memory and focus problems.", "memory and focus problems"),
    ("He has loss of strength and gait disturbance.", "loss of strength | gait disturbance"),
    ("He denied numbness. In May he reported numbness again.", "absent: numbness | numbness"),
]

# Ten and more wordings of each kind: over, treatment denied, answers, "not", no mention, looked for, histories, relatives,
# what is feared, what a drug did.
ASSERTED_AGAIN = [
    ("He has a history of diabetes, currently managed with metformin.", "diabetes"),
    ("The headaches resolved.", "historical: headaches"),
    ("His vertigo has fully resolved.", "historical: vertigo"),
    ("The infection cleared up with antibiotics.", "historical: infection"),
    ("The numbness is gone.", "historical: numbness"),
    ("At that visit he had dizziness, which has since resolved.", "historical: dizziness"),
    ("The swelling had settled by March.", "historical: swelling"),
    ("He recovered from pneumonia.", "historical: pneumonia"),
    ("She used to have migraines.", "historical: migraines"),
    ("The insomnia lasted two weeks and then disappeared.", "historical: insomnia"),
    ("Surgery denied. Numbness: no.", "absent: Numbness"),
    ("The request for surgery for a labral tear was denied.", "labral tear"),
    ("Physical therapy for the ankle sprain was non-certified.", "ankle sprain"),
    ("Acupuncture to treat chronic neck pain was not authorized.", "chronic neck pain"),
    ("The MRI of the knee for a meniscal tear was denied by the insurer.", "meniscal tear"),
    ("Utilization review denied the injection for trochanteric bursitis.", "trochanteric bursitis"),
    ("Her medication for depression was not approved.", "depression"),
    ("An appeal for fusion for spondylolisthesis was denied.", "spondylolisthesis"),
    ("The carrier did not authorize a brace for the wrist sprain.", "wrist sprain"),
    (
        "The ganglion block for complex regional pain syndrome was not certified.",
        "complex regional pain syndrome",
    ),
    ("Denied was therapy for plantar fasciitis.", "plantar fasciitis"),
    ("Numbness: No", "absent: Numbness"),
    ("Dizziness - no.", "absent: Dizziness"),
    ("Nausea (no).", "absent: Nausea"),
    ("Weakness: denied.", "absent: Weakness"),
    ("Depression: none.", "absent: Depression"),
    ("Fever – negative.", "absent: Fever"),
    ("Insomnia: never.", "absent: Insomnia"),
    ("Tingling: not present.", "absent: Tingling"),
    ("Swelling (none).", "absent: Swelling"),
    ("Chest pain: negative.", "absent: Chest pain"),
    ("Vomiting - denies.", "absent: Vomiting"),
    ("The wrist is not tender.", "absent: tender"),
    ("The joint line was not tender.", "absent: tender"),
    ("The paraspinals are not tender.", "absent: tender"),
    ("The shoulder was not particularly tender.", "absent: tender"),
    ("The calf is non-tender.", "absent: tender"),
    ("The heel was not swollen.", "absent: swollen"),
    ("The elbow is not painful.", "absent: painful"),
    ("The abdomen was not overly tender.", "absent: tender"),
    ("No mention of numbness.", "absent: numbness"),
    ("There was no mention of instability.", "absent: instability"),
    ("The report makes no mention of weakness.", "absent: weakness"),
    ("The notes do not mention depression.", "absent: depression"),
    ("There is no documentation of radiculopathy.", "absent: radiculopathy"),
    ("The chart made no note of swelling.", "absent: swelling"),
    ("The records fail to mention spasm.", "absent: spasm"),
    ("Sleep apnea is not mentioned.", "absent: Sleep apnea"),
    ("The physician did not describe any crepitus.", "absent: crepitus"),
    ("There was no report of vertigo.", "absent: vertigo"),
    ("Evaluate for radiculopathy.", "possible: radiculopathy"),
    ("EMG was ordered to rule out neuropathy.", "possible: neuropathy"),
    ("An MRI is needed to evaluate for a rotator cuff tear.", "possible: rotator cuff tear"),
    ("Rule-out scaphoid fracture.", "possible: scaphoid fracture"),
    ("X-rays were taken to look for fracture.", "possible: fracture"),
    ("Assess for carpal tunnel syndrome.", "possible: carpal tunnel syndrome"),
    ("A scan to check for infection was ordered.", "possible: infection"),
    ("There is concern for avascular necrosis.", "possible: avascular necrosis"),
    ("The test was to exclude stenosis.", "possible: stenosis"),
    ("He wants to rule in or out a labral tear.", "possible: labral tear"),
    ("An ultrasound was requested to investigate for tendinitis.", "possible: tendinitis"),
    ("He has a 5-year history of back pain.", "back pain"),
    ("She has a history of ten years of migraine.", "migraine"),
    ("He has a two-year history of neck pain.", "neck pain"),
    ("She has a long-standing history of asthma.", "asthma"),
    ("He has a known history of gout.", "gout"),
    ("There is a chronic history of headaches.", "headaches"),
    ("There is a 6 month history of numbness.", "numbness"),
    ("He has an extensive history of low back pain.", "low back pain"),
    ("She has a history of over 20 years of psoriasis.", "psoriasis"),
    ("A several-year history of insomnia was noted.", "insomnia"),
    ("He gave a 3-week history of vertigo.", "vertigo"),
    ("She has a history of hypertension for which she takes lisinopril.", "hypertension"),
    ("She has a history of asthma, for which she uses an inhaler.", "asthma"),
    ("He has a history of gout and takes allopurinol for the gout.", "gout"),
    ("He has a history of depression. Sertraline is continued for the depression.", "depression"),
    ("History of appendicitis.", "historical: appendicitis"),
    ("Prior history included diabetes treated with insulin.", "historical: diabetes"),
    ("Past medical history: hypertension.", "historical: hypertension"),
    ("Medical history is significant for hepatitis.", "historical: hepatitis"),
    ("Her mother suffers from gout.", "family: gout"),
    ("There is a family history of depression.", "family: depression"),
    ("His brother was diagnosed with lupus.", "family: lupus"),
    ("Two sisters have migraine.", "family: migraine"),
    ("A grandmother died of stroke.", "family: stroke"),
    ("Colon cancer runs in the family.", "family: Colon cancer"),
    ("The patient's father has diabetes.", "family: diabetes"),
    ("Family hx: hypertension.", "family: hypertension"),
    ("FH positive for asthma.", "family: asthma"),
    ("Her aunt had epilepsy.", "family: epilepsy"),
    ("If numbness occurs, he should return.", "hypothetical: numbness"),
    ("Should infection develop, antibiotics are planned.", "hypothetical: infection"),
    ("Omeprazole was given to prevent gastritis.", "hypothetical: gastritis"),
    ("He is at risk of falls and fracture.", "hypothetical: falls | hypothetical: fracture"),
    ("It is for prophylaxis of deep vein thrombosis.", "hypothetical: deep vein thrombosis"),
    ("In the event of nausea, stop the drug.", "hypothetical: nausea"),
    ("Return if weakness develops.", "hypothetical: weakness"),
    ("The drug is for the prevention of ulcers.", "hypothetical: ulcers"),
    ("Unless swelling recurs, no more visits are planned.", "hypothetical: swelling"),
    ("He was told to watch for bleeding.", "hypothetical: bleeding"),
    ("In case of constipation, take docusate.", "hypothetical: constipation"),
    ("Gabapentin was stopped because of dizziness.", "historical: dizziness"),
    ("He stopped ibuprofen due to heartburn.", "historical: heartburn"),
    ("Norco was d/c'd 2/2 nausea.", "historical: nausea"),
    ("Tramadol caused itching and was discontinued.", "historical: itching"),
    ("He could not tolerate Lyrica because of drowsiness.", "historical: drowsiness"),
    ("Cymbalta was discontinued secondary to vomiting.", "historical: vomiting"),
    ("She quit naproxen owing to gastritis.", "historical: gastritis"),
    ("Elavil was stopped since it caused constipation.", "historical: constipation"),
    ("Topamax, tried before, led to confusion and was stopped.", "historical: confusion"),
    ("She has a history of asthma and gout. Inhalers are used for asthma.", "asthma | historical: gout"),
    ("Prior history of asthma. He was seen for asthma.", "historical: asthma | asthma"),
    (
        "There was dizziness from Elavil, which caused constipation and was stopped.",
        "dizziness | historical: constipation",
    ),
]

QUALITIES = [
    # a quality before its part, as everyday speech has it
    ("She has a dislocated shoulder and a sprained ankle.", "dislocated shoulder | sprained ankle"),
    ("X-rays showed a broken wrist.", "broken wrist"),
    ("He had a fractured left rib and a collapsed lung.", "fractured left rib | collapsed lung"),
    ("The dentist found a chipped tooth and loose teeth.", "chipped tooth | loose teeth"),
    ("There were bloodshot eyes and puffy eyelids.", "bloodshot eyes | puffy eyelids"),
    ("She had clammy skin and an ingrown toenail.", "clammy skin | ingrown toenail"),
    ("Exploration showed a lacerated tendon and a crushed finger.", "lacerated tendon | crushed finger"),
    ("He has a pulled hamstring.", "pulled hamstring"),
    ("There is a cloudy cornea.", "cloudy cornea"),
    ("Her affect was tearful, with a labile mood.", "affect was tearful | labile mood"),
    ("The broken wrist brace was replaced.", ""),
    # with what a movement comes
    (
        "There was limited range of motion of the left wrist with guarding.",
        "limited range of motion of the left wrist | guarding",
    ),
    (
        "He had decreased flexion of the right knee with mild crepitus.",
        "decreased flexion of the right knee | mild crepitus",
    ),
    (
        "He had decreased flexion of the right knee with mild pain.",
        "decreased flexion of the right knee with mild pain",
    ),
    # fluid where none belongs
    ("The scan showed fluid in the maxillary sinus.", "fluid in the maxillary sinus"),
    ("There is fluid in the knee joint.", "fluid in the knee joint"),
    ("He was told to drink more fluids.", ""),
    # what is blunted, widened, softened
    ("Films showed widening of the ankle mortise.", "widening of the ankle mortise"),
    ("There is blunting of the left costophrenic angle.", "blunting of the left costophrenic angle"),
    ("There was softening of the cartilage.", "softening of the cartilage"),
    ("The widening was planned.", ""),
    # severe pain is a finding without its site, bare pain is none
    ("He rested because of severe pain.", "severe pain"),
    ("She woke in excruciating pain.", "excruciating pain"),
    ("The nurse saw him in intense pain.", "intense pain"),
    ("He has breakthrough pain.", "breakthrough pain"),
    ("She denied severe pain.", "absent: severe pain"),
    ("He has pain and takes ibuprofen.", ""),
    # what one has trouble with
    ("She has difficulty with household duties.", "difficulty with household duties"),
    (
        "He had difficulty with regular tasks and overhead work.",
        "difficulty with regular tasks and overhead work",
    ),
    ("There are problems with fine motor activities.", "problems with fine motor activities"),
    ("She is struggling with work responsibilities.", "struggling with work responsibilities"),
    ("There was difficulty with the authorization.", ""),
    ("He cannot make a tight fist.", "cannot make a tight fist"),
    # the injury told as a deed
    ("He broke his collarbone in a fall.", "broke his collarbone"),
    ("She fractured her left wrist.", "fractured her left wrist"),
    ("He tore his right rotator cuff.", "tore his right rotator cuff"),
    ("She broke her glasses.", ""),
    # which side is worse
    ("There is wrist pain more on the right.", "wrist pain more on the right"),
    ("She has numbness of both feet, worse on the left.", "numbness of both feet, worse on the left"),
    ("There is hand swelling, mostly on the right side.", "hand swelling, mostly on the right side"),
    ("Motion is limited with all planes.", "Motion is limited with all planes"),
    (
        "There was shoulder pain with reaching and repetitive arm and hand movements.",
        "shoulder pain with reaching and repetitive arm and hand movements",
    ),
    # red flags by other nouns
    ("There was a lack of red flag symptoms.", "absent: red flag symptoms"),
    ("No red flag findings were noted.", "absent: red flag findings"),
]

STANDING = [
    # what never ends is there behind "history of"
    ("She has a history of autism.", "autism"),
    ("Diagnoses include gout and history of cerebral palsy.", "gout | cerebral palsy"),
    ("He has a past history of attention deficit disorder.", "attention deficit disorder"),
    ("Past medical history includes sickle cell disease.", "sickle cell disease"),
    ("There is a history of scoliosis.", "scoliosis"),
    ("There is a history of pneumonia.", "historical: pneumonia"),
    ("His brother has a history of autism.", "family: autism"),
    # a diagnosis of what is being treated
    ("She was diagnosed as having status post ankle fracture.", "ankle fracture"),
    ("He was diagnosed with status post hip contusion.", "hip contusion"),
    ("He is status post ankle fracture in 2009.", "historical: ankle fracture"),
    ("There is lupus to be ruled out.", "possible: lupus"),
    ("A stress fracture remains to be excluded.", "possible: stress fracture"),
    ("Sarcoidosis has yet to be ruled out.", "possible: Sarcoidosis"),
    # "as" is no beginning of asthma
    ("Diagnoses included asthma and gout.", "asthma | gout"),
    ("The diagnosis was asbestosis.", "asbestosis"),
]

MORE_COMPLAINTS = [
    # the place that one finding touches is not the beginning of the next
    ("There is a spur indenting the tendon and mild bursitis.", "spur indenting the tendon | mild bursitis"),
    (
        "There is a bulge contacting the thecal sac and facet arthropathy.",
        "bulge contacting the thecal sac | facet arthropathy",
    ),
    (
        "There was a cyst abutting the lateral meniscus, and popliteal tendinosis.",
        "cyst abutting the lateral meniscus | popliteal tendinosis",
    ),
    (
        "MRI showed a protrusion abutting the exiting nerve root and moderate canal stenosis.",
        "protrusion abutting the exiting nerve root | moderate canal stenosis",
    ),
    # what one can no longer do, in a row
    (
        "She has difficulty lifting, carrying and reaching overhead.",
        "difficulty lifting, carrying and reaching overhead",
    ),
    (
        "He had trouble getting out of bed, putting on shoes and driving.",
        "trouble getting out of bed, putting on shoes and driving",
    ),
    ("There is difficulty sleeping, crying and nausea.", "difficulty sleeping | crying | nausea"),
    ("He has difficulty turning his head to the right.", "difficulty turning his head to the right"),
    ("She has difficulty being around people.", "difficulty being around people"),
    # weight, fears, harm
    ("He gained 20 pounds.", "gained 20 pounds"),
    ("She lost about 15 lbs.", "lost about 15 lbs"),
    ("He lost time from work.", ""),
    ("She is afraid of falling again.", "afraid of falling again"),
    ("He has thoughts of hurting others.", "thoughts of hurting others"),
    ("She wants to hurt herself.", "wants to hurt herself"),
    ("He shifts position frequently.", "shifts position frequently"),
    # what the body does
    ("She has bloating after meals.", "bloating after meals"),
    ("There was bleeding between periods.", "bleeding between periods"),
    ("He has a cough productive of yellow sputum.", "cough productive of yellow sputum"),
    ("There is blood in his stool.", "blood in his stool"),
    ("He has ringing in both ears.", "ringing in both ears"),
    ("There was clicking of the temporomandibular joint.", "clicking of the temporomandibular joint"),
    ("Mouth examination showed limited mouth opening to 25 mm.", "limited mouth opening to 25 mm"),
    ("There is a 4 mm nonobstructing stone.", "4 mm nonobstructing stone"),
    ("She has a stooped posture.", "stooped posture"),
    ("There was give-way weakness.", "give-way weakness"),
]

DOUBTED = [
    ("Differential diagnosis: gout versus pseudogout.", "possible: gout | possible: pseudogout"),
    ("Possible complications including drowsiness were explained.", "hypothetical: drowsiness"),
    (
        "Risks of surgery, including infection and bleeding, were explained.",
        "hypothetical: infection | hypothetical: bleeding",
    ),
    ("Side effects, such as constipation, were discussed.", "hypothetical: constipation"),
    ("He had appendicitis as a child.", "historical: appendicitis"),
    ("She had measles as a teenager.", "historical: measles"),
    ("He denied any suicidal ideation or intent.", "absent: suicidal ideation"),
]


def parse(row: str) -> list[tuple[str, str]]:
    found = []
    for part in row.split(" | ") if row else []:
        head, _, rest = part.partition(": ")
        found.append((rest, head) if head in ASSERTIONS else (part, "present"))
    return found


@pytest.mark.parametrize(
    ("text", "row"),
    EVERYDAY
    + CLAUSES
    + BOUNDARIES
    + BOUNDS
    + ASSERTED
    + TELEGRAPHIC
    + LISTS
    + ASSERTED_AGAIN
    + QUALITIES
    + STANDING
    + MORE_COMPLAINTS
    + DOUBTED,
)
def test_wordings(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == parse(row)


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_sides(text: str, side: str | None) -> None:
    assert find_conditions(text)[0].laterality == side


@pytest.mark.parametrize(("text", "expected"), SIDES_OF_EACH)
def test_sides_of_each(text: str, expected: str) -> None:
    assert " ".join(m.laterality or "-" for m in find_conditions(text)) == expected


@pytest.mark.parametrize(
    "unit", ["history of ", "positive ", "pain with ", "some pain and ", "right and left "]
)
def test_repeated_words_take_linear_time(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            find_conditions(text)
            best = min(best, time.perf_counter() - start)
        return best

    # Eight times the words: eight times the work, sixty-four where it is quadratic.
    assert seconds(8000) < 24 * max(seconds(1000), 0.005)
