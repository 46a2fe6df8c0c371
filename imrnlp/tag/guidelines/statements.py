"""A passage's statements: what the standing formulas of the letters say, and what each one cites.

``The Claims Administrator did not base their decision on the MTUS. Decision based on Non-MTUS Citation
Official Disability Guidelines`` is one denial, which cites nothing, and one citation outside the MTUS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imrnlp.tag.guidelines.words import GAP, STOP, blank
from imrnlp.text.strings import lower

_MTUS = r"(?:california\s+|ca\s+)?(?:mtus(?:\s*/\s*acoem)?|medical\s+treatment\s+utili[sz]ation\s+schedule(?:\s*\(mtus\))?)(?:\s+(?:treatment\s+)?guidelines?)?"
_WHO = r"(?:the\s+)?(?:claims\s+administrator|(?:expert|physician|professional|medical|independent|imr)\s+reviewer|reviewer|utilization\s+review(?:er)?)"
# A denial goes on to its sentence's end, or to the word that turns it round.
_REST = r"(?:(?!\.\s|\.$|;|,?\s+(?:but|so|therefore|thus|hence|however|instead|rather|and\s+(?:the|therefore|instead|relied|based|cited))\b)[^\x1e])*"
_DENIAL = re.compile(
    rf"(?P<none>\b(?:did\s*not|does\s*not|didn't|has\s+not|have\s+not|failed\s+to)\s+(?:cite|provide|state|list|identify|specify|reference|submit|use|give|mention|include)\s+(?:any\b|an?\b|its\b|his\b|the\s+(?:specific\s+)?(?:guidelines?|medical\s+evidence|basis)|(?:specific|supporting)\b|which\b|guidelines?\b|evidence\b|medical\s+evidence\b){_REST})"
    rf"|(?P<no_one>\b(?:no|without(?:\s+any)?)\s+(?:specific\s+|medical\s+|evidence[- ]based\s+|treatment\s+|applicable\s+|other\s+)*(?:guidelines?|evidence|citations?|references?)\s+(?:(?:was|were|is|are|has\s+been|have\s+been)\s+)?(?:cited|provided|referenced|given|listed|used|stated|identified|available|noted|specified|found){_REST})"
    rf"|(?P<not_based>\b(?:did\s*not|does\s*not|didn't|do\s+not|has\s+not|was\s+not|were\s+not|is\s+not|not)\s+(?:base\s+(?:its|their|his/her|his|her|his\s+or\s+her|the|this)\s+decision\s+(?:up)?on|based\s+on|rely\s+(?:up)?on|use|apply|utilize)\s+(?:the\s+)?{_MTUS}{_REST})"
    rf"|(?P<outside>\bbased\s+(?:their|its|his/her|his\s+or\s+her|the)\s+decision\s+on\s+(?:recommendations?(?:\(s\))?\s+)?outside\s+(?:of\s+)?(?:the\s+)?{_MTUS})"
    rf"|(?P<silent>\b(?:the\s+)?(?:{_MTUS}|acoem(?:\s+guidelines?)?)(?:\s*(?:,|/|\band\b|\bor\b|&)\s*(?:the\s+)?(?:mtus|acoem|odg|{_MTUS})(?:\s+guidelines?)?)*(?:\s+[a-z]+){{0,4}}?\s+(?:(?:is|are|was|remains?)\s+(?:largely\s+|essentially\s+|completely\s+)?silent|(?:is|are|was)\s+not\s+(?:applicable|relevant|specific)|(?:do|does|did)\s*(?:not|n't)\s+(?:\w+ly\s+)?(?:address|discuss|mention|cover|contain|include|provide|reference|apply|speak|comment|make|specify|offer|have|refer)|(?:has|have|had|contains?|provides?|makes?|offers?|gives?)\s+no\b|fails?\s+to\s+(?:address|discuss)){_REST})"
    rf"|(?P<no_section>\b(?:found\s+(?:that\s+)?)?(?:no|there\s+(?:is|was|are|were)\s+no|not?\s+any)\s+(?:specific\s+|applicable\s+|relevant\s+)*(?:sections?|portions?|parts?|chapters?|guidelines?|recommendations?|provisions?|discussion|mention)\s+(?:of|in|from|within|under)\s+(?:the\s+)?{_MTUS}{_REST})"
    rf"|(?P<not_in>\b(?:is|are|was|were)\s+not\s+(?:\w+ly\s+)?(?:addressed|discussed|mentioned|covered|found|referenced|included|listed)\s+(?:in|by|within|under)\s+(?:the\s+)?{_MTUS}(?:(?!\.\s|\.$|;|,)[^\x1e])*)"
    rf"|(?P<not_relied>\b(?:guidelines?|citations?|references?)\s+(?:\w+\s+){{0,3}}?used\s+by\s+(?:the\s+)?claims\s+administrator\s+(?:\w+\s+){{0,3}}?not\s+(?:applicable|relevant|appropriate){_REST})"
    rf"|(?P<no_mtus>\bno\s+(?:applicable\s+|relevant\s+|specific\s+)?{_MTUS}{_REST})",
    re.I,
)
_STANDING = re.compile(
    r"\s*The (?:Claims Administrator|Expert Reviewer|Physician Reviewer) (?:based their decision on recommendation\(s\) outside of the MTUS Guidelines|(?P<none>did not cite any medical evidence for its decision)|did not base their decision on the MTUS)(?=\.)"
)
# Words without which the patterns below cannot match; looking for them first is far cheaper.
_DENYING = (" not ", "n't", " no ", "silent", "outside", "without", "fail", "notbase")
_POINTING = (
    "by the claims admin",
    "by claims admin",
    "same",
    "above",
    "ibid",
    "as per",
    "see the claims",
    "see claims",
)
_SAME = re.compile(
    rf"(?P<claims>(?:{_WHO}\s+)?(?:\b(?:also\s+)?(?:found|finds|agrees?|agreed|concurs?|concurred|determined|states?|stated|used|uses|relied\s+(?:up)?on|based\s+(?:his/her|its|their|his|her|the)\s+decision\s+on)\s+)?(?:that\s+|with\s+)?(?:the\s+)?(?:same\s+)?(?:mtus\s+|medical\s+treatment\s+|treatment\s+)?(?:guidelines?|citations?|references?|sections?\s+of\s+the\s+mtus|mtus)\s+(?:that\s+(?:was|were)\s+)?(?:used|cited|referenced|relied\s+(?:up)?on)\s+by\s+(?:the\s+)?claims\s+administrator(?:\s+(?:is|are|was|were|to\s+be))*(?:\s+(?:both\s+)?(?:relevant|applicable|appropriate))?(?:(?!\.\s|\.$|;|\bnot\b)[^\x1e])*)"
    r"|(?P<same_claims>\b(?:same\s+(?:guidelines?\s+)?(?:as|used\s+by|cited\s+by)|as\s+per|see)\s+(?:the\s+|that\s+of\s+the\s+|by\s+the\s+|used\s+by\s+the\s+)*claims\s+administrator(?:'s)?(?:\s+guidelines?)?(?:\s+above)?)"
    r"|(?P<above>\b(?:the\s+)?same\s+(?:guidelines?\s+)?as\s+(?:the\s+)?(?:above|previous|prior|before|preceding)(?:\s+(?:item|request|guidelines?|citations?))?\b|\b(?:please\s+)?see\s+(?:guidelines?\s+|citations?\s+)?above\b|^\s*(?:as|noted)\s+above\b|^\s*ibid\b|^\s*same\s*[.]?\s*$|^\s*above\s*[.]?\s*$)",
    re.I,
)
# Where a formula may begin, in lower case; the formula itself is read by ``_CUE`` there.
_CUE_AT = re.compile(
    f"decision|non.?mtus|other medical|based|relied|cite[ds]|used|utilized|referenced|applied|{STOP}+"
)
_CUE = re.compile(
    r"(?P<outside>(?:decision\s+(?:(?:was|is)\s+)?based\s+(?:up)?on\s+)?(?:the\s+)?\bnon[-\s]*mtus\s+(?:citations?|guidelines?|references?|sources?)\b\s*[:,.-]*)"
    r"|(?P<other>other\s+medical\s+treatment\s+guidelines?(?:\(s\))?(?:\s*(?:/|,|\bor\b|\band\b)\s*medical\s+evidence)?\s*[:,-]*)"
    r"|(?P<mtus>decision\s+(?:(?:was|is)\s+)?based\s+(?:up)?on\b\s*:?)"
    r"|(?P<free>(?:based\s+(?:his\s*/\s*her|his\s+or\s+her|its|their|the|this|his|her)\s+(?:decision|determination|opinion|recommendation)s?\s+(?:\w+\s+(?:part\s+)?)?(?:up)?on|relied\s+(?:instead\s+)?(?:up)?on|(?:(?<=reviewer\s)|(?<=reviewer\salso\s)|(?<=administrator\s)|(?<=administrator\salso\s))(?:cited|used|referenced|utilized|applied|cites))\b\s*:?)",
    re.I,
)
_PART_OF = re.compile(
    r"[,;]?\s*(?:\b(?:which|that|and|both\s+of\s+which)\s+)?(?:\b(?:is|are|was|were|being)\s+)?(?P<not>\bnot\s+)?(?:\bconsidered\s+)?(?:\ba\s+)?\bpart\s+of\s+(?:the\s+)?(?:california\s+|ca\s+)?(?:medical\s+treatment\s+utili[sz]ation\s+schedule(?:\s*\(mtus\))?|mtus)(?:\s+guidelines?)?\b"
    r"|[,;]?\s*(?:\b(?:which|that|as)\s+)?(?:\b(?:is|are|was|were|has\s+been|have\s+been)\s+)?\b(?:adopted|incorporated)\s+(?:by\s+reference\s+)?(?:in|by|into)\s+(?:the\s+)?(?:california\s+)?mtus\b",
    re.I,
)


@dataclass(slots=True)
class Statement:
    """The words of one citation, ``[start, end)`` of the passage.

    ``kind``: ``mtus`` ("Decision based on MTUS …"), ``outside`` ("… Non-MTUS Citation …"), ``free`` ("based its
    decision on …") or ``bare`` (no formula).
    """

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Passage:
    """A passage's text with formulas blanked, its statements and what the formulas said."""

    text: str
    statements: list[Statement] = field(default_factory=list)
    parts_of_mtus: list[tuple[int, bool]] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_above: bool = False


def read_statements(text: str) -> Passage:
    """The statements of a cleaned passage, in order.

    >>> p = read_statements("The Expert Reviewer did not base their decision on the MTUS. "
    ...                     "Decision based on Non-MTUS Citation ODG.")
    >>> [(s.kind, p.text[s.start:s.end]) for s in p.statements if p.text[s.start:s.end].strip(" .\\x1e")][-1]
    ('outside', 'ODG.')
    """
    passage = Passage(text)
    lowered = lower(text)
    spans = _standing(passage)
    rest = blank(text, spans, STOP) if spans else text
    if _any(_DENYING, " " + lowered[spans[0][1] :] if spans else " " + lowered):
        for match in _DENIAL.finditer(rest):
            if match.lastgroup in ("none", "no_one"):
                passage.none_cited = True
            spans.append(match.span())
        spans.sort()
    passage.text = blank(text, spans, STOP)
    if _any(_POINTING, lowered):
        spans = []
        for match in _SAME.finditer(passage.text):
            if match["above"]:
                passage.same_as_above = True
            else:
                passage.same_as_claims_administrator = True
            spans.append(match.span())
        passage.text = blank(passage.text, spans, STOP)
    if "part of" in lowered or "adopted" in lowered or "incorporated" in lowered:
        spans = []
        for match in _PART_OF.finditer(passage.text):
            passage.parts_of_mtus.append((match.start(), match["not"] is None))
            spans.append(match.span())
        passage.text = blank(passage.text, spans, GAP)
    _split(passage)
    return passage


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _standing(passage: Passage) -> list[tuple[int, int]]:
    """The two sentences that stand in most letters, read without the general patterns."""
    match = _STANDING.match(passage.text)
    if match is None:
        return []
    passage.none_cited = match["none"] is not None
    return [match.span()]


def _split(passage: Passage) -> None:
    kind, at = "bare", 0
    text = passage.text
    for candidate in _CUE_AT.finditer(lower(text)):
        start = candidate.start()
        if start < at:
            continue
        if text[start] == STOP:
            _add(passage, kind, at, start)
            kind, at = "bare", candidate.end()
            continue
        cue = _CUE.match(text, start)
        if cue is None:
            continue
        _add(passage, kind, at, start)
        kind, at = {"other": "outside"}.get(cue.lastgroup or "", cue.lastgroup or "bare"), cue.end()
    _add(passage, kind, at, len(text))


def _add(passage: Passage, kind: str, start: int, end: int) -> None:
    if end > start:
        passage.statements.append(Statement(kind, start, end))
