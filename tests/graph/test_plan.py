"""One plan's graph, against what stands in the print of the samples."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.documents.model import Position
from kg.extraction.model import Comparator, Flag, FlagCode, Target, Threshold
from kg.graph import plan_graph
from kg.graph.header import plan_label, plan_level
from kg.graph.naming import names_of
from kg.graph.terms import RDF_TYPE, Term, ct, name
from kg.resolution.model import Level, Link, Method, ResolvedPlan, ResolvedRoles, ResolvedRow, Statement
from kg.vocabulary import ID

KON_RAY, UNNAMED, DISTRICT_37, KON_TUM, KHANH_HOA = range(5)


def of(quads: list[Quad], node: NamedNode, local: str) -> list[Term]:
    """The values of one of our properties."""
    return [quad.object for quad in quads if quad.subject == node and quad.predicate == ct(local)]


def with_row(plan: ResolvedPlan, row: ResolvedRow) -> ResolvedPlan:
    return replace(plan, rows=(row,))


def an_item(path: str, local: str) -> NamedNode:
    return NamedNode(f"{ID}{path}/{local}")


def test_a_row_says_what_is_printed(plans: list[ResolvedPlan]) -> None:
    plan = plans[KON_RAY]
    quads = plan_graph(plan)
    row = next(row for row in plan.rows if row.path == "_/III/5")
    node = names_of(plan).assignment(row.path)
    assert of(quads, node, "label") == [Literal(row.row.label, language="vi")]
    assert of(quads, node, "position") == [Literal(plan.rows.index(row) + 1)]
    assert of(quads, node, "section") == [NamedNode(f"{plan.iri}/section/_/iii")]
    assert of(quads, node, "rowKind") == [NamedNode(f"{ID}row-kind/indicator")]
    assert of(quads, node, "certainty") == [NamedNode(f"{ID}certainty/certain")]
    assert len(of(quads, node, "lead")) == 2
    assert len(of(quads, node, "hasCitation")) == 2
    target = NamedNode(f"{node.value}/target/1")
    assert of(quads, target, "value") == [Literal("80", datatype=name("xsd:decimal"))]
    assert of(quads, target, "unit") == [name("unit:PERCENT")]
    assert of(quads, target, "year") == [Literal(2024)]
    citation = NamedNode(f"{node.value}/citation/2")
    assert of(quads, citation, "pinpoint") == [Literal("Phụ lục II, mục 1, số thứ tự thứ 6")]
    assert of(quads, citation, "citedIn") == [Literal("note")]


def test_a_sub_row_stands_under_its_parent(plans: list[ResolvedPlan]) -> None:
    plan = plans[KHANH_HOA]
    quads = plan_graph(plan)
    parents = {quad.subject: quad.object for quad in quads if quad.predicate == ct("partOfAssignment")}
    headings = {quad.subject for quad in quads if quad.predicate == ct("isHeading")}
    assert len(parents) == 17
    assert set(parents.values()) == headings
    assert len(headings) == 4


def test_an_undecided_row_keeps_both_readings(plans: list[ResolvedPlan]) -> None:
    plan = plans[KHANH_HOA]
    row = next(row for row in plan.rows if row.alternative_roles and row.alternative_roles.lead)
    node, quads = names_of(plan).assignment(row.path), plan_graph(plan)
    assert of(quads, node, "certainty") == [NamedNode(f"{ID}certainty/uncertain")]
    assert of(quads, node, "lead")
    assert of(quads, node, "alternativeLead")
    assert NamedNode(f"{ID}flag/role_uncertain") in of(quads, node, "flag")
    assert str(of(quads, node, "flagReason")[0]).startswith('"role_uncertain: ')


def test_a_flag_without_another_reading_makes_the_roles_uncertain_too(plans: list[ResolvedPlan]) -> None:
    row = replace(plans[KON_RAY].rows[0], alternative_roles=None)
    for code, certainty in ((FlagCode.ROLE_UNCERTAIN, "uncertain"), (FlagCode.SPLIT_UNCERTAIN, "certain")):
        flagged = replace(row, row=replace(row.row, flags=(Flag(code, "why"),)))
        plan = with_row(plans[KON_RAY], flagged)
        assert of(plan_graph(plan), names_of(plan).assignment(row.path), "certainty") == [
            NamedNode(f"{ID}certainty/{certainty}")
        ]


def test_a_name_that_stays_unresolved_is_visible(plans: list[ResolvedPlan]) -> None:
    link = Link("Tổ công tác 35", None, Method.UNRESOLVED, 0.0, "no kind of that name")
    row = replace(plans[KON_RAY].rows[0], roles=ResolvedRoles(lead=(link,)))
    quads = plan_graph(with_row(plans[KON_RAY], row))
    node = NamedNode(f"{plans[KON_RAY].iri}/agency/unresolved/to-cong-tac-35")
    assert of(quads, names_of(plans[KON_RAY]).assignment(row.path), "lead") == [node]
    described = {(quad.predicate, quad.object) for quad in quads if quad.subject == node}
    assert described == {
        (RDF_TYPE, ct("UnresolvedAgency")),
        (name("rdfs:label"), Literal("Tổ công tác 35", language="vi")),
    }


def test_an_item_that_stays_unresolved_is_the_plans_own(plans: list[ResolvedPlan]) -> None:
    row = plans[KON_RAY].rows[0]
    row = replace(row, indicator=Link(row.row.label, None, Method.UNRESOLVED, 0.0, "no registry has it"))
    quads = plan_graph(with_row(plans[KON_RAY], row))
    node = NamedNode(f"{plans[KON_RAY].iri}/indicator/{row.path}")
    assert of(quads, names_of(plans[KON_RAY]).assignment(row.path), "item") == [node]
    assert (RDF_TYPE, ct("Indicator")) in {(quad.predicate, quad.object) for quad in quads if quad.subject == node}


def test_targets_and_thresholds_in_every_form(plans: list[ResolvedPlan]) -> None:
    targets = (
        Target("40 - 50", Comparator.RANGE, Decimal(40), Decimal("50.50"), None),
        Target("09 nghiệp vụ", Comparator.EQUAL, Decimal("9.0"), unit="nghiệp vụ", year=2025, scope="cấp xã"),
        Target(None, Comparator.NONE),
    )
    row = plans[KON_RAY].rows[0]
    threshold = Threshold("đảm bảo đạt 40 Mbps", Comparator.AT_LEAST, Decimal(40), "Mbps")
    row = replace(row, row=replace(row.row, targets=targets, label_thresholds=(threshold,)))
    quads = plan_graph(with_row(plans[KON_RAY], row))
    node = names_of(plans[KON_RAY]).assignment(row.path)
    first, second, third = (NamedNode(f"{node.value}/target/{n}") for n in (1, 2, 3))
    decimal = name("xsd:decimal")
    assert of(quads, first, "comparator") == [Literal("range")]
    assert of(quads, first, "valueMax") == [Literal("50.5", datatype=decimal)]
    assert of(quads, first, "unit") == []
    assert of(quads, second, "value") == [Literal("9", datatype=decimal)]
    assert of(quads, second, "unit") == [NamedNode(f"{ID}unit/nghiep-vu")]
    assert of(quads, second, "year") == [Literal(2025)]
    assert of(quads, second, "scope") == [Literal("cấp xã")]
    assert of(quads, third, "value") == of(quads, third, "printedTarget") == []
    assert of(quads, NamedNode(f"{node.value}/threshold/1"), "unit") == [name("unit:MegaBIT-PER-SEC")]


def test_targets_of_the_running_text(plans: list[ResolvedPlan]) -> None:
    quads = plan_graph(plans[KHANH_HOA])
    found = {quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object == ct("BodyTarget")}
    assert len(found) == 9
    for node in found:
        assert isinstance(node, NamedNode)
        assert of(quads, node, "plan") == [NamedNode(plans[KHANH_HOA].iri)]
        assert of(quads, node, "item")
        assert of(quads, NamedNode(f"{node.value}/source"), "firstLine")


def test_pillars_and_groups_of_sections(plans: list[ResolvedPlan]) -> None:
    """A heading names a pillar by its words alone; a main index only if the plan cites the decision that defines it."""
    district, province = plan_graph(plans[KON_RAY]), plan_graph(plans[KHANH_HOA])
    assert of(district, NamedNode(f"{plans[KON_RAY].iri}/section/_/iv"), "pillar") == [an_item("pillar", "kinh-te-so")]
    assert of(district, NamedNode(f"{plans[KON_RAY].iri}/section/_/i"), "group") == []
    section = NamedNode(f"{plans[KHANH_HOA].iri}/section/ii/iii")
    assert of(province, section, "group") == [an_item("indicator-group", "ha-tang-so")]
    assert of(province, section, "pillar") == []


def test_source_locations_of_page_formats(plans: list[ResolvedPlan]) -> None:
    row = plans[KON_RAY].rows[0]
    row = replace(row, row=replace(row.row, location=Position(page=3, table=2, row=7)))
    quads = plan_graph(with_row(plans[KON_RAY], row))
    node = NamedNode(f"{names_of(plans[KON_RAY]).assignment(row.path).value}/source")
    assert [of(quads, node, local) for local in ("page", "tableNumber", "row", "firstLine")] == [
        [Literal(3)],
        [Literal(2)],
        [Literal(7)],
        [],
    ]


def test_what_a_curator_adds_is_stated_with_its_reason(plans: list[ResolvedPlan]) -> None:
    statements = (
        Statement("ct:targetYear", "2031", "The cover says so."),
        Statement("ct:status", "ctid:status/draft", "The file name says so."),
        Statement("dcterms:identifier", "abc", "The register says so."),
    )
    silent = replace(plans[KON_TUM].record, document=replace(plans[KON_TUM].record.document, status=None))
    plan = replace(plans[KON_TUM], record=silent, statements=statements)
    node, quads = NamedNode(plan.iri), plan_graph(plan)
    assert of(quads, node, "targetYear") == [Literal(2031)]
    assert of(quads, node, "status") == [NamedNode(f"{ID}status/draft")]
    assert Literal("ct:targetYear = 2031: The cover says so.") in of(quads, node, "curatorNote")
    assert Literal("abc") in {quad.object for quad in quads if quad.predicate == name("dcterms:identifier")}


def test_print_goes_before_the_curator_where_one_value_is_possible(plans: list[ResolvedPlan]) -> None:
    plan = replace(plans[KON_RAY], statements=(Statement("ct:targetYear", "2031", "A mistake."),))
    assert of(plan_graph(plan), NamedNode(plan.iri), "targetYear") == [Literal(2024)]


@pytest.mark.parametrize(
    ("index", "label"),
    [
        (KON_RAY, "Kế hoạch tháng 01/2024 của UBND huyện Kon Rẫy"),
        (DISTRICT_37, "Kế hoạch 37/KH-UBND ngày 03/3/2023 của UBND huyện (huyện không nêu tên)"),
        (KON_TUM, "Kế hoạch 4465/KH-UBND ngày 30/12/2022 của UBND tỉnh Kon Tum"),
        (KHANH_HOA, "Kế hoạch 11252/KH-UBND ngày 30/10/2023 của UBND tỉnh Khánh Hòa"),
    ],
)
def test_labels_say_what_is_printed(plans: list[ResolvedPlan], index: int, label: str) -> None:
    assert plan_label(plans[index]) == label


def test_a_plan_without_number_and_issuer_is_told_by_its_appendix(plans: list[ResolvedPlan]) -> None:
    plan = plans[UNNAMED]
    assert plan_label(plan).startswith("Văn bản không in số hiệu (PHỤ LỤC 2, ")
    header = replace(plan.record.document, appendix_label=None, appendix_title=None, title=None)
    assert plan_label(replace(plan, record=replace(plan.record, document=header))) == "Văn bản không in số hiệu"


def test_partial_dates_keep_their_precision(plans: list[ResolvedPlan]) -> None:
    for index, printed, full in ((KON_RAY, "2024-01", False), (KON_TUM, "2022-12-30", True)):
        node, quads = NamedNode(plans[index].iri), plan_graph(plans[index])
        assert of(quads, node, "datePrinted") == [Literal(printed)]
        assert of(quads, node, "year") == [Literal(int(printed[:4]))]
        assert bool([q for q in quads if q.subject == node and q.predicate == name("eli:date_document")]) is full


def test_the_level_comes_from_place_or_issuer_else_from_the_print(plans: list[ResolvedPlan]) -> None:
    assert [plan_level(plan) for plan in plans] == [Level.DISTRICT] * 3 + [Level.PROVINCE] * 2
    bare = replace(plans[KON_TUM], entities=())
    assert plan_level(bare) is Level.PROVINCE
    header = replace(bare.record.document, locality=replace(bare.record.document.locality, level="thành phố"))
    assert plan_level(replace(bare, record=replace(bare.record, document=header))) is None


def test_an_incomplete_document_is_linked_to_what_it_may_be(plans: list[ResolvedPlan]) -> None:
    """The decision 528/QĐ-UBND that a plan of an unnamed district cites: of which province, the print does not say."""
    quads = plan_graph(plans[UNNAMED])
    local = next(quad.object for quad in quads if quad.predicate == ct("citedDocument"))
    assert isinstance(local, NamedNode)
    assert local.value.startswith(f"{plans[UNNAMED].iri}/cited/")
    assert of(quads, local, "number") == [Literal("528/QĐ-UBND")]
    uncertain = NamedNode(f"{ID}certainty/uncertain")
    assert {quad.object for quad in quads if quad.predicate == ct("documentCertainty")} == {uncertain}


def test_a_place_is_unnamed_only_when_the_print_does_not_name_it(plans: list[ResolvedPlan]) -> None:
    plan = plans[UNNAMED]
    place = NamedNode(f"{plan.iri}/place")
    assert of(plan_graph(plan), place, "unnamed") == [Literal(True)]
    header = plan.record.document
    named = replace(header, locality=replace(header.locality, name="Ia Chim"))  # a commune: no registry has it
    plan = replace(plan, record=replace(plan.record, document=named))
    assert of(plan_graph(plan), place, "unnamed") == []


def test_a_body_target_whose_item_stays_unresolved_has_an_item_of_the_plans_own(plans: list[ResolvedPlan]) -> None:
    plan = plans[KHANH_HOA]
    unresolved = Link("?", None, Method.UNRESOLVED, 0.0, "no registry has it")
    first = replace(plan.body_targets[0], indicator=unresolved)
    quads = plan_graph(replace(plan, body_targets=(first,), entities=()))
    node = NamedNode(f"{plan.iri}/indicator/body/1")
    assert of(quads, NamedNode(f"{plan.iri}/body/target/1"), "item") == [node]
    label = Literal(first.body_target.phrase, language="vi")
    assert [q.object for q in quads if q.subject == node and q.predicate == name("skos:prefLabel")] == [label]
