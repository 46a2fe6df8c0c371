"""Messages quote at most 40 characters of a letter, and escape what would steer a terminal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from letters import DAMAGED

import imrnlp
from imrnlp.read.document import ReadError

LONG = "zyx wvu tsr qpo nml kji hgf edc baz " * 12
STEERING = "\x1b[2J\x1b]0;gone\x07\u202e\x9b31m\u2028"


def told(letter: imrnlp.Letter) -> list[str]:
    return [w.message for w in letter.warnings] + [
        w.message for d in letter.determinations for w in d.warnings
    ]


def assert_safe(message: str, text: str) -> None:
    assert message.isprintable(), message
    longest = 41
    assert not [part for i in range(len(message) - longest) if (part := message[i : i + longest]) in text], (
        message
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"1. {LONG}: Upheld\n", id="no service is recognised"),
        pytest.param(f"1. Norco {STEERING} {LONG} 10/325mg #120: Upheld\n", id="a request that steers"),
        pytest.param(f"1. {STEERING}: Overturned\n", id="a request of nothing else"),
        pytest.param(f"Date of Injury: 13/45/2014{LONG}\n1. Soma: Upheld\n", id="no date"),
        pytest.param(f"State(s) of Licensure: {LONG}{STEERING}\n1. Soma: Upheld\n", id="no state"),
        pytest.param(f"1. Soma #{'9' * 400} {LONG}: Upheld\n", id="no quantity"),
        pytest.param(f"Norco 10/325 mg # l20 {LONG}: 0verturned {STEERING}\n", id="slips"),
    ],
)
def test_a_warning_quotes_little_and_steers_nothing(text):
    found = told(imrnlp.extract_text(text)) + [w.message for w in imrnlp.parse_request(text).warnings]
    assert found
    for message in found:
        assert_safe(message, text)


@given(DAMAGED)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_makes_a_long_quotation(text):
    for message in told(imrnlp.extract_text(text)):
        assert_safe(message, text)


@pytest.mark.parametrize(
    "name", ["letter.txt", "letter.pdf", "letter.docx", "letter.html", "letter.csv", "letter.zip"]
)
def test_a_file_that_cannot_be_read_is_not_quoted(tmp_path, name):
    file = tmp_path / name
    text = LONG + STEERING + "\x00"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as error:
        imrnlp.extract(file)
    assert_safe(str(error.value).replace(str(file), ""), text)
