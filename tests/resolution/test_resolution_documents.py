"""Numbers of documents, identity of documents, citations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extraction.model import Citation
from kg.resolution.context import PlanContext
from kg.resolution.documents import document_label, identify, resolve_citation
from kg.resolution.model import LegalDocument, Level, Method
from kg.resolution.numbers import DocumentNumber, parse_number
from kg.resolution.registries import Registries
from kg.vocabulary import ID

MakeContext = Callable[..., PlanContext]
DOCUMENT = ID + "document/"


def citation(
    number: str | None,
    date: str | None = None,
    issuer: str | None = None,
    type_: str | None = None,
    *,
    based_on: bool = False,
) -> Citation:
    raw = " ".join(filter(None, (type_, number, date, issuer)))
    return Citation(type_, number, date, issuer, raw, "label", based_on=based_on)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("528/QĐ-UBND", DocumentNumber("528/QĐ-UBND", None, "QĐ", "UBND")),
        ("1033/QĐ- BTTTT", DocumentNumber("1033/QĐ-BTTTT", None, "QĐ", "BTTTT")),
        ("24//QĐ–UBND", DocumentNumber("24/QĐ-UBND", None, "QĐ", "UBND")),
        ("1/NQ-CP", DocumentNumber("01/NQ-CP", None, "NQ", "CP")),
        ("12/2022/TT-BTTTT", DocumentNumber("12/2022/TT-BTTTT", 2022, "TT", "BTTTT")),
        ("12/2022/QĐ-UBND", DocumentNumber("12/2022/QĐ-UBND", 2022, "QĐ", "UBND")),
        ("66.25/2026/NQ-CP", DocumentNumber("66.25/2026/NQ-CP", 2026, "NQ", "CP")),
        ("148/2025/QH15", DocumentNumber("148/2025/QH15", 2025, None, "QH")),
        ("2224/BTTTT-THH", DocumentNumber("2224/BTTTT-THH", None, None, "BTTTT")),
        ("57-NQ/TW", DocumentNumber("57-NQ/TW", None, "NQ", "TW")),
        ("16/NQ-TU", DocumentNumber("16/NQ-TU", None, "NQ", "TU")),
        ("749/QĐ-TTg", DocumentNumber("749/QĐ-TTg", None, "QĐ", "TTg")),
    ],
)
def test_numbers_are_taken_apart(printed: str, expected: DocumentNumber, registries: Registries) -> None:
    assert parse_number(printed, registries.documents.kinds.symbols) == expected


@pytest.mark.parametrize("printed", [None, "", "/KH-UBND", "06", "QĐ-UBND", "số 5", "528/", "12/13"])
def test_what_is_no_number_is_none(printed: str | None, registries: Registries) -> None:
    assert parse_number(printed, registries.documents.kinds.symbols) is None


@pytest.mark.parametrize(
    ("type_", "number", "expected"),
    [
        ("Quyết định", "528/QĐ-UBND", "ct:IndividualDecision"),
        ("Quyết định", "12/2022/QĐ-UBND", "ct:NormativeDecision"),
        (None, "01/NQ-CP", "ct:Resolution"),
        ("Văn bản", "1145/BTTTT-CATTT", "ct:OfficialLetter"),
        ("Công văn", "2224/BTTTT-THH", "ct:OfficialLetter"),
        ("Nghị định", "85/2016/NĐ-CP", "ct:Decree"),
        ("Thông tư", "03/2017/TT-BTTTT", "ct:Circular"),
        ("Luật", "148/2025/QH15", "ct:Law"),
        ("Báo cáo", None, "ct:Report"),
        ("Đề án", None, "ct:Scheme"),
        ("Kế hoạch", "37/KH-UBND", "ct:Plan"),
        ("Thư ngỏ", None, "ct:LegalDocument"),
        (None, None, "ct:LegalDocument"),
    ],
)
def test_the_symbol_tells_the_kind_before_the_word(
    type_: str | None, number: str | None, expected: str, registries: Registries
) -> None:
    kinds = registries.documents.kinds
    assert kinds.of(type_, parse_number(number, kinds.symbols))[0] == expected


@pytest.mark.parametrize(
    ("number", "date", "issuer", "expected"),
    [
        ("528/QĐ-UBND", "2023-10-27", "UBND tỉnh", "ubnd-tinh-kon-tum/2023/528-qd-ubnd"),
        ("528/QĐ-UBND", "2023", "UBND tỉnh Khánh Hòa", "ubnd-tinh-khanh-hoa/2023/528-qd-ubnd"),
        ("528/QĐ-UBND", "2023-10-27", "Chủ tịch UBND tỉnh", "ubnd-tinh-kon-tum/2023/528-qd-ubnd"),
        ("01/NQ-CP", "2024-01-05", "Chính phủ", "chinh-phu/2024/01-nq-cp"),
        ("1/NQ-CP", "2024-01-05", None, "chinh-phu/2024/01-nq-cp"),
        ("01/NQ-CP", "2025-01-08", None, "chinh-phu/2025/01-nq-cp"),
        ("12/2022/TT-BTTTT", None, "Bộ trưởng Bộ TTTT", "bo-thong-tin-va-truyen-thong/2022/12-2022-tt-btttt"),
        ("1145/BTTTT-CATTT", "2020-04-03", None, "bo-thong-tin-va-truyen-thong/2020/1145-btttt-cattt"),
        ("16/NQ-TU", "2021-10-19", "Tỉnh ủy Khánh Hòa", "tinh-uy-khanh-hoa/2021/16-nq-tu"),
        ("57-NQ/TW", "2024-12-22", None, "ban-chap-hanh-trung-uong-dang/2024/57-nq-tw"),
        ("37/KH-UBND", "2023-03-03", "UBND huyện Sa Thầy", "ubnd-huyen-sa-thay/2023/37-kh-ubnd"),
    ],
)  # fmt: skip
def test_issuer_number_symbol_and_year_make_an_identity(
    number: str, date: str | None, issuer: str | None, expected: str, registries: Registries, context: MakeContext
) -> None:
    identity = identify(number, date, issuer, context("kon-tum/kon-ray"), registries)
    assert identity.iri == DOCUMENT + expected


@pytest.mark.parametrize(
    ("number", "date", "issuer", "missing"),
    [
        ("528/QĐ-UBND", "2023-10-27", None, "its issuer"),
        ("2224/BTTTT-THH", None, None, "its date"),
        (None, "2024", "Chính phủ", "its number"),
        ("/KH-UBND", "2024-01", "UBND huyện Kon Rẫy", "its number"),
        ("45/QĐ-UBND", "2023-01-01", "Sở Nội vụ", "which 'Sở Nội vụ'"),
        ("45/QĐ-UBND", "2023-01-01", "UBND xã Đăk Ruồng", "which 'UBND xã Đăk Ruồng'"),
        ("45/STTTT-CNTT", "2023-01-01", None, "its issuer"),
    ],
)
def test_a_missing_part_leaves_the_identity_open(
    number: str | None, date: str | None, issuer: str | None, missing: str, registries: Registries, context: MakeContext
) -> None:
    identity = identify(number, date, issuer, context("kon-tum/kon-ray"), registries)
    assert identity.iri is None
    assert missing in " ".join(identity.missing)


def test_one_number_of_two_provinces_or_years_is_two_documents(registries: Registries, context: MakeContext) -> None:
    one = identify("528/QĐ-UBND", "2023-10-27", "UBND tỉnh", context("kon-tum"), registries).iri
    other = identify("528/QĐ-UBND", "2023-10-27", "UBND tỉnh", context("gia-lai"), registries).iri
    earlier = identify("528/QĐ-UBND", "2022-10-27", "UBND tỉnh", context("kon-tum"), registries).iri
    assert len({one, other, earlier}) == 3


def test_two_spellings_of_one_citation_are_one_document(registries: Registries, context: MakeContext) -> None:
    here = context("khanh-hoa")
    spellings = [
        ("4465/KH-UBND", "2022-12-30", "UBND tỉnh Kon Tum"),
        ("4465 /KH-UBND", "2022-12-30", "Uỷ ban nhân dân tỉnh Kon Tum"),
        ("4465/KH–UBND", "2022", "ỦY BAN NHÂN DÂN TỈNH KON TUM"),
    ]
    assert {identify(*spelling, here, registries).iri for spelling in spellings} == {
        DOCUMENT + "ubnd-tinh-kon-tum/2022/4465-kh-ubnd"
    }


def test_an_incomplete_citation_is_the_plans_own_with_candidates(registries: Registries, context: MakeContext) -> None:
    here = context(None)
    cited, entities = resolve_citation(
        citation("528/QĐ-UBND", "2023-10-27", "UBND tỉnh", "Quyết định"), here, registries
    )
    link = cited.document
    assert (link.iri, link.method) == (f"{here.iri}/cited/quyet-dinh-528-qd-ubnd-2023-10-27", Method.LOCAL)
    assert [c.iri for c in link.candidates] == [DOCUMENT + "ubnd-tinh-kon-tum/2023/528-qd-ubnd"]
    (document,) = [e for e in entities if isinstance(e, LegalDocument)]
    assert document.local
    assert document.label == "Quyết định 528/QĐ-UBND ngày 27/10/2023 của UBND tỉnh"
    assert (document.issuer, document.issuer_printed) == (None, "UBND tỉnh")


def test_a_known_issuer_leaves_only_its_own_documents_as_candidates(
    registries: Registries, context: MakeContext
) -> None:
    for issuer, count in (("UBND tỉnh Kon Tum", 1), ("UBND tỉnh Gia Lai", 0)):
        cited, _ = resolve_citation(citation("528/QĐ-UBND", None, issuer), context("khanh-hoa"), registries)
        assert cited.document.method is Method.LOCAL
        assert len(cited.document.candidates) == count


def test_the_candidates_of_another_year_or_issuer_are_none(registries: Registries, context: MakeContext) -> None:
    here = context(None)
    for number, date in (("528/QĐ-UBND", "2021-10-27"), ("528/QĐ-HĐND", "2023-10-27")):
        cited, _ = resolve_citation(citation(number, date, "UBND tỉnh"), here, registries)
        assert cited.document.candidates == ()


def test_a_named_scheme_and_a_registered_document_are_not_described_again(
    registries: Registries, context: MakeContext
) -> None:
    scheme = Citation("Đề án", None, None, None, "Đề án 06", "body")
    cited, entities = resolve_citation(scheme, context("khanh-hoa"), registries)
    assert (cited.document.iri, entities) == (DOCUMENT + "de-an-06", ())
    _, entities = resolve_citation(citation("922/QĐ-BTTTT", "2022-05-20"), context("khanh-hoa"), registries)
    assert not [e for e in entities if isinstance(e, LegalDocument)]


@pytest.mark.parametrize("based_on", [True, False])
def test_a_legal_basis_is_one_only_where_the_print_says_so(
    based_on: bool,
    registries: Registries,
    context: MakeContext,
) -> None:
    cited, _ = resolve_citation(citation("749/QĐ-TTg", "2020-06-03", based_on=based_on), context("gia-lai"), registries)
    assert cited.relation == ("eli:based_on" if based_on else "eli:cites")


def test_an_unknown_document_of_full_identity_is_described(registries: Registries, context: MakeContext) -> None:
    cited, entities = resolve_citation(
        citation("6863/KH-UBND", "2022-07-27", "UBND tỉnh Khánh Hòa", "Kế hoạch"), context("khanh-hoa"), registries
    )
    (document,) = [e for e in entities if isinstance(e, LegalDocument)]
    assert document.iri == cited.document.iri == DOCUMENT + "ubnd-tinh-khanh-hoa/2022/6863-kh-ubnd"
    assert (document.kind, document.local) == ("ct:Plan", False)
    assert document.issuer == ID + "agency/ubnd-tinh/khanh-hoa"
    assert document.issuer in {e.iri for e in entities}


@pytest.mark.parametrize(
    ("date", "printed"),
    [("2024-01-05", " ngày 05/01/2024"), ("2022-07-27", " ngày 27/7/2022"), ("2024-01", " tháng 01/2024"),
     ("2024-12", " tháng 12/2024"), ("2024", " năm 2024"), (None, "")],
)  # fmt: skip
def test_dates_keep_their_precision_in_labels(date: str | None, printed: str) -> None:
    assert document_label("Nghị quyết", "01/NQ-CP", date, "Chính phủ") == f"Nghị quyết 01/NQ-CP{printed} của Chính phủ"


def test_central_issuers_do_not_depend_on_the_plan(registries: Registries, context: MakeContext) -> None:
    unknown = context(None, Level.COMMUNE, None)
    assert identify("85/2016/NĐ-CP", None, None, unknown, registries).iri == DOCUMENT + "chinh-phu/2016/85-2016-nd-cp"
