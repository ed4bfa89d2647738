"""Which item of a list a name means: one of a catalogue, of the list, of the last period, or a new
one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from conversations.answers.item_names import compare_name
from conversations.text.normalize import fold_text

NEAR = 85  # percent of likeness from which a name is asked about
LEAST_NEAR = 4  # letters of a name that may have slips


class MatchedName(NamedTuple):
    """The name as it would stand in the list, and the known one that may be meant instead; `known`:
    somebody has written it so before."""

    name: str
    known: bool
    nearest: str = ""


def match_name(said: str, known: Sequence[str]) -> MatchedName:
    """What the name means among those that are known. Without accents it means the one that has
    these letters; another spelling, or a slip, is asked about."""
    wanted = compare_name(said)
    same = next((one for one in known if compare_name(one) == wanted), None)
    if same is not None:
        return MatchedName(same, known=True)
    folded = fold_text(said)
    alike = [one for one in known if fold_text(one) == folded]
    if len(alike) == 1 and folded == wanted:
        return MatchedName(alike[0], known=True)
    if alike:
        return MatchedName(said, known=False, nearest=alike[0])
    return MatchedName(said, known=False, nearest=_nearest(folded, known))


def _nearest(folded: str, known: Sequence[str]) -> str:
    """The known name that differs by a slip, and in no figure."""
    if len(folded) < LEAST_NEAR:
        return ""
    texts = [fold_text(one) for one in known]
    near = process.extract(folded, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=3)
    figures = re.findall(r"\d+", folded)
    fitting = [at for text, _, at in near if re.findall(r"\d+", text) == figures]
    return known[fitting[0]] if fitting else ""
