"""The tagger for each kind of mention: a function, or ``None`` when that kind is not searched for.

A pipeline's components put their functions here, so that without a component its kind of mention is not found;
:func:`default_taggers` are the package's own, for a text read without a pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imrnlp.tag.mentions import ConditionMention, DrugMention, Posology, ServiceMention, SiteMention
from imrnlp.tag.sites import find_sites

if TYPE_CHECKING:
    from imrnlp.tag.guidelines import Citations
    from imrnlp.tag.passages import Passage


@dataclass(slots=True)
class Taggers:
    """Each function gives mentions in text order, with offsets into the text it is given."""

    drugs: Callable[[Passage], list[DrugMention]] | None = None
    posology: Callable[[str], list[Posology]] | None = None
    services: Callable[[str], list[ServiceMention]] | None = None
    #: Sites are always looked for: the components only show them.
    sites: Callable[[str], list[SiteMention]] = find_sites
    conditions: Callable[[Passage], list[ConditionMention]] | None = None
    #: Sets the assertion of a passage's conditions that have none yet.
    assertion: Callable[[Passage, list[ConditionMention]], None] | None = None
    #: Gives conditions of a passage their codes.
    linking: Callable[[Passage, list[ConditionMention]], None] | None = None
    #: What a citation passage says; offsets are into its text.
    citations: Callable[[str], Citations] | None = None
    #: A passage's sentences, where others than the package's rule set them.
    sentences: Callable[[Passage], tuple[tuple[int, int], ...]] | None = None
    #: Drug name to RxCUI, from the user's own RxNorm table; it comes before the lexicon's.
    rxcuis: Mapping[str, str] = field(default_factory=dict)


def default_taggers() -> Taggers:
    """The package's own taggers, as the pipeline ``rules`` has them.

    >>> default_taggers().posology("#60")[0].value
    60.0
    """
    # Loaded with the first text that needs them: each brings its lexicon.
    from imrnlp.tag.drugs import find_drugs
    from imrnlp.tag.posology import find_posology
    from imrnlp.tag.services import find_services

    return Taggers(
        drugs=lambda passage: find_drugs(passage.text, fuzzy=passage.section != RATIONALE),
        posology=find_posology,
        services=find_services,
    )


#: The section in which misspelt drug names are not looked for: it is the reviewers' own, careful prose.
RATIONALE = "rationale"
