"""Citations by the grammar of NĐ 30/2020/NĐ-CP, and as they are really printed."""

from __future__ import annotations

import pytest

from kg.documents.model import Position
from kg.extraction.citations import find_citations, without_citations
from kg.extraction.model import Citation


def _only(text: str, where: str = "body") -> Citation:
    (found,) = find_citations(text, where, Position())
    return found


@pytest.mark.parametrize(
    ("text", "kind", "number", "date", "issuer"),
    [
        (
            "theo Quyết định số 528/QĐ-UBND ngày 27/10/2023 của UBND tỉnh)",
            "Quyết định",
            "528/QĐ-UBND",
            "2023-10-27",
            "UBND tỉnh",
        ),
        (
            "Nghị định số 85/2016/NĐ-CP ngày 01/7/2016 của Chính phủ về",
            "Nghị định",
            "85/2016/NĐ-CP",
            "2016-07-01",
            "Chính phủ",
        ),
        ("Công văn 2224/BTTTT-THH", "Công văn", "2224/BTTTT-THH", None, None),
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
            "Nghị quyết",
            "57-NQ/TW",
            "2024-12-22",
            "Bộ Chính trị",
        ),
        ("Quyết định số 1033/QĐ- BTTTT ngày 13/6/2023", "Quyết định", "1033/QĐ-BTTTT", "2023-06-13", None),
        ("Nghị quyết số 24/2026//NQ-CP", "Nghị quyết", "24/2026/NQ-CP", None, None),
        ("Kế hoạch số:277    /KH-UBND ngày14 tháng7 năm 2023", "Kế hoạch", "277/KH-UBND", "2023-07-14", None),
        ("Kế hoạch số /KH-UBND ngày tháng 01 năm 2024 của UBND huyện", "Kế hoạch", None, "2024-01", "UBND huyện"),
        ("Luật số 148/2025/QH15", "Luật", "148/2025/QH15", None, None),
        (
            "Quyết định số 06/QĐ-TTg năm 2022 của Thủ tướng Chính phủ",
            "Quyết định",
            "06/QĐ-TTg",
            "2022",
            "Thủ tướng Chính phủ",
        ),
        (
            "Thông tư số 01/2023/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch hướng dẫn",
            "Thông tư",
            "01/2023/TT-BVHTTDL",
            None,
            "Bộ Văn hóa, Thể thao và Du lịch",
        ),
        ("thực hiện Đề án 06 trên địa bàn", "Đề án", None, None, None),
        (
            "Theo Báo cáo đánh giá của các bộ năm 2022 của Bộ Thông tin và Truyền thông, tỉnh xếp thứ 41/63",
            "Báo cáo",
            None,
            None,
            "Bộ Thông tin và Truyền thông",
        ),
    ],
)
def test_a_citation(text: str, kind: str, number: str | None, date: str | None, issuer: str | None) -> None:
    found = _only(text)
    assert (found.type, found.number, found.date, found.issuer_raw) == (kind, number, date, issuer)
    assert found.raw in text or " ".join(text.split()).count(found.raw)


def test_an_issuer_named_before() -> None:
    found = _only("theo hướng dẫn của Bộ TTTT tại Văn bản số 1145/BTTTT-CATTT ngày 03/4/2020", "target")
    assert (found.issuer_raw, found.raw) == ("Bộ TTTT", "Văn bản số 1145/BTTTT-CATTT ngày 03/4/2020")


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("Công văn số 221/VPCP-KSTT (Phụ lục II, mục 1, số thứ tự thứ 6)", "Phụ lục II, mục 1, số thứ tự thứ 6"),
        ("theo khoản 2 Điều 5 Nghị định số 85/2016/NĐ-CP", "khoản 2 Điều 5"),
        ("Nghị định số 85/2016/NĐ-CP", None),
    ],
)
def test_pinpoints(text: str, locator: str | None) -> None:
    assert _only(text).locator == locator


def test_a_legal_basis() -> None:
    assert _only("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;").based_on
    assert not _only("Thực hiện Nghị định số 30/2020/NĐ-CP").based_on
    assert not _only("Căn cứ Nghị định số 30/2020/NĐ-CP", "note").based_on


def test_several_in_order() -> None:
    found = find_citations("Quyết định số 20/QĐ-UBND và Kế hoạch số 21/KH-UBND của UBND tỉnh", "note", Position())
    assert [citation.number for citation in found] == ["20/QĐ-UBND", "21/KH-UBND"]


@pytest.mark.parametrize(
    "text", ["đạt 20/30 tiêu chí", "xếp vị trí 41/63 tỉnh, thành phố", "trước ngày 20/12", "Kế hoạch này"]
)
def test_no_citation(text: str) -> None:
    assert find_citations(text, "body", Position()) == ()


def test_numbers_of_citations_are_blanked_in_place() -> None:
    text = "theo Kế hoạch số 3921/KH-UBND ngày 17/11/2022 đạt 5%"
    assert len(without_citations(text)) == len(text)
    assert without_citations(text).split() == ["theo", "đạt", "5%"]
