"""Targets in every printed form: cells, labels, thresholds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extraction.targets import cell_entries, label_targets, label_thresholds, read_entry


@pytest.mark.parametrize(
    ("printed", "comparator", "value", "unit"),
    [
        ("100%", "=", "100", "%"),
        (">100%", ">", "100", "%"),
        ("> 60%", ">", "60", "%"),
        (">20 %", ">", "20", "%"),
        (">10", ">", "10", None),
        ("≥ 3% và tăng dần", ">=", "3", "%"),
        (">=0,25%", ">=", "0.25", "%"),
        ("≤5%", "<=", "5", "%"),
        ("Dưới 2%", "<", "2", "%"),
        ("09", "=", "9", None),
        ("đạt trên 20%", ">", "20", "%"),
        (": 50%", "=", "50", "%"),
        ("Từ 50% trở lên", ">=", "50", "%"),
        ("Tối thiểu 70%", ">=", "70", "%"),
        ("4.961", "=", "4961", None),
        ("12,26", "=", "12.26", None),
        ("10 nghiệp vụ", "=", "10", "nghiệp vụ"),
        ("Đạt 40 Mbps", "=", "40", "Mbps"),
        ("Phấn đấu tỷ lệ hồ sơ đạt trên 90%", ">", "90", "%"),
    ],
)
def test_numbers(printed: str, comparator: str, value: str, unit: str | None) -> None:
    target = read_entry(printed)
    assert (target.comparator.value, target.value, target.unit) == (comparator, Decimal(value), unit)
    assert target.raw == printed


@pytest.mark.parametrize("printed", ["40 - 50", "40% - 50%", "Từ 40 đến 50%", "40–50"])
def test_ranges(printed: str) -> None:
    target = read_entry(printed)
    assert (target.comparator.value, target.value, target.value_max) == ("range", Decimal(40), Decimal(50))


@pytest.mark.parametrize(
    ("printed", "comparator"),
    [
        ("Có", "bool"),
        ("- Có triển khai", "bool"),
        ("Hoàn thành", "bool"),
        ("-", "none"),
        ("Tính điểm theo phương pháp Min-Max dựa vào tỷ lệ cao nhất", "minmax"),
        ("Tỷ lệ của địa phương/tỷ lệ của địa phương cao nhất * điểm tối đa", "minmax"),
        ("Đáp ứng yêu cầu theo Công văn số 2224/BTTTT-THH", "qualitative"),
        ("Tăng 10% so với năm 2022", "qualitative"),
        ("Triển khai đến từng thiết bị cá nhân", "qualitative"),
    ],
)
def test_targets_without_a_number(printed: str, comparator: str) -> None:
    target = read_entry(printed)
    assert (target.comparator.value, target.value) == (comparator, None)


def test_entries_of_a_cell() -> None:
    assert cell_entries(["- Đã triển khai;", "- Chuyển đổi sang", "IPv6"]) == (
        "- Đã triển khai;",
        "- Chuyển đổi sang IPv6",
    )
    assert cell_entries(["90% cấp tỉnh; 60% cấp xã"]) == ("90% cấp tỉnh", "60% cấp xã")
    assert cell_entries(["- Có triển khai - Đáp ứng yêu cầu"]) == ("- Có triển khai", "- Đáp ứng yêu cầu")
    assert cell_entries(["Ban hành kế hoạch; tổ chức thực hiện"]) == ("Ban hành kế hoạch; tổ chức thực hiện",)


@pytest.mark.parametrize(
    ("label", "phrases"),
    [
        ("80% dân số có điện thoại thông minh", ["80%"]),
        ("Trên 99,7% thôn được phủ sóng 3G, 4G", ["Trên 99,7%"]),
        ("Từ 50% trở lên hoạt động kiểm tra", ["Từ 50% trở lên"]),
        ("Kinh tế số đóng góp trên 3% GRDP", ["trên 3%"]),
        ("Tỷ lệ dân số từ 15 tuổi trở lên có tài khoản đạt 30%;", ["đạt 30%"]),
        ("Thanh toán không dùng tiền mặt: 50%", ["50%"]),
        ("100% hệ thống được xác định cấp độ; tối thiểu 70% triển khai", ["100%", "tối thiểu 70%"]),
        ("Tỷ lệ DVCTT mức độ 3, 4 trong năm", []),
        ("Kế hoạch hành động 5 năm", []),
    ],
)
def test_targets_in_labels(label: str, phrases: list[str]) -> None:
    assert [target.raw for target in label_targets(label)] == phrases


@pytest.mark.parametrize(
    ("label", "phrase", "value", "unit"),
    [
        ("đo kiểm tốc độ (đảm bảo đạt 40 Mbps)", "đảm bảo đạt 40 Mbps", 40, "Mbps"),
        ("tin, bài trong năm đạt từ 20 bài trở lên", "đạt từ 20 bài trở lên", 20, "bài/năm"),
        ("chuyên mục, tần suất 1 lần/1 tuần", "tần suất 1 lần/1 tuần", 1, "lần/tuần"),
    ],
)
def test_thresholds_in_labels(label: str, phrase: str, value: int, unit: str) -> None:
    assert [(t.phrase, t.value, t.unit) for t in label_thresholds(label)] == [(phrase, Decimal(value), unit)]
