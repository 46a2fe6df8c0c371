"""The helper process that reads files: what it answers, how it dies, and what a letter's time is."""

from __future__ import annotations

import io
import json
import signal
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from imrnlp.read import child, limits, sandbox
from imrnlp.read.document import ReadError
from imrnlp.read.files import MissingLibrary, Opened
from imrnlp.read.sandbox import Helper, HelperError, Request

#: Reads the request as the helper does, then says what stands in the last line.
SAYS = """
import json, os, sys, time
request = json.loads(sys.stdin.buffer.readline())
sys.stdin.buffer.read(request["length"])
def say(words):
    os.write(1, words.encode())
{0}
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def no_helper_waits():
    sandbox.close()
    yield
    sandbox.close()


def helper_that(monkeypatch, does: str) -> None:
    monkeypatch.setattr(sandbox, "_START", SAYS.format(does))


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("say('nonsense\\n')", "gave no sensible answer"),
        ("say('[1]\\n')", "gave no sensible answer"),
        ("say('{\"length\": 99999999999}\\n')", "gave no sensible answer"),
        ("say('{\"length\": -1}\\n')", "gave no sensible answer"),
        ("sys.exit(3)", r"died \(status 3: out of memory"),
        ("os.kill(os.getpid(), 9)", r"died \(SIGKILL: out of memory"),
        ("say('{\"length\": 9}\\nabc'); sys.exit(0)", r"died \(status 0"),
        ("time.sleep(60)", "took too long"),
        ("say('{\"more\": 0.1}\\n'); time.sleep(60)", "took too long"),
    ],
)
def test_an_answer_that_is_none_costs_the_file_only(monkeypatch, does, told):
    helper_that(monkeypatch, does)
    request = Request({"kind": "html", "name": "x"}, b"<p>a")
    with pytest.raises(HelperError, match=told):
        request.result(0.5 if "sleep" in does else 20)
    monkeypatch.undo()
    assert Opened(b"<html><p>a letter</p></html>", "x.html", "x").document().text == "a letter\n"


def test_an_answer_in_pieces_is_one(monkeypatch):
    helper_that(
        monkeypatch,
        'say(\'{"more": 5}\\n{"a": 1, "length"\'); time.sleep(0.1); say(\': 6}\\nab\'); time.sleep(0.1); say("cdef")',
    )
    assert Request({}).result(20) == ({"a": 1, "length": 6}, b"abcdef")


@pytest.mark.parametrize(
    ("head", "error", "told"),
    [
        ({"missing": "lxml"}, MissingLibrary, "the library lxml is missing"),
        ({"error": "x.html: worn"}, ReadError, "x.html: worn"),
    ],
)
def test_what_the_helper_tells_is_raised(monkeypatch, head, error, told):
    helper_that(monkeypatch, f"say({json.dumps(head)!r} + chr(10))")
    with pytest.raises(error, match=told):
        Opened(b"<html><p>x", "x.html", "x").document()


def test_a_helper_that_cannot_be_started(monkeypatch):
    """A file larger than a pipe holds: the helper is gone before it has it."""
    monkeypatch.setattr(sandbox, "_START", "raise SystemExit(1)")
    with pytest.raises(HelperError, match="cannot be started"):
        Request({"kind": "html", "name": "x"}, b"x" * 1_000_000).result(20)


def test_a_helper_that_died_while_it_waited_is_replaced():
    dead = Helper()
    dead.kill()
    assert not dead.alive
    sandbox._free.append(dead)
    assert Opened(b"<html><p>a</p></html>", "x.html", "x").document().text == "a\n"
    assert dead not in sandbox._free


def test_a_forked_process_has_no_helpers():
    sandbox.warm()
    sandbox.warm()
    [helper] = sandbox._free
    sandbox._forget()
    assert sandbox._free == []
    helper.kill()


def test_what_is_given_up_ends_its_helper(monkeypatch):
    helper_that(monkeypatch, "time.sleep(60)")
    request = Request({})
    helper = request._helper
    request.cancel()
    request.cancel()
    assert not helper.alive
    opened = Opened(b"<html><p>x", "x.html", "x")
    helper = opened._request._helper
    opened.cancel()
    assert not helper.alive
    Opened(b"text", "x.txt", "x").cancel()


# -- in the helper -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "head"),
    [
        (ReadError("x: worn"), {"error": "x: worn"}),
        (ModuleNotFoundError("No module named 'a'", name="a"), {"missing": "a"}),
        (ImportError("b is broken"), {"missing": "b is broken"}),
        (MemoryError(), {"error": "x: reading it takes more memory than a file may"}),
        (KeyError("z" * 99), {"error": f"x: KeyError: '{'z' * 38}…'".replace("'zz", "\"'zz", 1).replace("…'", "…\"")}),
    ],
)  # fmt: skip
def test_a_readers_mistake_costs_its_file(monkeypatch, fault, head):
    def parse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("imrnlp.read.files.parse", parse)
    request = {"name": "x", "kind": "html", "memory": 10**9}
    assert child._read(request, b"", io.BytesIO()) == (head, b"")


def test_recognition_asks_for_time_and_for_memory(monkeypatch):
    from imrnlp.read import ocr

    def parse(*_: object):
        with ocr.around(60):
            return "text", "application/pdf", 1, []

    monkeypatch.setattr("imrnlp.read.files.parse", parse)
    monkeypatch.setattr(ocr, "around", ocr.around)
    said = io.BytesIO()
    head, text = child._read({"name": "x", "kind": "pdf", "memory": 10**9}, b"", said)
    assert (head["pages"], text) == (1, b"text")
    assert json.loads(said.getvalue()) == {"more": 60}


def test_a_system_that_does_not_tell_its_memory_has_no_limit(monkeypatch):
    def unknown(*_: object, **__: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("builtins.open", unknown)
    assert child._size() == 0
    with child.MemoryLimit(1) as limit, limit.lifted():
        assert limit._most is None


def test_a_system_without_limits_of_memory(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    with child.MemoryLimit(1):
        assert len(b"x" * 10_000_000) == 10_000_000


# -- a letter's time -----------------------------------------------------------------------------


def for_ever() -> None:
    while True:
        pass


def test_a_letters_time_ends_a_loop():
    with pytest.raises(limits.OutOfTime), limits.time_limit(0.05):
        for_ever()
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_more_time_is_told():
    told = []
    with limits.time_limit(0.2, told.append):
        assert limits.seconds_left() <= 0.2
        limits.prolong(10)
        assert limits.seconds_left() > 9
        with limits.time_limit(0.01):
            time.sleep(0.3)
    assert told == [10]
    with limits.time_limit(1):
        limits.prolong(1)
    limits.prolong(1)
    assert limits.seconds_left() is None


def test_a_thread_has_a_time_that_no_signal_ends():
    left = []

    def read():
        with limits.time_limit(0.05):
            time.sleep(0.1)
            limits.prolong(1)
            left.append(limits.seconds_left())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert 0.5 < left[0] < 1


@contextmanager
def handler(function):
    before = signal.signal(signal.SIGALRM, function)
    yield
    signal.signal(signal.SIGALRM, before)


def test_a_programs_own_alarm_is_its_own_again():
    with handler(signal.default_int_handler):
        with limits.time_limit(5):
            assert signal.getsignal(signal.SIGALRM) is limits._ring
        assert signal.getsignal(signal.SIGALRM) is signal.default_int_handler
