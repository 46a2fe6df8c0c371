"""Parts of the body and how they look, what is measured, skills, and signs in plain words.

All sentences are invented.  A row lists every finding of its sentence, parted by ``" | "``; what is not listed must not
be found.
"""

from __future__ import annotations

import pytest

from imrnlp.tag.conditions import find_conditions

FOUND = [
    # the part that no list named
    ("He has undescended testes.", "undescended testes"),
    # a size is a finding of a part alone
    ("She has small ears, a wide mouth and short toes.", "small ears | wide mouth | short toes"),
    # a shape
    ("She has a horseshoe kidney and polycystic ovaries.", "horseshoe kidney | polycystic ovaries"),
    # a colour of a part
    ("She has blue sclerae.", "blue sclerae"),
    # how a part was found
    ("The ears were low-set.", "ears were low-set"),
    # a raised level
    (
        "He had raised liver enzymes and increased intracranial pressure.",
        "raised liver enzymes | increased intracranial pressure",
    ),
    # more of what is good is no finding
    ("He had increased strength and increased range of motion.", ""),
    # a level by a verb
    ("Her IgE level was elevated.", "IgE level was elevated"),
    # a body mass index that is called high, with or without its value; a bare or a falling one is no finding
    ("She has an elevated BMI of 41.", "elevated BMI of 41"),
    ("Her elevated BMI increases the risk.", "elevated BMI"),
    ("Her BMI was 41.", ""),
    ("Her BMI decreased to 38.", ""),
    # a bare pain is a finding with its strength or its course
    ("She has constant pain. The pain is treated.", "constant pain"),
    ("He reports persistent pain.", "persistent pain"),
    # what a test showed, without more said of it
    ("The scan identified a tumor.", "tumor"),
    # a place before what is measured
    ("He has high serum ferritin.", "high serum ferritin"),
    # a skill that came late
    ("The child has delayed motor skills and delayed speech.", "delayed motor skills | delayed speech"),
    # two skills of one lack
    ("He has impaired speech and language development.", "impaired speech and language development"),
    # a gait
    ("She has a waddling gait.", "waddling gait"),
    # a system, whole
    ("He has a disorder of the central nervous system.", "disorder of the central nervous system"),
    # a substance that is a name
    (
        "She has G6PD deficiency, vitamin B1 deficiency and a penicillin allergy.",
        "G6PD deficiency | vitamin B1 deficiency | penicillin allergy",
    ),
    # one noun of two organs
    ("She has breast and ovarian cancer.", "breast and ovarian cancer"),
    # a nerve by its Roman number
    ("He has cranial nerve VI palsy.", "cranial nerve VI palsy"),
    # a stage with a letter
    ("She has stage 3b lung cancer.", "stage 3b lung cancer"),
    # what stands behind the name
    ("He has retinopathy of prematurity stage 1.", "retinopathy of prematurity stage 1"),
    # a fluid
    ("He has watery stools and protein in the urine.", "watery stools | protein in the urine"),
    # two that are lacked
    ("She reports a lack of energy and motivation.", "lack of energy and motivation"),
    # plain words
    ("She has stretch marks, a lazy eye and a large thyroid.", "stretch marks | lazy eye | large thyroid"),
    # one quality of two parts
    ("She has wrinkled palms and soles.", "wrinkled palms and soles"),
    # two parts of one verb
    ("His hands and feet are swollen.", "hands and feet are swollen"),
    # two parts with a finding each
    ("He has swollen hands and knee pain.", "swollen hands | knee pain"),
    # a drug's harm
    ("She had signs of carbamazepine neurotoxicity.", "carbamazepine neurotoxicity"),
    # a name before a noun that needs one
    ("He has Kniest dysplasia.", "Kniest dysplasia"),
    # an adverb before the quality
    ("He has an abnormally small head.", "abnormally small head"),
    # what a color is of
    ("She has darkening of the skin of the neck.", "darkening of the skin of the neck"),
    # a skill and its neighbor
    ("He has speech and language difficulties.", "speech and language difficulties"),
    # an ICD title
    (
        "She has a duodenal ulcer without hemorrhage or perforation.",
        "duodenal ulcer without hemorrhage or perforation",
    ),
    # a disease by its letters
    ("He has ARDS and a history of PCOS in his sister.", "ARDS | PCOS"),
    # a harm that needs no word before it
    ("He presented with neurotoxicity and asterixis.", "neurotoxicity | asterixis"),
    # a state by its adjective
    ("She was neutropenic and delirious.", "neutropenic | delirious"),
    # a size begins another finding
    ("He has a cleft of the soft palate and large tonsils.", "cleft of the soft palate | large tonsils"),
    # what one is sensitive to
    (
        "She is sensitive to loud noises and picks at her skin.",
        "sensitive to loud noises | picks at her skin",
    ),
    # a fluid is no finding
    ("The spinal fluid was normal.", ""),
    # what comes loose
    ("There is no evidence of hardware failure or loosening.", "hardware failure | loosening"),
    # British -ised
    ("He has generalised muscle weakness.", "generalised muscle weakness"),
    # British -ae-, -oe-
    (
        "She has oesophageal varices and haemorrhagic cystitis.",
        "oesophageal varices | haemorrhagic cystitis",
    ),
    # British -our
    ("He has a tumour of the jaw.", "tumour of the jaw"),
]

