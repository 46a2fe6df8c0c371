"""Wilson's interval of a rate."""

from __future__ import annotations

import math

#: The normal distribution's 97.5% point: intervals hold the true rate 95 times of 100.
Z95 = 1.959963984540054


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The interval of the rate ``hits`` out of ``of``; ``(0, 1)`` when ``of`` is 0.

    It stays within 0 and 1 and is also valid for few cases (Wilson EB. Probable inference, the law of succession,
    and statistical inference. J Am Stat Assoc 1927;22:209-12).  Raises ``ValueError`` for more hits than cases.

    >>> [round(x, 3) for x in wilson(9, 100)]
    [0.048, 0.162]
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} out of {of} cannot be a rate")
    if not of:
        return 0.0, 1.0
    rate, zz = hits / of, z * z
    middle = (rate + zz / (2 * of)) / (1 + zz / of)
    half = z / (1 + zz / of) * math.sqrt(rate * (1 - rate) / of + zz / (4 * of * of))
    # At the ends rounding may leave the rate itself outside.
    return max(0.0, min(middle - half, rate)), min(1.0, max(middle + half, rate))
