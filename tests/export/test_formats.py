"""OMOP, DocBin and brat: what is written is what other tools take, and comes back as it was."""

from __future__ import annotations

import csv
import datetime as dt
import json

import duckdb
import pytest
import spacy
from paths import ROOT
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.export import brat, docbin, omop
from imrnlp.export.spans import file_names, spans, with_texts
from imrnlp.record import Determination, Diagnosis, Drug, Letter
from imrnlp.run.texts import read_texts

SAMPLES = sorted((ROOT / "data" / "letters").glob("*/*.txt"))


@pytest.fixture(scope="module")
def pairs():
    return [(imrnlp.extract(path), imrnlp.read_text(path)) for path in SAMPLES]


@pytest.fixture(scope="module")
def records(pairs, tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    path.write_text("".join(letter.model_dump_json() + "\n" for letter, _ in pairs), encoding="utf-8")
    return path


def run(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


# -- OMOP ------------------------------------------------------------------------------------------


def test_omop_is_taken_by_tables_of_the_common_data_model(pairs, tmp_path):
    omop.write(pairs, tmp_path)
    database = duckdb.connect()
    for table in ("note", "note_nlp"):
        columns = ", ".join(
            f'"{c.name}" {c.type}{" NOT NULL" if c.required else ""}' for c in omop.columns(table)
        )
        database.execute(f"CREATE TABLE {table} ({columns}, UNIQUE ({omop.columns(table)[0].name}))")
        database.execute(
            f"INSERT INTO {table} SELECT * FROM read_csv('{tmp_path / table}.csv', all_varchar=true)"
        )
    counts = database.execute("SELECT count(*) FROM note").fetchone()
    assert counts == (len(SAMPLES),)
    wrong = database.execute(
        "SELECT count(*) FROM note_nlp t LEFT JOIN note n USING (note_id) WHERE n.note_id IS NULL"
        " OR substr(note_text, t.offset::INT + 1, length(lexical_variant)) <> lexical_variant"
    ).fetchone()
    assert wrong == (0,)


@pytest.mark.parametrize(
    ("assertion", "exists", "temporal"),
    [
        ("present", "Y", "present"),
        ("absent", "N", "present"),
        ("historical", "Y", "past"),
        ("possible", "N", None),
        ("hypothetical", "N", None),
        ("family", "N", None),
    ],
)
def test_omop_says_whether_the_patient_has_it(assertion, exists, temporal):
    letter = Letter(
        letter_id="x",
        diagnoses=[Diagnosis(text="gout", start=0, end=4, name="gout", assertion=assertion, icd10cm="M10.9")],
    )
    row = omop.tables([(letter, "gout")], dt.date(2026, 1, 2))["note_nlp"][0]
    assert (row["term_exists"], row["term_temporal"]) == (exists, temporal)
    assert f"assertion={assertion}" in row["term_modifiers"]
    assert "ICD10CM=M10.9" in row["term_modifiers"]
    assert row["note_nlp_concept_id"] == row["note_nlp_source_concept_id"] == 0
    assert row["nlp_date"] == dt.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"snippet": "x" * 251}, "row 1: snippet has 251 characters, more than 250"),
        ({"lexical_variant": None}, "row 1: lexical_variant is missing"),
        ({"note_id": "1"}, "row 1: note_id is '1', not integer"),
        ({"term": "x"}, "row 1: term is not a column"),
    ],
)
def test_omop_refuses_what_the_model_does_not_take(change, told):
    letter = Letter(letter_id="x", diagnoses=[Diagnosis(text="gout", start=0, end=4, name="gout")])
    row = omop.tables([(letter, "gout")])["note_nlp"][0]
    omop.check_rows("note_nlp", [row])
    with pytest.raises(ValueError, match=told):
        omop.check_rows("note_nlp", [{**row, **change}])


def test_omop_cuts_what_is_longer_than_its_column():
    words = "pain " * 100 + "x"
    letter = Letter(
        letter_id="y" * 90, diagnoses=[Diagnosis(text=words, start=0, end=len(words), name=words)]
    )
    found = omop.tables([(letter, words)])
    assert len(found["note_nlp"][0]["lexical_variant"]) == 250
    assert found["note"][0]["note_date"] == omop.UNKNOWN_DATE


# -- DocBin ----------------------------------------------------------------------------------------


def test_docbin_is_read_by_spacy_alone(pairs, tmp_path):
    (path,) = docbin.write(pairs, tmp_path)
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in docs] == [text for _, text in pairs]
    for doc, (letter, text) in zip(docs, pairs, strict=True):
        assert json.loads(doc.user_data["imrnlp"]) == letter.model_dump(mode="json")
        wanted = [(s.label, text[s.start : s.end]) for s in spans(letter)]
        assert len(doc.spans["imr"]) == len(wanted)
        for span, (label, words) in zip(doc.spans["imr"], wanted, strict=True):
            assert span.label_ == label
            assert words in span.text
        assert not {"REQUEST", "RATIONALE"} & {e.label_ for e in doc.ents}
    assert any(e.kb_id_ for doc in docs for e in doc.ents)


