"""The time of a story: what is told as over without a cue, and what the past tense alone leaves present.

All sentences are invented.  A row's conditions stand in ``[brackets]``: those that are over in the first
table, those that are present in the second; a date or a request may make the difference.
"""

from __future__ import annotations

import re

import pytest

from imrnlp.assertion.passages import assert_mentions
from imrnlp.assertion.story import read_story, story_grammar
from imrnlp.lexicons.schema import FOLDER, check_file
from imrnlp.tag.mentions import ConditionMention
from imrnlp.text.sentences import split_sentences

OVER = [
    # times of life
    "As a child he had [croup], which left him hoarse.",
    "The twins had [jaundice] and [respiratory distress] at birth.",
    "She was treated for [lead poisoning] as a toddler.",
    "In high school he sustained a [nasal fracture].",
    "In her second pregnancy she had [preeclampsia] and [gestational diabetes].",
    # dates
    "In 2014 she had a [retinal detachment], repaired with a buckle.",
    "In 2019 he developed a [pelvic abscess], treated at home.",
    "She passed [kidney stones] in 2011.",
    "He had been treated for [pyelonephritis] a year earlier.",
    "She had been hospitalized in 2018 for [pancreatitis].",
    "In 2018 he was admitted to a ward. At that time he had [severe anemia].",
    "In 2012 he presented with [leg swelling]. He was seen again on 3/4/2016.",
    # before a turn
    "Prior to bypass surgery she suffered from [reflux] and [insomnia].",
    "Before Humira was started he had [morning stiffness].",
    "Prior to Dupixent, she had [constant itching].",
    "He had [panic attacks] prior to starting testosterone.",
    "[Headaches] that she had before the operation have not been seen since.",
    # a first state, and how it is now
    "Initially he had [phantom pain]. He now walks well.",
    "When he began therapy he was [nonverbal]. He now speaks.",
    # the course of a treatment, and what cures
    "During chemotherapy he developed [mucositis] and [fevers].",
    "Induction chemotherapy was complicated by [typhlitis].",
    "He went into [atrial fibrillation] on the second postoperative day.",
    "She underwent closure of a [fistula].",
    "He previously underwent hip arthroscopy for [impingement].",
    "She had a [goiter] removed in her twenties.",
    "He had a [mandibular tumor] that was resected with the jaw.",
    "She had a [postoperative infection], successfully treated with clindamycin.",
    "His neonatal course included [apnea] and [jaundice].",
    "He received a liver transplant in 2014 for [cirrhosis].",
    "She had [acute rejection], reversed with steroids.",
    "While hospitalized, he had [kidney failure].",
    "In the intensive care nursery she had [sepsis].",
    "He had [testicular cancer] at age 24.",
    "She was hospitalized with [pneumonia] last February.",
    "He had his colon removed for [ulcerative colitis] in 2013.",
    "He had a [leak] after the operation, which sealed.",
    "Tubes were placed for [ear infections]; those have ended.",
    # told as over
    "She had [asthma] and [eczema], all of which resolved after the move.",
    "He had [insomnia] and [nausea]. These symptoms have since abated.",
    "She had [bulimia], which is now in remission.",
    "She had a [breast cancer] in 2009 without recurrence.",
    "She is a survivor of [breast cancer].",
    "She had [anorexia], from which she has recovered.",
    "He had [migraines] earlier in life but has had none for decades.",
    "With the device, [severe lows] have been eliminated.",
    "His [ear infections] in his preschool years were many.",
    "Following his [stroke] he has a limp.",
    "It began after an episode of [optic neuritis].",
    "He had a [wound infection] after a prior hernia repair.",
]

