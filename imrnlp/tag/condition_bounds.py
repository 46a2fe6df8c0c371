"""Where a finding's words begin and end: what an annotator would still take in.

The grammar of :mod:`imrnlp.tag.conditions` sees a finding's core.  Behind it may stand its quality
("pain that was dull and sharp"), what brings it on ("pain with gripping and lifting"), where it goes
("going down the right arm"), what it touches ("contacting the left L5 nerve root"), how it was
tested ("to light touch") and how far it reaches ("in all planes"); before it, how much there is
("a significant amount of").  Each is one :class:`Tail`, chosen by the word behind the finding.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from imrnlp.tag.condition_words import Words, findings_grammar
from imrnlp.text.strings import Span

_QUALITY = r"""
    (?:(?:very|quite|moderately|mildly|extremely|more|at\ times|sometimes|both|mostly|intermittently)\ )?
    (?:dull|sharp|aching|achy|stabbing|burning|shooting|throbbing|pressure-like|electric(?:-like)?|cramping|cramp-like
    |tingling|severe|moderate|mild|constant|intermittent|frequent|persistent|occasional|deep|stiff|sore|pounding|full
    |pulsating|squeezing|tight|sharp-like|nagging|gnawing|excruciating|debilitating)\b
"""
# Movements and doings that bring a finding on: "above the shoulder reaching", "repetitive hand movements".
_NOT_DOING = r"""
    (?!(?:being|having|including|taking|using|radiating|during|following|according|undergoing|receiving|starting|working
    |stating|showing|noting|requesting|improving|increasing|decreasing|associated|tingling|swelling|bruising|popping
    |clicking|numbness|resulting|causing|rating|ranging|nothing|something|anything|evening|morning|imaging|burning|aching|shooting|stabbing|cramping|throbbing|itching|sleeping|hearing|feeling|bleeding
    |vomiting|spring|string|ring|finding|wing|failing|worsening|requiring|seeking|helping|ongoing|remaining|existing|well-being|wheezing|ringing
    |narrowing|scarring|bulging|thinning|wasting|tearing|thickening|calcifying|loosening|impinging|healing|locking|giving|catching|grinding|buckling|grating|snapping|clunking|twitching|jerking|underlying|surrounding|guarding)\b)
