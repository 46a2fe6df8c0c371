"""The notation of grammars over word classes, and every example of the grammar of findings."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from paths import ROOT

from imrnlp.lexicons import text as lexicon
from imrnlp.lexicons.schema import check_file
from imrnlp.tag.condition_words import findings_grammar, word_classes
from imrnlp.text.grammar import KINDS, Grammar, GrammarError


def classify(text: str) -> tuple[str, list[int], list[int]]:
    words = word_classes(text.lower())
    return words.classes, words.starts, words.ends


RULES = [r for r in findings_grammar().rules.values() if r.examples]


@pytest.mark.parametrize("rule", RULES, ids=[r.name for r in RULES])
def test_every_rule_takes_its_examples(rule) -> None:
    grammar = findings_grammar()
    alone = Grammar(grammar.name, grammar.classes, grammar.about, {rule.name: rule})
    alone._compiled[""] = grammar.findings
    assert alone.check_examples(classify) == len(rule.examples)


DOCS = ROOT / "docs" / "grammar-of-findings.md"


def test_the_walk_through_of_the_manual() -> None:
    page = DOCS.read_text(encoding="utf-8")
    added = textwrap.dedent(page[page.index('       # "left grip') : page.index("3. Try the examples")])
    text = lexicon("findings_grammar.txt").replace(
        "# ---- what the program", f"{added}\n# ---- what the program"
    )
    grammar = Grammar.parse(text)
    assert grammar.check_examples(classify) == sum(len(r.examples) for r in RULES) + 2
    too_early = lexicon("findings_grammar.txt").replace("finding moved", f"{added}\nfinding moved")
    with pytest.raises(GrammarError, match="rule 'moved' takes its example, but 'share' comes first"):
        Grammar.parse(too_early).check_examples(classify)


def test_the_manual_names_every_kind_of_line() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind} " not in page] == []


def test_a_mistake_in_a_grammar_of_ones_own_is_a_problem_of_the_check(tmp_path: Path) -> None:
    text = lexicon("findings_grammar.txt")
    file = tmp_path / "findings_grammar.txt"
    file.write_text(text.replace("finding motion = FUNCTION AT LEVEL", "finding motion = FUNCTION AT LEVELS"))
    [problem] = check_file(file)
    assert problem.line == text[: text.index("finding motion")].count("\n") + 1
    assert str(problem).startswith(
        f"findings_grammar.txt, line {problem.line}, field column 30: "
        "'finding motion = FUNCTION AT LEVELS' is not allowed; expected unknown class LEVELS (did you mean LEVEL?)"
    )
    file.write_text(text.replace("no [motion at L4-5]", "no [motion at] L4-5"))
    [problem] = check_file(file)
    assert "but takes 'motion at L4-5'" in problem.allowed


HEAD = """\
class SIDE    left
class SITE    knee
class HEAD    pain
words where = SIDE | SITE
"""
PAIN = "finding pain = where* HEAD\n    example: his [left knee pain]\n"


def test_the_notation_becomes_a_regular_expression() -> None:
    grammar = Grammar.parse(
        HEAD
        + """
part side = SIDE not next(HEAD) | (SITE SITE)?      # a comment
    example: the [left] knee
    never:   the [left] pain
begin begin = where | HEAD
finding pain = side{0,2} previous(SIDE) HEAD+? except(SIDE | SITE)*+ (HEAD | where) next(end)
    example: [pain]
finding other = HEAD
    example: a [pain]
