"""A letterhead whose two halves a dump prints side by side: issuer left, the country's name and motto right."""

from __future__ import annotations

from pathlib import Path

from kg.documents.reader import read
from kg.extraction.extract import extract

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


def test_the_issuer_is_read_without_the_motto_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    header = extract(read(path, max_bytes=10_000)).document
    assert header.issuer == "ỦY BAN NHÂN DÂN HUYỆN ĐẮK TÔ"
    assert (header.locality.level, header.locality.name) == ("huyện", "Đắk Tô")
    assert (header.number, header.date) == ("112/KH-UBND", "2024-02-15")
