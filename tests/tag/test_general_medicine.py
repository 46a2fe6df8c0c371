"""Conditions of general medicine as findings of health plans tell them: states, skills, behaviors, stages, what harms them.

All sentences are invented.  A row lists every finding of its sentence as ``text`` (present) or ``assertion: text``,
parted by ``" | "``; what is not listed must not be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

# A quality said of the patient, whatever goes on behind it; not one of a noun.
STATES = [
    ("She was bedbound because of a stroke.", "bedbound | stroke"),
    ("He became combative when his brother left.", "combative"),
    ("The child is nonverbal despite two years of therapy.", "nonverbal"),
    ("She is immunocompromised due to her leukemia.", "immunocompromised | leukemia"),
    ("She was not gravely disabled.", "absent: gravely disabled"),
    ("The suicidal patient was seen.", ""),
    ("He remains dependent on supplemental oxygen and a walker.", "dependent on supplemental oxygen"),
    ("She is dependent on caregivers.", "dependent on caregivers"),
    ("He is severely allergic to shellfish and carries a pen.", "severely allergic to shellfish"),
    ("She is sensitized to dust mites.", "sensitized to dust mites"),
    ("He is intolerant of statins.", "intolerant of statins"),
    ("The couple has not conceived after two cycles.", "not conceived"),
    ("His handwriting deteriorated in May.", "handwriting deteriorated"),
    ("The chair has power tilt and a headrest.", ""),
    ("His left foot is insensate.", "left foot is insensate"),
    ("Her menses have been irregular since May.", "menses have been irregular"),
    ("He wakes screaming several times nightly.", "wakes screaming several times nightly"),
    ("She hits her sister and bites her hands.", "hits her sister | bites her hands"),
    ("The brace limits her from sleeping on the side.", "limits her from sleeping on the side"),
    ("He has been incontinent of urine and stool.", "incontinent of urine and stool"),
]
# Skills that are delayed, lacking or hampered, each list whole.
SKILLS = [
    ("He has delays in communication, socialization, and daily living skills.", "delays in communication, socialization, and daily living skills"),
    ("She has deficits in social communication and play.", "deficits in social communication and play"),
    ("There is a severe receptive and expressive language disorder.", "severe receptive and expressive language disorder"),
    ("He has a lack of coping skills and insight.", "lack of coping skills and insight"),
    ("She has difficulty with hygiene and exercise.", "difficulty with hygiene and exercise"),
    ("The cast limits her ability to dress or bathe.", "limits her ability to dress or bathe"),
    ("She has poor resiliency.", "poor resiliency"),
    ("She had a poor response to pneumococcal vaccination.", "poor response to pneumococcal vaccination"),
    ("There was acute deterioration in functioning.", "acute deterioration in functioning"),
    ("She has difficulty gripping, opening jars, and buttoning her shirt.", "difficulty gripping, opening jars, and buttoning her shirt"),
    ("He has difficulty sitting, following a fall.", "difficulty sitting"),
    ("She has a reduced ability to walk or climb stairs.", "reduced ability to walk or climb stairs"),
    ("He has limited use of the right hand.", "limited use of the right hand"),
]  # fmt: skip
# What the name of a disease takes with it: its stage, type and specifiers.
STAGES = [
    ("He has hidradenitis suppurativa, Hurley stage III, with abscesses.", "hidradenitis suppurativa, Hurley stage III | abscesses"),
    ("She has cirrhosis, Child-Pugh class B.", "cirrhosis, Child-Pugh class B"),
    ("He has anorexia nervosa, binge-eating/purging type.", "anorexia nervosa, binge-eating/purging type"),
    ("She has major depressive disorder, recurrent, severe, without psychotic features.", "major depressive disorder, recurrent, severe, without psychotic features"),
    ("There is stage F2 fibrosis.", "stage F2 fibrosis"),
    ("He has a stage 3 sacral decubitus.", "stage 3 sacral decubitus"),
    ("She was turned to a lateral decubitus position.", ""),
    ("There is a slightly larger hernia on the left.", "slightly larger hernia on the left"),
]  # fmt: skip
NAMES = [
    ("He shows distressing behaviors and mental health struggles.", "distressing behaviors | mental health struggles"),
    ("The patient has POTS.", "POTS"),
    ("She has halos from her cataracts and weakness from a stroke.", "halos | cataracts | weakness | stroke"),
    ("He has pain from the neck to the arm.", "pain from the neck to the arm"),
    ("She has anemia from chronic blood loss.", "anemia | chronic blood loss"),
    ("He has trisomy 21.", "trisomy 21"),
    ("She has lost 20 percent of her body weight.", "lost 20 percent of her body weight"),
    ("He has tooth sensitivity and wear facets.", "tooth sensitivity | wear facets"),
    ("Pathology revealed gout. Final pathology showed gout.", "gout"),
    ("Bronchoscopy showed purulent secretions.", "purulent secretions"),
    ("She had adverse reactions to generic levothyroxine.", "adverse reactions to generic levothyroxine"),
    ("She has heterogeneously dense breasts.", "heterogeneously dense breasts"),
    ("EEG showed spike and wave discharges.", "spike and wave discharges"),
    ("She has persistent gender incongruence.", "persistent gender incongruence"),
    ("The provider charted it in the operative note.", ""),
    ("The drug has a benign side effect profile.", ""),
    ("She has gingival recession and a severe gag reflex.", "gingival recession | severe gag reflex"),
    ("She has F3 fibrosis and poor dentition.", "F3 fibrosis | poor dentition"),
    ("His EDSS was 6.0.", ""),
    ("She was medically unstable on admission.", "medically unstable"),
    ("He has restricted extraocular movements.", "restricted extraocular movements"),
    ("She broke down with a wrist fracture in a fall.", "wrist fracture"),
    ("He has comorbidities of gout and asthma.", "gout | asthma"),
    ("There was an unexplained 25-pound weight loss.", "unexplained 25-pound weight loss"),
]  # fmt: skip
# What is made worse is there; what caused nothing is not; what is more probable is possible.
ASSERTED = [
    ("A delay would likely worsen his speech delay.", "speech delay"),
    ("A delay would worsen gout.", "hypothetical: gout"),
    ("The drug would not aggravate her asthma.", "asthma"),
    ("It is not an abnormal structure of the body caused by infection, tumor, or disease.", "absent: abnormal structure of the body | absent: infection | absent: tumor"),
    ("The fold is not the result of a congenital defect or infection.", "absent: congenital defect | absent: infection"),
    ("It is an abnormal structure of the body caused by infection.", "abnormal structure of the body | infection"),
    ("This makes the diagnosis of celiac disease more probable.", "possible: celiac disease"),
    ("She wishes to avoid opioid dependence.", "hypothetical: opioid dependence"),
    ("His cramps are due to alpha galactosidase deficiency.", "cramps | alpha galactosidase deficiency"),
    ("The notes do not describe a problem with the scar.", "scar"),
    ("The records do not establish that the patient has gout.", "absent: gout"),
    ("The records do not support insulin for the patient with gout.", "gout"),
    ("There is insufficient evidence that she suffers from malnutrition.", "absent: malnutrition"),
    ("It is not clear that he has epilepsy.", "possible: epilepsy"),
    ("It is suspected that the patient has gout.", "possible: gout"),
    ("She was suspected of having Lyme disease.", "possible: Lyme disease"),
    ("He was thought to have an infection.", "possible: infection"),
    ("She does not carry a diagnosis of bipolar disorder.", "absent: bipolar disorder"),
    ("He had not yet developed neuropathy.", "absent: neuropathy"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row"), [*STATES, *SKILLS, *STAGES, *NAMES, *ASSERTED])
def test_general_medicine(text: str, row: str) -> None:
    shown = [
        m.text if m.assertion == "present" else f"{m.assertion}: {m.text}" for m in find_conditions(text)
    ]
    assert " | ".join(shown) == row


@pytest.mark.parametrize(
    "name",
    [
        "behavioral disorder",
        "cerebrovascular accident",
        "inborn error of metabolism",
        "disseminated intravascular coagulation",
        "posttransplant lymphoproliferative disorder",
        "inherited peripheral neuropathies",
        "BRCA1-associated ovarian cancer",
        "HIV-1 infection",
        "cardiac dysrhythmia",
        "deficiency of glucose-6-phosphate dehydrogenase",
        "withdrawal from benzodiazepines",
        "carcinoma of the colon metastatic to the liver",
    ],
)
def test_names_that_lists_lack_in_part_are_read_whole(name):
    assert [m.text for m in find_conditions(f"The patient has {name}.")] == [name]
