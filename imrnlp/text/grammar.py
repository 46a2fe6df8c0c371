"""A readable notation for grammars over classes of words.

A recogniser gives each word of a text a class (``SIDE``, ``SITE``, ``HEAD`` …) and writes the classes
as a string with one character for each word.  A grammar of word classes is then a regular expression over that
string, which is searched in one fast scan.  A grammar file is written with the names of the classes instead of characters.  ``docs/grammar-of-findings.md``
is its manual; ``imrnlp/lexicons/findings_grammar.txt`` the one in use.

Errors are :class:`GrammarError` and name the file, the line, the column and what is allowed there.
"""

from __future__ import annotations

import difflib
import re
import string
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

#: The characters that stand for word classes, in the order in which a file declares the classes.
ALPHABET = string.ascii_letters + string.digits + "αβγδεζηθικλμνξοπρστυφχψω"
#: What may begin a line, and what it means.
KINDS = {
    "class": "a class of words",
    "words": "a choice of classes under one name",
    "part": "a piece that other rules use",
    "finding": "one of the things looked for; where several match, the first in the file",
    "begin": "where a finding may begin",
    "pattern": "a pattern that the program asks for by its name",
}
_LOOKS = {"next": "(?=", "not next": "(?!", "previous": "(?<=", "not previous": "(?<!"}
_WORDS_OF_NOTATION = ("next", "previous", "not", "except", "end")
_HEAD = re.compile(r"(?P<kind>[a-z]+)\s+(?P<name>[\w-]+)\s*(?P<rest>.*)")
_EXAMPLE = re.compile(r"\s+(?P<kind>example|never):\s*(?P<text>.*\S)\s*$")
_TOKEN = re.compile(
    r"""
      (?P<space>    \s+ | [#].* )
    | (?P<upper>    [A-Z][A-Z_]* )
    | (?P<lower>    [a-z][a-z_]* )
    | (?P<repeat>   (?: [?*+] | \{ \d+ (?: , \d* )? \} ) [?+]? )
    | (?P<sign>     [()|] )
    """,
    re.VERBOSE,
)


class GrammarError(ValueError):
    """What is wrong in a grammar: ``file:line:column: what; what is allowed``."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        place, _, self.reason = message.partition(": ")
        #: Line and column, from 1.
        self.line, self.column = (int(n) for n in place.rsplit(":", 2)[1:])


@dataclass(frozen=True, slots=True)
class Example:
    """An example text.  The rule must match what stands between ``[`` and ``]``, or, with ``never``, must not match it."""

    text: str
    start: int
    end: int
    matches: bool
    line: int
    column: int


@dataclass(slots=True)
class GrammarRule:
    """A named rule: its kind (see :data:`KINDS`), its regular expression, and its examples."""

    kind: str
    name: str
    line: int
    regex: str = ""
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A regular expression with what it is: one word of some ``classes``, one item, a sequence or a choice."""

    regex: str
    shape: str
    classes: str = ""

    def item(self) -> str:
        """The expression as one item, which a repetition sign may follow."""
        return self.regex if self.shape in ("word", "item") else f"(?:{self.regex})"


def _word(classes: str, negated: bool = False) -> _Piece:
    if len(classes) == 1 and not negated:
        return _Piece(classes, "word", classes)
    if negated:
        return _Piece(f"[^{classes}]", "item")
    return _Piece(f"[{classes}]", "word", classes)


