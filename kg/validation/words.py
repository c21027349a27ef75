"""The words of `shapes/words.toml`, for what is said of findings outside a single renderer."""

from __future__ import annotations

from functools import cache

from kg.output.bilingual import Text
from kg.resources import read_toml
from kg.validation.model import Waiver


@cache
def words(lang: str) -> dict[str, str]:
    """Return the words of a language: "en", or Vietnamese for anything else."""
    table: dict[str, str] = read_toml("shapes/words.toml")["en" if lang == "en" else "vi"]
    return table


def about_waiver(key: str, waiver: Waiver) -> Text:
    """Return in words what is said of a waiver: `waived` (it holds), `unmatched` or `expired`."""
    told = {"finding": waiver.finding, "reason": waiver.reason, "by": waiver.by, "expires": waiver.expires}
    return Text(words("vi")[key].format(**told), words("en")[key].format(**told))
