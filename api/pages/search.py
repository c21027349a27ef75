"""The search: hits with what they are, why they were found, and where they lead."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Final

from api.pages.visit import Page, Visit
from kg.search.search import search as find
from kg.search.tables import hits_table

_MOST: Final = 60
"""Hits on the page; the twins have ten times as many."""


def search(visit: Visit) -> Page:
    """Return what the words of the parameter `q` find; `kind` keeps one kind of things."""
    text, kind = visit.here.value("q"), visit.here.value("kind")
    hits = find(visit.desk.snapshot, text, limit=_MOST * 10) if text.strip() else ()
    shown = [hit for hit in hits if kind in ("", hit.kind)]
    values = {
        "text": text,
        "kind": kind,
        "kinds": Counter(hit.kind for hit in hits),
        "total": len(shown),
        "hits": shown[:_MOST],
    }
    return Page("search/search.html", (), values, partial(hits_table, text, shown), [hit.iri for hit in shown])
