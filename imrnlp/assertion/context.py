"""ConText on strings: what a sentence asserts of each condition in it.

The algorithm is that of Harkema, Dowling, Thornblade and Chapman, "ConText: an algorithm for
determining negation, experiencer, and temporal status from clinical reports", J Biomed Inform
2009;42:839-51: a cue governs the words after it (or before it) up to a termination cue or the
end of its clause; a pseudo cue looks like a cue and governs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from imrnlp.assertion.rules import CLASSES, Cues, Rule, Rules, cue_matcher, frame_words, frames
from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.matcher import longest_first
from imrnlp.text.strings import lower

PRECEDENCE = ("family", "absent", "hypothetical", "possible", "historical")
Cue = tuple[int, int, Rules]

_WORDS = Wordings("assertion_words.tsv")

_VERB = "{verbs_of_findings}"
_SEEN = "{seen}"
_SUBJECT = "{subjects_of_clauses}"
# Where a clause ends.
_CLAUSE = _WORDS.compile(
    rf"""
      ; | :(?=\s) | [.!?](?=\s+[A-Z])
    | \n\s*(?=\n|[-*•])                                              # the next line of a list
    | (?<=\s)[-–—](?=\s)
    | ,(?=\s(?:(?:and|but|so)\ )?{_SUBJECT}\b)                         # "no pain, but he limps"
    | ,(?=\s(?:and\ )?(?:[\w'’/-]+\ ){{1,5}}?{_VERB}\b(?!\ (?:not\ |been\ )?{_SEEN}\b))  # "no pain, the knee is warm"
    | ,(?=\s(?:and\ )?(?:\w+\ ){{1,3}}{{plain_states}}\b)   # "no rash, lungs clear"
    | ,(?=\s(?:(?:\w+\ )?with|positive|status)\b)                     # "no cyst, mild pain with motion"
    | (?<=\s)\(\+\) | (?<=\s)\+(?=\s?[a-z])                          # "no pain + SLR"
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A clause may end only at one of these; cheaper to look for than the clause's end itself.
_MARK = re.compile(r"[;:.!?\n,(+–—-]")
# A comma before a new finding with its own quality ends a denial, but not a past history.
_NEW_FINDING = _WORDS.compile(r",(?=\s(?:and )?{qualities_of_new_findings}\s)", re.I)
# "no subluxation, tenderness of the trapezius, and spasm": a finding with its place, unless an "or" closes the list.
_PLACED_FINDING = _WORDS.compile(
    r"""
    \bno\s(?:[\w-]+\s){0,4}?[\w-]+(?P<comma>,)
    (?=
        \s (?: (?:type|grade)\s\w+\s | (?:\w+\s){0,2}?{findings_at_a_place}\s(?:to\spalpation\s)?(?:of|over|at|along|in|to|with|on)\s )
        (?! [^.;:]{0,160} \bn?or\b )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "no fracture and grade 1 spondylolisthesis": what has a measure is not denied.
_AND_MEASURED = _WORDS.compile(
    r"""
    \sand\s(?=
        (?: {measures} | \d+(?:\.\d+)? )
        (?:[ -]\w)
      | (?: also | only | continued )\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "a 10-year history of", "a long, known history of": the condition is there still.
_ONGOING = _WORDS.compile(
    r"""
    \b{qualities_of_a_lasting_history}
    [ '-]+$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FOR_YEARS = re.compile(
    r"\s*(?:over |more than |about |approximately )?[\w-]{1,12} (?:years?|months?|weeks?|yrs?|decades?) of\b",
    re.I,
)
# "a history of asthma, for which she uses an inhaler": what is still treated is there.
_WHO = r"(?:he|she|they|(?:the|this)\ (?:patient|injured\ worker|claimant|applicant)|patient|pt)"
_TREATED_NOW = _WORDS.compile(
    rf"""
    \b(?:
        # "for which she uses an inhaler"
        for\ which\ {_WHO}\ (?:currently\ |now\ |still\ )?
            (?: {{goes_on_with}} | is\ (?:now\ |currently\ |still\ )?{{under_treatment}} )
        # "well controlled with insulin", "treated with lisinopril", not "treated with surgery"
      | {{managed}}\ (?:with | on | by)
            (?!\ (?:\w+\ ){{0,2}}{{operations}})
        # "still being treated"
      | (?: currently | now | still | being )\ (?:being\ )?(?: treated | managed | controlled )
        # "a history of asthma and uses an inhaler daily"
      | and\ (?:{_WHO}\ )?(?:currently\ |now\ |still\ )?(?: takes | uses | is\ (?:on | taking | using) )
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_EARLIER = re.compile(r"\b(?:prior|previous|past|remote|family)\b", re.IGNORECASE)
# "Constipation: no, numbness: yes": a bare answer denies what is before it.
_ANSWERED = re.compile(r"\s*(?:[.,;)]|$)")
# "Nausea denied.", "vomiting denied at this time", not "headaches and denied nausea"
_DENIED_OF = re.compile(r"\s*(?:[.,;)]|$)|\s(?:by|at|on|today|currently|since|when)\b", re.IGNORECASE)
# "Surgery for the tear was denied" denies the surgery.
_WHAT_FOR = re.compile(
    r"\b(?:for|to treat|to address|of) (?:the |his |her |a |an |this |their )?(?:[\w-]+ ){0,2}?$",
    re.IGNORECASE,
)
_TREATMENT = _WORDS.compile(
    r"""
    \b{treatments_denied}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Who denies a treatment; what it is for is not denied.
_REVIEW = _WORDS.compile(
    r"""
    \b{who_denies_treatment}\b
    """,
    re.VERBOSE,
)
_DENIED_AGAIN = re.compile(r"\s+(?:and )?(?:no|without|denies)\b", re.IGNORECASE)
_OR = re.compile(r"\bn?or\b", re.IGNORECASE)
_BARE = frozenset(("no", "not", "without", "w/o", "with no", "negative"))
_AND_CHANGED = _WORDS.compile(r",?\s*and {changed_or_positive}\b", re.I)
_LOCATED = re.compile(r"\s(?:of|over|to|at|in) |\band positive", re.IGNORECASE)
# In a list of diagnoses "migraine without aura, tinnitus" denies the aura alone.
_WITHOUT = frozenset(("without", "w/o", "with no"))
_DIAGNOSED = re.compile(r"diagnos|impression|treat(?:ed|ment) for", re.IGNORECASE)
_ABNORMAL = _WORDS.compile(
    r"\s(?:and )?{changed}\b",
    re.IGNORECASE,
)
_ATTRIBUTE = _WORDS.compile(r"\s(?!{no_attribute}\b)[a-z]", re.IGNORECASE)
# "status post stenting, and gout"
_STATUS_POST = frozenset(("status post", "s/p"))
_AFTER_OPERATION = _WORDS.compile(
    r"{ends_of_operations}\ (?:with\b|and\b(?!\ (?:\w+\ ){0,3}?\w*{ends_of_operations}\b))",
    re.IGNORECASE | re.VERBOSE,
)
_WEAK_DOUBT = frozenset(("possible", "probable"))
_WITH = re.compile(r"\swith\s", re.IGNORECASE)
_JOINED = re.compile(r",|\sand\s", re.IGNORECASE)
_WITH_OR_COMMA = re.compile(r"\swith\s|,", re.IGNORECASE)
_FOR = re.compile(r"\s(?:for|on)\s", re.IGNORECASE)
# "without infusions he may bleed", "lack of care could bring ulcers": what would follow is not denied.
_WOULD_FOLLOW = re.compile(
    r",? (?:(?:he|she|they|it|(?:the|this|his|her) [\w-]+) )?(?:may|might|would|could|will)\b", re.IGNORECASE
)
# "Without oxygen, heart failure may ensue": of what follows the comma nothing is denied.
_WITHOUT_FIRST = _WORDS.compile(
    r"(?:without|in the absence of) [^,;.]{2,60}(?=, [^;.]{2,90}?\b{would_follow}\b)", re.IGNORECASE
)
_WANTING = ("without", "lack of", "absence of", "absent", "w/o")
# A bare "if" or "should" clause is over at its comma.
_COMMA = re.compile(r",")


def lowered(text: str) -> str:
    """``text`` in lower case with every character kept at its offset."""
    return lower(text).replace("’", "'").replace("\n", " ").replace("\xa0", " ")


def find_cues(text: str, rules: str = "context_rules.json", matcher: Cues | None = None) -> list[Cue]:
    """Cues of ``text`` in order, the longest where several overlap."""
    low = lowered(text)
    size = len(low)
    found: list[Cue] = []
    for start, end, cue_rules in (matcher or cue_matcher(rules)).everywhere(low):
        if start and low[start].isalnum() and (low[start - 1].isalnum() or low[start - 1] == "-"):
            continue
        if end < size and low[end - 1].isalnum() and low[end].isalnum():
            continue
        found.append((start, end, cue_rules))
    return longest_first(found)


def assert_targets(sentence: str, targets: Sequence[tuple[int, int]], rules: str | None = None) -> list[str]:
    """One of present, absent, possible, hypothetical, historical, family for each target.

    ``targets`` are ``(start, end)`` offsets into ``sentence``; ``rules`` names another rule file
    of the package.  Where several classes apply the first of :data:`PRECEDENCE` is given.

    >>> text = "He denies chest pain but has cough."
    >>> assert_targets(text, [(10, 20), (29, 34)])
    ['absent', 'present']
    """
    if not targets:
        return []
    return classify(sentence, targets, find_cues(sentence, rules or "context_rules.json"))


_WITHOUT_ITSELF = ("without", "Without")
_DECISIONS = ("denied", "approved", "authorized", "certified")


def classify(sentence: str, targets: Sequence[tuple[int, int]], cues: Sequence[Cue]) -> list[str]:
    """Like :func:`assert_targets`, for cues that have been found already."""
    if len(sentence) > 2 * _FARTHEST:
        return _classified_in_parts(sentence, targets, cues)
    return _classified(sentence, targets, cues)


def _classified(sentence: str, targets: Sequence[tuple[int, int]], cues: Sequence[Cue]) -> list[str]:
    framed = [
        *spans_of_frames(sentence),
        *_without_complications(sentence, cues),
        *_changes_denied(sentence, targets, cues),
    ]
    asserting = [(start, end) for start, end, rules in cues if rules.asserts]
    if not asserting and not framed:
        return ["present"] * len(targets)
    stops, lasting = _scope_ends(sentence, targets, asserting, cues)
    found: list[set[str]] = [set() for _ in targets]
    for cue in cues:
        start, end, cue_rules = cue
        if cue_rules.governs_nothing or _says_nothing_here(sentence, cue, targets):
            continue
        for rule in cue_rules:
            name = CLASSES.get(rule.category)
            if name is not None:
                for i in _governed(sentence, targets, (start, end), rule, stops, lasting):
                    found[i].add(name)
    for start, end, name in framed:
        for i, (a, b) in enumerate(targets):
            if start <= a and b <= end:
                found[i].add(name)
    return [next((n for n in PRECEDENCE if n in names), "present") for names in found]


#: Characters over which a cue governs at most.  No sentence is as long; a text without full stops is.
_FARTHEST = 2000


def _classified_in_parts(sentence: str, targets: Sequence[tuple[int, int]], cues: Sequence[Cue]) -> list[str]:
    """The same for a text of any length in linear time: part by part, with the cues around each part."""
    found: dict[tuple[int, int], str] = {}
    parts: dict[int, list[tuple[int, int]]] = {}
    for target in targets:
        parts.setdefault(target[0] // _FARTHEST, []).append(target)
    starts = [start for start, _, _ in cues]
    for number, inside in parts.items():
        begin = max(0, (number - 1) * _FARTHEST)
        end = max((number + 1) * _FARTHEST, max(b for _, b in inside))
        near = cues[bisect_left(starts, begin) : bisect_left(starts, end)]
        moved = [(a - begin, b - begin, rules) for a, b, rules in near if b <= end]
        stated = _classified(sentence[begin:end], [(a - begin, b - begin) for a, b in inside], moved)
        found.update(zip(inside, stated, strict=True))
    return [found[target] for target in targets]


def _governed(
    sentence: str,
    targets: Sequence[tuple[int, int]],
    cue: tuple[int, int],
    rule: Rule,
    stops: list[int],
    lasting: list[int],
) -> list[int]:
    """The targets that a cue governs, on the side or sides to which its rule points."""
    governed: list[int] = []
    if CLASSES[rule.category] == "absent" and any(a == cue[0] and cue[1] < b for a, b in targets):
        return governed  # "lack of energy, weight gain": the lack is the finding
    if rule.direction in ("FORWARD", "BIDIRECTIONAL"):
        ends = lasting if rule.category == "HISTORICAL" and rule.literal != "no longer" else stops
        governed += _governed_behind(sentence, targets, *cue, rule, ends)
    if rule.direction in ("BACKWARD", "BIDIRECTIONAL"):
        governed += _governed_before(sentence, targets, *cue, rule, stops)
    return governed


def _without_complications(sentence: str, cues: Sequence[Cue]) -> list[tuple[int, int, str]]:
    """The words "without complications": they negate nothing that follows, but the complications themselves."""
    return [
        (start, end, "absent")
        for start, end, rules in cues
        if rules.governs_nothing and sentence.startswith(_WITHOUT_ITSELF, start)
    ]


def _changes_denied(
    sentence: str, targets: Sequence[tuple[int, int]], cues: Sequence[Cue]
) -> list[tuple[int, int, str]]:
    """The changes of "no increase in swelling": such words deny nothing that follows, but a finding that begins in them."""
    return [
        (a, b, "absent")
        for start, end, rules in cues
        if rules.governs_nothing and sentence[start : start + 3].lower() == "no "
        for a, b in targets
        if a == start + 3 and end <= b
    ]


def _scope_ends(
    sentence: str,
    targets: Sequence[tuple[int, int]],
    asserting: Sequence[tuple[int, int]],
    cues: Sequence[Cue],
) -> tuple[list[int], list[int]]:
    """Where the scope of a cue ends, and where that of the past does, which goes on longer; never within a target."""
    inside = sorted(targets)
    # What lies before the first and after the last cue and target ends no scope.
    places = [*asserting, inside[0], inside[-1]]
    first, reach = min(a for a, _ in places), max(b for _, b in places)
    clauses = {
        m.start() for m in _MARK.finditer(sentence, first, reach) if _CLAUSE.match(sentence, m.start())
    }
    new_findings = {m.start() for m in _NEW_FINDING.finditer(sentence, first)}
    if "no " in sentence[first:reach]:
        new_findings |= {m.start("comma") for m in _PLACED_FINDING.finditer(sentence, first)}
    stops = clauses | new_findings | {start for start, _, rules in cues if rules.ends}
    lasting = clauses | {start for start, _, rules in cues if rules.ends_past}
    return _outside(stops, inside), _outside(lasting, inside)


def _is_decision(sentence: str, start: int, end: int) -> bool:
    """Whether a cue may be a decision on a treatment: "was denied"."""
    return sentence[start:end].lower().endswith(_DECISIONS)


def _says_nothing_here(sentence: str, cue: Cue, targets: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence takes a cue's meaning away: "Utilization Review denied", "a 10-year history of"."""
    start, end, rules = cue
    if any(a < start and end < b for a, b in targets):
        return True  # "migraine without aura": the cue is part of the name
    if _is_decision(sentence, start, end) and _REVIEW.search(sentence):
        return True
    return "istory" in sentence[start:end] and _still_there(sentence, start, end, rules)


def _governed_behind(
    sentence: str, targets: Sequence[tuple[int, int]], start: int, end: int, rule: Rule, stops: Sequence[int]
) -> list[int]:
    """Which targets a cue governs from before them: "no fever", "denies chills"."""
    if rule.literal in _BARE and _ANSWERED.match(sentence, end):
        return []
    limit = _forward_limit(sentence, targets, end, rule, stops)
    past = CLASSES[rule.category] == "historical"
    return [
        i
        for i, (a, b) in enumerate(targets)
        # "previous back injury": the past may be stated within the finding.
        if start < a < end <= b
        or (past and start == a and end < b)
        or (end <= a < limit and _near(sentence, end, a, rule))
    ]


def _is_of_another(sentence: str, targets: Sequence[tuple[int, int]], start: int, rule: Rule) -> bool:
    """Whether a cue is of what stands right before it alone: "decreased flexion, and SLR negative"; "a bite, and prophylaxis"."""
    nearest = max((b for _, b in targets if b <= start), default=start)
    if rule.literal == "prophylaxis":
        return "," in sentence[nearest:start]
    return rule.literal == "negative" and _JOINED.search(sentence, nearest, start) is not None


def _governed_before(
    sentence: str, targets: Sequence[tuple[int, int]], start: int, end: int, rule: Rule, stops: Sequence[int]
) -> list[int]:
    """Which targets a cue governs from behind them: "fever is absent", "stroke was ruled out"."""
    # In "a hernia, and absent ankle jerks" the adjective is of the noun after it.
    if rule.literal in ("absent", "negative") and _ATTRIBUTE.match(sentence, end):
        return []
    # "headaches and denied nausea": what stands behind "denied" is what is denied.
    if rule.literal == "denied" and _DENIED_OF.match(sentence, end) is None:
        return []
    # "Fever: none": the colon right before the cue parts nothing.
    head = len(sentence[:start].rstrip())
    before = head - 1 if sentence[head - 1 : head] == ":" else start
    limit = max((s for s in stops if s < before), default=-1)
    decision = _is_decision(sentence, start, end)
    absent = CLASSES[rule.category] == "absent"
    if _is_of_another(sentence, targets, start, rule):
        return []
    return [
        i
        for i, (a, b) in enumerate(targets)
        if limit <= a
        and b <= start
        and _near(sentence, b, start, rule)
        # "positive on the left and negative on the right" is positive.
        and not (absent and "positive" in sentence[a:b])
        and not (decision and _is_what_for(sentence, a))
    ]


def _is_what_for(sentence: str, at: int) -> bool:
    """Whether what begins at ``at`` is what a treatment is for: "surgery for the tear was denied"."""
    return bool(_WHAT_FOR.search(sentence, 0, at) and _TREATMENT.search(sentence, 0, at))


def _still_there(sentence: str, start: int, end: int, rules: Sequence[Rule]) -> bool:
    """Whether a "history of" goes on: "a 10-year history of", "a history of 12 years of"."""
    if not any(r.category == "HISTORICAL" for r in rules):
        return False
    if _ONGOING.search(sentence, max(0, start - 16), start) or _FOR_YEARS.match(sentence, end):
        return True
    return not _EARLIER.search(sentence, max(0, start - 16), end) and bool(_TREATED_NOW.search(sentence, end))


def _outside(stops: set[int], targets: Sequence[tuple[int, int]]) -> list[int]:
    return sorted(s for s in stops if not any(a <= s < b for a, b in targets))


def spans_of_frames(sentence: str) -> list[tuple[int, int, str]]:
    """Stretches that a frame of several words asserts: "stopped because of …", "should … occur"."""
    low = lowered(sentence)
    found = []
    for i in sorted({i for _, _, numbers in frame_words().everywhere(low) for i in numbers}):
        frame = frames()[i]
        found += [(*m.span("target"), frame.assertion) for m in frame.pattern.finditer(low)]
    return found


def _near(sentence: str, start: int, end: int, rule: Rule) -> bool:
    return rule.max_scope is None or sentence.count(" ", start, end) <= rule.max_scope


def _until(pattern: re.Pattern[str], sentence: str, after: int, limit: int) -> int:
    """Where ``pattern`` first stands from ``after`` to ``limit``; ``limit`` where it does not."""
    m = pattern.search(sentence, after, limit)
    return m.start() if m else limit


def _forward_limit(
    sentence: str, targets: Sequence[tuple[int, int]], end: int, rule: Rule, stops: Sequence[int]
) -> int:
    """Where a cue that ends at ``end`` no longer governs what follows: at a stop, or before it."""
    # A colon right after the cue introduces what it governs ("Denies: fever").
    after = end + 1 if sentence[end : end + 1] == ":" else end
    limit = next((s for s in stops if s >= after), len(sentence))
    if rule.category == "NEGATED_EXISTENCE":
        if rule.literal.startswith(_WANTING):
            limit = _until(_WOULD_FOLLOW, sentence, after, limit)
            first = _WITHOUT_FIRST.match(sentence)
            if first and first.end() > after:
                limit = min(limit, first.end())
        limit = _before_closed_list(sentence, targets, after, limit)
        if rule.literal in _BARE:
            limit = _before_measured(sentence, after, limit)
            limit = _before_undenied_item(sentence, after, limit, rule)
            return _until(_FOR, sentence, after, limit)
        return _before_reason(sentence, after, limit) if rule.literal == "denied" else limit
    if rule.literal in _STATUS_POST:
        # "status post knee arthroplasty with stiffness": the stiffness is not over
        limit = _until(_AFTER_OPERATION, sentence, after, limit)
    early = _early_end(rule)
    return _until(early, sentence, after, limit) if early else limit


def _early_end(rule: Rule) -> re.Pattern[str] | None:
    """At what a cue that denies nothing ends before its clause does; None where it does not."""
    if rule.literal == "healed":
        return _WITH_OR_COMMA  # "a healed scar with hypersensitivity": the scar is healed, not the skin
    if rule.category == "HISTORICAL" and (rule.max_scope or rule.literal in _STATUS_POST):
        return _COMMA  # "an old fracture, arthritis": the adjective is of its own noun alone
    if rule.literal in _WEAK_DOUBT:
        return _WITH  # "possible sprain with swelling": the swelling is certain
    if "rule out" in rule.literal or "prevent" in rule.literal:
        return _FOR  # "to rule out X, and Topamax for headaches"
    if rule.category == "HYPOTHETICAL" and rule.literal in ("if", "if there is", "unless"):
        return _COMMA  # "if pain returns, her asthma …"
    return None


def _before_closed_list(sentence: str, targets: Sequence[tuple[int, int]], after: int, limit: int) -> int:
    """The comma behind a denied list that its "or" closed: "no A or B, and C"; not the "or" within one of them."""
    ors = [
        m.span()
        for m in _OR.finditer(sentence, after, limit)
        if not any(a < m.start() and m.end() < b for a, b in targets)
    ]
    if not ors:
        return limit
    for comma in _COMMA.finditer(sentence, after, limit):
        rest = comma.end()
        closed = ors[0][1] <= comma.start() and ors[-1][0] < rest
        if closed and not _DENIED_AGAIN.match(sentence, rest, limit):
            return comma.start()
    return limit


def _before_measured(sentence: str, after: int, limit: int) -> int:
    """Where a denial meets what has a measure or a change: "no fracture and grade 1 spondylolisthesis"."""
    limit = _until(_AND_MEASURED, sentence, after, limit)
    if _AND_CHANGED.match(sentence, limit):
        # "no deformity, tenderness of the spine and restricted motion": only the first is denied.
        comma = _COMMA.search(sentence, after, limit)
        if comma and _LOCATED.search(sentence, comma.end(), limit + len(" and positive")):
            return comma.start()
    return limit


def _before_undenied_item(sentence: str, after: int, limit: int, rule: Rule) -> int:
    """The comma behind the one item that is denied: "migraine without aura, tinnitus"."""
    comma = _COMMA.search(sentence, after, limit)
    if comma is None or _OR.search(sentence, comma.end(), limit):
        return limit
    listed = _DIAGNOSED.search(sentence) or _ABNORMAL.match(sentence, comma.end(), limit)
    if rule.literal == "negative" or (rule.literal in _WITHOUT and listed):
        return comma.start()
    return limit


def _before_reason(sentence: str, after: int, limit: int) -> int:
    """Where the reason of a denied treatment begins: "denied surgery for a tear" denies no tear."""
    reason = _FOR.search(sentence, after, limit)
    return reason.start() if reason and _TREATMENT.search(sentence, after, reason.start()) else limit
