"""The form of every lexicon file: one model for each file, and the check of files against it.

``imrnlp check-lexicons [FOLDER]`` runs :func:`check_lexicons` on the package's own files or on a folder of yours.

>>> check_lexicons()
[]
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from imrnlp.lexicons import spaced
from imrnlp.lexicons.fields import (
    Category,
    CueText,
    DrugClass,
    Fragment,
    Key,
    Names,
    OptionalNames,
    OptionalPattern,
    OptionalTerms,
    OptionalText,
    Pattern,
    PerDay,
    Phrases,
    Term,
    TermList,
    Text,
    one_of,
    optional,
    shaped,
    taxonomy,
)
from imrnlp.lexicons.once import ONCE
from imrnlp.read.document import named
from imrnlp.text.strings import quoted

FOLDER = Path(__file__).parent
_FRAGMENT: TypeAdapter[str] = TypeAdapter(Fragment)


@dataclass(frozen=True, slots=True)
class LexiconProblem:
    """One value of a lexicon that is not allowed; ``line`` counts from 1, 0 for the file as a whole."""

    file: str
    line: int
    field: str
    value: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        value = self.value if len(self.value) <= 60 else self.value[:57] + "..."
        return f"{place}, field {self.field}: {quoted(value)} is not allowed; expected {self.allowed}"


class Row(BaseModel):
    """One line of a table, or one object of a document: with all its fields and no others."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


# -- tables -----------------------------------------------------------------------------------------


def _codes_shape(kind: str) -> AfterValidator:
    """RxNorm's and ATC's codes, several separated by ``|``."""
    form = {"rxcui": r"\d{1,8}(?:\|\d{1,8})*", "atc": r"[A-Z]\d{0,2}[A-Z]{0,2}\d{0,2}(?:\|[A-Z0-9]{1,7})*"}[
        kind
    ]
    words = {"rxcui": "RxCUIs: digits, separated by |", "atc": "ATC codes such as N02AX02, separated by |"}[
        kind
    ]
    return AfterValidator(optional(shaped(form, words)))


def _in_taxonomy(row: Any) -> Any:
    if row.subcategory != "by_site" and row.subcategory not in taxonomy()[row.category]:
        raise ValueError("one of " + ", ".join([*taxonomy()[row.category], "by_site"]))
    return row


class Taxonomy(Row):
    category: Key
    subcategories: TermList


_DRUG_NAME = shaped(
    r"[a-z0-9][a-z0-9 ()',.+-]*(?:toxinA)?(?:/[a-z0-9][a-z0-9 ()',.+-]*)*",
    "ingredients in lower case, separated by /",
)


class DrugRow(Row):
    name: Annotated[Text, AfterValidator(_DRUG_NAME)]
    drug_class: DrugClass = Field(alias="class")
    form: OptionalText
    kind: Annotated[str, AfterValidator(one_of("", "topical", "product", "kit"))]
    brands: OptionalNames
    aliases: OptionalTerms
    ingredients: OptionalTerms

    @model_validator(mode="after")
    def _forms(self) -> DrugRow:
        forms = {row["form"] for row in _rows_of("drug_forms.tsv")}
        if self.form and self.form not in forms:
            raise ValueError("form: one of " + ", ".join(sorted(forms)))
        return self


class DrugForm(Row):
    words: TermList
    form: Term
    named: Annotated[str, AfterValidator(one_of("", "yes"))]
    route: OptionalText


class DrugClassWords(Row):
    terms: TermList
    subcategory: DrugClass


class DrugStem(Row):
    ending: TermList
    drug_class: DrugClass = Field(alias="class")
    exceptions: OptionalTerms = Field(alias="except")


class NotDrug(Row):
    name: Term
    kind: Annotated[
        str, AfterValidator(one_of("never", "capital", "general", "word", "measured", "percent", "sense"))
    ]


class Ingredient(Row):
    name: Text
    rxcui: Annotated[str, _codes_shape("rxcui")]
    atc: Annotated[str, _codes_shape("atc")]


