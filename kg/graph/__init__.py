"""Resolved plans in, quads out: named graphs that are pairwise disjoint and the same bytes for the same input.

`build_quads` gives all graphs that follow from plans and registries, `plan_graph` one plan's, `describe_dataset` the
VoID description of whatever quads it is given, `to_nquads` and `compress` the bytes. `docs/graph.md` is the contract.
"""

from kg.graph.build import build_quads, plan_graph
from kg.graph.nquads import compress, to_nquads
from kg.graph.void import describe_dataset

__all__ = ["build_quads", "compress", "describe_dataset", "plan_graph", "to_nquads"]
