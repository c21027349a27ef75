"""The costs of aligning a stream of lines to the columns of a table: every weight of `align.py` in one place.

0 = what is expected. One unit is about a slight surprise, 3 a strong one, `NEVER` rules a reading out. They were set by
hand on the layouts of `docs/extraction.md` and are held in place by the variants of `tests/extraction/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

NEVER: Final = 40.0
BEAM: Final = 18.0  # states that cost this much more than the best one are given up


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights; `wrapped` layouts (PDF text: a cell runs over several lines) and others differ in a few."""

    # A column without a cell, by its name.
    empty: dict[str, float] = field(
        default_factory=lambda: {
            "ordinal": 2.2,
            "label": 9.0,
            "target": 1.5,
            "lead": 3.0,
            "guiding": 1.3,
            "coordinating": 0.4,
            "unit": 0.4,
            "deadline": 0.4,
            "deliverable": 0.4,
            "note": 0.05,
            "other": 0.1,
        }
    )
    parent: float = 2.5  # a row that holds an ordinal and a label only, and heads the rows below it
    new_row: float = 0.1

    # What begins a cell of a column.
    label_is_target: float = 5.0
    label_is_agency: float = 2.5
    label_is_ordinal: float = 6.0
    label_lower: float = 1.5
    label_inner_name: float = 1.4  # a name begins in the middle of the line
    label_unmarked: float = 0.3  # none of the words that labels begin with
    agency_unknown: float = 4.5
    agency_label: float = 1.5  # begins as labels do
    agency_clause: float = 1.5  # begins like a name, but holds words of a sentence
    agency_two_names: float = 3.5
    agency_contained: float = 0.8  # "Các cơ quan, đơn vị UBND cấp huyện": one group, or a lost separator
    agency_target: float = 6.0
    target_prose: float = 1.5
    target_list_item: float = 1.0
    target_agency: float = 4.0
    target_number: float = 1.0  # a bare number may be an ordinal
    target_label: float = 0.6  # prose that begins as labels do
    note_prose: float = 1.5
    note_agency: float = 3.0
    text_prose: float = 1.0  # deliverable and columns that no lexicon knows
    misfit: float = 4.0  # no deadline, no unit
    unit_unknown: float = 1.0  # a word or two in small letters, which no lexicon knows
    ordinal_out_of_turn: float = 1.6

    hides_ordinal: float = 3.0  # an ordinal that is in turn stands at the beginning of a piece of another column

    # Lines of one cell.
    left_open: float = 2.5  # the cell ends in the middle of something
    join_lower: float = 0.2
    join_capital: float = 1.0
    join_name: float = 4.0  # a new name begins, nothing separates it from the one before
    join_name_in_label: float = 1.5
    join_list_item: float = 0.4
    join_label_start: float = 1.5
    continue_clause: float = 2.5
    continue_two_names: float = 2.2
    continue_target: float = 5.0
    continue_habit: float = 1.5

    # Lines that carry several cells, or cells that go on after other cells.
    cut: float = 1.0
    resume: float = 2.5
    resume_after_page: float = 0.6
    resumed_start: float = 0.5

    # Section rows and strays.
    section_title: float = 0.3
    section_title_joined: float = 2.0
    section_unnumbered: float = 4.0
    stray: float = 14.0
    stray_number: float = 2.4


WRAPPED: Final = Weights()
ONE_LINE_CELLS: Final = Weights(
    left_open=0.8,
    join_lower=1.2,
    join_capital=8.0,
    join_name=9.0,
    join_name_in_label=8.0,
    join_label_start=9.0,
    cut=2.5,
    resume=NEVER,
    resume_after_page=1.5,
    section_title_joined=6.0,
)
