"""No text takes more than linear time: every pattern of the package is tried, and whole letters of every size."""

from __future__ import annotations

import gc
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from paths import TESTS
from patterns import ambiguous, attacks, slow

import imrnlp

#: One worker makes what is tried once (pytest -n).
pytestmark = pytest.mark.xdist_group("patterns")

HERE = TESTS
LETTER = (HERE.parent / "data" / "letters" / "dev" / "2014-knee-arthroscopy.txt").read_text(encoding="utf-8")

#: Patterns that take more than linear time over some text of one thing repeated, and may: each is used on a word,
#: a clause or one citation, or from one place (``match``), never searched for in a whole letter.
#: File, and how the pattern begins.
BOUNDED = {
    ("imrnlp/text/normalize.py", r"[^\W\d_"),  # thirty characters before a soft hyphen
    ("imrnlp/sections/header.py", r"\W*Date\s*:\s*"),  # a match behind a label
    ("imrnlp/sections/layout.py", r"[\s:]*(?:[A-Z\d"),  # a match behind a heading
    ("imrnlp/text/grammar.py", "(?=["),  # a window of 120 words
    ("imrnlp/tag/conditions.py", r"(?!.*(?:ly|ing|ed"),  # one word
}
#: Folders whose patterns read one clause of a review, or one citation.
BOUNDED_FOLDERS = ("imrnlp/tag/guidelines/", "imrnlp/assemble/utilization/")


def allowed(found: dict[str, str]) -> bool:
    file = found["place"].rpartition(":")[0]
    return file.startswith(BOUNDED_FOLDERS) or any(
        file == f and found["pattern"].startswith(start) for f, start in BOUNDED
    )


@pytest.fixture(scope="module")
def found() -> dict:
    """What trying every pattern gave, in a process of its own: the patterns are collected as they are compiled."""
    command = [sys.executable, str(HERE / "patterns.py")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=900, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_every_pattern_takes_linear_time(found):
    assert found["patterns"] > 400, "the patterns were not found"
    told = [f"{s['place']}: {s['pattern'][:80]} over {s['text']}" for s in found["slow"] if not allowed(s)]
    assert not told, "\n".join(told)


@pytest.mark.slow
def test_no_repeated_group_takes_a_text_in_two_ways(found):
    told = [f"{s['place']}: {s['pattern'][:80]} ({s['text']})" for s in found["ambiguous"]]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"(?:\d[\d.,/]*|\s)*x", True),
        (r"(?:\d[\d.,/]*+|\s)*x", False),
        (r"(?:\s*\w+)*x", True),
        (r"(?:\w+\s)*x", False),
        (r"(?:\w+\s?)*x", True),
        (r"(?>(?:a+)*)x", False),
    ],
)
def test_the_look_at_a_pattern_sees_two_ways(pattern, bad):
    assert bool(ambiguous(pattern, 0)) is bad


@pytest.mark.parametrize(
    ("pattern", "text", "bad"),
    [
        (r"(?:\d[\d.,/]*|\s)*x", None, True),
        (r"(?:\d[\d.,/]*+|\s)*+x", "1" * 1000, False),
        # Each start against each end, the square of the time: not seen over the text's beginning.
        (r"(?:\w+\s)+x", None, True),
        (r"\b (?: (?:was|is) \b | [^.;] )* \b sought", "it was a pain " * 600, True),
        # A large part that grows as the text does hides a small one that grows as its square.
        (r"(?: [^.;]{0,60} \b was \b )? [a-z ]* ;", "it was a " * 900, True),
        (r"[^.;]{0,60} \b was \b", "it was a " * 900, False),
        # The cube of it.
        (r"a .* b .* c .* d", "ab " * 2700, True),
    ],
)
def test_the_trial_sees_a_slow_pattern(pattern, text, bad):
    from patterns import _ring

    before = signal.signal(signal.SIGVTALRM, _ring)
    try:
        tried = attacks(pattern, re.VERBOSE) if text is None else [text]
        assert bool(slow(pattern, re.VERBOSE, tried)) is bad
    finally:
        signal.signal(signal.SIGVTALRM, before)


