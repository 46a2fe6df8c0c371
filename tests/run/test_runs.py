"""Runs: another's output is refused, nothing is overwritten, and whatever ends a run, --resume makes it whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paths import ROOT
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.run.manifest import Lock, RunError

DEV = ROOT / "data" / "letters" / "dev"
LETTERS = sorted(DEV.glob("*.txt"))[:4]
FORMS = ("jsonl", "csv", "parquet")


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments, **options: runner.invoke(app, [str(a) for a in arguments], **options)


def place(tmp_path: Path, form: str, name: str = "out") -> Path:
    return tmp_path / (f"{name}.jsonl" if form == "jsonl" else name)


def manifest_of(out: Path) -> Path:
    return out / "_run.json" if out.is_dir() else out.with_name(out.name + ".run.json")


def content(out: Path) -> dict[str, object]:
    """What a run wrote: bytes of text files, rows of Parquet ones."""
    import pyarrow.parquet as pq

    if out.is_file():
        return {"": out.read_bytes()}
    files = [p for p in sorted(out.rglob("*")) if p.is_file() and not p.name.startswith(("_", "."))]
    return {
        str(p.relative_to(out)): pq.read_table(p).to_pylist() if p.suffix == ".parquet" else p.read_bytes()
        for p in files
        if "_parts" not in p.parts
    }


@pytest.mark.parametrize("form", FORMS)
def test_another_runs_output_is_refused_with_the_way_out(run, tmp_path, form):
    """Records of A and B stayed, C and D were never read, and the exit status was 0."""
    out = place(tmp_path, form)
    assert run("extract", *LETTERS[:2], "-f", form, "-o", out).exit_code == 0
    before = content(out)
    done = run("extract", *LETTERS[2:], "-f", form, "-o", out, "--resume")
    assert done.exit_code == 2
    assert "holds another run (different: inputs)" in done.stderr
    assert "--force" in done.stderr
    assert content(out) == before


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_overwritten_without_force(run, tmp_path, form):
    out = place(tmp_path, form)
    arguments = ("extract", LETTERS[0], "-f", form, "-o", out)
    assert run(*arguments).exit_code == 0
    done = run(*arguments)
    assert done.exit_code == 2
    assert "--resume" in done.stderr
    assert "--force" in done.stderr
    other = run("extract", LETTERS[1], "-f", form, "-o", out, "--force")
    assert other.exit_code == 0
    whole = place(tmp_path, form, "whole")
    assert run("extract", LETTERS[1], "-f", form, "-o", whole).exit_code == 0
    assert content(out) == content(whole)


def test_somebodys_file_is_not_overwritten(run, tmp_path):
    out = tmp_path / "thesis.jsonl"
    out.write_text("mine\n")
    for more in ([], ["--resume"]):
        done = run("extract", LETTERS[0], "-o", out, *more)
        assert done.exit_code == 2
        assert "no manifest of a run" in done.stderr
        assert out.read_text() == "mine\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["thesis.jsonl"]


@pytest.mark.parametrize("form", FORMS)
def test_a_finished_run_is_resumed_to_itself(run, tmp_path, form):
    out = place(tmp_path, form)
    run("extract", *LETTERS, "-f", form, "-o", out)
    before = content(out)
    done = run("extract", *LETTERS, "-f", form, "-o", out, "--resume")
    assert done.exit_code == 0, done.stderr
    assert content(out) == before
    assert json.loads(manifest_of(out).read_text())["finished"] is True


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("damage", ["{", "[]", "null", '{"imrnlp": "0.0.1"}'])
def test_a_damaged_manifest_is_a_clear_error(run, tmp_path, form, damage):
    out = place(tmp_path, form)
    run("extract", LETTERS[0], "-f", form, "-o", out)
    manifest_of(out).write_text(damage)
    done = run("extract", LETTERS[0], "-f", form, "-o", out, "--resume")
    assert done.exit_code == 2
    assert str(manifest_of(out) if damage[-1] != "}" else out) in done.stderr
    assert "--force" in done.stderr


def test_another_version_is_named(run, tmp_path):
    out = tmp_path / "out.jsonl"
    run("extract", LETTERS[0], "-o", out)
    manifest = json.loads(manifest_of(out).read_text())
    manifest_of(out).write_text(json.dumps({**manifest, "imrnlp": "0.0.1"}))
    done = run("extract", LETTERS[0], "-o", out, "--resume")
    assert "version of imrnlp: 0.0.1 there" in done.stderr


def test_options_that_change_records_are_part_of_the_run(run, tmp_path):
    out = tmp_path / "out.jsonl"
    run("extract", LETTERS[0], "-o", out)
    assert "--no-text" in run("extract", LETTERS[0], "-o", out, "--resume", "--no-text").stderr


@pytest.mark.parametrize("form", FORMS)
def test_two_runs_at_once(run, tmp_path, form):
    out = place(tmp_path, form)
    run("extract", LETTERS[0], "-f", form, "-o", out)
    lock = Lock(out)
    try:
        done = run("extract", LETTERS[0], "-f", form, "-o", out, "--resume")
    finally:
        lock.release()
    assert done.exit_code == 2
    assert "another run is writing there" in done.stderr
    first = Lock(out)
    with pytest.raises(RunError, match="another run"):
        Lock(out)
    first.release()


def test_a_line_cut_short_and_lines_that_were_changed(run, tmp_path):
    out = tmp_path / "out.jsonl"
    run("extract", *LETTERS, "-o", out)
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    arguments = ("extract", *LETTERS, "-o", out, "--resume")
    for kept in (b"".join(lines[:2]) + lines[2][:100], b"", lines[0], whole[:-1]):
        out.write_bytes(kept)
        assert run(*arguments).exit_code == 0
        assert out.read_bytes() == whole
    out.write_bytes(lines[1] + lines[0])
    done = run(*arguments)
    assert done.exit_code == 2
    assert "line 1 is the record of" in done.stderr
    out.write_bytes(whole + lines[0])
    assert "more lines than the run has inputs" in run(*arguments).stderr


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_deleted_table_is_noticed(run, tmp_path, form):
    out = tmp_path / "out"
    run("extract", *LETTERS, "-f", form, "-o", out)
    before = content(out)
    victim = out / ("drugs.csv" if form == "csv" else "drugs/part-00000.parquet")
    victim.unlink()
    done = run("extract", *LETTERS, "-f", form, "-o", out, "--resume")
    if form == "csv":
        assert done.exit_code == 2
        assert "drugs.csv" in done.stderr
    else:
        assert done.exit_code == 0
        assert content(out) == before


def test_records_of_earlier_errors_keep_the_exit_status(run, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"")
    for form in FORMS:
        out = place(tmp_path, form, form)
        assert run("extract", tmp_path / "bad.txt", LETTERS[0], "-f", form, "-o", out).exit_code == 1
        again = run("extract", tmp_path / "bad.txt", LETTERS[0], "-f", form, "-o", out, "--resume")
        assert again.exit_code == 1
        assert "1 of 2" in again.stderr


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_input_has_its_row(run, tmp_path, form):
    out = place(tmp_path, form)
    done = run("extract", tmp_path / "nowhere.txt", LETTERS[0], "-f", form, "-o", out)
    assert done.exit_code == 1
    assert "nowhere" in str(content(out))


def test_an_output_that_is_no_file(run):
    assert run("extract", LETTERS[0], "-o", "/dev/null").exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(run):
    done = run("extract", *LETTERS, "-o", "/dev/full")
    assert done.exit_code == 1
    assert "No space left" in done.stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_standard_input_without_end_is_read_to_the_limit_only():
    with open("/dev/zero", "rb") as zeros:
        done = command("extract", "-", stdin=zeros, stdout=subprocess.PIPE)
        out, told = done.communicate(timeout=60)
    assert done.returncode == 1
    assert b"standard input: 50,000,001 bytes, more than the 50,000,000 that a letter may have" in told
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_place_without_room_is_told_and_continued(run, tmp_path, form):
    """No file may grow beyond some bytes, as on a full disk; with room again the run becomes whole."""
    resource = pytest.importorskip("resource")
    out, whole = place(tmp_path, form), place(tmp_path, form, "whole")
    assert run("extract", *LETTERS, "-f", form, "-o", whole).exit_code == 0
    largest = max(p.stat().st_size for p in [whole, *whole.rglob("*")] if p.is_file())
    arguments = ("extract", *LETTERS, "-f", form, "-o", out)
    limited = command(
        *arguments,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2,) * 2),
        ),
    )
    _, told = limited.communicate(timeout=60)
    assert limited.returncode == 1
    assert b"File too large; what is written stays; --resume continues" in told
    assert run(*arguments, "--resume").exit_code == 0
    assert content(out) == content(whole)


@pytest.mark.parametrize("form", FORMS)
def test_a_run_stopped_before_its_first_record_says_what_it_left(run, tmp_path, form, monkeypatch):
    """It said that nothing was kept, where it had left files that the next run did not like."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    out, whole = place(tmp_path, form), place(tmp_path, form, "whole")
    arguments = ("extract", *LETTERS[:2], "-f", form, "-j", "1")
    with monkeypatch.context() as patch:
        patch.setattr("imrnlp.run.local.open_input", stopped)
        done = run(*arguments, "-o", out)
    assert done.exit_code == 130
    assert "what is written stays; --resume continues" in done.stderr
    assert run(*arguments, "-o", out, "--resume").exit_code == 0
    assert run(*arguments, "-o", whole).exit_code == 0
    assert content(out) == content(whole)