def test_docbin_gives_the_records_back(pairs, tmp_path):
    docbin.write(pairs, tmp_path)
    assert [letter for letter, _ in docbin.read(tmp_path)] == [letter for letter, _ in pairs]


def test_what_is_no_docbin_is_told(tmp_path):
    (tmp_path / "x.spacy").write_text("not this")
    with pytest.raises(ValueError, match=r"x\.spacy: not a DocBin"):
        list(docbin.read(tmp_path / "x.spacy"))


# -- brat ------------------------------------------------------------------------------------------


def test_brat_gives_the_records_back(pairs, tmp_path):
    brat.write(pairs, tmp_path)
    assert brat.read(tmp_path) == sorted(pairs, key=lambda pair: pair[0].letter_id)


def test_every_line_of_brat_is_standoff(pairs, tmp_path):
    brat.write(pairs, tmp_path)
    seen = set()
    for letter, text in pairs:
        for line in (tmp_path / f"{letter.letter_id}.ann").read_text(encoding="utf-8").splitlines():
            key, told, *words = line.split("\t")
            seen.add(key[0])
            if key[0] == "T":
                at = [tuple(map(int, part.split())) for part in told.split(" ", 1)[1].split(";")]
                parts = [text[start:end] for start, end in at]
                assert words == [" ".join(parts)]
                assert not any("\n" in part for part in parts)
    assert seen == set("TAR#")


LETTER = "MRI of the neck\nNorco #60\nHe has no gout."


def standoff(tmp_path, *lines):
    (tmp_path / "x.txt").write_text(LETTER)
    (tmp_path / "x.ann").write_text("".join(line + "\n" for line in lines))
    return tmp_path


def test_what_an_annotator_adds_by_hand_is_read(tmp_path):
    folder = standoff(
        tmp_path,
        "T1\tREQUEST 16 25\tNorco #60",
        "T2\tREQUEST 0 15\tMRI of the neck",
        "T3\tDRUG 16 21\tNorco",
        "T4\tDIAGNOSIS 36 40\tgout",
        "A1\tassertion T4 absent",
        "A2\toutcome T2 overturned",
        "#1\tAnnotatorNotes T4\tis this right?",
    )
    ((letter, text),) = brat.read(folder)
    assert text == LETTER
    assert [(d.number, d.request, d.outcome) for d in letter.determinations] == [
        (1, "MRI of the neck", "overturned"),
        (2, "Norco #60", "unknown"),
    ]
    assert [d.name for d in letter.determinations[1].drugs] == ["norco"]
    assert [(d.name, d.assertion) for d in letter.diagnoses] == [("gout", "absent")]


def test_a_corrected_attribute_counts_and_moved_ends_forget_the_code(tmp_path):
    letter = Letter(
        letter_id="x",
        diagnoses=[Diagnosis(text="no gout", start=33, end=40, name="no gout", icd10cm="M10.9")],
    )
    brat.write([(letter, LETTER)], tmp_path)
    file = tmp_path / "x.ann"
    file.write_text(
        file.read_text().replace("33 40\tno gout", "36 40\tgout").replace("T1 present", "T1 absent")
    )
    ((changed, _),) = brat.read(tmp_path)
    assert changed.diagnoses == [Diagnosis(text="gout", start=36, end=40, name="gout", assertion="absent")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("T1\tREQUEST 30 900\tx", "line 1: T1 lies beyond the text, which has 41 characters"),
        ("T1\tWHAT 0 3\tMRI", "line 1: no label 'WHAT'"),
        ("A1\tassertion T7 absent", "line 1: there is no T7 before this line"),
        ("T1\tDRUG 36 40\tgout", r"T1 \(DRUG\) belongs to no REQUEST"),
        ("T1", "line 1: not brat standoff"),
        ("T1\tREQUEST\tx", "line 1: "),
        ("T1\tDIAGNOSIS 36 40\tgout\nA1\tassertion T1 maybe", "diagnoses.0.assertion: Input should be"),
    ],
)
def test_what_is_no_standoff_is_told(tmp_path, line, told):
    with pytest.raises(ValueError, match=rf"x\.ann.*{told}"):
        brat.read(standoff(tmp_path, line))


def test_an_item_without_a_place_stays_with_its_drugs(tmp_path):
    item = Determination(
        number=2, request="Norco", drugs=[Drug(text="Norco", start=16, end=21, name="norco")]
    )
    letter = Letter(letter_id="x", determinations=[Determination(request="MRI", start=0, end=3), item])
    brat.write([(letter, LETTER)], tmp_path)
    assert brat.read(tmp_path) == [(letter, LETTER)]


def test_the_configuration_has_every_label_and_value():
    found = brat.configuration()
    for words in ("part_of Arg1:DRUG", "Value:upheld|overturned|modified|unknown", "\nIMR_GUIDELINE\n"):
        assert words in found


# -- the records and their texts --------------------------------------------------------------------


def letter_at(start, end, text="gout"):
    return Letter(letter_id="x", diagnoses=[Diagnosis(text=text, start=start, end=end, name="gout")])


