"""Every command alike: true defaults, wrong usage in one sentence, time limits, progress, nothing overwritten."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import shutil
import sys
import threading

import pytest
import typer
from paths import ROOT
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.pipeline import DEFAULT
from imrnlp.read.limits import TIMEOUT

DATA = ROOT / "data"
DEV = DATA / "letters" / "dev"
LETTERS = sorted(DEV.glob("*.txt"))
COMMANDS = typer.main.get_command(app).commands
OPTIONS = [
    pytest.param(name, option, id=f"{name} {option.opts[0]}")
    for name, command in COMMANDS.items()
    for option in command.params
    if option.param_type_name == "option" and option.name != "help"
]


def run(*arguments, **options):
    return CliRunner().invoke(app, [str(a) for a in arguments], **options)


# -- --help --------------------------------------------------------------------------------------

#: What stands in place of a default that is worked out: (command, option) -> what is said, and what shows it true.
WORKED_OUT = {
    ("*", "pipeline"): (DEFAULT, lambda: imrnlp.load() and True),
    ("extract", "jobs"): ("one for every 200 letters, at most one a core", lambda: jobs_of_extract()),
    ("report", "output"): ("a summary as text", lambda: "disputed items" in run("report", LETTERS[0]).stdout),
    ("export", "letters"): ("where the records say", lambda: True),  # tests/export/test_formats.py
}


def jobs_of_extract() -> bool:
    from imrnlp.cli.extract import _jobs_for

    cores = os.cpu_count() or 1
    return [_jobs_for(n) for n in (1, 199, 400, 10**9)] == [1, 1, min(2, cores), cores]


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_help_tells_the_true_default(name, option):
    rows = run(name, "--help", env={"COLUMNS": "400"}).stdout.splitlines()
    row = re.compile(rf"[│*\s]*{re.escape(option.opts[0])}\s.*")
    line = next(filter(None, map(row.fullmatch, rows)), None)
    assert line, f"{option.opts} is not in the help"
    shown = re.search(r"\[default: ([^\]]*)\]", line[0])
    function = inspect.signature(COMMANDS[name].callback)
    default = function.parameters[option.name].default
    if isinstance(option.show_default, str):
        said, holds = WORKED_OUT.get((name, option.name)) or WORKED_OUT["*", option.name]
        assert default is None
        assert shown
        assert shown[1] == f"({said})" == f"({option.show_default})"
        assert holds()
    elif option.required:
        assert "[required]" in line[0]
    elif default in (None, False):
        assert shown is None
    else:
        assert shown
        assert shown[1] == str(getattr(default, "value", default))
    assert option.help
    if option.name == "timeout":
        assert default == TIMEOUT


def test_every_command_and_argument_is_explained():
    for name, command in COMMANDS.items():
        told = run(name, "--help").stdout
        assert command.help
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                assert (parameter.metavar or parameter.name).strip("[].") in told


# -- wrong usage ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with records, tables, gold, an empty folder, and files of the wrong kind."""
    folder = tmp_path_factory.mktemp("wrong")
    assert run("extract", LETTERS[0], "-o", folder / "r.jsonl").exit_code == 0
    assert run("extract", LETTERS[0], "-f", "parquet", "-o", folder / "tables").exit_code == 0
    assert run("extract", LETTERS[0], "-f", "csv", "-o", folder / "csv").exit_code == 0
    (folder / "empty").mkdir()
    (folder / "empty.jsonl").write_text("")
    (folder / "list.jsonl").write_text("[1]\n")
    (folder / "cut.jsonl").write_text((folder / "r.jsonl").read_text()[:200])
    (folder / "later.jsonl").write_text('{"schema_version": "9", "letter_id": "x"}\n')
    (folder / "file.txt").write_text("no letter")
    (folder / "gold").mkdir()
    (folder / "gold" / "x.json").write_text("[]")
    (folder / "other").mkdir()
    assert run("annotate", LETTERS[1], "-o", folder / "other").exit_code == 0
    (folder / "twin.json").write_text("{}")
    return folder


