"""What the claims administrator's utilization review decided, according to the case summary.

The sentences that state a review's decision are cut at its verbs (:mod:`.words`, from
``lexicons/utilization_review.json``); each verb's object or subject (:mod:`.clauses`, :mod:`.spans`), cut
where a list joins several (:mod:`.lists`), is the thing decided, without the reason that follows.
:mod:`.review` goes from sentence to sentence, :mod:`.dates` finds the day, :mod:`.patterns` holds the
patterns with their examples.
"""

from __future__ import annotations

from imrnlp.assemble.utilization.dates import review_date
from imrnlp.assemble.utilization.review import read_utilization_review, states_decision

__all__ = ["read_utilization_review", "review_date", "states_decision"]
