"""Lexicons, rules, layouts and components of others, by folder and by entry point, without a fork."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from paths import ROOT, TESTS
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.lexicons.extra import LexiconError, using
from imrnlp.record import Letter
from imrnlp.run.local import record_line
from imrnlp.tag.conditions import find_conditions
from imrnlp.text.dates import parse_date

PLUGIN = TESTS / "plugin"
FOLDER = PLUGIN / "acme_imr" / "lexicons"
SAMPLE = next((ROOT / "data" / "letters" / "dev").glob("*knee-arthroscopy.txt"))

LETTER = """APPEAL BOARD FINDING
WHAT HAPPENED
He has grumblitis and LBP. There was nary a hint of fever. He takes Zorbex 10 mg twice daily.
WHAT WE DECIDED
1. Zorbex 10mg #60: Refused
Rule: ODG, Pain Chapter.
Why: No benefit is documented.
2. Aura tuning 6 sessions: Allowed
Rule: ODG, Pain Chapter.
Why: A benefit is documented.
"""


def facts(letter: Letter) -> dict[str, object]:
    return {
        "layout": letter.layout,
        "outcomes": [d.outcome for d in letter.determinations],
        "drugs": [[drug.name for drug in d.drugs] for d in letter.determinations],
        "subcategories": [d.subcategory for d in letter.determinations],
        "diagnoses": {d.name: d.assertion for d in letter.diagnoses},
        "medications": [m.name for m in letter.medications],
    }


ADDED = {
    "layout": "appeal_board",
    "outcomes": ["upheld", "overturned"],
    "drugs": [["zorbaline"], []],
    "subcategories": ["opioids", "physical_therapy"],
    "medications": ["zorbaline"],
}


@pytest.fixture(scope="module")
def extended():
    return imrnlp.load(lexicons=FOLDER)


def test_a_folder_adds_drugs_services_conditions_cues_and_a_layout(extended):
    found = facts(imrnlp.extract_text(LETTER, pipeline=extended))
    diagnoses = found.pop("diagnoses")
    assert found == ADDED
    assert diagnoses["grumblitis"] == "present"
    assert diagnoses["fever"] == "absent"
    doc = extended(LETTER)
    assert doc._.layout == "appeal_board"
    assert facts(doc._.letter) == {**found, "diagnoses": diagnoses}


def test_without_it_the_letter_is_a_strangers(extended):
    imrnlp.extract_text(LETTER, pipeline=extended)
    found = facts(imrnlp.extract_text(LETTER))
    assert found["layout"] == "unknown"
    assert "zorbaline" not in str(found["drugs"])


def test_pipelines_take_turns_without_a_trace(extended):
    """What one pipeline's lexicons say is in no other's records, whatever the order."""
    sample = SAMPLE.read_text(encoding="utf-8")
    before = imrnlp.extract_text(sample)
    other = imrnlp.extract_text(LETTER, pipeline=extended)
    assert imrnlp.extract_text(sample) == before
    assert imrnlp.extract_text(LETTER, pipeline=extended) == other
    assert imrnlp.extract_text(sample, pipeline=extended) == before


def test_threads_wait_for_each_others_lexicons(extended):
    expected = {
        True: record_line(imrnlp.extract_text(LETTER, pipeline=extended)),
        False: record_line(imrnlp.extract_text(LETTER)),
    }
    found: list[tuple[bool, str]] = []

    def work(mine: bool) -> None:
        for _ in range(2):
            found.append(
                (mine, record_line(imrnlp.extract_text(LETTER, pipeline=extended if mine else None)))
            )

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (True, False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert all(text == expected[mine] for mine, text in found)


def test_other_lexicons_within_a_block_are_refused():
    with using(()), pytest.raises(RuntimeError, match="other lexicons"), using((str(FOLDER),)):
        pass


def test_a_saved_pipeline_keeps_its_lexicons(extended, tmp_path):
    extended.to_disk(tmp_path / "mine")
    again = imrnlp.load(tmp_path / "mine")
    assert facts(again(LETTER)._.letter)["layout"] == "appeal_board"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("drugs.tsv", "# s\nname\tclass\tform\tkind\tbrands\taliases\tingredients\nzorba\tmagic\t\t\t\t\t\n", ("drugs.tsv, line 3, field class", "'magic'")),
        ("drugs.tsv", "# s\nname\tclass\nzorba\topioids\n", ("drugs.tsv, line 2, field header",)),
        ("layouts.json", '{"source": "s",\n "layouts": [\n  {"name": "x", "evidence": []}]}', ("layouts.json, line 3",)),
        ("context_rules.json", '{"source": "s",\n"context_rules": [\n{"literal": "ab", "category": "NEGATED",\n"direction": "FORWARD"}]}', ("context_rules.json, line 3", "'NEGATED'")),
        ("context_rules.json", "{\n", ("context_rules.json, line 2", "JSON")),
        # a cue is written out as all its phrases; a repeat would silently match nothing
        ("context_rules.json", '{"source": "s",\n"context_rules": [\n{"literal": "ab", "category": "FAMILY", "direction": "FORWARD",\n"pattern": "ab \\\\w+"}]}', ("context_rules.json, line", "words, (a|b) and (a|b)? only")),
        ("medicines.tsv", "# s\nname\nx\n", ("medicines.tsv", "drugs.tsv")),
        ("mesh_terms.txt.gz", "", ("mesh_terms.txt.gz",)),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_told_with_file_and_line(tmp_path, file, text, told):
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        imrnlp.load(lexicons=tmp_path)
    for words in told:
        assert words in str(error.value)
    # Nothing of it stays.
    assert facts(imrnlp.extract_text("1. Norco 10/325mg #60: Upheld"))["outcomes"] == ["upheld"]


def test_lexicons_that_are_not_there():
    with pytest.raises(
        LexiconError, match="neither a folder nor an entry point of the group imrnlp_lexicons"
    ):
        imrnlp.load(lexicons="nowhere")


def test_a_config_file_says_what_differs_and_a_run_remembers_it(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "words")
    config = tmp_path / "mine.cfg"
    config.write_text(
        '[components]\n\n[components.imr_sections]\nfactory = "imr_sections"\nlexicons = ["words"]\n'
    )
    letter, out = tmp_path / "letter.txt", tmp_path / "out.jsonl"
    letter.write_text(LETTER, encoding="utf-8")
    run = CliRunner()
    arguments = ["extract", str(letter), "-p", str(config), "-o", str(out)]
    assert run.invoke(app, arguments).exit_code == 0
    record = json.loads(out.read_text())
    assert record["layout"] == "appeal_board"
    assert run.invoke(app, [*arguments, "--resume"]).exit_code == 0
    # A record of an added layout is read where the layout is unknown.
    assert run.invoke(app, ["report", str(out)]).exit_code == 0
    imrnlp.pipeline.shared.cache_clear()
    with (tmp_path / "words" / "conditions.tsv").open("a") as stream:
        stream.write("mumblosis\thead\n")
    done = run.invoke(app, [*arguments, "--resume"])
    assert done.exit_code == 2
    assert "the pipeline's configuration" in done.stderr


def test_an_installed_plugin_is_found_by_its_entry_points(tmp_path):
    """A package of another project, as pip installs it: imrnlp is told its name and nothing else."""
    shutil.copytree(PLUGIN, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    info = tmp_path / "acme_imr-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-imr\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[imrnlp_lexicons]\nacme = acme_imr.lexicons\nbroken = acme_imr:missing\n"
        "[spacy_factories]\nacme_seen = acme_imr.components:make_seen\n"
    )
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "mine.cfg").write_text(
        '[nlp]\npipeline = ["imr_sections","imr_drugs","imr_posology","imr_services","imr_assembly","acme_seen"]\n\n'
        '[components]\n\n[components.imr_sections]\nfactory = "imr_sections"\nlexicons = ["acme"]\n\n'
        '[components.acme_seen]\nfactory = "acme_seen"\nword = "acme was here"\n'
    )
    code = (
        "import imrnlp\nletter = imrnlp.load('mine.cfg')(open('letter.txt').read())._.letter\n"
        "print(letter.layout, [d.outcome for d in letter.determinations], letter.letter_id, sep='|')\n"
        "for name in ('broken', 'other'):\n"
        "    try:\n        imrnlp.load(lexicons=name)\n"
        "    except ValueError as error:\n        print(error)\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(imrnlp.__file__).parent.parent)]),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = done.stdout.splitlines()
    assert lines[:1] == ["appeal_board|['upheld', 'overturned']|acme was here"], done.stderr
    assert lines[1].startswith("lexicons 'broken' (acme_imr:missing): AttributeError")
    assert lines[2].endswith("installed are acme, broken")


@pytest.mark.parametrize(
    ("words", "field", "expected"),
    [
        ("Norco 10/325 mg, quantity: twosome tablets", "quantity", 2),
        ("Acupuncture x twosome sessions", "sessions", 2),
        ("Norco 10/325 mg #60 with twosome refills", "refills", 2),
        ("Norco 10/325 mg, quantity: score-one tablets", "quantity", 21),
    ],
)
def test_a_folders_number_words_count(tmp_path, words, field, expected):
    """The table was read when the module was imported, before any folder was chosen."""
    table = "kind\tword\tvalue\nunit\ttwosome\t2\nten\tscore\t20\n"
    (tmp_path / "number_words.tsv").write_text(table, encoding="utf-8")
    with using((str(tmp_path),)):
        assert getattr(imrnlp.parse_request(words), field) == expected
    with using(()):
        assert getattr(imrnlp.parse_request(words), field) != expected


@pytest.mark.parametrize(
    ("row", "sentence", "whole"),
    [
        ("provokes\tbrings on\tbending brings on pain", "Lumbar extension brings on pain.", "Lumbar extension brings on pain"),
        # a word that is a pattern
        ("provokes\tbrings? on\tbending brings on pain", "Lumbar extension brings on pain.", "Lumbar extension brings on pain"),
        # one word, where a list ends and where a cue's finding does
        ("kept_in_check\tsubdued\tgout subdued by allopurinol", "He is being treated for blue zot subdued with rest.", "blue zot"),
        ("kept_in_check\tsubdued\tgout subdued by allopurinol", "She is troubled by zots subdued by rest.", "zots"),
        ("times_of_a_finding\tsieges?\tsome sieges of gout", "She had some sieges of vertigo.", "some sieges of vertigo"),
        ("times_of_a_finding\tsiege\tsome siege of gout", "She had some siege of vertigo.", "some siege of vertigo"),
    ],
)  # fmt: skip
def test_a_folders_words_of_bounds_count(tmp_path, row, sentence, whole):
    """The last letters of these words are looked at before their pattern, and came from the package's words alone."""
    (tmp_path / "condition_bound_words.tsv").write_text(f"class\twords\texample\n{row}\n", encoding="utf-8")
    for folder, found in (((str(tmp_path),), True), ((), False)):
        with using(folder):
            assert (whole in [d.text for d in find_conditions(sentence)]) is found


def test_a_folders_months_are_months(tmp_path):
    table = "kind\tword\tvalue\nmonth\toctubre\t10\n"
    (tmp_path / "number_words.tsv").write_text(table, encoding="utf-8")
    for folder, month in (((str(tmp_path),), 10), ((), None)):
        with using(folder):
            date = parse_date("Octubre 13, 2016")
            assert (date and date.month) == month