#: {} is the folder, @ a letter.
WRONG = [
    # a missing file
    ("show {}/none.txt", 1, "no such file"),
    ("extract {}/none.txt", 1, "no such file"),
    ("report {}/none.jsonl", 2, "none.jsonl"),
    ("report {}/none.txt", 2, "no such file"),
    ("ask {}/none --by category", 2, "none"),
    ("ask {}/none.jsonl", 2, "none.jsonl"),
    ("export {}/none.jsonl --to brat -o {}/o", 2, "none.jsonl"),
    ("evaluate {}/none", 2, "none"),
    ("evaluate {}/other {}/none.jsonl", 2, "none.jsonl"),
    ("evaluate {}/other --compare {}/r.jsonl {}/none.jsonl", 2, "none.jsonl: no such file"),
    ("annotate {}/none.txt -o {}/o", 1, "no such file"),
    ("annotate --check {}/none.json", 2, "no such file"),
    ("annotate --agreement {}/none {}/other", 2, "none"),
    ("check-lexicons {}/none", 2, "none"),
    # a folder or a file of the wrong kind
    ("show {}/empty", 1, "holds no letter"),
    ("extract {}/empty", 1, "holds no letter"),
    ("report {}/empty", 2, "holds no letter"),
    ("report {}/empty.jsonl", 2, "no letters"),
    ("report {}/list.jsonl", 2, "not a record"),
    ("report {}/cut.jsonl", 2, "not JSON"),
    ("report {}/later.jsonl", 2, "a newer imrnlp is needed"),
    ("report {}/csv", 2, "Parquet"),
    ("report {}/r.jsonl {}/tables", 2, "cannot be joined"),
    ("ask {}/csv", 2, "Parquet"),
    ("ask {}/empty", 2, "holds no letter"),
    ("ask {}/empty.jsonl", 2, "no items"),
    ("ask {}/list.jsonl", 2, "not a record"),
    ("export {}/empty.jsonl --to omop -o {}/o", 2, "no record"),
    ("export {}/cut.jsonl --to omop -o {}/o", 2, "not JSON"),
    ("export {}/r.jsonl --to omop -o {}/o --letters {}/none.txt", 2, "none.txt"),
    ("export {} --to omop -o {}/o", 2, "is a folder"),
    ("evaluate {}/empty", 2, "holds no gold records"),
    ("evaluate {}/gold", 2, "x.json"),
    ("evaluate {}/other {}/empty.jsonl", 2, "nothing to measure"),
    ("evaluate {}/other {}/later.jsonl", 2, "a newer imrnlp is needed"),
    ("evaluate {}/file.txt", 2, "not JSON lines"),
    ("annotate --check {}/empty", 2, "no gold records"),
    ("annotate --agreement {}/empty {}/other", 2, "holds no gold records"),
    ("annotate --agreement {}/other", 2, "two folders"),
    ("check-lexicons {}/file.txt", 2, "file.txt"),
    # an output that cannot be written, or is there
    ("extract @ -o {}/file.txt/x.jsonl", 2, "file.txt"),
    ("extract @ -o {}/r.jsonl", 2, "--force"),
    ("extract @ -f csv -o {}/file.txt", 2, "file.txt"),
    ("extract @ -f parquet -o {}/file.txt/t", 2, "file.txt"),
    ("show @ --html {}/file.txt/x.html", 2, "file.txt"),
    ("show @ --html {}/file.txt/pages", 2, "file.txt"),
    ("report {}/r.jsonl -o {}/file.txt", 2, "--force"),
    ("report {}/r.jsonl -o {}/file.txt/x", 2, "file.txt"),
    ("export {}/r.jsonl --letters @ --to brat -o {}/file.txt", 2, "--force"),
    ("export {}/r.jsonl --letters @ --to brat -o {}/file.txt/x", 2, "file.txt"),
    ("evaluate {}/other -o {}/file.txt/x.json", 2, "file.txt"),
    ("evaluate {}/other -o {}/empty", 2, "is a folder"),
    ("evaluate {}/other -o {}/twin.json", 2, "--force"),
    ("evaluate {}/other --errors {}/file.txt/x.csv", 2, "file.txt"),
    ("annotate @ -o {}/file.txt", 2, "file.txt"),
    # a bad value, an option that is missing, one too many
    ("extract @ --timeout 0", 2, "timeout"),
    ("extract @ --jobs x", 2, "jobs"),
    ("extract - @", 2, "standard input"),
    ("show @ --timeout soon", 2, "timeout"),
    ("show @ -p nothing", 2, "no pipeline 'nothing'"),
    ("show @ --html x.html --text", 2, "one of them"),
    ("show - @", 2, "standard input"),
    ("report @ -j 0", 2, "jobs"),
    ("report @ -p nothing", 2, "no pipeline 'nothing'"),
    ("report @ --title", 2, "title"),
    ("ask {}/tables --outcome won", 2, "won"),
    ("ask {}/tables -n 0", 2, "-n"),
    ("ask {}/tables --by nothing", 2, "no field 'nothing'"),
    ("ask {}/tables --where age", 2, "FIELD=VALUE"),
    ("ask @ -p nothing", 2, "no pipeline 'nothing'"),
    ("export {}/r.jsonl -o {}/o", 2, "to"),
    ("export {}/r.jsonl --to word -o {}/o", 2, "word"),
    ("evaluate {}/other --by word", 2, "layout or by letter"),
    ("evaluate {}/other --worksheet {}/x.doc", 2, "a .csv or a .html"),
    ("evaluate {}/other --compare {}/r.jsonl", 2, "compare"),
    ("evaluate {}/other -p nothing", 2, "no pipeline 'nothing'"),
    ("annotate @", 2, "--output"),
    ("annotate @ -p nothing -o {}/o", 2, "no pipeline 'nothing'"),
    ("annotate --check @ -o {}/o", 2, "--output"),
    ("annotate --check --agreement @ @", 2, "one of them"),
    ("annotate @ --timeout 0 -o {}/o", 2, "timeout"),
    ("check-lexicons a b", 2, "b"),
]