class Grammar:
    """A compiled grammar.

    >>> grammar = Grammar.parse('''
    ... class SIDE    left, right
    ... class SITE    knee, hip
    ... class HEAD    pain
    ... words where = SIDE | SITE
    ... finding pain = where* HEAD
    ...     example: his [left knee pain]
    ... ''')
    >>> grammar.letters("SIDE SITE HEAD"), grammar.findings.pattern
    ('abc', '(?P<pain>[ab]*c)')
    >>> grammar.findings.search("xxabc").span("pain")
    (2, 5)
    """

    def __init__(
        self, name: str, classes: dict[str, str], about: dict[str, str], rules: dict[str, GrammarRule]
    ):
        self.name = name
        #: The character of each class.
        self.classes = classes
        #: The class of each character.
        self.names = {letter: class_name for class_name, letter in classes.items()}
        #: What each class is, with words of it.
        self.about = about
        self.rules = rules
        self._compiled: dict[str, re.Pattern[str]] = {}

    @classmethod
    def parse(cls, text: str, name: str = "grammar", *, alphabet: str = ALPHABET) -> Grammar:
        """The grammar of a file's ``text``; ``name`` is the file's, for messages.

        Raises :class:`GrammarError` for a line that is not valid, a class or rule that is unknown or
        defined below its use, a bracket that is not closed, a rule without an example, and a rule that nothing uses.
        """
        return _Parser(name, alphabet).parse(text)

    def letters(self, names: str) -> str:
        """The characters of the named classes; ``names`` are separated by blanks."""
        return "".join(self.classes[n] for n in names.split())

    def named(self, classes: str) -> str:
        """A string of class characters as names, for people to read: ``"SIDE SITE HEAD"``."""
        return " ".join(self.names[c] for c in classes)

    def pattern(self, name: str) -> re.Pattern[str]:
        """The rule of that name by itself, compiled.  Raises ``KeyError`` for an unknown name."""
        if name not in self._compiled:
            self._compiled[name] = re.compile(self.rules[name].regex)
        return self._compiled[name]

    @property
    def findings(self) -> re.Pattern[str]:
        """One pattern for all findings; ``match.lastgroup`` is the name of the rule that matched."""
        if "" not in self._compiled:
            of = [r for r in self.rules.values() if r.kind == "finding"]
            begin = [f"(?={r.regex})" for r in self.rules.values() if r.kind == "begin"]
            choice = "|".join(f"(?P<{r.name}>{r.regex})" for r in of)
            self._compiled[""] = re.compile("".join(begin) + (f"(?:{choice})" if begin else choice))
        return self._compiled[""]

    def check_examples(self, classify: Callable[[str], tuple[str, Sequence[int], Sequence[int]]]) -> int:
        """Checks every example, and returns how many there are.

        ``classify`` gives the classes of a text's words with the words' starts and ends.  A rule must take
        exactly the words between the brackets when it is tried at the first of them; a finding must also be the
        one that the whole grammar sees there.  Raises :class:`GrammarError` for the first example that fails.
        """
        tried = [(rule, example) for rule in self.rules.values() for example in rule.examples]
        for rule, example in tried:
            wrong = self._wrong(rule, example, *classify(example.text))
            if wrong:
                raise GrammarError(f"{self.name}:{example.line}:{example.column}: {wrong}")
        return len(tried)

    def _wrong(
        self, rule: GrammarRule, example: Example, classes: str, starts: Sequence[int], ends: Sequence[int]
    ) -> str | None:
        """What is wrong with one example."""
        empty = example.start == example.end
        if not empty and (example.start not in starts or example.end not in ends):
            words = " | ".join(example.text[a:b] for a, b in zip(starts, ends, strict=True))
            return f"the brackets stand within a word; the words here are: {words}"
        first = bisect_left(starts, example.start)
        behind = first if empty else ends.index(example.end) + 1
        m = self.pattern(rule.name).match(classes, first)
        taken = m is not None and m.end() == behind
        if taken != example.matches:
            says = "takes" if example.matches else "must not take"
            got = (
                repr(example.text[starts[first] : ends[m.end() - 1]]) if m and m.end() > first else "nothing"
            )
            return (
                f"rule {rule.name!r} {says} {example.text[example.start : example.end]!r} by its example, "
                f"but takes {got}; the words' classes are: {self.named(classes)}"
            )
        if example.matches and rule.kind == "finding":
            whole = self.findings.match(classes, first)
            if whole is None or whole.lastgroup != rule.name:
                seen = f"{whole.lastgroup!r} comes first" if whole else "'begin' lets no finding begin there"
                return f"rule {rule.name!r} takes its example, but {seen}"
        return None


