"""The base of all values that never change once they are made."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable, closed record; the base of everything the core passes around."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