class Substance(Row):
    name: Annotated[Text, AfterValidator(_DRUG_NAME)]
    brands: OptionalNames
    aliases: OptionalTerms


class Direction(Row):
    pattern: Pattern
    per_day: PerDay


class NumberWord(Row):
    kind: Annotated[str, AfterValidator(one_of("unit", "ten", "other", "month"))]
    word: Annotated[str, AfterValidator(shaped(r"[a-z]+(?: [a-z]+)?", "a number word in small letters"))]
    value: Annotated[str, AfterValidator(shaped(r"\d{1,4}", "a whole number below 10,000"))]

    @model_validator(mode="after")
    def _value(self) -> NumberWord:
        if self.kind == "unit" and int(self.value) >= 20:
            raise ValueError("value: a unit is below 20")
        if self.kind == "ten" and int(self.value) not in range(20, 100, 10):
            raise ValueError("value: a ten is 20, 30, …, 90")
        if self.kind == "month" and int(self.value) not in range(1, 13):
            raise ValueError("value: a month is 1 to 12")
        return self


class PosologyWords(Row):
    kind: Annotated[
        str, AfterValidator(one_of("mass", "volume", "per", "counted", "period", "route", "often", "session"))
    ]
    words: TermList
    means: OptionalText

    @model_validator(mode="after")
    def _means(self) -> PosologyWords:
        if self.kind in ("period", "often") and not re.fullmatch(r"[1-9]\d{0,2}", self.means):
            raise ValueError("means: a whole number from 1 to 999 for period and often")
        if not self.means and self.kind not in ("counted", "session"):
            raise ValueError("means: some words; only counted things may have none")
        return self


#: Places of a medication cue whose words state no status.
_STATELESS = ("prescribed_for", "indication", "not_indication", "indication_end")


class MedicationCue(Row):
    place: Annotated[
        str,
        AfterValidator(
            one_of(
                "head",
                "clause",
                "before",
                "after",
                "touching",
                "begun",
                "begun_behind",
                "treated",
                "result",
                "turn",
                "list",
                "prescribed_for",
                "indication",
                "not_indication",
                "indication_end",
            )
        ),
    ]
    status: Annotated[str, AfterValidator(one_of("", "current", "past", "prescribed", "unknown", "none"))]
    cue: Fragment
    example: OptionalText

    @model_validator(mode="after")
    def _shown(self) -> MedicationCue:
        stateless = self.place in _STATELESS
        if bool(self.status) == stateless:
            raise ValueError(f"status: {'no' if stateless else 'a'} status for {self.place}")
        if self.status and "Mobic" not in self.example:
            raise ValueError("example: a sentence that states the status of Mobic")
        try:
            found = re.search(spaced(self.cue), self.example, re.I)
        except re.error as error:
            raise ValueError(f"cue: a regular expression, a blank being any white space ({error})") from None
        if self.status and (found is None or not found.group()):
            raise ValueError("cue: a pattern that occurs in its example")
        return self


class Service(Row):
    terms: TermList
    category: Category
    subcategory: Key
    weak: Annotated[str, AfterValidator(one_of("", "weak"))]

    _subcategory = model_validator(mode="after")(_in_taxonomy)


class CodeRange(Row):
    first: Annotated[str, AfterValidator(shaped(r"[A-Z]?\d{4,5}T?", "a CPT or HCPCS code"))]
    last: Annotated[str, AfterValidator(shaped(r"[A-Z]?\d{4,5}T?", "a CPT or HCPCS code"))]
    category: Category
    subcategory: Key

    _subcategory = model_validator(mode="after")(_in_taxonomy)

    @model_validator(mode="after")
    def _ordered(self) -> CodeRange:
        if self.first > self.last or len(self.first) != len(self.last):
            raise ValueError("last: a code not before the first, of the same length")
        return self


class BodySite(Row):
    site: TermList
    kind: Annotated[str, AfterValidator(one_of("region", "part", "none"))]


class Abbreviation(Row):
    short: Text
    long: Term