"""
_DOING = rf"""
    (?:above\ (?:the\ )?shoulder\ |over\ the\ head\ |[a-z]+\ and\ (?=[a-z]+\ (?:movements?|motions?|activities|rotation)\b))?
    (?:(?!(?:no|a|an|and|or|he|she|his|her|the|it|they|that|this|there|patient|not|to|will|due|for|in|of|as|at|from|by|has|had|have|who|which|difficulty|trouble|unable|inability|reports?|reported|denie[sd]|increased|spasms?|numbness|stiffness|weakness|treatment|negative|positive|normal|full|intact|was|were|is|are|decreased|limited|restricted|tenderness|pain)\b)
        [a-z][\w/-]*+\ ){{0,4}}?
    {_NOT_DOING}
    (?:[a-z-]{{3,}}ing|(?:move|squat|sit|stand)ments?|movements?|motions?|activit(?:y|ies)|flexion|extension|rotation|abduction
    |adduction|pronation|supination|deviation|dorsiflexion|inversion|eversion|compression|exertion|ambulation|elevation
    |weight-?bearing|adl'?s|activities\ of\ daily\ living|palpation|range\ of\ motion|force|(?:valgus|varus|axial)\ (?:stress|load)|traction|pressure)\b
    (?:\ (?:testing|tests?|maneuvers?|exercises)\b)?
"""
_DOINGS = rf"{_DOING}(?:(?:,\ |\ and\ |,\ and\ |\ or\ |/){_DOING}){{0,6}}"
_DEGREES = r"\d{1,3}\ ?(?:°|degrees?\b|deg\b)"
_MOTION = r"(?:(?:forward|lateral|left|right|internal|external|bilateral)\ )?(?:flexion|extension|rotation|abduction|adduction|bending|pronation|supination|tilt)"
_MEASURED = rf"(?:{_DEGREES}\ (?:of|on|in|with|for)\ {_MOTION}|{_MOTION}\ (?:(?:at|of|to|is|was)\ )?{_DEGREES}(?:\ {_MOTION})?)"
_MODALITY = r"(?:light\ touch|light\ tough|soft\ touch|touch|pin\ ?prick|pin-prick|sharp|dull|vibration|temperature|cold|heat|sharp\ touch)"
_PARTED = r"(?:noted|present|localized|located)"
_PLACED = r"(?:over|in|at|about|along|on|around|throughout|within|of|to)"
_FELT = r"pain|tender|discomfort|ache|dizz|vertigo|cramp|numb|tingl|swelling|breath|dyspnea|weakness|clicking|popping|locking|catching|lightheaded|nausea|fatigue|palpitation|spasm|burning|stiff"
_PAIN = r"pain|tender|discomfort|ach|sore|numb|tingl|weak|apprehension|crepit|click|popp|stiff|instab|sublux|symptom|burning|spasm|catching|locking|impingement|laxity"


@dataclass(frozen=True, slots=True)
class Tail:
    """Words behind a finding that belong to it.

    ``of``: what the finding must say, a pattern searched in its own words; ``words``: the pattern right behind it;
    ``site``: a place follows (``True``), may follow (``None``) or is not looked for (``False``).
    """

    name: str
    first: str
    of: str
    words: str
    site: bool | None = False


_TAILS = (
    # "alcohol use disorder, severe", "Gaucher disease type 1", "hepatitis C, genotype 1a"
    Tail("severity", ",", r"disorder$", r",\ (?:mild|moderate|severe)(?=[.,;)]|\ and\b|$)"),
    # "severe pain with menses", "anxiety regarding the procedure"
    Tail("bodily", "with during on", _PAIN, r"\ (?:with|during|on)\ (?:menses|menstruation|menstrual\ periods|intercourse|urination|defecation|bowel\ movements|swallowing|eating|meals|inspiration)\b"),
    Tail("fear", "regarding about over surrounding", r"(?:anxiety|fear|phobia|worry|worries)$", r"\ (?:regarding|about|over|surrounding)\ (?:the\ |his\ |her\ )?(?:[a-z-]+\ )?(?:procedures?|surgery|treatments?|school|food|eating|weight|death|dying|separation|needles|the\ future)\b"),
    # "aggression toward his siblings"
    Tail("against", "toward towards", r"(?:aggression|aggressive\ behaviors?|hostility|violence)$", r"\ towards?\ (?:self\ and\ others|others|self|staff|peers|property|family(?:\ members)?|(?:his|her)\ [a-z]+)\b"),
    Tail("type", "type", r"(?:disease|atrophy|syndrome|deficiency|disorder|diabetes|tyrosinemia|neurofibromatosis)$", r"\ type\ (?:[1-4][ab]?|iv|i{1,3})\b"),
    Tail("genotype", "genotype", r"hepatitis|infection$", r"\ genotype\ [1-6][ab]?\b"),
    # "anorexia nervosa, restricting type", "major depressive disorder without psychotic features"
    Tail("specified", ", with without", r"(?:disorder|depression|nervosa|episode)$",
         r"(?:,\ (?:restricting|binge-eating|purging|binge-purge)\ (?:sub)?type|,?\ with(?:out)?\ (?:psychotic|mixed|catatonic|melancholic|atypical)\ features|,?\ with\ anxious\ distress|,\ (?:single|recurrent)\ episode)\b"),
    # "pain that was dull and sharp", "pain as dull and moderately severe"
    Tail("quality", "that which as", r" (?:pain|ache|discomfort|numb|tingl|burning|spasm)",
         rf"\ (?:(?:that|which)\ (?:is|was|are|were)|as)\ {_QUALITY}(?:(?:,\ |,?\ and\ |/){_QUALITY})*+", None),
    # "pain with gripping, pushing and repetitive hand movements", "subluxation with posterior force"
    Tail("provoked", "with upon on", _PAIN,
         rf"\ (?:with|upon|on)\ (?:any\ |all\ |the\ |his\ |her\ )?{_DOINGS}", None),
    # "pain when bending", "pain during overhead activity"
    Tail("provoked when", "during while when", r"pain|painful|tender|discomfort|ache",
         rf"\ (?:during|while|when)\ (?:any\ |all\ |the\ |his\ |her\ )?{_DOINGS}", None),
    # "dizziness when turning her head", "cramping when trying to bend them", "swelling after activity"
    Tail("provoked by moving", "when while after on", _FELT,
         r"\ (?:(?:when|while|on)\ (?:trying\ to\ [a-z]+|(?:turning|moving|tilting|raising|bending|straightening)\ (?=(?:the|his|her|it)\b)|(?:bending\ over|standing\ up|getting\ up|lying\ down|rolling\ over|sitting\ up|looking\ (?:up|down))\b)"
         r"(?:\ ?(?:the\ |his\ |her\ )?(?:head|neck|arms?|legs?|hands?|shoulder|knee|back|it|them|body|eyes)\b)?"
         r"|after\ (?:any\ |prolonged\ |physical\ )?(?:activity|activities|exercise|exertion|walking|standing|use)\b)"),
    # "knee pain going up stairs"
    Tail("provoked on stairs", "going climbing ascending descending walking using with on", _PAIN,
         r"\ (?:(?:when|while|with|on)\ )?(?:(?:going|climbing|ascending|descending|walking|using)\ )(?:(?:up|down|up\ and\ down)\ )?(?:the\ |any\ )?(?:stairs|steps|hills|slopes|inclines)\b"),
    Tail("provoked more", "especially particularly worse increased", _PAIN,
         rf",?\ (?:especially|particularly)\ (?:with|on|upon|during)\ {_DOINGS}"),
    # "pain with activities such as putting on shoes"
    Tail("provoked by such", "such", rf"(?:{_PAIN}).*\b(?:activit(?:y|ies)|movements?|motions?|tasks)$",
         rf"\ such\ as\ {_DOING}(?:\ (?:on|in|out|up)\ (?:the\ |his\ |her\ )?[a-z]+)?"),
    # "pain radiating down the leg just past the knee"
    # "pain with gripping": the grammar took the first, the others stand behind it
    Tail("provoked too", ", and or", rf"(?:{_PAIN}).*\b(?:with|on|upon)\b.*(?:ing|ion|ments?|activit(?:y|ies))$",
         rf"(?:(?:,\ |,?\ and\ |\ or\ ){_DOING})++"),
    Tail("reach", "just past below beyond to", r"radiat|going|travel",
         r"\ (?:just\ )?(?:past|below|above|beyond|to)\ (?:the\ level\ of\ )?", True),
    # "pain going all the way down the right arm", "pain that travels into the foot"
    Tail("course", "going traveling travelling shooting running spreading moving that which travels shoots goes", r"pain|numb|tingl|burning|sensation|ache|sharp|stabbing",
         r"\ (?:(?:that|which)\ )?(?:going|travell?ing|shooting|running|spreading|moving|goes|travels|shoots|spreads|runs)\ (?:all\ the\ way\ )?(?:down|into|to|up|through|along|across)\ (?:into\ |to\ )?", True),
    # "disc protrusion contacting the exiting left L5 nerve root at the L5-S1 level"
    Tail("contact", "contacting abutting effacing indenting impinging compressing displacing touching encroaching flattening impressing deforming encroaches abuts contacts", r"protrusion|bulg|herniat|extrusion|disc|disk|osteophyte|spur|cyst|lesion|hypertrophy|complex",
         r"\ (?:and\ )?(?:contact|abutt?|effac|indent|imping|compress|displac|touch|encroach|flatten|impress|deform)(?:ing|es|s)\ (?:on\ |upon\ |into\ |against\ )?", True),
    # "extrusion extending superiorly 2.0 cm, and posteriorly 0.7 cm"
    Tail("extent", ", and", r"extending|measur",
         r"(?:,|,?\ and)\ (?:\w+ly\ )?[\d.]+\ ?[cm]m(?:\ \w+ly)?\b"),
    # "a lesion of the talar dome measuring 8 mm"
    Tail("size", "measuring of", r"lesion|mass|cyst|nodule|defect|tear|bulg|protrusion|herniat|extrusion|ulcer|wound|laceration|spur|effusion|collection|hematoma|displacement|listhesis|discrepancy",
         r"\ (?:measuring|of)\ (?:about\ |up\ to\ |approximately\ )?[\d.]+(?:\ ?(?:x|by|×)\ ?[\d.]+)*\ ?(?:[cm]m\b|centimeters?|millimeters?)(?:\ in\ (?:diameter|length|size|width))?"),
    # "weakness of the left hip graded 4/5"
    Tail("graded", "graded rated", r"weak|strength|power|motor",
         r"\ (?:graded|rated)(?:\ (?:at|as))?\ [0-5][+-]?\ ?/\ ?5\b"),
    # "an allergic reaction to sulfa"
    Tail("against", "to", r"(?:reaction|allergy|hypersensitivity|intolerance|addiction|aversion|dependence)s?$",
         r"\ to\ (?:the\ |his\ |her\ )?(?!palpation|touch|light|cold)[a-z-]{3,}(?:\ (?:and|or)\ [a-z-]{3,})?\b(?!\ (?:palpation|treatment))"),
    # "deficit to pinprick or light touch", "decreased sensation to vibration in any of the dermatomes"
    Tail("tested by", "to", r"sens|deficit|hypo|hyper|dysesthesia|response|feeling|dermatome",
         rf"\ to\ {_MODALITY}(?:(?:,\ |,?\ (?:and|or)\ ){_MODALITY})*+", None),
    Tail("dermatomes", "in", r"sens|deficit|numb",
         r"\ in\ (?:any|all|some|both)\ (?:of\ the\ )?(?:upper\ |lower\ )?(?:dermatomes|myotomes|distributions?)(?:\ (?:of|in)\ the\ [a-z]+(?:\ (?:extremit(?:y|ies)|arm|leg|arms|legs))?)?"),
    # "range of motion was restricted in all directions", "tenderness over the entire area"
    Tail("wholly", "in over throughout at globally with on", r"motion|rom\b|mobility|tender|pain|flexion|extension|strength|weak|decreased|restricted|limited|spasm|sens",
         r"\ (?:in\ all\ (?:planes|directions|quadrants|spheres|fields|ranges|areas|movements|motions)(?:\ of\ motion)?|in\ (?:every|each)\ (?:plane|direction)|over\ the\ entire\ (?:area|region|spine|back)"
         r"|throughout|globally|at\ (?:the\ )?(?:end|extremes?|terminal|limits?)(?:\ (?:of\ )?(?:its\ |the\ |his\ |her\ )?(?:range|ranges|motion|range\ of\ motion))?|at\ rest|at\ night|on\ all\ planes)\b"),
    # "range of motion was decreased with 45° of forward flexion, and 55° of extension"
    Tail("measured", "with to at", r"motion|rom\b|mobility",
         rf"\ (?:with|to|at)\ {_MEASURED}(?:(?:,\ |,?\ and\ |\ in\ |;\ ){_MEASURED})*+"),
    # "gait disturbance favoring the left", "left greater than right"
    Tail("side", "favoring left right on , greater", r"^(?!difficult|trouble|unable|inab)",
         r"(?:\ favou?ring\ (?:the\ |his\ |her\ )?(?:left|right)(?:\ (?:side|leg|foot|knee|hip))?|,?\ (?:the\ )?(?:left|right)(?:\ side)?\ (?:greater|worse|more)\ than\ (?:the\ )?(?:left|right)(?:\ side)?|\ (?:on\ the\ )?(?:left|right)\ side\b)"),
    # "an antalgic gait with a limp", "positive straight leg raise with pain on the right"
    Tail("gait", "with", r"\bgait\b|\bambulat",
         r"\ with\ (?:an?\ )?(?:[a-z]+\ )?(?:limp|lurch|sway|cane|lean|foot\ drop)\b(?:\ (?:on|to|of|in)\ the\ (?:left|right)(?:\ (?:side|leg|foot))?)?"),
    Tail("test with", "with", r"^positive .*(?:rais|test|sign|slr|maneuver|compression|drawer)",
         r"\ with\ (?:[a-z]+\ )?(?:pain|discomfort|weakness|apprehension)\b(?:\ (?:on|to|in|at)\ the\ (?:left|right)(?:\ (?:side|leg|foot))?)?"),
    # "numbness in either the left thumb", "numbness involving the digits"
    Tail("parted", "noted present localized located involving affecting", r"",
         rf"\ (?:{_PARTED}\ {_PLACED}|involving|affecting)\ ", True),
    # "pain to the elbow as well as the right hand"
    Tail("as well", "as", r"",
         rf"\ as\ well\ as\ (?:{_PLACED}\ )?", True),
    Tail("either", "in", r"",
         r"\ in\ either\ (?:of\ (?:the|his|her)\ )?", True),
    # "the knee is swollen, warm and red"
    Tail("looks", ", and", r"^(?>.*?\b(?:is|are|was|were)\b).*(?:swollen|tender|painful|sore|weak|stiff|tight|unstable|bruised|inflamed|red|warm|numb|discolou?red)$",
         r"(?:(?:,\ |,?\ and\ )(?:swollen|tender|painful|sore|weak|stiff|tight|unstable|deformed|bruised|inflamed|erythematous|numb|edematous|atrophied"
         r"|hypertonic|warm|red|hot|boggy|discolou?red|purple|cold|cool|ecchymotic)(?:\ to\ (?:touch|the\ touch|palpation))?\b)++"),
    # "fracture with delayed healing"
    Tail("healing", "with", r"fracture|wound|incision",
         r"\ with\ (?:delayed|routine|poor|partial|incomplete)\ (?:healing|union)\b|\ with\ (?:non-?union|mal-?union)\b"),
    # "signs indicative of a higher cerebral trauma"
    Tail("sign of", "indicative suggestive", r"signs?\b|findings?\b",
         r"\ (?:indicative|suggestive)\ of\ (?:an?\ )?(?:[a-z-]+\ ){0,3}(?:trauma|injury|disease|lesion|compression|irritation|radiculopathy|neuropathy|impingement|instability|infection|tear)\b"),
    # "dislocation event", "callus formation"
    Tail("noun", "event events episode episodes formation type", r"",
         r"\ (?:events?|episodes?|formation)\b"),
    # "weakness with cross-arm adduction testing"
    Tail("testing", "testing test maneuver", rf"^(?>.*?(?:{_PAIN}))(?>.*?\b(?:with|on|upon)\b).*(?:ing|ion)$", r"\ (?:testing|tests?|maneuvers?)\b"),
)  # fmt: skip
# What stands before a finding and says how much of it there is; "a" stays outside.
_AMOUNT = re.compile(
    r"""
    (?:(?:significant|large|small|moderate|fair|mild|great|considerable|minimal|marked)\ (?:amount|degree|level)s?\ of
    |(?:(?:multiple|several|recurrent|repeated|frequent|occasional|intermittent|numerous|many|some|two|three)\ )
     (?:events|episodes|bouts|spells|attacks|areas|instances)\ of
    |(?P<count>multiple|numerous)
    |(?<=\bhad\ )some|(?<=\bhas\ )some|(?<=\bwith\ )some|(?<=,\ )some|(?<=\band\ )some|(?<=\bis\ )some|(?<=\bwas\ )some
    )\ $
    """,
    re.VERBOSE,
)
_AMOUNT_REACH = 40
#: The last five characters of each amount.
_AMOUNT_ENDS = ("t of ", "l of ", "e of ", "s of ", "some ", "iple ", "rous ")


#: What makes a finding of a bare "pain": what brings it on and where it goes, not "at night".
_OF_BARE = ("provoked", "course")


@lru_cache(maxsize=2)
def _by_word(bare: bool) -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str], bool | None]]]:
    """The tails by the word that begins them; of a bare "pain" those that make a finding of it."""
    found: dict[str, list[tuple[re.Pattern[str], re.Pattern[str], bool | None]]] = {}
    for tail in _TAILS:
        if bare and not tail.name.startswith(_OF_BARE):
            continue
        row = (
            re.compile(tail.of.replace(" ", r"\ "), re.VERBOSE),
            re.compile(tail.words, re.VERBOSE),
            tail.site,
        )
        for word in tail.first.split():
            found.setdefault(word, []).append(row)
    return found


_NEXT = re.compile(r" ?([a-z]+|,)")
_MAX_TAILS = 4
#: Words of a place behind a finding, at most.
_PLACE_WORDS = 30


# "guarding noted on the cervical examination": the place is the examination's.
_EXAMINED = re.compile(r"\ (?:noted|found|seen|present)\ (?:on|in|upon|during|at)\ the\ [a-z ]+$", re.VERBOSE)
_JOINED = re.compile(r"(?:some )?(?:pain|discomfort) and \w+ (?:with|on|upon) ")
_CURRENT = ("current ", "ongoing ", "continued ", "reported ", "new ")


def _place(low: str, words: Words, at: int) -> int:
    """Where the place that begins at ``at`` ends; ``at`` itself where there is none."""
    first = bisect_left(words.starts, at)
    if first == len(words.starts) or words.starts[first] != at:
        return at
    m = findings_grammar().pattern("place_behind").match(words.classes, first, first + _PLACE_WORDS)
    return words.ends[m.end() - 1] if m else at


def _end(low: str, words: Words, start: int, end: int, bare: bool) -> int:
    """The end of the finding ``low[start:end]`` with what belongs to it behind."""
    tails = _by_word(bare)
    for _ in range(_MAX_TAILS):
        following = _NEXT.match(low, end)
        if following is None:
            return end
        for of, pattern, site in tails.get(following[1], ()):
            m = pattern.match(low, end)
            if m is None or not of.search(low[start:end]):
                continue
            stop = m.end()
            if site:
                place = _place(low, words, stop)
                if place == stop:
                    continue
                stop = place
            elif site is None:
                lead = re.compile(r" (?:in|of|at|over|to|on) ").match(low, stop)
                place = _place(low, words, lead.end()) if lead else stop
                stop = place if lead and place > lead.end() else stop
            end = stop
            break
        else:
            return end
    return end


def widened(
    low: str, words: Words, spans: Sequence[Span], bare: frozenset[Span] | set[Span] = frozenset()
) -> list[Span]:
    """``spans``, in text order, each with the words that belong to it; those that lie within another are left out.

    A span of ``bare`` ("pain") is a finding only with such words ("pain with compression").

    >>> from imrnlp.tag.condition_words import word_classes
    >>> low = "neck pain that was dull and sharp"
    >>> widened(low, word_classes(low), [(0, 9)])
    [(0, 33)]
    """
    found: list[Span] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            # what belongs to another finding is not its own
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
            continue
        too_bare = (start, end) in bare
        if low.startswith(_CURRENT, start):
            start = low.index(" ", start) + 1
        stop = _end(low, words, start, end, too_bare)
        if too_bare and (start, end) not in bare and stop == end:
            continue
        if low.startswith(" exam", stop) and (parted := _EXAMINED.search(low, start, stop)):
            stop = parted.start()
        if found and low[found[-1][1] : start] == " and " and _JOINED.match(low[found[-1][0] : stop]):
            # "some pain and weakness with adduction": what brings it on is said of both
            found[-1] = (found[-1][0], stop)
            continue
        a = start
        if low.startswith(_AMOUNT_ENDS, start - 5 if start > 4 else start):
            amount = _AMOUNT.search(low, max(0, start - _AMOUNT_REACH), start)
            a = amount.start() if amount and not (amount["count"] and (start, end) in bare) else start
        if found and a < found[-1][1]:
            if found[-1] in bare:
                found.pop()
            else:
                a = start
        found.append((a, stop))
    return [s for s in found if s not in bare]
