"""A letterhead whose two halves a dump prints side by side: issuer left, the country's name and motto right."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.model import Header

PLAN = """\
ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN ĐẮK TÔ                        Độc lập - Tự do - Hạnh phúc
Số: 112/KH-UBND                      Đắk Tô, ngày 15 tháng 02 năm 2024

KẾ HOẠCH
Chuyển đổi số huyện Đắk Tô năm 2024

PHỤ LỤC I
CHỈ TIÊU NĂM 2024

TT\tChỉ tiêu\tMục tiêu\tChủ trì\tPhối hợp
1\tTỷ lệ hồ sơ trực tuyến\t70%\tVăn phòng HĐND và UBND huyện\tCác phòng, ban
2\tTỷ lệ thôn phủ sóng 4G\t95%\tPhòng Văn hóa và Thông tin\tCác doanh nghiệp viễn thông
"""


def header_of(text: str, folder: Path) -> Header:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return extract(read(path, max_bytes=10_000)).document


def test_the_issuer_is_read_without_the_motto_beside_it(tmp_path: Path) -> None:
    header = header_of(PLAN, tmp_path)
    assert header.issuer == "ỦY BAN NHÂN DÂN HUYỆN ĐẮK TÔ"
    assert (header.locality.level, header.locality.name) == ("huyện", "Đắk Tô")
    assert (header.number, header.date) == ("112/KH-UBND", "2024-02-15")


MINISTRY = "BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN"
WARD = "ỦY BAN NHÂN DÂN PHƯỜNG TÂN AN"
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["BỘ NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN", COUNTRY, MOTTO], MINISTRY),
        (["BỘ NÔNG NGHIỆP VÀ    CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "PHÁT TRIỂN NÔNG THÔN    VIỆT NAM", MOTTO], MINISTRY),
        (["ỦY BAN NHÂN DÂN", COUNTRY, "PHƯỜNG TÂN AN", MOTTO], WARD),
    ],
)
def test_an_issuer_over_two_lines(lines: list[str], issuer: str, tmp_path: Path) -> None:
    assert header_of("\n".join([*lines, *PLAN.split("\n")[2:]]), tmp_path).issuer == issuer


def test_the_issuer_stands_below_the_body_it_belongs_to(tmp_path: Path) -> None:
    head = ["UBND TỈNH ĐỒNG THÁP", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", COUNTRY, MOTTO]
    header = header_of("\n".join([*head, *PLAN.split("\n")[2:]]), tmp_path)
    assert header.issuer == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert (header.locality.level, header.locality.name) == ("tỉnh", "Đồng Tháp")