class Word(Row):
    """A word or phrase of the grammar of findings with its part in it (``docs/lexicons.md``)."""

    term: Term
    kind: Annotated[
        str,
        AfterValidator(
            lambda kind: one_of(*_word_kinds())(kind),
        ),
    ]


class FunctionWord(Word):
    """The same of words of every sentence, signs among them."""

    term: CueText


class SideWords(Row):
    kind: Annotated[str, AfterValidator(one_of("reports", "reports_near", "looked_for", "fronts", "motion"))]
    words: TermList


class IcdWords(Row):
    kind: Annotated[str, AfterValidator(one_of("empty", "degree"))]
    words: TermList


class IcdPhrase(Row):
    phrase: TermList
    code: Annotated[
        str,
        AfterValidator(shaped(r"-|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", "an ICD-10-CM code, or -")),
    ]


class IcdKey(Row):
    key: Text
    side: Annotated[str, AfterValidator(one_of("", "left", "right", "bilateral", "unspecified"))]
    code: Annotated[
        str, AfterValidator(shaped(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", "an ICD-10-CM code"))
    ]


class MeshTerm(Row):
    term: Text
    branch: Annotated[str, AfterValidator(shaped(r"[A-Z]", "one capital letter of a MeSH branch"))]


class GuidelineDocument(Row):
    id: Key
    kind: Annotated[
        str,
        AfterValidator(
            one_of(
                "frame",
                "section",
                "guideline",
                "chapter",
                "later",
                "organisation",
                "journal",
                "other",
                "periodical",
            )
        ),
    ]
    source: Annotated[
        str, AfterValidator(one_of("MTUS", "ACOEM", "ODG", "FDA", "CMS", "AMA", "journal", "other"))
    ]
    title: OptionalText
    regulation: Annotated[
        str, AfterValidator(optional(shaped(r"9792\.\d\d(?:\.\d{1,2})?", "a section as 9792.24.2, or empty")))
    ]
    number: Annotated[str, AfterValidator(optional(shaped(r"\d{1,2}", "a chapter's number, or empty")))]
    chapter: OptionalText
    years: Annotated[
        str,
        AfterValidator(
            optional(
                shaped(
                    r"(?:19|20)\d\d-(?:(?:19|20)\d\d)?(?:\|(?:19|20)\d\d-(?:(?:19|20)\d\d)?)*",
                    "spans of years as 2009-2016 or 2018-, separated by |",
                )
            )
        ),
    ]
    last_page: Annotated[str, AfterValidator(optional(shaped(r"[1-9]\d{0,3}", "a page number, or empty")))]
    aliases: OptionalTerms
    short: OptionalTerms
    pattern: OptionalPattern
    sources: Text


class GuidelineTopics(Row):
    document: Annotated[str, AfterValidator(one_of("chronic_pain", "postsurgical", "acoem", "odg"))]
    headings: Names


class OdgChapter(Row):
    chapter: Text
    aliases: OptionalNames


class HeaderLabel(Row):
    label: Text
    field: Annotated[
        str,
        AfterValidator(
            one_of(
                "",
                "case_number",
                "date_of_injury",
                "date_assigned",
                "decision_date",
                "ur_denial_date",
                "application_received",
                "priority",
            )
        ),
    ]


class Specialty(Row):
    name: Text


class State(Row):
    name: Text
    code: Annotated[str, AfterValidator(shaped(r"[A-Z]{2}", "two capital letters of the Postal Service"))]


class Ground(Row):
    title: Text
    source: Annotated[str, AfterValidator(one_of("FDA", "CMS", "AMA", "ACOEM", "ODG", "journal", "other"))]
    kind: Annotated[str, AfterValidator(one_of("document", "body", "journal"))]
    names: TermList


class TableCategory(Row):
    words: Pattern
    categories: Annotated[
        list[Category], BeforeValidator(lambda value: [] if value == "-" else value.split("|"))
    ]
    example: Text

    @model_validator(mode="after")
    def _shown(self) -> TableCategory:
        if not re.search(spaced(self.words), self.example, re.I):
            raise ValueError("words: a pattern that occurs in its example")
        return self


class WordClass(Row):
    """A class of words that patterns can name, with an example in which one of them occurs."""

    name: Key = Field(alias="class")
    words: Pattern
    example: Text

    @model_validator(mode="after")
    def _shown(self) -> WordClass:
        words = spaced(self.words)
        if re.search(r"(?<![\\])#", words):
            raise ValueError('words: a pattern without "#", which begins a comment (write it as \\#)')
        if not re.search(words, self.example, re.I):
            raise ValueError("words: a pattern that occurs in its example")
        return self


class StorySigns(Row):
    """Phrases that are a sign of a story's time; ``story_grammar.txt`` has the signs in capitals."""

    name: Key = Field(alias="class")
    words: Phrases
    example: Text

    @model_validator(mode="after")
    def _shown(self) -> StorySigns:
        from imrnlp.assertion.rules import phrases_of
        from imrnlp.assertion.story import story_grammar

        known = [name.lower() for name in story_grammar().classes]
        if self.name not in known:
            raise ValueError(f"class: one of {', '.join(known)}")
        if not any(phrase.removeprefix("-") in self.example.lower() for phrase in phrases_of(self.words)):
            raise ValueError("words: phrases of which one occurs in the example")
        return self


def _word_classes(file: str) -> type[WordClass]:
    """The model of a table of word classes: its classes are those that the package's patterns name."""

    def known(value: str) -> str:
        return one_of(*dict.fromkeys(row["class"] for row in _rows_of(file)))(value)

    class Named(WordClass):
        name: Annotated[Key, AfterValidator(known)] = Field(alias="class")

    return Named


#: The model of a table's row.
TABLES: dict[str, type[Row]] = {
    "abbreviations.tsv": Abbreviation,
    "argument_medications.tsv": MedicationCue,
    "assertion_words.tsv": _word_classes("assertion_words.tsv"),
    "body_and_signs.tsv": Word,
    "body_sites.tsv": BodySite,
    "citation_words.tsv": _word_classes("citation_words.tsv"),
    "complaints.tsv": Word,
    "condition_bound_words.tsv": _word_classes("condition_bound_words.tsv"),
    "condition_function_words.tsv": FunctionWord,
    "condition_names.tsv": Word,
    "condition_side_words.tsv": SideWords,
    "condition_words.tsv": Word,
    "conditions.tsv": Word,
    "drug_classes.tsv": DrugClassWords,
    "drug_forms.tsv": DrugForm,
    "drug_stems.tsv": DrugStem,
    "drugs.tsv": DrugRow,
    "findings.tsv": Word,
    "frequencies.tsv": Direction,
    "general_conditions.tsv": Word,
    "grounds.tsv": Ground,
    "guideline_topics.tsv": GuidelineTopics,
    "guidelines.tsv": GuidelineDocument,
    "header_labels.tsv": HeaderLabel,
    "icd10cm_keys.tsv.gz": IcdKey,
    "icd10cm_phrases.tsv": IcdPhrase,
    "icd10cm_words.tsv": IcdWords,
    "medication_cues.tsv": MedicationCue,
    "not_conditions.tsv": Word,
    "not_drugs.tsv": NotDrug,
    "number_words.tsv": NumberWord,
    "odg_chapters.tsv": OdgChapter,
    "patient_words.tsv": _word_classes("patient_words.tsv"),
    "plan_findings_words.tsv": _word_classes("plan_findings_words.tsv"),
    "posology_words.tsv": PosologyWords,
    "prescription_words.tsv": _word_classes("prescription_words.tsv"),
    "procedure_codes.tsv": CodeRange,
    "request_words.tsv": _word_classes("request_words.tsv"),
    "rxnorm_ingredients.tsv": Ingredient,
    "section_words.tsv": _word_classes("section_words.tsv"),
    "services.tsv": Service,
    "side_words.tsv": _word_classes("side_words.tsv"),
    "specialties.tsv": Specialty,
    "states.tsv": State,
    "story_words.tsv": StorySigns,
    "table_categories.tsv": TableCategory,
    "taxonomy.tsv": Taxonomy,
    "text_words.tsv": _word_classes("text_words.tsv"),
    "unii_drugs.tsv": Substance,
    "utilization_review_words.tsv": _word_classes("utilization_review_words.tsv"),
}

#: Grammars over word classes; ``docs/grammar-of-findings.md`` explains their notation.
GRAMMARS = frozenset(("findings_grammar.txt", "story_grammar.txt"))

#: Tables without a header line: the names of their columns.
HEADERLESS = {"icd10cm_keys.tsv.gz": ("key", "side", "code")}


# -- documents --------------------------------------------------------------------------------------

ContextCategory = Literal[
    "NEGATED_EXISTENCE", "POSSIBLE_EXISTENCE", "HYPOTHETICAL", "HISTORICAL", "FAMILY", "CONJ"
]
#: ``["outcome", "pattern", "pattern", …]``
OutcomePatterns = Annotated[list[Pattern], Field(min_length=2)]


class ContextRule(Row):
    """A cue in medspaCy's ``ConTextRule`` form."""

    literal: Term
    category: ContextCategory
    direction: Literal["FORWARD", "BACKWARD", "BIDIRECTIONAL", "TERMINATE", "PSEUDO"]
    pattern: Phrases | None = None
    max_scope: Annotated[int, Field(ge=1, le=100)] | None = None


class FrameRow(Row):
    category: ContextCategory
    words: list[CueText] = Field(min_length=1)
    pattern: Pattern

    @model_validator(mode="after")
    def _target(self) -> FrameRow:
        if "target" not in re.compile(self.pattern).groupindex:
            raise ValueError("pattern: a pattern with the group (?P<target>…)")
        return self


class ContextRules(Row):
    source: Text
    context_rules: list[ContextRule] = Field(min_length=1)
    frames: list[FrameRow] = []


class FactorSet(Row):
    factors: dict[Term, Annotated[float, Field(ge=0, le=20)]]


class MmeFactors(Row):
    source: Text
    sets: dict[Key, FactorSet]


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each string of a document with its place in it (``layouts.2.items.body.0``)."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{place}.{index}")


def _patterns_compile(values: dict[str, Any]) -> None:
    """Raises for the first string of ``values`` that is no pattern, with its place."""
    for place, value in _leaves(values):
        try:
            _FRAGMENT.validate_python(value)
        except ValidationError as error:
            reason = error.errors()[0]
            raise ValueError(f"{place}: {reason.get('ctx', {}).get('error', reason['msg'])}") from None


class PatternDocument(BaseModel):
    """A document of cue patterns: its ``source``, and under every other key patterns alone."""

    model_config = ConfigDict(extra="allow")

    source: Text

    @model_validator(mode="after")
    def _compile(self) -> PatternDocument:
        if not self.model_extra:
            raise ValueError("source: the source and at least one list of patterns")
        _patterns_compile(self.model_extra)
        return self


#: A pattern before its pieces are filled in.
PatternText = Annotated[str, Field(min_length=1)]


class Clause(Row):
    """A pattern with an example, in which the matched words are in [brackets]."""

    example: Annotated[
        str, AfterValidator(shaped(r"[^\[\]]*\[[^\[\]]+\][^\[\]]*", "one stretch in [brackets]"))
    ]
    pattern: PatternText


class ConditionPatterns(PatternDocument):
    """``condition_patterns.json``: patterns that are made of named pieces."""

    pieces: dict[Key, PatternText | list[PatternText]]
    clauses: dict[Text, Clause]

    @model_validator(mode="after")
    def _filled(self) -> ConditionPatterns:
        from imrnlp.lexicons import filled
        from imrnlp.lexicons.wordings import pieces_of

        pieces = pieces_of(self.pieces)
        clauses = {name: clause.pattern for name, clause in self.clauses.items()}
        named = {"pieces": self.pieces, "clauses": clauses, **(self.model_extra or {})}
        for place, value in _leaves(named):
            try:
                re.compile(filled(value, pieces))
            except (ValueError, re.error) as error:
                raise ValueError(f"{place}: a pattern of known pieces ({error})") from None
        for name, clause in self.clauses.items():
            start, end = clause.example.index("["), clause.example.index("]") - 1
            text = clause.example.replace("[", "").replace("]", "")
            m = re.compile(filled(clause.pattern, pieces)).match(
                text, 0 if "(?P<" in clause.pattern else start
            )
            group = (m and m.lastgroup) or 0
            if m is None or m.span(group) != (start, end):
                got = repr(m[group]) if m else "nothing"
                raise ValueError(
                    f"clauses.{name}: a pattern that matches what its example has in brackets, not {got}"
                )
        return self


class TailRow(Row):
    """Words that can continue a finding; in the example, what ``words`` match is in [brackets]."""

    name: Text
    first: list[CueText] = Field(min_length=1)
    of: PatternText | None = None
    words: PatternText
    place: Literal["must follow", "may follow"] | None = None
    example: Annotated[
        str,
        AfterValidator(shaped(r"[^\[\]]+\[[^\[\]]+\][^\[\]]*", "one stretch in [brackets] behind a finding")),
    ]


class FindingTails(Row):
    """``finding_tails.json``: how sentences go on behind a finding."""

    source: Text
    pieces: dict[Key, PatternText | list[PatternText]]
    tails: list[TailRow] = Field(min_length=1)

    @model_validator(mode="after")
    def _shown(self) -> FindingTails:
        for place, piece in _leaves(self.pieces):
            self._compiled(f"pieces.{place}", piece)
        for i, tail in enumerate(self.tails):
            words = self._compiled(f"tails.{i}.words", tail.words)
            of = self._compiled(f"tails.{i}.of", tail.of or "")
            finding, taken = tail.example.lower().replace("]", "[").split("[")[:2]
            m = words.match(tail.example.lower().replace("[", "").replace("]", ""), len(finding))
            if m is None or m.group() != taken:
                raise ValueError(f"tails.{i}.words: a pattern that matches what its example has in brackets")
            if not of.search(finding):
                raise ValueError(f"tails.{i}.of: a pattern that occurs in the finding of its example")
            if not any(taken.lstrip().startswith(word) for word in tail.first):
                raise ValueError(f"tails.{i}.first: the word with which the example's brackets begin")
        return self

    def _compiled(self, place: str, pattern: str) -> re.Pattern[str]:
        from imrnlp.lexicons import filled

        try:
            return re.compile(filled(pattern, self.pieces))
        except (ValueError, re.error) as error:
            raise ValueError(f"{place}: a pattern of known pieces ({error})") from None


class LayoutEntry(BaseModel):
    """One layout; ``docs/layouts.md`` explains the keys, which differ by the style of its items."""

    model_config = ConfigDict(extra="allow")

    name: Key
    evidence: list[tuple[Literal["heading", "pattern"], str, Annotated[int, Field(ge=1, le=10)]]] = Field(
        min_length=1
    )
    sections: dict[Key, Key]
    items: dict[str, Any]

    @model_validator(mode="after")
    def _known(self) -> LayoutEntry:
        if self.items.get("style") not in _styles():
            raise ValueError("items: a style, one of " + ", ".join(_styles()))
        _patterns_compile({"items": self.items, **(self.model_extra or {})})
        for kind, pattern, _ in self.evidence:
            if kind == "pattern":
                _FRAGMENT.validate_python(pattern)
        return self


class Layouts(BaseModel):
    model_config = ConfigDict(extra="allow")

    source: Text
    headings: dict[Key, list[Text]]
    layouts: list[LayoutEntry] = Field(min_length=1)
    default_sections: dict[Key, Key]
    verdicts: list[tuple[Pattern, Literal["upheld", "overturned", "modified", "unknown"]]]
    running_heads: list[Pattern]
    letter_footers: list[Pattern]

    @model_validator(mode="after")
    def _compile(self) -> Layouts:
        _patterns_compile(self.model_extra or {})
        return self

    @model_validator(mode="after")
    def _headings_known(self) -> Layouts:
        for layout in self.layouts:
            named = {name for kind, name, _ in layout.evidence if kind == "heading"} | {*layout.sections}
            unknown = sorted(named - {*self.headings})
            if unknown:
                raise ValueError(
                    f"headings: the headings of layout {layout.name}, {', '.join(unknown)} among them"
                )
        return self


DOCUMENTS: dict[str, type[BaseModel]] = {
    "condition_patterns.json": ConditionPatterns,
    "context_rules.json": ContextRules,
    "finding_tails.json": FindingTails,
    "layouts.json": Layouts,
    "mme_factors.json": MmeFactors,
    "utilization_review.json": PatternDocument,
}


# -- the check --------------------------------------------------------------------------------------


def check_lexicons(folder: str | Path | None = None, *, extends: bool = False) -> list[LexiconProblem]:
    """Every value that is not allowed in the lexicons of ``folder`` (the package's own by default).

    With ``extends`` the folder adds to the package's lexicons: its documents need not repeat what those say.
    Raises ``FileNotFoundError`` for a folder that is not there, ``ValueError`` for one without a lexicon.
    """
    place = FOLDER if folder is None else Path(folder)
    if not os.path.isdir(place):
        raise FileNotFoundError(f"{named(str(place))} is not a folder")
    names = sorted(
        p.name for p in place.iterdir() if p.name.endswith((".tsv", ".json", ".gz")) or p.name in GRAMMARS
    )
    if not names:
        raise ValueError(f"{place} holds no lexicon (.tsv, .json or .gz)")
    return [problem for name in names for problem in check_file(place / name, extends=extends)]


def check_file(path: Path, *, extends: bool = False) -> Iterator[LexiconProblem]:
    """The problems of one file, in the order of its lines."""
    # What is packed was made by a program from a whole release: nothing is added to it.
    known = {n for n in (*TABLES, *DOCUMENTS) if not n.endswith(".gz")} if extends else ALL
    if path.name not in known:
        names = ", ".join(sorted(known))
        yield LexiconProblem(path.name, 0, "name", path.name, f"one of {names}")
        return
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        yield LexiconProblem(path.name, 0, "file", path.name, f"readable UTF-8 text ({error})")
        return
    if path.name in TABLES:
        yield from _check_table(path.name, text)
    elif path.name in DOCUMENTS:
        yield from _check_document(path.name, text, extends)
    elif path.name in GRAMMARS:
        yield from _check_grammar(path.name, text)


def _check_grammar(name: str, text: str) -> Iterator[LexiconProblem]:
    """The first mistake of a grammar, its examples included."""
    from imrnlp.assertion.context import lowered
    from imrnlp.assertion.story import read_story
    from imrnlp.tag.condition_words import word_classes
    from imrnlp.tag.conditions import find_candidates
    from imrnlp.text.grammar import Grammar, GrammarError
    from imrnlp.text.sentences import split_sentences

    def as_words(example: str) -> tuple[str, list[int], list[int]]:
        words = word_classes(example.lower())
        return words.classes, words.starts, words.ends

    def as_story(example: str) -> tuple[str, list[int], list[int]]:
        sentences = split_sentences(example)
        conditions = [(m.start, m.end) for m in find_candidates(example, sentences)]
        story = read_story(lowered(example), conditions, sentences)
        return story.signs, story.starts, story.ends

    try:
        Grammar.parse(text, name).check_examples(as_story if name == "story_grammar.txt" else as_words)
    except GrammarError as error:
        line = text.split("\n")[error.line - 1] if error.line else ""
        yield LexiconProblem(name, error.line, f"column {error.column}", line.strip(), error.reason)


#: Files that a program made and another reads; they are checked by their readers' tests.
OPAQUE = frozenset(("mesh_terms.txt.gz",))
ALL = {*TABLES, *DOCUMENTS, *GRAMMARS, *OPAQUE}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip() and not line.startswith("#"):
            yield number, line


def _rows_of(name: str) -> tuple[dict[str, str], ...]:
    from imrnlp import lexicons

    return lexicons.table(name)


def _styles() -> tuple[str, ...]:
    from imrnlp.sections.items import STYLES

    return tuple(STYLES)


def _word_kinds() -> tuple[str, ...]:
    from imrnlp.tag.condition_words import findings_grammar

    return tuple(name.lower() for name in findings_grammar().classes)


def _check_table(name: str, text: str) -> Iterator[LexiconProblem]:
    model = TABLES[name]
    columns = [field.alias or key for key, field in model.model_fields.items()]
    lines = _lines(text)
    if "#" not in text[:1]:
        yield LexiconProblem(
            name, 1, "source", text[:40], 'a first line that begins with "#" and states the source'
        )
    if name in HEADERLESS:
        columns = list(HEADERLESS[name])
    else:
        number, header = next(lines, (0, ""))
        if header.split("\t") != columns:
            yield LexiconProblem(name, number, "header", header, "the columns " + ", ".join(columns))
            return
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) > len(columns):
            yield LexiconProblem(name, number, "row", line, f"{len(columns)} cells, not {len(cells)}")
            continue
        cells += [""] * (len(columns) - len(cells))
        try:
            row = model.model_validate(dict(zip(columns, cells, strict=True)))
        except ValidationError as error:
            yield from _problems(name, number, error, dict(zip(columns, cells, strict=True)))
            continue
        yield from _repeated(name, number, row, ONCE.get(name, ()), seen)