HANGS = [
    "The patient takes Norco 12/17/2012, 1/17/2013, 2/17/2013 x for pain.",
    "Norco 10/325 mg #120 (12/17/2012, 1/17/2013, 2/17/2013) which helps for pain",
    f"The patient is a 45-year-old {'-' * 40}",
    f"The patient is a 45-year-old {'- ' * 40}",
    f"The patient takes Norco {'1' * 40} x for pain.",
    f"The patient takes Norco {'1.' * 40} x for pain.",
    f"CLINICAL CASE SUMMARY\n{'Meds: Norco; Soma (stopped), ' * 800}\n",
]


class Hangs(BaseException):
    pass


@contextmanager
def computing(seconds: float) -> Iterator[None]:
    """Ends what takes more seconds of this process's computing, however busy the machine is."""

    def end(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("text", HANGS)
def test_what_once_hung(text):
    """Each takes some ten milliseconds, the last a second, and took more than twenty."""
    imrnlp.extract_text(LETTER)  # loads what is loaded once
    with computing(5):
        imrnlp.extract_text(text)


def test_the_limit_ends_what_hangs():
    with pytest.raises(Hangs), computing(0.2):
        re.search(r"(?:\d[\d.,/]*|\s)*x", "1" * 60)


STORY = LETTER[LETTER.index("CLINICAL CASE SUMMARY") : LETTER.index("IMR ISSUES")]
SUMMARY, ISSUES = "CLINICAL CASE SUMMARY\n", "IMR ISSUES, DECISIONS AND RATIONALES\n"
FINDINGS = "An enrollee has requested an MRI of the lumbar spine for her back pain. Findings: "
#: Texts of any size: a repetition count gives the text.
GROWING = {
    "letters joined": lambda n: (LETTER + "\n\n") * n,
    "letters without lines": lambda n: (" ".join(LETTER.split()) + " ") * n,
    "one paragraph": lambda n: SUMMARY + (" ".join(STORY.split()) + " ") * 4 * n + "\n\n" + ISSUES,
    "denials": lambda n: SUMMARY + "The patient denies " + "fever, chills, " * 200 * n + "and pain.",
    "cues": lambda n: SUMMARY + "no pain without fever denies chills possible gout " * 60 * n + ".",
    "tests": lambda n: SUMMARY + "test " * 300 * n,
    "drugs": lambda n: SUMMARY + "The patient takes " + "Norco 10/325 mg, " * 100 * n,
    "items": lambda n: ISSUES + "".join(f"{i}. Norco 10/325mg #60: Upheld\n" for i in range(40 * n)),
    "headings": lambda n: ISSUES * 50 * n,
    "guidelines": lambda n: (
        ISSUES
        + "1. Norco: Upheld\nMAXIMUS guideline: Decision based on "
        + "MTUS Chronic Pain Medical Treatment Guidelines Page(s): 78-80, 91, " * 30 * n
    ),
    "blanks": lambda n: "Norco" + " " * 6000 * n + "Upheld",
    "dashes": lambda n: SUMMARY + "-" * 6000 * n,
    "digits": lambda n: SUMMARY + "The patient takes Norco " + "1" * 6000 * n + " mg",
    "one word": lambda n: SUMMARY + "a" * 6000 * n,
    "dates": lambda n: SUMMARY + "The patient takes Norco " + "12/17/2012, " * 200 * n + "x for pain.",
    "a bare list": lambda n: "".join(f"{i}. Norco 10/325mg #60: Upheld\n" for i in range(40 * n)),
    "a bare list of one line": lambda n: "".join(f"{i}. MRI of the knee: Overturned " for i in range(40 * n)),
    "a bare list without outcomes": lambda n: "".join(f"{i}. MRI of the knee\n" for i in range(40 * n)),
    "bullets": lambda n: "- Norco 10/325mg #60: Upheld\n" * 40 * n,
    "outcomes": lambda n: "Upheld\n" * 200 * n,
    "page heads": lambda n: (
        ("Final Determination Letter for IMR Case Number CM14-0200417    3\n\nHe has pain.\n\f\n") * 30 * n
    ),
    "case heads": lambda n: (
        "Case Number: CM14-0200417 Date of Injury: 06/30/2013 Priority: Expedited\n" * 40 * n
    ),
    "summaries": lambda n: (SUMMARY + "The patient has knee pain and takes Norco.\n\n") * 20 * n,
    "rationales": lambda n: (
        ISSUES + "1. Norco: Upheld\n" + "Decision rationale: The patient has pain. " * 60 * n
    ),
    "reviewers": lambda n: FINDINGS + "Reviewer #1: The MRI was not medically necessary. " * 60 * n,
    "votes": lambda n: FINDINGS + "Two of the three reviewers found that the MRI was necessary. " * 60 * n,
    "requests": lambda n: "An enrollee has requested an MRI of the lumbar spine. " * 60 * n,
    "verdicts": lambda n: "The requested MRI is not medically necessary. " * 80 * n,
    "what is said of others": lambda n: FINDINGS + "Patients with diabetes may develop neuropathy. " * 60 * n,
    "drugs of one item": lambda n: ISSUES + "1. " + "Norco 10/325 mg #60, " * 60 * n + ": Upheld\n",
    "services of one item": lambda n: (
        ISSUES + "1. " + "MRI of the lumbar spine and " * 60 * n + "EMG: Upheld\n"
    ),
    "quantities": lambda n: ISSUES + "1. Norco " + "#60 qty 60 60 tablets x 2 " * 80 * n + ": Upheld\n",
    "frequencies": lambda n: ISSUES + "1. Norco " + "twice a day, " * 200 * n + ": Upheld\n",
    "articles": lambda n: (
        ISSUES
        + "1. Norco: Upheld\nMAXIMUS guideline: "
        + "Decision based on Smith J, Jones K. Pain. Spine 2010; 12(3): 4-14. " * 40 * n
    ),
    "addresses": lambda n: (
        ISSUES + "1. Norco: Upheld\nMAXIMUS guideline: " + "http://www.example.org/a/b.html, " * 60 * n
    ),
    "studies": lambda n: (
        FINDINGS + "Smith and colleagues (2014) found in the journal Spine that imaging helps. " * 40 * n
    ),
    "bodies": lambda n: (
        FINDINGS
        + "".join(
            f"The American College of Zeta{chr(97 + i % 26)}{chr(97 + i // 26)} Medicine recommends it. "
            for i in range(30 * n)
        )
    ),
    "labels": lambda n: FINDINGS + "The FDA label for Norco says so. " * 60 * n,
    "a medication list": lambda n: (
        SUMMARY + "Current medications:\n" + "Norco 10/325 mg one tablet twice a day\n" * 60 * n
    ),
    "drugs stopped in one sentence": lambda n: SUMMARY + "He stopped Norco and " * 120 * n + ".",
    "no full stop": lambda n: SUMMARY + "the patient has knee pain and takes norco and then " * 80 * n,
    "abbreviations defined": lambda n: (
        SUMMARY
        + "".join(
            f"She has complex regional pain syndrome (CR{a}{b}) and CR{a}{b} again. "
            for i in range(40 * n)
            for a, b in [(chr(65 + i % 26), chr(65 + i // 26))]
        )
    ),
    "side words": lambda n: SUMMARY + "The patient has " + "left right bilateral " * 150 * n + "knee pain.",
    "diagnoses": lambda n: SUMMARY + "Diagnoses: " + "lumbar sprain, knee strain, " * 100 * n,
    "diagnoses with codes": lambda n: (
        SUMMARY + "Diagnoses: " + "lumbar sprain (847.2), M54.5 low back pain, " * 60 * n
    ),
    "decisions": lambda n: SUMMARY + "Utilization review denied the MRI and certified the EMG. " * 60 * n,
    "a decision's list": lambda n: (
        SUMMARY + "Utilization review denied " + "the MRI, the EMG, Norco, " * 60 * n + "on 1/2/2014."
    ),
    "blank lines": lambda n: "\n" * 6000 * n,
    "numbers": lambda n: "".join(f"{i}. " for i in range(1000 * n)),
}


def seconds(text: str) -> float:
    """Of computing, without the collector's pass over all that is loaded, which comes when it comes."""
    gc.disable()
    try:
        begun = time.process_time()
        imrnlp.extract_text(text)
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("kind", GROWING)
def test_sixteen_times_the_text_takes_sixteen_times_the_time(kind):
    make = GROWING[kind]
    imrnlp.extract_text(make(1))
    small = min(seconds(make(4)) for _ in range(2)) / len(make(4))
    large = seconds(make(16)) / len(make(16))
    # A quadratic step would make it four times; what is within a third of a microsecond is noise.
    assert large < 1.5 * small + 0.3e-6, f"{small * 1e6:.2f} and {large * 1e6:.2f} µs a character"