@pytest.mark.parametrize(
    ("letters", "texts", "told"),
    [
        ([letter_at(0, 4)], {"y": "gout"}, "x: no letter of this id"),
        ([letter_at(0, 40)], {"x": "gout"}, "x: DIAGNOSIS at 0 to 40 lies beyond the text, which has 4"),
        ([letter_at(-3, 4)], {"x": "gout"}, "lies beyond the text"),
        ([letter_at(1, 5)], {"x": "gouts"}, "reads 'outs' in the text, 'gout' in the record"),
        ([letter_at(0, 4)] * 2, {"x": "gout"}, "x: two records of this id"),
        ([letter_at(0, 4)], None, "x: the record names no file; give the texts with --letters"),
    ],
)
def test_records_that_do_not_fit_their_texts_are_told(letters, texts, told):
    with pytest.raises(ValueError, match=told):
        list(with_texts(letters, texts))


def test_error_records_have_no_text_to_look_for():
    assert list(with_texts([Letter(letter_id="x", error="x: no such file")], {})) == []


def test_texts_are_read_of_pdfs_too():
    (text,) = read_texts([str(ROOT / "data" / "pdf" / "2014-decision-mri-norco.pdf")]).values()
    assert "Norco" in text


def test_names_that_a_file_system_takes():
    names = file_names(Letter(letter_id=i) for i in ("../../x", "A", "a", "x" * 400, "\x00"))
    assert len({n.lower() for n in names}) == 5
    assert not any("/" in n or "\x00" in n or n.startswith(".") for n in names)


# -- the command -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "files"),
    [("omop", {"note.csv", "note_nlp.csv"}), ("docbin", {"letters.spacy"}), ("brat", {"annotation.conf"})],
)
def test_the_command_writes_each_format(records, tmp_path, to, files):
    folders = [word for name in ("dev", "sealed") for word in ("--letters", ROOT / "data" / "letters" / name)]
    status, told = run("export", records, "--to", to, *folders, "-o", tmp_path / "out")
    assert status == 0, told
    assert "24 letters" in told
    written = {p.name for p in (tmp_path / "out").iterdir()}
    assert files <= written
    if to == "omop":
        with (tmp_path / "out" / "note.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == 24
    status, told = run("export", records, "--to", to, *folders, "-o", tmp_path / "out")
    assert status == 2
    assert "--force" in told


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        ("", ["--to", "brat"], "no record"),
        ("{", ["--to", "brat"], "line 1: not JSON lines"),
        ('{"schema_version": "1", "letter_id": 7}', ["--to", "brat"], "record 1: letter_id"),
        ('{"schema_version": "1", "letter_id": "x"}', ["--to", "omop"], "give the texts with --letters"),
        ('{"schema_version": "1", "letter_id": "x"}', ["--to", "fhir"], "fhir"),
        (
            '{"schema_version": "1", "letter_id": "x", "error": "x: no"}',
            ["--to", "omop"],
            "no record, 1 errors",
        ),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path, content, words, told):
    path = tmp_path / "records.jsonl"
    path.write_text(content)
    status, output = run("export", path, *words, "-o", tmp_path / "out")
    assert status == 2
    assert told in output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["T1\tDIAGNOSIS 36 40\tgout", "R1\tsame_as Arg1:T1 Arg2:T1"], ["gout"], id="another relation"
        ),
        pytest.param(["T1\tDIAGNOSIS 36 40\tgout", "#1\tNormalization T1 x\ty"], ["gout"], id="another note"),
        pytest.param(["T1\tDIAGNOSIS 36 40\tgout", "*\tEquiv T1 T1"], ["gout"], id="another line"),
        pytest.param(["", "T1\tDIAGNOSIS 36 40\tgout", ""], ["gout"], id="empty lines"),
    ],
)
def test_lines_of_brat_that_say_nothing_of_a_record(tmp_path, lines, expected):
    ((letter, _),) = brat.read(standoff(tmp_path, *lines))
    assert [d.name for d in letter.diagnoses] == expected


def test_a_folder_that_brat_did_not_write(tmp_path):
    with pytest.raises(ValueError, match=r"no .ann file there"):
        brat.read(tmp_path)
    (standoff(tmp_path, "T1\tDIAGNOSIS 36 40\tgout") / "x.json").write_text("{")
    with pytest.raises(ValueError, match=r"x\.ann: "):
        brat.read(tmp_path)


def test_a_span_of_brat_over_an_empty_line(tmp_path):
    """A span of several lines is one fragment a line; an empty line is none."""
    text = "He has neck\n\n  \npain."
    letter = Letter(letter_id="x", diagnoses=[Diagnosis(text=text[7:20], start=7, end=20, name="neck pain")])
    brat.write([(letter, text)], tmp_path)
    [first] = [line for line in (tmp_path / "x.ann").read_text().splitlines() if line.startswith("T")]
    assert first.split("\t")[1] == "DIAGNOSIS 7 11;16 20"


def test_a_docbin_of_others_docs(tmp_path):
    place = tmp_path / "x.spacy"
    DocBin(docs=[Doc(Vocab(), words=["a"])], store_user_data=True).to_disk(place)
    with pytest.raises(ValueError, match="a Doc has no record of imrnlp"):
        list(docbin.read(place))
