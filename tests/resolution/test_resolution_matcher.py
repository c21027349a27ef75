"""Labels taken apart, and which of them measure the same."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg.errors import CurationError
from kg.resolution.labels import label_key
from kg.resolution.matcher import LabelMatcher, compare
from kg.resolution.names import split
from kg.resolution.quantity import LabelReader, QuantityKind, load_label_reader
from kg.resources import resource

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def reader() -> LabelReader:
    return load_label_reader(resource("ontology/indicator-words.tsv"))


@pytest.fixture(scope="session")
def scoring() -> ModuleType:
    """`scripts/score_indicators.py`, which is no package."""
    spec = importlib.util.spec_from_file_location("score_indicators", ROOT / "scripts/score_indicators.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def toned(text: str) -> tuple[str, ...]:
    return tuple(word.toned for word in split(text))


def test_a_label_is_taken_apart(reader: LabelReader) -> None:
    quantity = reader.read("Số lượng hộ gia đình (thường trú) có 2 thiết bị thông minh/Tổng số hộ của tỉnh đạt 20%")
    assert quantity.kind is QuantityKind.RATIO
    assert quantity.subject == set(toned("hộ gia đình"))
    assert quantity.predicate == toned("có 2 thiết bị thông minh")
    assert quantity.denominator == set(toned("hộ"))
    assert quantity.numbers == {"2"}
    assert quantity.explained == toned("thường trú")


def test_words_are_told_apart_by_their_marks(reader: LabelReader) -> None:
    assert reader.read("Sở Tư pháp có trang điện tử").kind is None
    assert reader.read("Số trang điện tử").kind is QuantityKind.COUNT
    assert reader.read("Tỷ lệ cơ sở giáo dục dạy lập trình").subject >= set(toned("cơ sở giáo dục"))


SAME = [
    ("Tỷ lệ DNNVV được cấp chữ ký số", "Tỉ lệ doanh nghiệp nhỏ và vừa được cấp chữ ký số"),
    ("Tỷ lệ hồ sơ TTHC được số hoá", "Tỷ lệ hồ sơ thủ tục hành chính được số hóa"),
    ("95% người dân có sổ sức khỏe điện tử", "Tỷ lệ dân số có sổ sức khỏe điện tử đạt 50%"),
    ("Tỷ lệ trạm y tế có bệnh án điện tử", "Số lượng trạm y tế có bệnh án điện tử/Tổng số trạm y tế của tỉnh"),
    ("Tỷ trọng thương mại điện tử đóng góp vào GRDP toàn huyện", "Tỷ trọng thương mại điện tử trong GDP"),
    ("Nền tảng dạy học trực tuyến tập trung", "Triển khai nền tảng dạy học trực tuyến tập trung"),
    ("Tỷ lệ trường học thực hiện quản trị số (sử dụng học bạ số)", "Tỷ lệ trường học sử dụng học bạ số"),
    ("Tỷ lệ lao động (từ đủ 15 tuổi) có hợp đồng điện tử", "Tỷ lệ lao động có hợp đồng điện tử"),
]
OTHER = [
    ("Tỷ lệ trạm y tế có bệnh án điện tử", "Số lượng trạm y tế có bệnh án điện tử", "kind"),
    ("Tỷ lệ trạm y tế có bệnh án điện tử", "Tỷ lệ bệnh viện có bệnh án điện tử", "counted"),
    ("Tỷ lệ trạm y tế có bệnh án điện tử", "Tỷ lệ trạm y tế chưa có bệnh án điện tử", "counted"),
    ("Tỷ lệ trạm y tế có bệnh án điện tử", "Tỷ lệ trạm y tế có bệnh án điện tử/Tổng số cơ sở y tế", "denominator"),
    ("Tỷ lệ người từ 15 tuổi có tài khoản ngân hàng", "Tỷ lệ người từ 18 tuổi có tài khoản ngân hàng", "counted"),
    ("Tỷ lệ dịch vụ công có mức độ 3", "Tỷ lệ dịch vụ công có mức độ 4", "numbers"),
    ("Tỷ lệ trạm y tế có mạng di động", "Tỷ lệ trạm y tế có mạng di động 5G", "numbers"),
    ("Tỷ lệ hồ sơ được xử lý trực tuyến", "Tỷ lệ hồ sơ được xử lý trực tuyến cấp xã", "scope"),
    ("Tỷ lệ trường học sử dụng nền tảng số", "Tỷ lệ trường học sử dụng nền tảng quản trị số", "between"),
    ("Tỷ lệ trường học sử dụng học bạ số", "Tỷ lệ trường học có nhu cầu sử dụng học bạ số", "between"),
    ("Tỷ lệ trường học sử dụng học bạ số", "Tỷ lệ trường học sử dụng sổ điểm số", "other words"),
    ("Tỷ lệ phản ánh được xử lý đúng hạn", "Tỷ lệ phản ánh được xử lý đúng hạn qua ứng dụng di động", "many words"),
    ("Tỷ lệ doanh nghiệp nhỏ và vừa", "Tỷ lệ doanh nghiệp nhỏ và vừa nộp thuế điện tử", "says less"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_quantity_in_other_words(reader: LabelReader, one: str, other: str) -> None:
    assert label_key(one) != label_key(other)
    assert compare(reader.read(one), reader.read(other)).difference is None
    assert compare(reader.read(other), reader.read(one)).difference is None


@pytest.mark.parametrize(("one", "other", "why"), OTHER)
def test_another_quantity_in_nearly_the_same_words(reader: LabelReader, one: str, other: str, why: str) -> None:
    for found in (compare(reader.read(one), reader.read(other)), compare(reader.read(other), reader.read(one))):
        assert found.difference
        assert why in found.difference


def test_two_things_that_fit_equally_give_none(reader: LabelReader) -> None:
    matcher = LabelMatcher(reader)
    matcher.add("Tỷ lệ hồ sơ TTHC được số hóa", "one")
    assert matcher.match("Tỷ lệ hồ sơ thủ tục hành chính được số hóa")
    matcher.add("Tỷ lệ các hồ sơ TTHC được số hóa", "two")
    assert matcher.match("Tỷ lệ hồ sơ thủ tục hành chính được số hóa") is None


def test_an_unknown_role_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "words.tsv"
    table.write_text("role\twords\tmeaning\nhead\ttỷ lệ\tratio\nadverb\trất\t\n", encoding="utf-8")
    with pytest.raises(CurationError, match=r"words\.tsv, line 3"):
        load_label_reader(table)


def test_the_matcher_alone_on_the_corpus(scoring: ModuleType) -> None:
    corpus = scoring.load_corpus()
    total = sum(scoring.matcher_alone(corpus).values(), scoring.Score())
    for score in (total, total.across()):
        assert score.precision >= 0.97
        assert score.f1 >= 0.92
    assert total.near == ()
    shipped = scoring.shipped(corpus)
    assert (shipped.precision, shipped.recall) == (1, 1)
