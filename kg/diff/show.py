"""A comparison for people: as a table (for every writer of `kg.output`) and as one HTML page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.diff.model import Change, Kind
from kg.output.tables import Column, TableData
from kg.resources import read_toml


@cache
def words(lang: str) -> dict[str, str]:
    """Return the words of a language: "en", or Vietnamese for anything else."""
    table: dict[str, str] = read_toml("shapes/diff-words.toml")["en" if lang == "en" else "vi"]
    return table


def changes_table(changes: Sequence[Change], lang: str = "vi") -> TableData:
    """Return the changes as a table, one a line, with a closing line of counts."""
    says = words(lang)
    kinds = {kind.value: says[kind] for kind in Kind}
    names = ("plan", "change", "ordinal", "label", "old", "new")
    columns = tuple(Column(name, says[name], kinds if name == "change" else {}) for name in names)
    rows = tuple(
        (one.plan, one.kind.value, one.ordinal, one.label, _said(one.old, lang), _said(one.new, lang))
        for one in changes
    )
    return TableData(columns, rows, title=says["title"], notes=(summary(changes, lang),))


def changes_page(changes: Sequence[Change], old: str, new: str, lang: str = "vi") -> str:
    """Return the changes from `old` to `new` (names of snapshots or plans) as one HTML page that fetches nothing."""
    environment = Environment(
        loader=PackageLoader("kg.diff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["said"] = lambda text: _said(text, lang)
    groups = [(plan, list(found)) for plan, found in groupby(changes, key=lambda one: one.plan)]
    page = environment.get_template("diff.html")
    return page.render(groups=groups, words=words(lang), lang=lang, old=old, new=new, summary=summary(changes, lang))


def summary(changes: Sequence[Change], lang: str = "vi") -> str:
    """Return in one line how many changes there are of each kind."""
    says = words(lang)
    counts = Counter(one.kind for one in changes)
    return "; ".join(f"{says[kind]}: {counts[kind]}" for kind in Kind if counts[kind]) or says["nothing"]


def _said(text: str | None, lang: str) -> str | None:
    """Return the line of `lang` of what is said in both languages, anything else as it is."""
    if text is None:
        return None
    first, _, second = text.partition("\n")
    return second if second and lang == "en" else first
