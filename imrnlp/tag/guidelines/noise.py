"""Words that belong to a guideline's title or edition and are neither chapter nor topic."""

from __future__ import annotations

import re

from imrnlp.tag.guidelines.clean import GAP, blank
from imrnlp.tag.guidelines.years import find_year

EDITION = re.compile(
    r"[,;]?\s{0,3}\(?\b(?:(?:revised|updated|latest|current|newest)\s+)?(?:\d{1,2}\s?(?:st|nd|rd|th)|2d|3d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\s+(?:revised\s+|annual\s+)?(?:editions?\b|edn?\b\.?|ed\b\.?)\s*(?:\((?:web|online)\))?\)?"
    r"|[,;]?\s{0,3}\(?\b(?:editions?|ed\.|vers(?:ion|\.)|v\.)\s?(?:\d{1,2}(?:\.\d)?|iii|ii)\b\)?",
    re.I,
)
NOISE = re.compile(
    r"\bintegrated\s+treatment\s*/\s*disability\s+duration\s+guidelines?|\btreatment\s+in\s+workers'?\s*(?:'s)?\s*comp(?:ensation|\.)?|\bodg[-\s]*twc\b|\bby\s+(?:mcg(?:\s+health)?|work\s+loss\s+data\s+institute)\b|\(\s*(?:odg|acoem|mtus|fda|cms|ama|twc|odg[-\s]twc|ca\s+mtus|pdr|dwc|ompg|web)\s*\)"
    r"|\(?\b(?:online|on-line|web|internet|current|latest)[-\s](?:version|edition|based)\b\)?|\btreatment\s+index\b,?|\bprocedures?\s+summary\b|\bsummary\s+of\s+procedures\b|\bet\s+seq\b\.?|\btitle\s+8\b"
    r"|\bsub-?headings?\b\s*:?|\btables?\s+\d{1,2}-\d{1,2}[a-z]?\b|\ban?\s+medical\s+treatment\s+guidelines?\s*(?:\(MTG\))?(?:\s*(?:that\s+is\s+|which\s+is\s+)?not\s+(?:a\s+)?part\s+of\s+the\s+MTUS)?|\(MTG\)"
    r"|\bsection\s*\(\s*s\s*\)?\s*:?|\bsection\s*s\)\s*:?|\bwork\s+loss\s+data\s+institute\b|\(?\blast\s+updated?\b\)?",
    re.I,
)
_GAPS = re.compile(rf"[(\[]\s{{0,3}}{GAP}[\s{GAP}]*[)\]]|{GAP}[\s{GAP}]*")
_MAYBE_NOISE = re.compile(
    r"ubhead|ub-head|SUBHEAD|[Tt]able|TABLE|edical treatment|MTG|MCG|[Ee]d(?:ition|n?\b)|[Ii]ntegrated|[Tt]reatment |TWC|twc|\([A-Za-z ]{2,8}\)|[Oo]n-?line|[Ww]eb|[Ii]nternet|[Cc]urrent|[Ll]a(?:te)?st|[Pp]rocedure|[Ss]ummary|et seq|itle 8|oss [Dd]ata|[Vv]ersion|[Vv]\.|\d(?:st|nd|rd|th)|EDITION|ONLINE"
)
_SECTION_LABEL = re.compile(r"\bsections?\s*\(\s*s\s*\)?\s*:?|\bsections\s*:", re.I)


def squeezed(words: str) -> str:
    """``words`` with each run of gaps as one."""
    return _GAPS.sub(GAP, words)


def plain(words: str) -> str:
    """``words`` without editions and the standing words of a guideline's title."""
    if "ection" in words or "ECTION" in words:
        words = _SECTION_LABEL.sub(GAP, words)
    if _MAYBE_NOISE.search(words):
        words = NOISE.sub(GAP, EDITION.sub(GAP, words))
    return words


def hush(words: str) -> str:
    """``words`` with the edition's words before the chapter as gaps of the same length."""
    head, rest = words[:120], words[120:]
    if _MAYBE_NOISE.search(head):
        head = EDITION.sub(lambda m: GAP * len(m.group()), head)
        head = NOISE.sub(lambda m: GAP * len(m.group()), head)
    _, spans = find_year(head[:60])
    return blank(head, spans, GAP) + rest
