"""Messages quote at most 40 characters of a letter, and escape what would steer a terminal."""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from letters import DAMAGED
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.read.document import ReadError
from imrnlp.run.inputs import gather
from imrnlp.run.local import read_records

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


# -- every place that makes a message -------------------------------------------------------------

PACKAGE = Path(imrnlp.__file__).parent
#: Whose words are fixed, or are this package's own messages.
KNOWN_WORDS = {
    "ReadError", "TableError", "HelperError", "RunError", "GrammarError", "ValueError", "ImportError", "PoolError",
    "OSError", "OverflowError", "PdfiumError", "JSONDecodeError", "UnicodeDecodeError", "error", "Error", "ValidationError", "_Refused",
}  # fmt: skip
#: Functions whose argument is a message.
TELLERS = {"Warning", "say", "usage", "error_record", "lost_record", "warn", "warning", "info", "debug"}


def message_strings(tree: ast.AST) -> Iterator[ast.JoinedStr]:
    """The f-strings of what is raised, warned of and said."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            inside: ast.AST = node.exc
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name not in TELLERS:
                continue
            inside = node
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in ("message", "reason", "stated")
            for target in node.targets
        ):
            inside = node.value
        else:
            continue
        yield from (one for one in ast.walk(inside) if isinstance(one, ast.JoinedStr))


def foreign_words(tree: ast.AST) -> list[str]:
    """Errors of other libraries that a message holds as they are."""
    found = []
    for handler in ast.walk(tree):
        if isinstance(handler, ast.ExceptHandler) and handler.name and handler.type is not None:
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            foreign = {ast.unparse(kind).rpartition(".")[2] for kind in kinds} - KNOWN_WORDS
            shown = [part for string in message_strings(handler) for part in values(string)]
            if foreign and any(
                ast.unparse(part.value) in (handler.name, f"str({handler.name})") for part in shown
            ):
                found.append(f"line {handler.lineno}: {', '.join(sorted(foreign))}")
    return found


def values(string: ast.JoinedStr) -> list[ast.FormattedValue]:
    return [part for part in string.values if isinstance(part, ast.FormattedValue)]


#: A grammar tells the author of its own rules what is wrong with them; it never sees a letter then.
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.name != "grammar.py")


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_message_quotes_by_the_one_function_that_cuts_and_escapes(module):
    """`{value!r}` has no length, and another library's words may be the letter's: quoted() and described() cut."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert foreign_words(tree) == []
    uncut = [
        part for string in message_strings(tree) for part in values(string) if part.conversion == ord("r")
    ]
    assert [f"line {part.lineno}: {ast.unparse(part.value)}" for part in uncut] == []


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


