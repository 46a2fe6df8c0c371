"""Long patterns are written verbosely or made from data: those that are neither may only become fewer.

Run as a program it prints the long patterns that are neither, the longest first.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache

from paths import TESTS

HERE = TESTS

#: Characters that a reader takes in at a glance.
GLANCE = 120
#: Long patterns that are neither verbose nor made from data.  Rewrote one?  Lower it; it never rises.
REMAINING = 0

#: Functions that make their patterns from a table or document of ``imrnlp/lexicons``: there one reads them.
GENERATED = {
    "imrnlp/assemble/argued_medications.py": {"_cues"},  # argument_medications.tsv
    "imrnlp/assemble/medication_status.py": {"_labels"},  # medication_cues.tsv
    "imrnlp/assemble/medications.py": {"_words"},  # medication_cues.tsv
    "imrnlp/assemble/utilization/words.py": {"review_words", "compiled"},  # utilization_review.json
    "imrnlp/assertion/rules.py": {"frames"},  # context_rules.json
    "imrnlp/sections/header.py": {"_labels"},  # header_labels.tsv
    "imrnlp/sections/layout.py": {"_compile_layout"},  # layouts.json
    "imrnlp/sections/reviewer.py": {"_states", "_whole_names"},  # states.tsv, specialties.tsv
    "imrnlp/sections/running.py": {"_inline_footers", "_patterns"},  # layouts.json
    "imrnlp/sections/styles/heading.py": {
        "_after_outcome",
        "_opening_pattern",
        "_prose_words",
    },  # layouts.json
    "imrnlp/sections/styles/issue_list.py": {"_wording"},  # layouts.json
    "imrnlp/sections/styles/passages.py": {"_label_patterns"},  # layouts.json
    "imrnlp/sections/styles/narrative.py": {"_any_of", "_compiled"},  # layouts.json
    "imrnlp/sections/styles/verdict.py": {"_openings"},  # layouts.json
    "imrnlp/sections/verdicts.py": {"_patterns"},  # layouts.json
    "imrnlp/tag/condition_bounds.py": {"_by_word"},  # finding_tails.json
    "imrnlp/tag/condition_words.py": {"_endings", "clauses", "wording"},  # condition_patterns.json
    "imrnlp/tag/drugs.py": {"_form_after"},  # the table of forms
    "imrnlp/tag/guidelines/chapters.py": {"_pattern"},  # odg_chapters.tsv
    "imrnlp/assertion/passages.py": {"_lifelong"},  # condition_patterns.json
    "imrnlp/tag/guidelines/documents.py": {"_patterns"},  # guidelines.tsv
    "imrnlp/tag/posology.py": {"_frequencies"},  # frequencies.tsv
    "imrnlp/tag/quantity.py": {"_counted_words"},  # posology_words.tsv
    "imrnlp/text/alternatives.py": {"__init__", "_compile"},  # medication_cues.tsv, utilization_review.json
    "imrnlp/text/grammar.py": {"findings", "pattern"},  # findings_grammar.txt
}


@cache
def _functions(file: str) -> list[tuple[int, int, str]]:
    tree = ast.parse((HERE.parent / file).read_text(encoding="utf-8"))
    return [
        (node.lineno, node.end_lineno or node.lineno, node.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]


def maker(place: str) -> tuple[str, str]:
    """File and innermost function of a place: ``("imrnlp/x.py", "_labels")``; ``""`` for the module itself."""
    file, _, line = place.rpartition(":")
    around = [(last - first, name) for first, last, name in _functions(file) if first <= int(line) <= last]
    return file, min(around, default=(0, ""))[1]


def long_patterns() -> dict[str, list[tuple[int, str, str]]]:
    """Length, place and beginning of each long pattern: ``verbose``, ``generated`` or ``neither``."""
    from patterns import collect

    collected = collect()
    from imrnlp.lexicons.wordings import late_patterns

    # A pattern with names of word classes is read as it stands in the code; the words are in a table.
    as_written = {late.pattern: late.template for late in late_patterns()}
    kinds: dict[str, list[tuple[int, str, str]]] = {"verbose": [], "generated": [], "neither": []}
    for (pattern, flags), place in collected.items():
        if len(pattern) <= GLANCE or (pattern in as_written and len(as_written[pattern]) <= GLANCE):
            continue
        file, function = maker(place)
        generated = function in GENERATED.get(file, ())
        kind = "generated" if generated else "verbose" if flags & re.VERBOSE else "neither"
        kinds[kind].append((len(pattern), f"{place} {function}", pattern[:60]))
    return {kind: sorted(rows, reverse=True) for kind, rows in kinds.items()}


def test_long_patterns_that_are_neither_verbose_nor_made_from_data_become_fewer():
    # In a process of its own: the patterns are collected as they are compiled.
    command = [sys.executable, __file__, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=300, check=True)
    kinds = json.loads(done.stdout)
    assert len(kinds["generated"]) > 30, "the patterns were not found"
    assert len(kinds["verbose"]) > 50
    told = "\n".join(f"{length} {place}: {beginning}" for length, place, beginning in kinds["neither"])
    assert len(kinds["neither"]) <= REMAINING, f"write the new one with re.VERBOSE, in named pieces:\n{told}"


def test_each_maker_of_patterns_is_there():
    for file, functions in GENERATED.items():
        assert functions <= {name for _, _, name in _functions(file)}, file


if __name__ == "__main__":
    found = long_patterns()
    if "--json" in sys.argv:
        json.dump(found, sys.stdout)
    else:
        for length, place, beginning in found["neither"]:
            print(length, place, repr(beginning))
        print({kind: len(rows) for kind, rows in found.items()})
