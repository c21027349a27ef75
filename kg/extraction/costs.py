"""What it costs to read a piece as the beginning, or a further line, of a cell of a column (weights: `weights.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.columns import AGENCY_COLUMNS, Column
from kg.extraction.looks import End, Look
from kg.extraction.weights import NEVER, Weights


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs for the columns of one table."""

    columns: Sequence[Column]
    weights: Weights
    names: frozenset[str]

    def begin(self, column: int, piece: Look, *, in_turn: bool) -> float:
        """Return the cost of `piece` as the beginning of a cell; `in_turn`: as an ordinal it follows those before."""
        name, w = self.columns[column].name, self.weights
        if name == "ordinal":
            return (0.0 if in_turn else w.ordinal_out_of_turn) if piece.is_ordinal else NEVER
        if name == "label":
            return self._begin_label(piece)
        if name in AGENCY_COLUMNS:
            return self._agency(piece)
        if name == "target":
            return self._begin_target(piece)
        return self._begin_other(name, piece)

    def _begin_other(self, name: str, piece: Look) -> float:
        """Return the cost of the beginning of a cell that is neither ordinal, label, target nor agency."""
        w = self.weights
        if name == "deadline":
            return 0.0 if piece.is_deadline else w.misfit
        if name == "unit":
            return 0.0 if piece.is_unit else w.unit_unknown if piece.may_be_unit else w.misfit
        bare_name = piece.is_name and not piece.has_clause
        if name == "note":
            return w.note_agency if bare_name else w.note_prose
        return w.text_prose + (w.note_agency if bare_name else 0.0)

    def _begin_label(self, piece: Look) -> float:
        w = self.weights
        if piece.is_roman:
            return NEVER
        if piece.is_target:
            return w.label_is_target
        if piece.is_ordinal:
            return w.label_is_ordinal
        cost = (w.label_lower if piece.is_lower else 0.0) + w.label_inner_name * piece.inner_names
        if piece.is_name and not piece.has_clause:
            cost += w.label_is_agency
        if not piece.is_label_start and not piece.has_sub_ordinal:
            cost += w.label_unmarked
        if piece.begins_target:
            cost += w.label_is_agency
        return cost - (w.empty["ordinal"] if piece.has_sub_ordinal and "ordinal" in self.names else 0.0)

    def _agency(self, piece: Look) -> float:
        w = self.weights
        if piece.is_ordinal:
            return NEVER
        if piece.begins_target:
            return w.agency_target
        if not piece.is_name:
            return w.agency_unknown + (w.agency_label if piece.is_label_start else 0.0)
        return (w.agency_clause if piece.has_clause else 0.0) + self._inner(piece)

    def _inner(self, piece: Look) -> float:
        """Return the cost of names that begin inside a name; a group may contain the body named right after it."""
        return self.weights.agency_two_names * piece.inner_names + self.weights.agency_contained * piece.contained_names

    def _begin_target(self, piece: Look) -> float:
        w = self.weights
        if piece.is_target:
            return w.target_number if piece.number is not None else 0.0
        bare_name = piece.is_name and not piece.has_clause
        numbered = piece.is_ordinal or piece.is_roman or piece.has_sub_ordinal
        if piece.begins_target or bare_name or numbered:
            return w.target_agency
        if piece.is_list_item:
            return w.target_list_item
        return w.target_prose + (w.target_label if piece.is_label_start else 0.0)

    def resume(self, column: int, piece: Look) -> float:
        """Return the cost of `piece` as a further line of a cell that other cells have followed."""
        is_name = self.columns[column].name == "label" and piece.is_name and not piece.has_clause
        return self.go_on(column, piece) + (self.weights.label_is_agency if is_name else 0.0)

    def go_on(self, column: int, piece: Look) -> float:
        """Return the cost of `piece` as a further line of a cell, apart from how the two lines join."""
        name, w = self.columns[column].name, self.weights
        if name == "ordinal" or piece.is_roman:
            return NEVER
        if name == "label":
            cost = w.continue_target if "target" in self.names and piece.is_target else 0.0
            return cost + (w.continue_clause if piece.is_ordinal else 0.0) + w.label_inner_name * piece.inner_names
        if name in AGENCY_COLUMNS:
            return self._go_on_agency(piece)
        if name == "target":
            return self._go_on_target(piece)
        return w.continue_clause if piece.is_name and not piece.has_clause and name != "note" else 0.0

    def _go_on_agency(self, piece: Look) -> float:
        w = self.weights
        if piece.is_target or piece.is_ordinal:
            return w.continue_target
        clause = (piece.has_clause or piece.is_label_start) and not piece.is_name
        names = piece.inner_names + piece.contained_names
        return w.continue_two_names * names + (w.continue_clause if clause else 0.0)

    def _go_on_target(self, piece: Look) -> float:
        w = self.weights
        if piece.is_list_item:
            return 0.0
        if piece.is_target or piece.has_sub_ordinal:
            return w.continue_target
        return w.target_agency if piece.is_name else 0.0

    def leave(self, column: int, end: End) -> float:
        """Return the cost of ending a cell of this column with a line that ends so."""
        if end is End.CLOSED or (end is End.SEMICOLON and self.columns[column].name not in AGENCY_COLUMNS):
            return 0.0
        return self.weights.left_open

    def join(self, column: int, piece: Look, *, end: End) -> float:
        """Return the cost of joining `piece` to the line before it in the same cell."""
        name, w = self.columns[column].name, self.weights
        if end is not End.CLOSED:
            return w.join_name_in_label if name == "label" and piece.is_name and not piece.has_clause else 0.0
        if piece.is_list_item:
            return w.join_list_item if name != "label" else w.join_capital
        if piece.is_lower:
            return w.join_lower
        if name in AGENCY_COLUMNS:
            # A list of bodies is likelier in the coordinating column than in another.
            return (w.join_name + (name != "coordinating")) if piece.is_name else w.join_capital
        if piece.is_label_start:
            return w.join_label_start
        return w.join_name_in_label if piece.is_name else w.join_capital