@pytest.mark.parametrize(("line", "status", "says"), WRONG, ids=[w[0] for w in WRONG])
def test_wrong_usage_is_one_sentence(place, line, status, says):
    words = [str(LETTERS[0]) if word == "@" else word.replace("{}", str(place)) for word in line.split()]
    done = run(*words, input="")
    assert done.exit_code == status, (done.output, done.exception)
    assert says in done.stderr
    told = done.stderr.splitlines()
    assert all(one.startswith("imrnlp: ") for one in told), told
    assert len(told) <= (1 if status == 2 else 3)
    assert "Traceback" not in done.output


def test_every_command_is_used_wrongly_here():
    assert {line.split()[0] for line, _, _ in WRONG} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_arguments_and_unknown_options(name):
    done = run(name, "--nonsense")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "--nonsense" in done.stderr


# -- what a letter may take ----------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
@pytest.mark.parametrize("command", ["extract", "show", "report", "ask", "annotate"])
def test_a_letter_that_takes_too_long(tmp_path, command):
    os.mkfifo(tmp_path / "slow.txt")  # nobody writes into it
    more = {"show": ["--text"], "annotate": ["-o", tmp_path / "o"]}.get(command, [])
    done = run(command, LETTERS[0], tmp_path / "slow.txt", "--timeout", 1, *more)
    told = done.stderr + done.stdout
    assert "slow.txt: not read within 1 seconds" in told or "1 input failed" in told
    assert done.exit_code == (0 if command == "report" else 1)


# -- progress ------------------------------------------------------------------------------------


