"""Conditions as reviewers of health plans argue about them: what is feared, what the patient cannot do, what is not enough.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or
``assertion: text``, parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions
from imrnlp.tag.subjects import own_words

ASSERTIONS = ("absent", "possible", "hypothetical", "historical", "family")

# What a treatment is to prevent, what its denial may bring.
FEARED = [
    ("The cushion is needed to prevent pressure ulcers.", "hypothetical: pressure ulcers"),
    ("A delay would lead to a bowel obstruction.", "hypothetical: bowel obstruction"),
    ("Switching could bring adverse effects.", "hypothetical: adverse effects"),
    ("Waiting would have led to serious harm.", "hypothetical: serious harm"),
    ("Discharge would likely result in relapse.", "hypothetical: relapse"),
    ("He is at increased risk for retinopathy, nephropathy and stroke.", "hypothetical: retinopathy | hypothetical: nephropathy | hypothetical: stroke"),
    ("The drug reduces the likelihood of graft rejection.", "hypothetical: graft rejection"),
    ("She is susceptible to infections.", "hypothetical: infections"),
    ("Without infusions he may develop kidney damage.", "hypothetical: kidney damage"),
    ("Stopping could have resulted in cardiac arrest.", "hypothetical: cardiac arrest"),
    ("The provider hopes to prevent further relapses.", "hypothetical: further relapses"),
    ("Lack of escalation could bring obstruction.", "hypothetical: obstruction"),
    ("Without transplantation his disease would progress to acute leukemia.", "hypothetical: acute leukemia"),
    ("Poor therapy would have exposed him to paralysis.", "hypothetical: paralysis"),
    ("It is to prevent gout and alleviate her headaches.", "hypothetical: gout | headaches"),
    ("The vest protects her against sudden cardiac death.", "hypothetical: sudden cardiac death"),
    ("Progression may lead to corneal scarring.", "hypothetical: corneal scarring"),
    ("Waiting would expose this child to meningitis.", "hypothetical: meningitis"),
    ("Without it he would be likely to develop contractures.", "hypothetical: contractures"),
    ("The rail is needed to prevent falls.", "hypothetical: falls"),
    ("She is at risk of long-term complications.", "hypothetical: long-term complications"),
    ("He is at high risk for zorbling.", "hypothetical: zorbling"),
    ("The dose was cut due to potential toxicity.", "hypothetical: toxicity"),
    ("Her knee pain worsens with stairs.", "knee pain"),
]  # fmt: skip

# Coordinated inabilities are one, with what they need help of.
INABILITIES = [
    ("He cannot sit, stand, or crawl without help.", "cannot sit, stand, or crawl without help"),
    ("She is unable to propel a manual wheelchair.", "unable to propel a manual wheelchair"),
    ("He is unable to copy letters, name colors, or count coins reliably.", "unable to copy letters, name colors, or count coins reliably"),
    ("He is unable to bathe, dress or feed himself without assistance and naps.", "unable to bathe, dress or feed himself without assistance"),
    ("She could not complete meals without direct supervision.", "could not complete meals without direct supervision"),
    ("He cannot safely swallow thin liquids.", "cannot safely swallow thin liquids"),
    ("She is unable to lift the arm or turn her head.", "unable to lift the arm or turn her head"),
    ("He cannot reposition himself in bed.", "cannot reposition himself in bed"),
    ("She cannot follow one-step directions.", "cannot follow one-step directions"),
    ("He struggles to climb stairs without rest.", "struggles to climb stairs without rest"),
    ("The inability to gain weight is documented.", "inability to gain weight"),
    ("She could no longer climb stairs.", "could no longer climb stairs"),
    ("He cannot use scissors.", "cannot use scissors"),
    ("She is unable to sit, turn, or scoot in bed without two caregivers.", "unable to sit, turn, or scoot in bed without two caregivers"),
    ("She is dependent on others for all activities of daily living.", "dependent on others for all activities of daily living"),
    ("He cannot cross the street safely.", "cannot cross the street safely"),
    ("Her behavior includes biting her hands.", "biting her hands"),
    ("He is transfusion-dependent.", "transfusion-dependent"),
    ("She is incontinent of urine.", "incontinent of urine"),
    ("She cannot incise food with her front teeth.", "cannot incise food with her front teeth"),
    ("She is unable to care for her children.", "unable to care for her children"),
    ("He lost his sense of smell.", "lost his sense of smell"),
    ("He is intolerant of contact lenses.", "intolerant of contact lenses"),
    ("The records could not be obtained, and he is unable to take pills.", ""),
]  # fmt: skip

# Limits told as a clause.
LIMITS = [
    ("It was hard for him to raise the leg.", "hard for him to raise the leg"),
    ("It severely hampers his ability to swallow.", "severely hampers his ability to swallow"),
    ("The fold is restricting her housework.", "restricting her housework"),
    ("This interferes with her activities of daily living.", "interferes with her activities of daily living"),
    ("It limits his ability to turn the neck.", "limits his ability to turn the neck"),
    ("It prevents her from sleeping on the side.", "prevents her from sleeping on the side"),
    ("It is impossible for the patient to lie flat.", "impossible for the patient to lie flat"),
    ("The mass has impaired her speech.", "impaired her speech"),
    ("The weight keeps him from exercising.", "keeps him from exercising"),
    ("It significantly limits her mobility.", "significantly limits her mobility"),
    ("The plan limits the number of visits.", ""),
]  # fmt: skip

# A quality that is not enough, a value that went down.
NOT_ENOUGH = [
    ("Her A1c reflects poor glycemic control.", "poor glycemic control"),
    ("He had an inadequate response.", "inadequate response"),
    ("There was weight regain.", "weight regain"),
    ("The record shows suboptimal seizure control.", "suboptimal seizure control"),
    ("He sleeps, but it is unrefreshing sleep.", "unrefreshing sleep"),
    ("He has limited functional communication.", "limited functional communication"),
    ("His hemoglobin had fallen to 7.4, requiring care.", "hemoglobin had fallen to 7.4"),
    ("His kidney function worsened.", "kidney function worsened"),
    ("His blood pressure was elevated.", "blood pressure was elevated"),
    ("Her growth velocity has declined.", "growth velocity has declined"),
    ("She has reduced visual acuity.", "reduced visual acuity"),
    ("There is inadequate weight gain.", "inadequate weight gain"),
    ("His exercise tolerance is reduced.", "exercise tolerance is reduced"),
]  # fmt: skip

# What may stand before and behind a name, and what is cut.
EXTENTS = [
    ("He has autism spectrum disorder, level 3.", "autism spectrum disorder, level 3"),
    ("He has autism level 2 and eczema.", "autism level 2 | eczema"),
    ("She has class 3 obesity with a body mass index (BMI) of 43.", "class 3 obesity"),
    ("She has bipolar I disorder, most recent episode depressed.", "bipolar I disorder, most recent episode depressed"),
    ("He has chronic hepatitis C, genotype 3, and gout.", "chronic hepatitis C, genotype 3 | gout"),
    ("She has a fear of being abandoned.", "fear of being abandoned"),
    ("He has methicillin-resistant Staphylococcus aureus bacteremia.", "methicillin-resistant Staphylococcus aureus bacteremia"),
    ("She has a TP53 mutation.", "TP53 mutation"),
    ("An elevated lipase was noted.", "elevated lipase"),
    ("She has extreme anxiety around food.", "extreme anxiety around food"),
    ("He has shortness of breath when lying flat.", "shortness of breath when lying flat"),
    ("There is a 10-degree flexion contracture.", "10-degree flexion contracture"),
    ("He has avoidant/restrictive food intake disorder.", "avoidant/restrictive food intake disorder"),
    ("There is mild plaque in the left anterior descending artery.", "mild plaque in the left anterior descending artery"),
    ("He has nonsustained ventricular tachycardia.", "nonsustained ventricular tachycardia"),
    ("There is clicking of both temporomandibular joints.", "clicking of both temporomandibular joints"),
    # The cue within a name denies nothing behind it.
    ("She has migraine without aura accompanied by photophobia.", "migraine without aura | photophobia"),
    ("She has 22 headache days each month.", ""),
    ("Her breasts are not abnormal structures under the statute.", "absent: abnormal structures"),
    ("He has obesity with a BMI of 38.", "obesity"),
    ("She has redundant abdominal skin.", "redundant abdominal skin"),
    ("There is a grade 3 pannus.", "grade 3 pannus"),
    ("The pannus was photographed.", ""),
    ("She has a pannus.", "pannus"),
    ("Imaging showed enlarging liver lesions.", "enlarging liver lesions"),
    ("There are nonspecific ST-T wave changes.", "nonspecific ST-T wave changes"),
    ("Hoffmann's sign was absent.", ""),
    ("The ankle reflex was absent.", "ankle reflex was absent"),
    ("He has EGFR-mutated non-small cell lung cancer.", "EGFR-mutated non-small cell lung cancer"),
    ("She has relapsed/refractory multiple myeloma.", "relapsed/refractory multiple myeloma"),
]  # fmt: skip

# What is over.
PAST = [
    ("He has gout status post placement of stents, and asthma.", "gout | asthma"),
    ("She was previously treated with glipizide, which caused hypoglycemia.", "historical: hypoglycemia"),
    ("There was a suicide attempt two years earlier.", "historical: suicide attempt"),
]  # fmt: skip

# What came while a drug was taken or care was given is over; what a criterion asks and is not met is absent.
OVER = [
    ("He received infusions but developed severe headaches and meningitis.", "historical: severe headaches | historical: meningitis"),
    ("She reported nausea while taking metformin.", "historical: nausea"),
    ("He was hospitalized twice for heart failure.", "historical: heart failure"),
    ("His course was complicated by delirium and a wound infection.", "historical: delirium | historical: wound infection"),
    ("She was treated for breast cancer with surgery.", "historical: breast cancer"),
    ("She is being treated for breast cancer with chemotherapy.", "breast cancer"),
    ("He does not meet diagnostic criteria for gout.", "absent: gout"),
    ("Imaging excluded a kidney stone.", "absent: kidney stone"),
    ("The brace is no longer adequate due to his severe scoliosis.", "severe scoliosis"),
    ("He denied suicidal and homicidal ideation.", "absent: suicidal and homicidal ideation"),
    ("He received radiation for prostate cancer in 2015.", "historical: prostate cancer"),
    ("He had a femoral neck fracture treated with hemiarthroplasty.", "historical: femoral neck fracture"),
    ("The limb is well healed with a small neuroma.", "small neuroma"),
    ("She has had three migraines in the past six months.", "migraines"),
    ("Medication overuse headache has been considered.", "possible: Medication overuse headache"),
    ("She is not suspected of having a neurologic disorder.", "absent: neurologic disorder"),
    ("He had three overdoses in the past year.", "historical: overdoses"),
    ("She had a heart attack at age 44.", "historical: heart attack"),
    ("He survived a lacunar stroke.", "historical: lacunar stroke"),
    ("She was intubated for myasthenic crisis last winter.", "historical: myasthenic crisis"),
    ("He had a bowel resection for stricture.", "historical: stricture"),
    ("It was stopped after the patient developed lupus.", "historical: lupus"),
    ("She was unable to tolerate statins due to severe myalgias.", "historical: severe myalgias"),
    ("She could not tolerate the mask because of claustrophobia.", "claustrophobia"),
    ("Placental abruption and preterm labor were considered and excluded.", "absent: Placental abruption | absent: preterm labor"),
    ("A mood disorder was also considered.", "possible: mood disorder"),
    ("While on glatiramer she had a relapse with numbness, and it was stopped.", "historical: relapse | historical: numbness"),
    ("Seizures began at age six after viral encephalitis.", "Seizures | historical: viral encephalitis"),
    ("Vitamin D deficiency has been corrected.", "historical: Vitamin D deficiency"),
    ("Metformin was stopped due to lactic acidosis, and pioglitazone is unsafe given his heart failure.", "historical: lactic acidosis | heart failure"),
    ("He has not experienced ketoacidosis or genital infections.", "absent: ketoacidosis | absent: genital infections"),
    ("He lives with a brother who also has alcohol use disorder.", "family: alcohol use disorder"),
    ("Her mother sustained a hip fracture.", "family: hip fracture"),
    ("Therapy is to avert kidney failure.", "hypothetical: kidney failure"),
]  # fmt: skip

# What a finding takes in, known words and unknown.
BOUNDS = [
    ("She has stage III endometriosis with ureteral involvement, and gout.", "stage III endometriosis with ureteral involvement | gout"),
    ("There is no fracture, leaflet calcification, or clot.", "absent: fracture | absent: leaflet calcification | absent: clot"),
    ("Intermittent clicking of the jaw was noted.", "Intermittent clicking of the jaw"),
    ("There is an obstetric sphincter injury.", "obstetric sphincter injury"),
    ("There is delayed myelination, without delayed approval.", "delayed myelination"),
    ("She has fallen four times and requires cueing for safety.", "fallen | requires cueing for safety"),
    ("He had fallen from a ladder.", ""),
    ("The nature of her disease is known.", ""),
    ("There is reflux in the left great saphenous vein.", "reflux in the left great saphenous vein"),
    ("She has hyperpigmentation of the gaiter area.", "hyperpigmentation of the gaiter area"),
    ("He is at risk of regression and injury.", "hypothetical: regression | hypothetical: injury"),
    ("Thus, the requested orthosis should precede lumbar puncture.", ""),
    # a diagnosis ends where its treatment is told, and before the age at which it was made
    ("She carries the diagnosis of hypothyroidism, treated with levothyroxine.", "hypothyroidism"),
    ("He has a diagnosis of asthma, well managed on albuterol.", "asthma"),
    ("He was diagnosed with croup at the age of two and eczema at 18 months.", "croup | eczema"),
    ("The diagnosis is diabetes, poorly controlled.", "diabetes, poorly controlled"),
    ("She has crampy abdominal pain.", "crampy abdominal pain"),
]  # fmt: skip

# How functioning, conduct and comorbidity are told; what is denied of a finding is not the finding itself.
CONDUCT = [
    ("She has poor judgment and insight.", "poor judgment and insight"),
    ("He has an inability to function at home or school.", "inability to function at home or school"),
    ("She requires assistance with bathing, dressing, and toileting due to weakness.", "requires assistance with bathing, dressing, and toileting | weakness"),
    ("He shows severe compromise in functioning and alienation from social interaction.", "severe compromise in functioning | alienation from social interaction"),
    ("She has avoidance of crowded places and urges to purge or restrict.", "avoidance of crowded places | urges to purge or restrict"),
    ("He has significant comorbidities.", "significant comorbidities"),
    ("She has psychosis related to cannabis use.", "psychosis related to cannabis use"),
    ("His weight gain is due to chronic steroid use.", "weight gain"),
    ("She was at 80 percent of ideal body weight with bradycardia.", "bradycardia"),
    ("He has a history of cutting himself.", "historical: cutting himself"),
    ("Her back pain is not documented to be limiting her daily activities.", "back pain | absent: limiting her daily activities"),
    ("His knee pain is not documented.", "absent: knee pain"),
    ("She did not present with psychosis or severe functional impairment.", "absent: psychosis | absent: severe functional impairment"),
    ("Her doctor is concerned about joint damage if treatment is delayed.", "hypothetical: joint damage"),
    ("He would likely have a return of his migraines.", "hypothetical: migraines"),
    ("She was diagnosed with sarcoidosis in 2019 on the basis of a biopsy.", "sarcoidosis"),
    ("He has chronic rhinosinusitis with nasal polyps.", "chronic rhinosinusitis with nasal polyps"),
    ("She was unable to lose more than 5% of her body weight.", "unable to lose more than 5% of her body weight"),
    ("By the pneumonia severity index he was in class II.", ""),
    ("The pathology report described no atypia.", "absent: atypia"),
    ("He has neurogenic bowel and bladder.", "neurogenic bowel and bladder"),
    ("Her prior child had a septal defect.", "family: septal defect"),
    ("His flexion has declined to 75 degrees.", "flexion has declined to 75 degrees"),
    ("He has slowed processing and maxillary constriction.", "slowed processing | maxillary constriction"),
    ("He depends on his wife for transfers.", "depends on his wife for transfers"),
    ("She relies on her walker.", ""),
    ("He cannot self-propel a wheelchair.", "cannot self-propel a wheelchair"),
    ("She has difficulty with emotional regulation.", "difficulty with emotional regulation"),
    ("He required minimal assistance with lower body dressing.", "required minimal assistance with lower body dressing"),
    ("He is a seven-year-old male born small for gestational age.", "small for gestational age"),
    ("His brother died, and an autopsy was consistent with cardiomyopathy.", "family: cardiomyopathy"),
    # "both" of two findings is no side; a stroke that left him weak is not on the left
    ("She has both obesity and gout.", "obesity | gout"),
    ("She has pain of both knees.", "pain of both knees"),
    # what has come of a disease is there, what may come of it is feared
    ("He has had multiple complications of diabetes, including neuropathy.", "diabetes | neuropathy"),
    ("Without it she is likely to experience vision loss.", "hypothetical: vision loss"),
    ("A switch could destabilize her and result in relapse.", "hypothetical: relapse"),
    ("The child was suspected of having a genetic syndrome.", "possible: genetic syndrome"),
    ("It is not clear that he has gout.", "possible: gout"),
    ("She did not have any signs or symptoms of infection.", "absent: infection"),
    ("Her father died of colon cancer at the age of 44.", "family: colon cancer"),
]  # fmt: skip

ROWS = CONDUCT + FEARED + INABILITIES + LIMITS + NOT_ENOUGH + EXTENTS + PAST + OVER + BOUNDS


def _expected(row: str) -> list[tuple[str, str]]:
    found = []
    for item in row.split(" | ") if row else ():
        kind, colon, text = item.partition(": ")
        found.append((text, kind) if colon and kind in ASSERTIONS else (item, "present"))
    return found


@pytest.mark.parametrize(("text", "row"), ROWS)
def test_argued(text: str, row: str) -> None:
    assert [(m.text, m.assertion) for m in find_conditions(text)] == _expected(row)


@pytest.mark.parametrize(
    "name",
    [
        "myasthenia gravis", "Chiari malformation", "cleft lip and palate", "cocaine use disorder", "coarctation of the aorta",
        "ductal carcinoma in situ", "encephalopathy", "intellectual disability", "lichen planus", "microtia", "pectus excavatum",
        "placenta previa", "prurigo nodularis", "tetralogy of Fallot", "tongue-tie", "tuberous sclerosis complex",
        "small bowel angioectasia", "hypothyroidism", "strabismic amblyopia", "mandibular retrognathia",
        "expressive language delay", "receptive language delay",
    ],
)  # fmt: skip
def test_name_of_general_medicine(name: str) -> None:
    assert [m.text for m in find_conditions(f"The patient has {name}, and he is treated.")] == [name]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        # What would have come of it is told of nobody else.
        ("A study was small. Returning home would have led to harm.", True),
        ("A study was small. A reduction of hours would result in harm.", True),
        # What may come of it only behind the patient's story.
        ("The patient limps. Delay in surgery may lead to damage.", True),
        ("A study was small. Delay in surgery may lead to damage.", False),
        ("The patient limps. Denying the drug can harm a child's growth.", False),
        # The law's measure, met and recited.
        ("As such, the surgery is necessary to prevent disability.", True),
        ("All told, the ramp is not necessary to prevent illness for this patient.", False),
        # What was found, by whom.
        ("A study was small. The fold is an abnormal structure of the body.", True),
        ("A study was small. There is no sleep apnea.", True),
        ("A study was small. There is no role for surgery.", False),
        ("Adults limp. Ulcers could not be ruled out.", False),
        ("The patient limps. Ulcers could not be ruled out.", True),
        ("The patient limps. There is a rash.", True),
        ("The patient limps. Gout is suspected.", True),
        ("The patient limps. Gout is a common disease.", False),
        ("Examination disclosed spasticity.", True),
        ("Gout was suspected by the treating rheumatologist.", True),
        ("The provider wishes to prevent relapses.", True),
        # A test with its site, and how it came out.
        ("A study was small. Imaging of the inner ear canals excluded a tumor.", True),
        ("A study was small. Tomography of the chest was negative for a clot.", True),
        ("A study was small. Audiometry now shows deafness.", True),
        ("There is no role for imaging of the foot in clinically diagnosed gout.", False),
        # No sign of it, and no merit of a treatment.
        ("A study was small. There is no radiographic evidence of gout.", True),
        ("A study was small. There is no evidence of added benefit.", False),
        ("A study was small. No tumor was seen.", True),
        ("A study was small. No adverse events were reported.", False),
        # The reason for what is concluded of him.
        ("Surgeons differ. Given the length of his deafness, more delay may harm.", True),
        ("Adults limp. Given the severity of gout, waiting may harm.", True),
        # Ruled out by nobody else; what the service asked for would mend.
        ("A study was small. Pulmonary embolism was excluded by tomography.", True),
        ("Adults limp. Patients were excluded from the trial.", False),
        ("Adults limp. The proposed surgery would correct a cleft.", True),
        ("The patient limps. An inborn error is considered in the differential.", True),
        ("Adults limp. Cracked tooth syndrome was not documented.", True),
        ("Adults limp. Laparoscopy did not reveal adhesions.", True),
        ("Adults limp. The program includes therapy for gout.", False),
        ("The patient limps. If left untreated, gout could lead to deformity.", True),
        ("Adults limp. There was some concern for gout.", True),
        ("The patient limps. Postponement of care could result in an abscess.", True),
        ("The patient limps. Shoulder pain from canes is increasing.", True),
        # The layperson of the law stands for him; his family is not everybody.
        ("A prudent layperson would think that a stroke had begun.", True),
        ("The patient was found by family members, confused and weak.", True),
        # Behind the patient's story: what medicine knows of drugs, diseases and studies is no part of it.
        ("The patient limps. This drug works by lowering eye pressure.", False),
        ("The patient limps. The drug was approved for gout.", False),
        ("The patient limps. The disease is marked by weakness.", False),
        ("The patient limps. The disease is refractory to treatment.", True),
        ("The patient limps. The surgery was complicated by an infection.", True),
        ("The patient limps. Treatment of gout lowers the risk of stroke.", False),
        ("The patient limps. Treatment with rest relieved the pain.", True),
        ("The patient limps. The treatment plan notes tantrums.", True),
        ("The patient limps. There is an established link between obesity and gout.", False),
        ("The patient limps. There is evidence of gout.", True),
        ("The patient limps. Response rates were higher in gout.", False),
        ("The patient limps. In one series, pain resolved in half.", False),
        ("The patient limps. The use of rest for gout remains controversial.", False),
        # What no paper tells without naming its patients.
        ("The patient limps. Symptoms include nausea.", True),
        ("The patient limps. Symptoms of gout usually resolve.", False),
        ("The patient limps. Other problems include anemia.", True),
        ("The patient limps. Medications include lisinopril.", True),
        ("The patient limps. Strength is 4/5 in the left arm.", True),
        ("The patient limps. Pain is a common symptom.", False),
        ("The patient limps. Range of motion is limited.", True),
        ("A study was small. Range of motion is limited.", False),
        ("The patient limps. The only deficit noted is a stiff knee.", True),
        ("The patient limps. Uncontrolled substance use is present.", True),
        # His condition, and what it is told of; the service and what it is for.
        ("The patient's condition is complicated by gout.", True),
        ("It is meant for treatment of the patient's condition.", False),
        ("A study was small. The brace is requested to correct scoliosis.", True),
        # A case, and a score that is given to him; who saw him; such as he is.
        ("This is the case of a 54-year-old man who had a stroke.", True),
        ("A 54-year-old man with gout limped.", True),
        ("A study was small. For dimension 2, function is impaired (score 2).", True),
        ("A study was small. Bystanders reported a seizure.", True),
        ("In a patient with such severe gout, rest is warranted.", True),
        ("In a patient with gout, rest is warranted.", False),
        ("A study was small. There is a family history of gout.", True),
        ("A study was small. Trials of sertraline and lithium were unsuccessful.", True),
        ("A study was small. Trials of rest for gout are under way.", False),
        # Who has seen him, and how he looks; what a plan's rules ask of its members.
        ("A study was small. According to the treating provider, gout is refractory.", True),
        ("A study was small. According to the medical literature, gout is refractory.", False),
        ("A study was small. The clinical picture is one of gout.", True),
        ("A study was small. The clinical presentation of gout varies.", False),
        ("The patient limps. The criteria require that the member have gout.", False),
        ("The patient limps. Services are covered if the member has gout.", False),
        ("The patient limps. There have been reports of gout.", False),
        ("A study was small. The surgery would correct a cleft.", True),
        ("A study was small. The testing at issue showed no gout.", True),
        # An age from which a guideline holds is nobody's.
        ("Surgery is for those who are at least 55 years old.", False),
        ("A 55 year old man limps.", True),
    ],
)
def test_whose(text: str, own: bool) -> None:
    last = text.rindex(". ", 0, -1) + 2 if ". " in text else 0
    assert bool(own_words(text)[last:].strip()) is own