WORDS = "Jane Roe of Fresno takes Norco for her back pain and sees a psychiatrist. "
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str) -> bytes:
    return packed(**{"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("x.docx", word(f"<{'Norco' * 50}></b>"), id="the name of an element"),
        pytest.param("x.docx", word(f'<a xmlns:p="{WORDS}:// {WORDS}"/><b>'), id="the name of a namespace"),
        pytest.param("x.docx", word(f"&{'Norco' * 50};"), id="the name of an entity"),
        pytest.param("x.zip", packed(**{f"{WORDS * 20}.txt": WORDS}).replace(b"Jane", b"Joan", 1), id="a member"),
        pytest.param("x.zip", packed(**{f"../{WORDS * 20}.txt": WORDS}), id="a member's name"),
        pytest.param("x.csv", f"{WORDS * 3}\n".encode() * 3, id="a row for a header"),
        pytest.param("x.parquet", b"PAR1" + WORDS.encode() * 9 + b"PAR1", id="the foot of a table"),
        pytest.param("x.pdf", b"%PDF-1.7\n" + WORDS.encode() * 9, id="a body of a PDF"),
        pytest.param("x.html", f"<html><script>{WORDS}</script>".encode(), id="a script"),
        pytest.param("x.txt", WORDS.encode() + bytes(range(32)) * 99, id="control characters"),
    ],
)  # fmt: skip
def test_what_a_librarys_error_quotes_is_cut(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    found = told_of(file)
    assert found
    for message in found:
        assert_safe(message.replace(str(file), ""), content.decode("utf-8", "replace"))


def told_of(*files: Path, **columns: str) -> list[str]:
    """The messages of reading these files."""
    try:
        letters = read_records(gather([str(file) for file in files], **columns))
    except ValueError as error:
        return [str(error)]
    return [message for letter in letters for message in [letter.error or "", *told(letter)] if message]


NAME = "a\x1b[2J\x9b31m\u202e\u2028b"
CONTENTS = {
    ".txt": [b"", b"\0\0", b"\x89PNG", b"{\\rtf", "1. Soma: Upheld \u201c".encode("cp1252")],
    ".pdf": [b"%PDF-1.7", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", b"\x1f\x8b"],
    ".docx": [b"PK\x03\x04", packed(**{"word/document.xml": "<a"}), word(""), word("<!DOCTYPE x>")],
    ".html": [b"<html></html>", b" "],
    ".zip": [b"", b"PK\x03\x04", packed(x="y"), packed(**{f"{NAME}.zip": "y", f"../{NAME}.txt": "y"})],
    ".csv": [b"", b"a,b\n1,2\n", b'text\n"1. Soma'],
    ".parquet": [b"", b"PAR1"],
}


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        # The bytes of an archive hold the time at which it was made: they are no name of a test.
        pytest.param(suffix, content, id=f"{suffix} {i}")
        for suffix, all_ in CONTENTS.items()
        for i, content in enumerate(all_)
    ],
)
def test_a_files_name_steers_no_terminal(tmp_path, suffix, content):
    file = tmp_path / f"{NAME}{suffix}"
    file.write_bytes(content)
    for columns in ({}, {"text_column": NAME}):
        found = told_of(file, **columns)
        assert found
        assert [message for message in found if not message.isprintable()] == []


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its options and arguments that takes a value."""
    for name, command in typer.main.get_command(app).commands.items():
        for parameter in command.params:
            if not getattr(parameter, "is_flag", False):
                yield name, max([o for o in parameter.opts if o.startswith("-")], key=len, default="")


@pytest.mark.parametrize(("name", "option"), options())
def test_no_option_steers_the_terminal_of_its_error(tmp_path, monkeypatch, name, option):
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").write_text("1. Soma: Upheld\n", encoding="utf-8")
    arguments = [name, option, f"{NAME}/x"] if option else [name, f"{NAME}/x"]
    done = CliRunner().invoke(app, [*arguments, *(["letter.txt"] if option else [])])
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    assert [line for line in done.stderr.splitlines() if not line.isprintable()] == []


# -- a text in the place of a file's name ----------------------------------------------------------

A_TEXT = f"IMR ISSUES, DECISIONS AND RATIONALES\n1. Norco 10/325mg #60: Upheld\n{LONG * 9}"
#: What takes the name of a file, a folder or a table.
READERS = {
    "extract": imrnlp.extract,
    "read_text": imrnlp.read_text,
    "extract_many": lambda text: told_of_first(imrnlp.extract_many(text)),
    "extract_many of several": lambda text: told_of_first(imrnlp.extract_many([text, text])),
    "read_frames": imrnlp.read_frames,
    "rates": lambda text: imrnlp.rates(f"{text}.jsonl"),
    "load": imrnlp.load,
    "lexicons": lambda text: imrnlp.load(lexicons=text),
}


def told_of_first(letters: Iterator[imrnlp.Letter]) -> None:
    letter = next(letters)
    assert max(len(letter.letter_id), len(letter.source.name or "")) <= 60
    raise ReadError(letter.error or "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(A_TEXT, id="a letter"),
        pytest.param(LONG * 9, id="a line"),  # no folder of its name may be asked for
        pytest.param("He has pain.\n\nHe takes Norco." + " " * 40, id="a short one"),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_a_text_in_the_place_of_a_files_name_is_not_printed(reader, text):
    with pytest.raises((ReadError, ValueError)) as error:
        READERS[reader](text)
    told = str(error.value)
    assert_safe(told, text)
    assert reader in ("load", "lexicons") or "a text, not a file's name: extract_text reads texts" in told


def test_a_text_is_not_printed_as_the_name_of_a_file_that_is_written():
    done = CliRunner().invoke(app, ["evaluate", "data", "--output", A_TEXT])
    assert_safe(done.stderr.strip(), A_TEXT)


@pytest.mark.parametrize("name", typer.main.get_command(app).commands)
def test_a_command_prints_no_text_in_the_place_of_a_files_name(tmp_path, name):
    more = {"annotate": ["-o", str(tmp_path / "o")]}.get(name, [])
    done = CliRunner().invoke(app, [name, A_TEXT, *more])
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    for line in done.stderr.splitlines():
        assert_safe(line, A_TEXT)


def test_a_name_with_a_line_end_is_a_files_name_where_there_is_such_a_file(tmp_path):
    file = tmp_path / "a\nb.txt"
    file.write_text("1. Soma: Upheld\n", encoding="utf-8")
    [letter] = read_records(gather([str(file)]))
    assert (letter.source.name, letter.letter_id, letter.error) == (file.name, "a\nb", None)