def on_a_terminal(monkeypatch, *words: object) -> str:
    """What a command writes to standard error that is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    said = bytearray()

    def listen() -> None:
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 65536):
                said.extend(part)

    listener = threading.Thread(target=listen)
    listener.start()
    with open(os.devnull, "w") as nowhere, open(theirs, "w") as terminal, monkeypatch.context() as patch:
        patch.setenv("TERM", "xterm")
        patch.setenv("COLUMNS", "100")
        patch.setattr("sys.stdout", nowhere)
        patch.setattr("sys.stderr", terminal)
        status = app([str(word) for word in words], standalone_mode=False)
    listener.join()
    os.close(ours)
    assert not status, said
    return said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", ["extract", "report", "ask", "show", "annotate", "ask records"])
def test_progress_at_a_terminal(place, tmp_path, monkeypatch, command):
    name, _, records = command.partition(" ")
    more = {"show": ["--html", tmp_path / "p"], "annotate": ["-o", tmp_path / "a"]}.get(name, [])
    inputs = [*LETTERS[:2]]
    if records:
        lines = (place / "r.jsonl").read_text(encoding="utf-8")
        other = json.loads(lines) | {"letter_id": "other"}
        (tmp_path / "two.jsonl").write_text(lines + json.dumps(other) + "\n", encoding="utf-8")
        inputs = [tmp_path / "two.jsonl"]
    said = on_a_terminal(monkeypatch, name, *inputs, *more)
    assert "2/2" in said
    assert "letters" in said


def test_no_progress_elsewhere(tmp_path):
    assert (
        run("show", *LETTERS[:2], "--html", tmp_path / "p").stderr
        == f"imrnlp: wrote {tmp_path / 'p'}/index.html\n"
    )


# -- drafts --------------------------------------------------------------------------------------


def test_drafts_of_pdfs_folders_and_globs(tmp_path):
    letters = tmp_path / "letters"
    (letters / "more").mkdir(parents=True)
    pdf = next(p for p in sorted((DATA / "pdf").glob("*.pdf")) if "scan" not in p.stem)
    shutil.copy(pdf, letters / "one two.pdf")
    shutil.copy(LETTERS[0], letters / "more" / "a.txt")
    shutil.copy(LETTERS[1], letters / "b.txt")
    done = run("annotate", letters / "*.pdf", letters / "more", letters / "b.txt", "-o", tmp_path / "gold")
    assert done.exit_code == 0, done.stderr
    names = sorted(p.name for p in (tmp_path / "gold").iterdir())
    assert names == ["a.json", "a.txt", "b.json", "b.txt", "one two.json", "one two.txt"]
    assert (tmp_path / "gold" / "one two.txt").read_bytes() == imrnlp.read_text(pdf).encode()
    assert run("annotate", "--check", tmp_path / "gold").exit_code == 0
    assert run("evaluate", tmp_path / "gold").exit_code == 0


def test_drafts_beside_their_letters(tmp_path):
    shutil.copy(LETTERS[0], tmp_path / "a.txt")
    before = (tmp_path / "a.txt").read_bytes()
    assert run("annotate", tmp_path, "-o", tmp_path).exit_code == 0
    assert (tmp_path / "a.txt").read_bytes() == before
    again = run("annotate", tmp_path, "-o", tmp_path)
    assert (again.exit_code, "a.json: exists; --force" in again.stderr) == (2, True)


def test_drafts_are_refused_before_any_is_written(tmp_path):
    (tmp_path / f"{LETTERS[1].stem}.json").write_text("{}")
    assert run("annotate", *LETTERS[:2], "-o", tmp_path).exit_code == 2
    assert not (tmp_path / f"{LETTERS[0].stem}.json").exists()


# -- nothing is overwritten ----------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--output", "--errors", "--worksheet"])
def test_evaluate_overwrites_nothing(place, tmp_path, option):
    file = tmp_path / "x.csv"
    file.write_text("mine")
    done = run("evaluate", place / "other", option, file)
    assert (done.exit_code, "--force" in done.stderr, file.read_text()) == (2, True, "mine")
    assert run("evaluate", place / "other", option, file, "--force").exit_code == 0
    assert file.read_text() != "mine"
