"""How often Python looks for garbage: seldom, because nearly all of ours goes by itself.

Conversations stay in memory for minutes, and an answer makes some thousand short-lived objects;
with Python's own thresholds, looking through all of them took a quarter of an answer's time. The
threshold is well above what a hundred answers under way hold: it is all looked through in vain.
"""

from __future__ import annotations

import gc

YOUNG = 100_000  # new objects before the young are looked through; Python's own is 700
MIDDLE = 20
OLD = 100


def collect_seldom() -> None:
    """Leave alone what has been loaded, and look through the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
