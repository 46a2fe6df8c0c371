"""Every lexicon file holds to its schema, and no damaged value passes unseen."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from imrnlp import lexicons
from imrnlp.lexicons import schema
from imrnlp.lexicons.once import ONCE


def test_the_packages_own_are_clean():
    assert [str(p) for p in schema.check_lexicons()] == []


def test_every_file_has_a_schema():
    names = {p.name for p in schema.FOLDER.iterdir() if p.suffix in (".tsv", ".json", ".gz")}
    assert names == {*schema.TABLES, *schema.DOCUMENTS, *schema.OPAQUE}


def _text(name: str) -> str:
    raw = (schema.FOLDER / name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def _middle_row(name: str, filled: str = "") -> tuple[int, list[str], list[str]]:
    """Line number (from 1), cells and columns of a row in the middle of a table; the first from there on with ``filled``."""
    lines = _text(name).split("\n")
    rows = [i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    columns = list(schema.HEADERLESS[name]) if name in schema.HEADERLESS else lines[rows.pop(0)].split("\t")
    below = rows[len(rows) // 2 :]
    column = columns.index(filled) if filled else 0
    at = next(i for i in below if len(c := lines[i].split("\t")) > column and c[column])
    cells = lines[at].split("\t")
    return at + 1, cells + [""] * (len(columns) - len(cells)), columns


#: What a slip of the pen, of a spreadsheet or of an encoding leaves in a cell.
DAMAGES = {
    "a zero-width space": lambda cell: cell + "\u200b",
    "mojibake": lambda cell: "\ufffd" + cell,
    "a bell": lambda cell: cell[:1] + "\x07" + cell[1:],
    "unbalanced brackets": lambda cell: "((( " + cell + " [",
    "a sentence that does not belong": lambda cell: "|| NOT A VALUE ||",
}


def _closed(name: str, column: int) -> bool:
    """Whether the column holds keys, codes, numbers or patterns, not free text."""
    model = schema.TABLES[name]
    kind = str(list(model.model_fields.values())[column].metadata)
    return "one_of" in kind or "shaped" in kind or "_compiles" in kind


#: Brackets are damage in every field but free text.
CELLS = [
    (name, column, damage)
    for name in sorted(schema.TABLES)
    for column in range(len(_middle_row(name)[2]))
    for damage in DAMAGES
    if damage != "unbalanced brackets" or _closed(name, column)
]


@pytest.mark.parametrize(("name", "column", "damage"), CELLS, ids=lambda v: str(v))
def test_a_damaged_cell_is_named(tmp_path, name, column, damage):
    number, cells, columns = _middle_row(name)
    cells[column] = DAMAGES[damage](cells[column])
    lines = _text(name).split("\n")
    lines[number - 1] = "\t".join(cells)
    found = list(schema.check_file(_write(tmp_path, name, "\n".join(lines))))
    assert [(p.file, p.line, p.field) for p in found][:1] == [(name, number, columns[column])]
    assert found[0].value
    assert found[0].allowed


@pytest.mark.parametrize("name", sorted(schema.TABLES))
def test_a_cell_too_many_and_a_wrong_header(tmp_path, name):
    number, cells, _ = _middle_row(name)
    lines = _text(name).split("\n")
    damaged = [*lines]
    damaged[number - 1] = "\t".join([*cells, "more"])
    [problem] = schema.check_file(_write(tmp_path, name, "\n".join(damaged)))
    assert (problem.line, problem.field) == (number, "row")
    if name not in schema.HEADERLESS:
        header = next(i for i, line in enumerate(lines) if not line.startswith("#"))
        lines[header] = lines[header].replace("\t", "\tnew_", 1) if "\t" in lines[header] else "new"
        [problem] = schema.check_file(_write(tmp_path, name, "\n".join(lines)))
        assert (problem.line, problem.field) == (header + 1, "header")


@pytest.mark.parametrize("name", [n for n in sorted(ONCE) if n not in schema.HEADERLESS])
def test_a_term_that_stands_twice(tmp_path, name):
    number, _, _ = _middle_row(name, filled=ONCE[name][0])
    lines = _text(name).split("\n")
    lines.insert(number, lines[number - 1])
    found = list(schema.check_file(_write(tmp_path, name, "\n".join(lines))))
    assert found
    assert {p.line for p in found} == {number + 1}
    assert f"line {number}" in found[0].allowed


def _leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value[:3]):
            yield from _leaves(inner, (*path, i))
    else:
        yield path


DOCUMENT_LEAVES = [
    (name, path) for name in sorted(schema.DOCUMENTS) for path in list(_leaves(json.loads(_text(name))))[:40]
]


@pytest.mark.parametrize(("name", "path"), DOCUMENT_LEAVES, ids=lambda v: str(v)[:60])
def test_a_damaged_value_of_a_document_is_named(tmp_path, name, path):
    data = json.loads(_text(name))
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = {"not": "a value\x07"}
    found = list(schema.check_file(_write(tmp_path, name, json.dumps(data, indent=1))))
    assert found
    assert found[0].file == name
    assert found[0].line > 0
    assert found[0].allowed


def test_not_json_names_the_line(tmp_path):
    [problem] = schema.check_file(_write(tmp_path, "mme_factors.json", '{\n "source": "x",\n "sets": {,}}'))
    assert (problem.line, problem.field) == (3, "file")


def test_a_folder_of_ones_own(tmp_path):
    _write(tmp_path, "my_words.tsv", "# mine\nterm\n")
    assert "body_sites.tsv" in schema.check_lexicons(tmp_path)[0].allowed
    with pytest.raises(FileNotFoundError, match="is not a folder"):
        schema.check_lexicons(tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="holds no lexicon"):
        schema.check_lexicons(tmp_path / "empty")


def test_taxonomy_is_the_one_list_of_categories():
    categories = {row["category"] for row in lexicons.table("taxonomy.tsv")}
    assert {row["category"] for row in lexicons.table("services.tsv")} <= categories


def test_the_command_names_each_value(tmp_path, capsys):
    from imrnlp.cli import app

    assert app(["check-lexicons"], standalone_mode=False) is None
    assert "all lexicons hold" in capsys.readouterr().out
    _write(tmp_path, "states.tsv", "# mine\nname\tcode\nCalifornia\tcal\n")
    assert app(["check-lexicons", str(tmp_path)], standalone_mode=False) == 1
    assert capsys.readouterr().out.startswith(
        "states.tsv, line 3, field code: 'cal' is not allowed; expected two "
    )
    assert app(["check-lexicons", str(tmp_path / "none")], standalone_mode=False) == 2
    assert "none is not a folder" in capsys.readouterr().err


def _problems(folder: Path, name: str, rows: str) -> list[str]:
    """What is allowed, field by field, of a table of these rows."""
    header = _text(name).split("\n")
    columns = next(line for line in header if not line.startswith("#"))
    file = _write(folder, name, f"# mine\n{columns}\n{rows}\n")
    return [f"{p.field}: {p.allowed}" for p in schema.check_file(file)]


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("number_words.tsv", "unit\ttwenty\t20", "value: a unit is below 20"),
        ("number_words.tsv", "ten\tfifteen\t15", "value: a ten is 20, 30, …, 90"),
        ("number_words.tsv", "ten\ttwenty\t20", None),
        ("posology_words.tsv", "period\tmoon\tmany", "means: a whole number from 1 to 999"),
        ("posology_words.tsv", "mass\tscruple\t", "means: some words; only counted things"),
        ("posology_words.tsv", "counted\tjar\t", None),
        ("medication_cues.tsv", "head\t\tmeds\tMeds: Mobic.", "status: a status for head"),
        ("medication_cues.tsv", "head\tcurrent\tmeds\tMeds: Soma.", "example: a sentence that states the status"),
        ("medication_cues.tsv", "head\tcurrent\tmeds(\tMeds: Mobic.", "cue: a regular expression"),
        ("procedure_codes.tsv", "72158\t72141\tdiagnostics\tmri", "last: a code not before the first"),
        ("procedure_codes.tsv", "72141\t721580T\tdiagnostics\tmri", "last: "),
        ("procedure_codes.tsv", "72141\t72158\tdiagnostics\tneedle", "subcategory: one of "),
        ("table_categories.tsv", r"\bpharmacy\b" + "\tpharmaceuticals\tDrugs", "words: a pattern that occurs in its example"),
        ("utilization_review_words.tsv", "linking\ta#b\ta#b", 'words: a pattern without "#"'),
        ("utilization_review_words.tsv", "linking\tand\tor else", "words: a pattern that occurs in its example"),
        ("drugs.tsv", "foobar\topioids\tspoonful\t\t\t\t", "form: one of "),
        ("frequencies.tsv", "never\t0", "per_day: a number of times a day between 0 and 48"),
        ("frequencies.tsv", "always\t49", "per_day: a number of times a day between 0 and 48"),
        ("frequencies.tsv", "x" * 5000 + "\t2", "pattern: a pattern of at most"),
        ("services.tsv", "mud  bath\trehabilitation\tphysical_therapy\t", "terms: words with single spaces"),
        ("services.tsv", "Mud bath\trehabilitation\tphysical_therapy\t", "terms: a term in lower case"),
        ("services.tsv", "mud||bath\trehabilitation\tphysical_therapy\t", "terms: some words: this field may not be empty"),
        ("services.tsv", "mud|mud\trehabilitation\tphysical_therapy\t", "terms: each term once"),
        ("services.tsv", "\trehabilitation\tphysical_therapy\t", "terms: "),
        ("services.tsv", "--\trehabilitation\tphysical_therapy\t", "terms: "),
        ("complaints.tsv", "—\thead", "term: "),
    ],
)  # fmt: skip
def test_what_one_row_may_not_say(tmp_path, name, row, expected):
    found = _problems(tmp_path, name, row)
    assert len(found) == (expected is not None), found
    assert all(problem.startswith(expected) for problem in found), found


def test_a_table_without_its_source(tmp_path):
    file = _write(tmp_path, "states.tsv", "name\tcode\nCalifornia\tCA\n")
    assert [(p.line, p.field) for p in schema.check_file(file)] == [(1, "source")]


def test_a_table_that_is_no_text(tmp_path):
    (tmp_path / "states.tsv").write_bytes(b"# mine\nname\tcode\n\xff\xfe\tCA\n")
    (tmp_path / "mesh_terms.txt.gz").write_bytes(gzip.compress(b"# mine\nterm\n" * 99)[:-9])
    for name in ("states.tsv", "mesh_terms.txt.gz"):
        [problem] = schema.check_file(tmp_path / name)
        assert problem.allowed.startswith("readable UTF-8 text")


def _changed(name: str, change) -> str:
    data = json.loads(_text(name))
    change(data)
    return json.dumps(data, indent=1, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        pytest.param(
            "condition_patterns.json", lambda d: d["pieces"].update(mine="{nobodys}"), "a pattern of known pieces",
            id="a piece that is not there",
        ),
        pytest.param(
            "condition_patterns.json", lambda d: d["pieces"].update(mine="x {mine}"), "names itself", id="a piece of itself"
        ),
        pytest.param(
            "condition_patterns.json",
            lambda d: d["clauses"].update(mine={"example": "it [hurts]", "pattern": "burns"}),
            "brackets, not nothing", id="an example that its clause does not take",
        ),
        pytest.param(
            "condition_patterns.json",
            lambda d: d["clauses"].update(mine={"example": "it [hurts badly]", "pattern": "hurts"}),
            "brackets, not 'hurts'", id="one that it takes in part",
        ),
        pytest.param(
            "utilization_review.json", lambda d: [d.pop(key) for key in [*d] if key != "source"],
            "at least one list of patterns", id="a document of no pattern",
        ),
        pytest.param(
            "layouts.json", lambda d: d["layouts"][0]["items"].update(style="free verse"), "a style, one of ",
            id="a style that is not there",
        ),
        pytest.param(
            "layouts.json", lambda d: d["layouts"][0]["sections"].update(nowhere="closing"), "nowhere among them",
            id="a section without a heading",
        ),
    ],
)  # fmt: skip
def test_what_a_document_may_not_say(tmp_path, name, change, expected):
    found = list(schema.check_file(_write(tmp_path, name, _changed(name, change))))
    assert found
    assert any(expected in problem.allowed for problem in found), found


def test_a_row_of_more_cells_than_columns_is_not_read():
    """Where nobody has checked the lexicons: a cell too many is an error, not a value lost."""
    with pytest.raises(ValueError, match="more cells than columns in row"):
        lexicons.rows_of("# x\na\tb\n1\t2\t3\n", "states.tsv")