"""
    )
    assert grammar.findings.pattern == (
        "(?=[abc])(?:(?P<pain>(?:a(?!c)|(?:bb)?){0,2}(?<=a)c+?[^ab]*+[cab](?=$))|(?P<other>c))"
    )
    assert grammar.named("abc") == "SIDE SITE HEAD"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            HEAD + "finding pain = where* HAED\n",
            "g.txt:5:23: unknown class HAED (did you mean HEAD?); allowed: SIDE, SITE, HEAD",
            id="unknown class",
        ),
        pytest.param(
            HEAD + "finding pain = wher* HEAD\n",
            "g.txt:5:16: no rule 'wher' stands above (did you mean where?); allowed: where",
            id="unknown rule",
        ),
        pytest.param(
            HEAD + "finding pain = where*\n    (HEAD | (SITE)\n",
            "g.txt:6:5: this bracket is not closed; allowed: ')' before the rule's end",
            id="bracket not closed, in the second line",
        ),
        pytest.param(HEAD + "finding pain = HEAD)\n", "g.txt:5:20: unexpected ')'", id="bracket not opened"),
        pytest.param(HEAD + "finding pain = HEAD |\n", "g.txt:5:22: nothing stands here", id="empty choice"),
        pytest.param(HEAD + "finding pain = * HEAD\n", "g.txt:5:16: unexpected '*'", id="sign before"),
        pytest.param(HEAD + "finding pain = HEAD* ?\n", "g.txt:5:22: a second sign of repetition", id="two signs"),
        pytest.param(
            HEAD + "finding pain = HEAD & SITE\n",
            "g.txt:5:21: '&' is not part of the notation; allowed: CLASS, rule, ( ) |",
            id="strange sign",
        ),
        pytest.param(
            HEAD + "finding pain = HEAD not (SITE)\n",
            "g.txt:5:25: unexpected '(' behind 'not'; allowed: not next(…), not previous(…)",
            id="not of what",
        ),
        pytest.param(HEAD + "finding pain = HEAD next SITE\n", "g.txt:5:26: unexpected 'SITE' behind 'next'", id="next of what"),
        pytest.param(HEAD + "finding pain = except(HEAD SITE)\n", "g.txt:5:16: 'except' is of a choice", id="except of two"),
        pytest.param(HEAD + PAIN + "part more = SITE\n    example: a [knee]\n", "g.txt:7:1: part 'more' is not used by any rule", id="unused part"),
        pytest.param(HEAD.replace("where", "lost") + "pattern p = HEAD\n    example: [pain]\n", "g.txt:4:1: words 'lost' is not used by any", id="unused words"),
        pytest.param(HEAD + "finding pain = where* HEAD\n", "g.txt:5:1: finding 'pain' has no example; write below it", id="no example"),
        pytest.param(HEAD + "finding pain = where HEAD\n    never: [left]\n", "g.txt:5:1: finding 'pain' has no example", id="only a counter-example"),
        pytest.param(HEAD + PAIN.replace("[", ""), "g.txt:6:14: an example has one stretch in [brackets]", id="no brackets"),
        pytest.param(HEAD + "words more = SIDE SITE\n", "g.txt:5:1: 'words more' is a choice of classes", id="words in a row"),
        pytest.param(HEAD + PAIN + PAIN, "g.txt:7:9: a second rule 'pain'; the first is in line 5", id="rule twice"),
        pytest.param(HEAD + "class SIDE right\n", "g.txt:5:7: a second class SIDE", id="class twice"),
        pytest.param("class SIDE\n", "g.txt:1:7: class SIDE does not say what it is", id="class without words"),
        pytest.param("class side left\n", "g.txt:1:7: the name of a class has capitals", id="small class"),
        pytest.param(HEAD + "finding Pain = HEAD\n", "g.txt:5:9: a rule's name has small letters", id="large rule"),
        pytest.param(HEAD + "finding next = HEAD\n", "g.txt:5:9: a rule's name has", id="a word of the notation"),
        pytest.param(HEAD + "finding pain HEAD\n", "g.txt:5:14: '=' is missing behind the name 'pain'", id="no ="),
        pytest.param(HEAD + "findings pain = HEAD\n", "g.txt:5:1: 'findings' cannot begin a rule; allowed: class, words, part, finding", id="unknown kind"),
        pytest.param("    HEAD\n", "g.txt:1:1: a line that belongs to no rule", id="line of no rule"),
        pytest.param(HEAD + "finding pain =\n", "g.txt:5:1", id="empty rule"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_column(text: str, message: str) -> None:
    with pytest.raises(GrammarError) as error:
        Grammar.parse(text, "g.txt")
    assert str(error.value).startswith(message)


def words(text: str) -> tuple[str, list[int], list[int]]:
    found, starts, ends, at = "", [], [], 0
    for word in text.split():
        at = text.index(word, at)
        found += {"left": "a", "knee": "b", "pain": "c"}.get(word, "d")
        starts.append(at)
        ends.append(at + len(word))
    return found, starts, ends


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ("example: the [left knee pain]", None),
        ("example: the [left knee] pain", "g.txt:7:18: rule 'pain' takes 'left knee' by its example, but takes 'left knee pain'"),
        ("example: the [left knee]", "but takes nothing; the words' classes are: OTHER SIDE SITE"),
        ("example: the le[ft pain]", "the brackets stand within a word; the words here are: the | left | pain"),
        ("example: [pain]\n    never: [knee pain]", "g.txt:8:12: rule 'pain' must not take 'knee pain'"),
        ("example: [pain]\n    never: [knee] pain", None),
    ],
)  # fmt: skip
def test_examples_are_tried(examples: str, message: str | None) -> None:
    text = (
        HEAD.replace("words", "class OTHER   any\nwords")
        + "finding pain = where* HEAD\n    "
        + examples
        + "\n"
    )
    grammar = Grammar.parse(text, "g.txt")
    if message is None:
        assert grammar.check_examples(words) == examples.count(":")
        return
    with pytest.raises(GrammarError) as error:
        grammar.check_examples(words)
    assert message in str(error.value)


def test_an_example_that_an_earlier_finding_takes() -> None:
    grammar = Grammar.parse(HEAD + PAIN + "finding lost = HEAD\n    example: [pain]\n", "g.txt")
    with pytest.raises(GrammarError, match="'lost' takes its example, but 'pain' comes first"):
        grammar.check_examples(words)
    begun = Grammar.parse(
        HEAD + "begin begin = SIDE\nfinding pain = where* HEAD\n    example: [pain]\n", "g.txt"
    )
    with pytest.raises(GrammarError, match="'begin' lets no finding begin there"):
        begun.check_examples(words)