def test_a_run_that_keeps_nothing_says_so(run, monkeypatch):
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("imrnlp.run.local.open_input", stopped)
    assert "nothing was kept" in run("extract", LETTERS[0]).stderr


# -- killed -------------------------------------------------------------------------------------


def short_letters(folder: Path, number: int) -> Path:
    folder.mkdir()
    text = next(p for p in sorted(DEV.glob("*.txt")) if "knee" in p.stem).read_text(encoding="utf-8")
    short = text[text.index("IMR ISSUES") :][:400]
    for i in range(number):
        (folder / f"letter-{i:04d}.txt").write_text(f"Case Number: CM15-{i:07d}\n{short}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Path:
    """More letters than two parts hold."""
    return short_letters(tmp_path_factory.mktemp("crowd") / "in", 2300)


@pytest.fixture(scope="module")
def unbroken(crowd, tmp_path_factory):
    """What a run over the crowd writes that nobody kills, by format; in this process, which has loaded all it needs."""
    made: dict[str, dict[str, object]] = {}

    def content_of(form: str) -> dict[str, object]:
        if form not in made:
            out = place(tmp_path_factory.mktemp("unbroken"), form)
            arguments = ("extract", crowd, "-f", form, "-j", 1, "-o", out)
            assert CliRunner().invoke(app, [str(a) for a in arguments]).exit_code == 0
            made[form] = content(out)
        return made[form]

    return content_of


def command(*arguments: object, **options):
    # A suite that a shell runs in the background has Ctrl-C ignored, and hands that on to its children.
    options.setdefault("preexec_fn", lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    return subprocess.Popen(
        [sys.executable, "-m", "imrnlp.cli", *map(str, arguments)], stderr=subprocess.PIPE, **options
    )


def descendants(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        try:
            below = [int(p) for p in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except OSError:
            below = []
        found += below
        waiting += below
    return found


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


def begun(out: Path) -> bool:
    """Whether there is something to keep and something to drop: a part that is whole, rows behind the last note of progress."""
    if (out / "_progress.json").is_file():
        noted = json.loads((out / "_progress.json").read_text(encoding="utf-8"))["sizes"]
        return any((out / f"{table}.csv").stat().st_size > size for table, size in noted.items())
    return any(out.glob("_parts/*.json")) if out.is_dir() else out.is_file() and out.stat().st_size > 20_000


GROUP = "the group"


def held_midway(arguments, out: Path) -> subprocess.Popen:
    """A run that has begun and is not whole, and waits (SIGSTOP) for what comes next: on a busy machine it may be over first."""
    for _ in range(10):
        process = command(*arguments, start_new_session=True)
        assert until(lambda: begun(out)), "nothing was written"
        os.kill(process.pid, signal.SIGSTOP)
        if not json.loads(manifest_of(out).read_text(encoding="utf-8"))["finished"]:
            return process
        os.kill(process.pid, signal.SIGCONT)
        process.wait(30)
        shutil.rmtree(out) if out.is_dir() else out.unlink()
        manifest_of(out).unlink(missing_ok=True)
    raise AssertionError("each run was over before it could be held")


@pytest.mark.slow
@pytest.mark.xdist_group("killed")
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    ("form", "jobs", "how", "who", "again"),
    [
        # Workers that wait are left by a parent that is killed; those of Parquet write files of their own meanwhile.
        ("csv", 2, signal.SIGKILL, "parent", 1),
        ("jsonl", 2, signal.SIGTERM, "parent", 1),
        ("parquet", 2, signal.SIGKILL, "parent", 2),
        ("parquet", 2, signal.SIGKILL, GROUP, 1),
        # One process writes lines, however many read letters.
        ("jsonl", 1, signal.SIGKILL, GROUP, 1),
        ("jsonl", 1, signal.SIGINT, "parent", 1),
        ("csv", 1, signal.SIGHUP, "parent", 2),
    ],
)
def test_a_killed_run_leaves_nobody_behind_and_is_continued(
    run, crowd, unbroken, tmp_path, form, jobs, how, who, again
):
    out = place(tmp_path, form)
    arguments = ("extract", crowd, "-f", form, "-o", out)
    process = held_midway((*arguments, "-j", jobs), out)
    below = descendants(process.pid)
    assert len(below) >= (jobs if jobs > 1 else 0)
    (os.killpg if who == GROUP else os.kill)(process.pid, how)
    if how != signal.SIGKILL:
        os.kill(process.pid, signal.SIGCONT)
    # The pipe ends when nobody holds it any more: a worker left behind would keep the caller waiting.
    _, told = process.communicate(timeout=30)
    status = process.returncode
    assert status == {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGHUP: 143, signal.SIGINT: 130}[how]
    assert how == signal.SIGKILL or b"--resume continues" in told
    assert until(lambda: not any(map(alive, below)), 10), "a process was left behind"
    assert run(*arguments, "-j", again, "--resume").exit_code == 0
    assert content(out) == unbroken(form)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_costs_no_letter(tmp_path):
    """kill -9 of a worker: its letters are read again and get no error record."""
    folder = short_letters(tmp_path / "in", 800)
    out = tmp_path / "out.jsonl"
    process = command("extract", folder, "-j", 2, "-o", out)
    assert until(lambda: begun(out))
    workers = [
        p for p in descendants(process.pid) if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()
    ]
    os.kill(workers[0], signal.SIGKILL)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert len(out.read_bytes().splitlines()) == 800


# -- ids ----------------------------------------------------------------------------------------


def test_twins_get_ids_of_their_own(run, tmp_path):
    """A PDF and its text in one folder: two letters of one id, and every join of twice the rows."""
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_text(LETTERS[0].read_text(encoding="utf-8"), encoding="utf-8")
    done = run("extract", tmp_path)
    assert done.exit_code == 0
    records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [r["letter_id"] for r in records] == ["a", "a-2"]
    assert records[1]["warnings"][0]["code"] == "letter_id_repeated"
    assert "1 of 2 inputs had the id of another" in done.stderr


# -- what a letter may take ---------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_letter_that_takes_too_long_is_an_error_record(tmp_path, jobs):
    """A pipe that nobody writes to would hold the run up for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    out = tmp_path / "out.jsonl"
    done = command(
        "extract", LETTERS[0], tmp_path / "pipe.txt", LETTERS[1], "--timeout", 3, "-j", jobs, "-o", out
    )
    _, told = done.communicate(timeout=180)
    assert done.returncode == 1
    assert b"pipe.txt: not read within 3 seconds" in told
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [bool(r["error"]) for r in records] == [False, True, False]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_limit_is_no_limit(jobs):
    """`timeout=None` was a time beyond the clock's, and every letter an error record."""
    letters = list(imrnlp.extract_many(LETTERS, jobs, timeout=None))
    assert [letter.error for letter in letters] == [None] * len(LETTERS)


def test_a_killed_runs_table_is_read_on_from_its_row(run, tmp_path):
    """A table's rows are read one after the other: continuing has to find its place in it."""
    table = tmp_path / "t.csv"
    rows = "".join(f'{i},"1. Norco 10/325mg #{i}: Upheld"\n' for i in range(10, 90))
    table.write_text(f"id,text\n{rows}")
    out = tmp_path / "out.jsonl"
    arguments = ("extract", table, "--text-column", "text", "--id-column", "id", "-o", out)
    assert run(*arguments).exit_code == 0
    whole = out.read_bytes()
    out.write_bytes(b"".join(whole.splitlines(keepends=True)[:61]))
    assert run(*arguments, "--resume", "-j", 2).exit_code == 0
    assert out.read_bytes() == whole


def test_no_text(run):
    with_text = run("extract", LETTERS[0]).stdout
    record = json.loads(run("extract", LETTERS[0], "--no-text").stdout)
    whole = json.loads(with_text)
    letter = LETTERS[0].read_text(encoding="utf-8")
    assert record["determinations"][0]["outcome"] == whole["determinations"][0]["outcome"]
    assert (
        record["determinations"][0]["rationale"]["start"] == whole["determinations"][0]["rationale"]["start"]
    )
    for part in (whole["determinations"][0]["request"], whole["determinations"][0]["rationale"]["text"][:40]):
        assert part in " ".join(letter.split()) or part in letter
        assert part not in json.dumps(record)
    assert all(d["text"] == "" and d["name"] == "" for d in record["diagnoses"])
