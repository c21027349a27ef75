"""The report of a document: what was read as what, and everything that was not."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from kg.documents.reader import read
from kg.documents.text import read_text
from kg.errors import UnexplainedText
from kg.extraction.report import ExtractionReport, report_json, report_on
from kg.resources import resource

INVENTED = Path(__file__).parent / "invented"
PLAN = """\
PHỤ LỤC
TT\tHọ và tên\tChức vụ
1\tNguyễn Văn A\tGiám đốc
2\tTrần Thị B\tTrưởng phòng
TT\tChỉ tiêu\tMục tiêu\tChủ trì\tPhối hợp
1\tTỷ lệ hồ sơ trực tuyến\t80%\tSở Nội vụ\tCác sở, ban, ngành
Câu này không thuộc cột nào cả của bảng
2\tTỷ lệ văn bản ký số\t100%\tnt\tSở Y tế
3\tTỷ lệ hộ nghèo\t3%\t\tSở Y tế
"""


def report(text: str) -> ExtractionReport:
    return report_on(read_text(PurePath("plan.txt"), text.encode()))


def test_tables_found_and_refused() -> None:
    found = report(PLAN)
    ((heading, rows),) = found.tables
    assert (heading.columns, rows) == (("ordinal", "label", "target", "lead", "coordinating"), 3)
    (refused,) = found.refused
    assert refused.head == ("TT", "Họ và tên", "Chức vụ")
    assert (refused.rows, refused.reason) == (3, "no column of indicators or tasks and none of agencies")
    assert found.error is None


def test_inherited_and_doubtful_values_are_counted_apart() -> None:
    found = report(PLAN)
    assert [(remark.row, remark.flag.code) for remark in found.inherited] == [("2 Tỷ lệ văn bản ký số", "inherited")]
    assert [(remark.row, remark.flag.code) for remark in found.doubtful] == [("3 Tỷ lệ hộ nghèo", "role_uncertain")]
    assert found.confidence == pytest.approx(2 / 3, abs=0.001)


def test_text_inside_a_table_that_fits_no_column_is_an_error_when_strict() -> None:
    found = report(PLAN)
    assert [note.text for note in found.unexplained] == ["Câu này không thuộc cột nào cả của bảng"]
    with pytest.raises(UnexplainedText, match=r"plan\.txt: 'Câu này .* \(line 7\)"):
        found.raise_for_unexplained()


@pytest.mark.parametrize("path", sorted(Path(resource("corpus")).glob("*.txt")), ids=lambda path: path.name[:3])
def test_nothing_in_the_corpus_is_unexplained(path: Path) -> None:
    found = report_on(read(path, max_bytes=10_000_000))
    found.raise_for_unexplained()
    assert found.confidence is not None


@pytest.mark.parametrize("path", sorted(INVENTED.glob("not_*.txt")), ids=lambda path: path.stem)
def test_a_document_without_an_assignment_table_has_no_rows_and_says_so(path: Path) -> None:
    found = report_json(report_on(read(path, max_bytes=1_000_000)))
    assert (found["rows"], found["tables"], found["confidence"]) == (0, [], None)
    assert "holds no assignment table" in found["error"]
    assert all(table["reason"] for table in found["refused"])