PRESENT = [
    # visits, examinations and diagnoses are told in the past tense
    "The patient presented with [chest pain] and [dyspnea] and was admitted.",
    "On examination she had [swelling] and was [unable to walk].",
    "He was found to have [gout] and received a cane.",
    "He was in intensive care due to a [crush injury].",
    "On 11/10/2016 she complained of [neck pain].",
    "In October 2016 he had [low back pain]. He was seen on 11/10/2016.",
    # what began and lasts
    "In 2010 she was diagnosed with [multiple sclerosis].",
    "At age four he was diagnosed with [growth hormone deficiency].",
    "After the delivery she developed [prolapse].",
    "She has had [hives] since childhood.",
    "He has had [asthma] since 2008.",
    "He was born with [spina bifida].",
    # what is not done yet, or not over
    "He needs repair of a [hernia].",
    "Removal of the [cyst] is recommended.",
    "His [infection] has not resolved.",
    "The [mass] must be removed.",
    "Her [depression] is in partial remission.",
    "He has [alcohol use disorder] that is in remission in a controlled setting.",
    # the disputed service is no turn of the past
    "She has requested reimbursement for a lumbar fusion. Before the operation she complained of [leg weakness].",
    "Before her admission she had [insomnia].",
    "Prior to the visit he had [dizziness].",
    "He was hospitalized after a fall with a [hip fracture].",
    "She has requested reimbursement for a stay. While hospitalized, she had [psychosis].",
    # another clause
    "As a child he had croup and now has [asthma].",
    "In 2018 he had a stroke and developed [aphasia].",
    "Prior to surgery she had reflux, but she now has [dumping].",
    "She had three [falls] in the past month.",
    "While on vacation she developed [vomiting].",
    "She reported no allergies. She had [wheezing] when she arrived.",
]


def _asserted(row: str) -> list[tuple[str, str]]:
    """Each bracketed condition of a row with its assertion."""
    parts = re.split(r"[\[\]]", row)
    text, at = "".join(parts), 0
    mentions = []
    for i, part in enumerate(parts):
        if i % 2:
            mentions.append(ConditionMention("DIAGNOSIS", at, at + len(part), part))
        at += len(part)
    assert_mentions(text, mentions, split_sentences(text))
    return [(m.text, str(m.assertion)) for m in mentions]


@pytest.mark.parametrize("row", OVER)
def test_told_as_over(row: str) -> None:
    assert [(text, "historical") for text, _ in _asserted(row)] == _asserted(row)


@pytest.mark.parametrize("row", PRESENT)
def test_the_past_tense_alone_says_nothing(row: str) -> None:
    assert [(text, "present") for text, _ in _asserted(row)] == _asserted(row)


@pytest.mark.parametrize("file", ["story_grammar.txt", "story_words.tsv"])
def test_every_example_holds(file: str) -> None:
    assert [str(problem) for problem in check_file(FOLDER / file)] == []


def test_a_mistake_in_a_grammar_of_ones_own_is_named(tmp_path) -> None:
    whole = (FOLDER / "story_grammar.txt").read_text(encoding="utf-8")
    file = tmp_path / "story_grammar.txt"
    file.write_text(whole.replace("he had poliomyelitis]", "he had] poliomyelitis"), encoding="utf-8")
    [problem] = check_file(file)
    assert "of_youth" in problem.allowed
    words = tmp_path / "story_words.tsv"
    words.write_text("# mine\nclass\twords\texample\nlater\tsoon\tHe limps soon.\n", encoding="utf-8")
    assert [p.field for p in check_file(words)] == ["class"]


def test_a_condition_that_a_sign_covers_is_no_part_of_the_story() -> None:
    low = "in her first pregnancy she had preeclampsia."
    story = read_story(low, [(7, 22), (31, 43)], [(0, len(low))])
    assert story_grammar().named(story.signs) == "YOUTH HAD ACUTE STOP"
    assert story.over() == {1}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("[Aspiration] could occur without therapy.", "hypothetical"),
        ("If treatment is stopped, [bronchiectasis] could develop.", "hypothetical"),
        ("Without imaging, a [fistula] could be missed.", "hypothetical"),
        ("Without oxygen, [heart failure] may ensue.", "hypothetical"),
        ("Without any [fever], he walks.", "absent"),
        ("[Psychosis] has never been noted.", "absent"),
        ("His father lost a kidney to [cancer].", "family"),
        ("Untreated, he faces [kidney failure].", "hypothetical"),
        ("Without transplantation, [death] is expected.", "hypothetical"),
        ("A [neurogenic bladder] remains possible.", "possible"),
        ("He feared a [stroke].", "possible"),
        ("Her brother was found to have [hypertrophic cardiomyopathy].", "family"),
        ("His cousin is on dialysis for [lupus nephritis].", "family"),
        ("The patient and her partner have [infertility].", "present"),
        ("His parents are concerned about his [aggression].", "present"),
    ],
)
def test_what_is_feared_or_another_person_s(row: str, expected: str) -> None:
    assert [value for _, value in _asserted(row)] == [expected]


def test_the_other_classes_come_first() -> None:
    row = "As a child his brother had [croup], and he had no [measles]."
    assert _asserted(row) == [("croup", "family"), ("measles", "absent")]