# Normal findings, the law, devices, programs and studies: the same words without a condition.
HARMLESS = [
    "The gait was normal and the speech was fluent.",
    "His blood pressure is 118/76 and his pulse is regular.",
    "The lungs are clear and the heart sounds are regular.",
    "Thyroid function tests were within normal limits.",
    "The pupils are equal and reactive.",
    "The neck is supple and the trachea is midline.",
    "Her hemoglobin was 13.2 and her platelet count was 250.",
    "His growth and development are appropriate for his age.",
    "The patient has normal hearing and normal vision.",
    "Urine output was adequate.",
    "The abdomen is soft and flat.",
    "She has a full range of motion of both shoulders.",
    "The skin is warm and dry.",
    "The stool test was normal.",
    "The eyes are blue.",
    "The physician increased the dose of the medication.",
    "The provider reduced the number of visits to six.",
    "There is a low level of evidence for this treatment.",
    "A large study of 500 participants supports this approach.",
    "The patient completed a short course of oral treatment.",
    "There is a high level of confidence in the recommendation.",
    "The guideline allows a lower dose with close monitoring.",
    "This service requires a high degree of technical skill.",
    "The reviewer noted an increased benefit over time.",
    "There is limited evidence and a small number of trials.",
    "Current literature shows improved survival and better outcomes.",
    "The quality of the evidence is poor.",
    "A long-term study with a small sample size was published.",
    "The trial had a short follow-up period.",
    "A reduced rate of readmission was reported in the program.",
    "The request exceeds the maximum number of sessions.",
    "An abnormal delay in the review was not found.",
    "The plan covers speech therapy and occupational therapy.",
    "Section 1370.4 of the Health and Safety Code applies to this request.",
    "The statute requires a short statement of the reasons.",
    "The health plan sent a delayed response to the request.",
    "The enrollee filed a late appeal.",
    "The plan has a limited network of facilities.",
    "The hospital has a large unit with a small staff.",
    "She used a large wheelchair with a high back.",
    "He has a hospital bed with a low air loss mattress.",
    "A small adult brace with a soft liner was requested.",
    "The pump delivers a low pressure and a high flow.",
    "The device has a narrow tube and a blue handle.",
    "He was fitted with long sleeves and wide shoes.",
    "The program offers a structured day with small groups.",
    "The intensive outpatient program has a high staff ratio.",
    "He lives in a small house with a large yard.",
    "She works long hours and has a short commute.",
    "He has a short neck brace and a long cane.",
    "Her mother has long hair and brown eyes.",
    "The family has a high level of involvement in the program.",
    "He enjoys loud music and large crowds.",
    "She reads well and has a wide circle of friends.",
    "The teacher reported advanced reading and early mastery of letters.",
    "The patient is able to walk long distances.",
    "She eats small meals and drinks plenty of water.",
    "The requested test has a high sensitivity and a low cost.",
    "The patient was given early access to the clinic.",
    "The results of the blood test were normal.",
    "The low dose was well tolerated.",
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_found(sentence: str, expected: str) -> None:
    assert " | ".join(m.text for m in find_conditions(sentence)) == expected


@pytest.mark.parametrize("sentence", HARMLESS)
def test_harmless(sentence: str) -> None:
    assert [m.text for m in find_conditions(sentence)] == []