class _Parser:
    """Reads a grammar file from top to bottom; a rule may use what stands above it."""

    def __init__(self, name: str, alphabet: str) -> None:
        self.name = name
        self.alphabet = alphabet
        self.classes: dict[str, str] = {}
        self.about: dict[str, str] = {}
        self.rules: dict[str, GrammarRule] = {}
        self.pieces: dict[str, _Piece] = {}
        self.used: set[str] = set()
        self.tokens: list[_Token] = []
        self.at = 0
        self.empty = _Token("", "", 0, 0)

    def parse(self, text: str) -> Grammar:
        for rule, tokens in self._rules(text.splitlines()):
            self.tokens, self.at = tokens, 0
            self.empty = _Token("", "", rule.line, 1)
            piece = self._choice()
            if self._peek().text:
                self._fail(self._peek(), f"unexpected {self._peek().text!r}", "a class, a rule, '(' or '|'")
            if rule.kind == "words" and not piece.classes:
                raise GrammarError(
                    f"{self.name}:{rule.line}:1: 'words {rule.name}' is a choice of classes: A | B"
                )
            rule.regex = piece.regex
            self.rules[rule.name] = rule
            self.pieces[rule.name] = piece
        for rule in self.rules.values():
            where = f"{self.name}:{rule.line}:1"
            if rule.kind in ("words", "part") and rule.name not in self.used:
                raise GrammarError(
                    f"{where}: {rule.kind} {rule.name!r} is not used by any rule; use it or remove it"
                )
            if rule.kind in ("part", "finding", "pattern") and not any(e.matches for e in rule.examples):
                raise GrammarError(
                    f"{where}: {rule.kind} {rule.name!r} has no example; write below it: "
                    "    example: words before [what it takes] words behind"
                )
        return Grammar(self.name, self.classes, self.about, self.rules)

    # -- lines --------------------------------------------------------------------------------------

    def _rules(self, lines: list[str]) -> Iterator[tuple[GrammarRule, list[_Token]]]:
        """Each rule with the tokens of its expression; classes are noted on the way."""
        rule: GrammarRule | None = None
        tokens: list[_Token] = []
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if line[0].isspace():
                if rule is None:
                    raise GrammarError(
                        f"{self.name}:{number}:1: a line that belongs to no rule; rules begin in column 1"
                    )
                example = _EXAMPLE.match(line)
                if example:
                    rule.examples.append(self._example(example, number))
                else:
                    tokens += self._tokens(line, number, 0)
                continue
            if rule is not None:
                yield rule, tokens
                rule = None
            rule, tokens = self._begin(line, number)
        if rule is not None:
            yield rule, tokens

    def _begin(self, line: str, number: int) -> tuple[GrammarRule | None, list[_Token]]:
        m = _HEAD.match(line)
        if m is None or m["kind"] not in KINDS:
            first = line.split()[0]
            raise GrammarError(
                f"{self.name}:{number}:1: {first!r} cannot begin a rule; allowed: {', '.join(KINDS)}{_nearest(first, KINDS)}"
            )
        if m["kind"] == "class":
            self._class(m["name"], m["rest"], number, m.start("name") + 1)
            return None, []
        where = f"{self.name}:{number}:{m.start('name') + 1}"
        if not re.fullmatch(r"[a-z][a-z_]*", m["name"]) or m["name"] in _WORDS_OF_NOTATION:
            raise GrammarError(
                f"{where}: a rule's name has small letters and '_', and is none of: {', '.join(_WORDS_OF_NOTATION)}"
            )
        if m["name"] in self.rules:
            raise GrammarError(
                f"{where}: a second rule {m['name']!r}; the first is in line {self.rules[m['name']].line}"
            )
        if not m["rest"].startswith("="):
            raise GrammarError(
                f"{self.name}:{number}:{m.start('rest') + 1}: '=' is missing behind the name {m['name']!r}"
            )
        return GrammarRule(m["kind"], m["name"], number), self._tokens(line, number, m.start("rest") + 1)

    def _class(self, name: str, about: str, line: int, column: int) -> None:
        where = f"{self.name}:{line}:{column}"
        if not re.fullmatch(r"[A-Z][A-Z_]*", name):
            raise GrammarError(f"{where}: the name of a class has capitals and '_', not {name!r}")
        if name in self.classes:
            raise GrammarError(f"{where}: a second class {name}")
        if not about:
            raise GrammarError(
                f"{where}: class {name} does not say what it is; write it behind the name, with some words"
            )
        if len(self.classes) == len(self.alphabet):
            raise GrammarError(f"{where}: more than {len(self.alphabet)} classes")
        self.classes[name] = self.alphabet[len(self.classes)]
        self.about[name] = about

    def _example(self, m: re.Match[str], line: int) -> Example:
        text = m["text"]
        if [c for c in text if c in "[]"] != ["[", "]"]:
            raise GrammarError(
                f"{self.name}:{line}:{m.start('text') + 1}: an example has one stretch in [brackets]: {text!r}"
            )
        start, end = text.index("["), text.index("]")
        return Example(
            text.replace("[", "").replace("]", ""),
            start,
            end - 1,
            m["kind"] == "example",
            line,
            m.start("text") + start + 1,
        )

    def _tokens(self, line: str, number: int, at: int) -> list[_Token]:
        tokens: list[_Token] = []
        while at < len(line):
            m = _TOKEN.match(line, at)
            if m is None:
                raise GrammarError(
                    f"{self.name}:{number}:{at + 1}: {line[at]!r} is not part of the notation; allowed: CLASS, rule, "
                    "( ) | ? * + {2,3} next( previous( not except( end, # comment"
                )
            if m.lastgroup != "space":
                tokens.append(_Token(str(m.lastgroup), m[0], number, at + 1))
            at = m.end()
        return tokens

    # -- expressions --------------------------------------------------------------------------------

    def _peek(self) -> _Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        if self.tokens:
            last = self.tokens[-1]
            return _Token("", "", last.line, last.column + len(last.text))
        return self.empty

    def _take(self) -> _Token:
        token = self._peek()
        self.at += 1
        return token

    def _fail(self, token: _Token, what: str, allowed: str) -> NoReturn:
        raise GrammarError(f"{self.name}:{token.line}:{token.column}: {what}; allowed: {allowed}")

    def _choice(self) -> _Piece:
        options = [self._sequence()]
        while self._peek().text == "|":
            self._take()
            options.append(self._sequence())
        # Neighbours that are one word each are one choice of classes.
        merged: list[_Piece] = []
        for option in options:
            if option.classes and merged and merged[-1].classes:
                merged[-1] = _word("".join(dict.fromkeys(merged[-1].classes + option.classes)))
            else:
                merged.append(option)
        return merged[0] if len(merged) == 1 else _Piece("|".join(p.regex for p in merged), "choice")

    def _sequence(self) -> _Piece:
        items: list[_Piece] = []
        while self._peek().text not in ("", "|", ")"):
            items.append(self._repeated())
        if not items:
            self._fail(self._peek(), "nothing stands here", "a class, a rule or '('")
        if len(items) == 1:
            return items[0]
        return _Piece("".join(i.item() if i.shape == "choice" else i.regex for i in items), "sequence")

    def _repeated(self) -> _Piece:
        piece = self._item()
        token = self._peek()
        if token.kind != "repeat":
            return piece
        self._take()
        if self._peek().kind == "repeat":
            self._fail(self._peek(), "a second sign of repetition", "a class, a rule, '(' or '|'")
        # Repeated, it is one item no more: another sign would say something else of it.
        return _Piece(piece.item() + token.text, "sequence")

    def _item(self) -> _Piece:
        token = self._take()
        if token.text == "(":
            return self._group(token)
        if token.kind == "upper":
            if token.text not in self.classes:
                self._fail(
                    token,
                    f"unknown class {token.text}{_nearest(token.text, self.classes)}",
                    ", ".join(self.classes),
                )
            return _word(self.classes[token.text])
        if token.kind != "lower":
            self._fail(token, f"unexpected {token.text!r}", "a class, a rule or '('")
        if token.text == "end":
            return _Piece("$", "item")
        if token.text == "except":
            piece = self._inside(self._open(token))
            if not piece.classes:
                self._fail(token, "'except' is of a choice of classes", "except(A | B)")
            return _word(piece.classes, negated=True)
        look = token.text
        if look == "not":
            second = self._take()
            look = f"not {second.text}"
            if look not in _LOOKS:
                self._fail(second, f"unexpected {second.text!r} behind 'not'", "not next(…), not previous(…)")
        if look in _LOOKS:
            return _Piece(f"{_LOOKS[look]}{self._inside(self._open(token)).regex})", "item")
        if token.text not in self.pieces:
            self._fail(
                token,
                f"no rule {token.text!r} stands above{_nearest(token.text, self.pieces)}",
                ", ".join(self.pieces) or "classes only",
            )
        self.used.add(token.text)
        piece = self.pieces[token.text]
        return _Piece(piece.item(), "item") if piece.shape == "choice" else piece

    def _open(self, word: _Token) -> _Token:
        token = self._take()
        if token.text != "(":
            self._fail(token, f"unexpected {token.text!r} behind {word.text!r}", "'('")
        return token

    def _group(self, opened: _Token) -> _Piece:
        piece = self._inside(opened)
        return piece if piece.classes else _Piece(f"(?:{piece.regex})", "item")

    def _inside(self, opened: _Token) -> _Piece:
        piece = self._choice()
        token = self._take()
        if token.text != ")":
            self._fail(opened, "this bracket is not closed", "')' before the rule's end")
        return piece


def _nearest(word: str, names: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(names), 1)
    return f" (did you mean {found[0]}?)" if found else ""
