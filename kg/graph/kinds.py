"""The classes of legal documents by the name of their kind: the Vietnamese labels of the ontology are the list."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import RDFS_LABEL, ct, name
from kg.graph.turtle import facts_of
from kg.vietnamese import fold

# A normative document's number carries its year (NĐ 30/2020/NĐ-CP, domain of normative acts): "12/2022/QĐ-UBND".
_NORMATIVE: Final = re.compile(r"^[^/]+/\d{4}/")


def class_of_kind(printed: str | None, number: str | None) -> NamedNode:
    """Return the class of a document from the printed name of its kind and its number.

    Decisions are told apart by the number; a kind that is not printed or not known gives `ct:LegalDocument`.
    """
    found = _classes().get(fold(printed), ct("LegalDocument")) if printed else ct("LegalDocument")
    if found == ct("Decision") and number:
        return ct("NormativeDecision") if _NORMATIVE.match(number) else ct("IndividualDecision")
    return found


@cache
def _classes() -> dict[str, NamedNode]:
    facts = facts_of("ontology/chitieu.ttl")
    kinds = {s for s, p, o in facts if p == name("rdfs:subClassOf") and o == ct("LegalDocument")}
    return {
        fold(o.value): s
        for s, p, o in facts
        if p == RDFS_LABEL and s in kinds and isinstance(s, NamedNode) and isinstance(o, Literal) and o.language == "vi"
    }
