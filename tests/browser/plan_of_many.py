"""A plan of as many rows as wanted, of invented indicators; every tenth is led by a body that no registry knows."""

from __future__ import annotations

from typing import Final

_HEAD: Final = """PHỤ LỤC
PHÂN CÔNG THEO DÕI, ĐÔN ĐỐC THỰC HIỆN CÁC CHỈ TIÊU NĂM 2025
(Kèm theo Kế hoạch số 77/KH-UBND ngày 05 tháng 02 năm 2025
của Ủy ban nhân dân huyện Kon Rẫy)

\tTT
\tNội dung chỉ tiêu
\tMục tiêu
\tChủ trì
\tPhối hợp

"""
UNKNOWN: Final = "Tổ Liên ngành Giám sát Vệ tinh"
_WORDS: Final = (
    "trạm",
    "bờ suối",
    "đồi chè",
    "chợ",
    "bến",
    "kho",
    "vườn",
    "lò gạch",
    "giếng",
    "đập",
    "kênh",
    "rừng",
    "cầu",
)


def plan_of_many(rows: int) -> bytes:
    """Return the text of the plan, in UTF-8."""
    return (_HEAD + "".join(_row(number) for number in range(1, rows + 1))).encode()


def _row(number: int) -> str:
    lead = UNKNOWN if number % 10 == 0 else "Phòng Văn hóa và Thông tin"
    words = " ".join(_WORDS[number * step % len(_WORDS)] + f" {number * step % 97}" for step in (1, 7, 11, 17, 19))
    label = f"Tỷ lệ {words} được các cơ quan, đơn vị xử lý hoàn toàn trên môi trường số theo quy định hiện hành"
    cells = (str(number), label, f"≥ {number % 90 + 10}%", lead, "Các phòng, ban; UBND các xã")
    return "".join(f"\t{cell}\n" for cell in cells) + "\n"
