"""What a run's manifest tells of its inputs and its pipeline, and the lock on its place."""

from __future__ import annotations

import sys
import zipfile

import pytest

import imrnlp
from imrnlp.read.archive import Member, members
from imrnlp.read.document import Document
from imrnlp.record import Letter, Source
from imrnlp.run.csv import PROGRESS, write_csv
from imrnlp.run.inputs import gather
from imrnlp.run.local import Content, Renamed, chunks, lost_record, name_of
from imrnlp.run.manifest import Lock, RunError, _inputs_digest, _pipeline_digest
from imrnlp.run.texts import read_texts

SHORT = "1. Norco 10/325mg #60: Upheld\n"


def letter_file(folder, name="a.txt", text=SHORT):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def document(text):
    import hashlib

    return Document(text, Source(name="a", sha256=hashlib.sha256(text.encode()).hexdigest()), "a")


def test_other_inputs_have_another_digest(tmp_path):
    plain, longer = letter_file(tmp_path), letter_file(tmp_path, "b.txt", SHORT * 2)
    table = letter_file(tmp_path, "t.csv", 'text\n"a"\n"b"\n')
    rows = gather([table], "text")
    asked = [
        [plain],
        [longer],
        [plain, longer],
        [longer, plain],
        [str(tmp_path / "none.txt")],
        [Renamed(longer, "a", "a"), plain, plain],
        [Letter(letter_id="a", error="lost")],
        [Letter(letter_id="a", error="gone")],
        [document("a")],
        [document("b")],
        [Content(b"a", "standard input", "stdin")],
        [Content(b"b", "standard input", "stdin")],
        rows,
        rows[:1],
        rows[1:],
    ]
    digests = [_inputs_digest(inputs) for inputs in asked]
    assert len(set(digests)) == len(asked)
    assert digests == [_inputs_digest(inputs) for inputs in asked]


def test_an_archive_of_another_size_is_another_input(tmp_path):
    archive = tmp_path / "a.zip"
    found = []
    for text in ("a", "ab"):
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("a.txt", text)
            packed.writestr("b.txt", text)
        found.append(_inputs_digest(members(str(archive))))
    archive.unlink()
    found.append(_inputs_digest([Member(str(archive), "a.txt", 0), Member(str(archive), "b.txt", 1)]))
    assert len(set(found)) == 3


def test_another_pipeline_has_another_digest(tmp_path):
    saved = tmp_path / "saved"
    imrnlp.load().to_disk(saved)
    whole = _pipeline_digest(str(saved))
    assert whole == _pipeline_digest(str(saved))
    (saved / "more.json").write_text("{}")
    more = _pipeline_digest(str(saved))
    (saved / "more.json").write_text("[]")
    other = _pipeline_digest(str(saved))
    assert (
        len(
            {
                whole,
                more,
                other,
                _pipeline_digest("rules"),
                _pipeline_digest("clinical"),
                _pipeline_digest("none"),
            }
        )
        == 5
    )


def test_a_system_without_locks_has_none(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.release(), second.release()
    monkeypatch.undo()

    import fcntl

    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refused)
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.release(), second.release()
    monkeypatch.undo()
    first = Lock(tmp_path)
    with pytest.raises(RunError, match="another run is writing there"):
        Lock(tmp_path)
    first.release()


@pytest.mark.parametrize("damage", ["{", "[]", "null", '{"letters": 1, "more": 2}'])
def test_a_damaged_note_of_progress_is_told(tmp_path, damage):
    inputs = [letter_file(tmp_path)]
    list(write_csv(inputs, tmp_path / "out"))
    (tmp_path / "out" / PROGRESS).write_text(damage)
    with pytest.raises(RunError, match=r"_progress.json is damaged: start over with --force"):
        list(write_csv(inputs, tmp_path / "out", resume=True))


def test_a_run_without_a_note_of_progress_begins_anew(tmp_path):
    inputs = [letter_file(tmp_path)]
    list(write_csv(inputs, tmp_path / "out"))
    before = (tmp_path / "out" / "letters.csv").read_bytes()
    (tmp_path / "out" / PROGRESS).unlink()
    [done] = write_csv(inputs, tmp_path / "out", resume=True)
    assert (done.letters, done.skipped) == (1, False)
    assert (tmp_path / "out" / "letters.csv").read_bytes() == before


def test_progress_is_noted_on_the_way(tmp_path, monkeypatch):
    monkeypatch.setattr("imrnlp.run.csv.STEP", 2)
    monkeypatch.setattr("imrnlp.run.csv.chunks", lambda inputs: chunks(inputs, 1))
    inputs = [letter_file(tmp_path, f"{i}.txt") for i in range(5)]
    run = write_csv(inputs, tmp_path / "out")
    for _ in range(3):
        next(run)
    run.close()
    done = list(write_csv(inputs, tmp_path / "out", resume=True))
    assert [(d.letters, d.skipped) for d in done] == [(2, True), (1, False), (1, False), (1, False)]
    whole = list(write_csv(inputs, tmp_path / "whole"))
    assert sum(d.letters for d in whole) == 5
    assert (tmp_path / "out" / "drugs.csv").read_bytes() == (tmp_path / "whole" / "drugs.csv").read_bytes()


def test_texts_by_their_ids(tmp_path):
    (tmp_path / "other").mkdir()
    places = [letter_file(tmp_path), letter_file(tmp_path / "other", text="another")]
    assert read_texts(places) == {"a": SHORT, "a-2": "another"}
    for wrong, told in (
        (str(tmp_path / "none.txt"), "no such file"),
        (letter_file(tmp_path, "e.txt", " "), "is empty"),
    ):
        with pytest.raises(ValueError, match=told):
            read_texts([wrong])


def test_what_is_lost_keeps_its_name_and_source():
    error = Letter(letter_id="a", error="worn", source=Source(name="a.txt"))
    assert lost_record(error, "other") is error
    one = document("text")
    assert lost_record(one, "worn").source == one.source
    assert (name_of(Renamed(error, "b", "a")), name_of(error), name_of(one)) == ("a.txt", "a.txt", "a")