def _repeated(
    name: str, number: int, row: Row, once: tuple[str, ...], seen: dict[str, int]
) -> Iterator[LexiconProblem]:
    for field in once:
        value = getattr(row, field)
        for term in value if isinstance(value, list) else [value]:
            if term in seen:
                yield LexiconProblem(
                    name, number, field, term, f"a term not yet in the file (line {seen[term]})"
                )
            seen.setdefault(term, number)


def _problems(
    name: str, number: int, error: ValidationError, values: dict[str, Any]
) -> Iterator[LexiconProblem]:
    for found in error.errors():
        field = str(found["loc"][0]) if found["loc"] else ""
        allowed = str(found.get("ctx", {}).get("error", found["msg"]))
        if not field and ": " in allowed and allowed.split(": ")[0] in values:
            field, allowed = allowed.split(": ", 1)
        elif not field:
            field = "subcategory" if "subcategory" in values else next(iter(values))
        yield LexiconProblem(name, number, field, str(values.get(field, found["input"])), allowed)


def _check_document(name: str, text: str, extends: bool) -> Iterator[LexiconProblem]:
    import json_source_map

    from imrnlp import lexicons
    from imrnlp.lexicons.extra import merged

    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        yield LexiconProblem(
            name, error.lineno, "file", error.doc[error.pos : error.pos + 20], f"JSON ({error.msg})"
        )
        return
    places = json_source_map.calculate(text)
    try:
        # What a file adds stands first in each list, so that places in the whole are places in the file.
        whole = merged(data, lexicons.json_of(lexicons.text(name))) if extends else data
        DOCUMENTS[name].model_validate(whole)
    except ValidationError as error:
        for found in error.errors():
            allowed = str(found.get("ctx", {}).get("error", found["msg"]))
            place = [str(part) for part in found["loc"]]
            if ": " in allowed and re.fullmatch(r"[\w. -]+", allowed.split(": ", 1)[0]):
                inner, allowed = allowed.split(": ", 1)
                place += inner.split(".")
            line, value = _found_at(data, places, place)
            yield LexiconProblem(name, line, ".".join(place) or "document", value, allowed)


def _found_at(data: Any, places: dict[str, Any], place: list[str]) -> tuple[int, str]:
    """Line and value of the innermost part of ``place`` that the document has."""
    pointer, line = "", 1
    for part in place:
        longer = f"{pointer}/{part.replace('~', '~0').replace('/', '~1')}"
        if longer not in places:
            continue
        pointer, line = longer, places[longer].value_start.line + 1
        data = data[int(part) if isinstance(data, list) else part]
    return line, data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
