"""Titles of classifications stay whole behind every way in which letters begin a list of diagnoses."""

import pytest

from imrnlp.tag.conditions import find_conditions

TITLES = [
    "displacement of lumbar intervertebral disc without myelopathy",
    "thoracic or lumbosacral neuritis or radiculitis, unspecified",
    "sprains and strains of shoulder and upper arm",
    "myalgia and myositis, unspecified",
    "postlaminectomy syndrome, lumbar region",
    "chronic pain due to trauma",
    "insomnia due to mental disorder",
    "sacroiliitis, not elsewhere classified",
    "opioid dependence, uncomplicated",
    "major depressive affective disorder, single episode, moderate",
    "pain in joint, lower leg",
]

BEGINNINGS = [
    "Diagnoses: 1. {}; 2. Gout.",
    "Diagnoses include: 1. {}; 2. Gout.",
    "Diagnoses include {}; and gout.",
    "The diagnoses have included {}; and gout.",
    "The diagnoses were: 1) {}; 2) gout.",
    "The diagnoses listed are: 1. {}; 2. gout.",
    "Diagnoses documented on 3/4/2014 include {}; gout.",
    "Current diagnoses as of 3/4/2014 are {}.",
    "The diagnosis was noted as {}.",
    "The diagnoses are as follows: {}; gout.",
    "Assessment: {}; gout.",
]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_titles_stay_whole(beginning):
    read = {title: [m.text for m in find_conditions(beginning.format(title))] for title in TITLES}
    gout = ["gout"] if "gout" in beginning else ["Gout"] if "Gout" in beginning else []
    assert read == {title: [title, *gout] for title in TITLES}


@pytest.mark.parametrize(
    "text",
    [
        "The diagnosis was made on 3/4/2014.",
        "The diagnosis has not been established.",
        "The diagnoses were reviewed.",
    ],
)
def test_what_is_said_of_the_list_is_no_item(text):
    assert find_conditions(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Why it was made is no item.
        ("The records support a diagnosis of gout, considering the reported uric acid.", ["gout"]),
        ("She was given a diagnosis of gout, given the reported uric acid.", ["gout"]),
        # A place behind a comma is that of the item before it, unless the next one shares its noun.
        (
            "He was diagnosed with arthropathy, ankle and foot and gout.",
            ["arthropathy, ankle and foot", "gout"],
        ),
        (
            "He was diagnosed with postlaminectomy syndrome, lumbar region and gout.",
            ["postlaminectomy syndrome, lumbar region", "gout"],
        ),
        ("He was diagnosed with gout, neck and back pain.", ["gout", "neck and back pain"]),
    ],
)
def test_the_place_of_an_item(text, expected):
    assert [m.text for m in find_conditions(text)] == expected
