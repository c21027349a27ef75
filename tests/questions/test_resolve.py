"""What a user gives for a parameter becomes one term, or is refused with what to give instead."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.questions.ask import ask
from kg.questions.bind import prologue
from kg.questions.catalogue import question, questions
from kg.questions.model import ParameterType
from kg.questions.resolve import parse_parameter, parse_parameters
from kg.vocabulary import ID

from .conftest import Recorder

PARAMETERS = {(asked.name, p.name): p for asked in questions() for p in asked.parameters}
AGENCY = PARAMETERS["leads-by-body", "agency"]
KIND = PARAMETERS["leads-by-kind", "kind"]
PLAN = PARAMETERS["plan-table", "plan"]
DOCUMENT = PARAMETERS["who-cites", "document"]


@pytest.mark.parametrize(
    "text",
    [
        f"{ID}agency-kind/so-thu",
        f"<{ID}agency-kind/so-thu>",
        "ctid:agency-kind/so-thu",
        "agency-kind/so-thu",
        "so-thu",
        "Sở Thử",
        "sở thử",
        "SO THU",
        "Trial Department",
        "sở t",
        "  Sở  Thử ",
    ],
)
def test_a_kind_goes_by_many_names(text: str, small: Recorder) -> None:
    assert parse_parameter(small, KIND, text) == NamedNode(f"{ID}agency-kind/so-thu")


@pytest.mark.parametrize(
    "text", ["Sở Thử tỉnh An", "Sở Thử", "Sở T", "Sở T tỉnh An", "Sở T An", "so-thu/an", "agency/so-thu/an"]
)
def test_a_body_goes_by_the_names_of_its_kind_and_place(text: str, small: Recorder) -> None:
    assert parse_parameter(small, AGENCY, text) == NamedNode(f"{ID}agency/so-thu/an")


@pytest.mark.parametrize("text", ["huyện Bình", "Bình", "binh", "an/binh"])
def test_a_place_goes_by_its_name_with_or_without_its_kind(text: str, small: Recorder) -> None:
    found = parse_parameter(small, PARAMETERS["departments", "place"], text)
    assert found == NamedNode(f"{ID}place/an/binh")


def test_a_group_may_stand_for_a_body(small: Recorder) -> None:
    assert parse_parameter(small, AGENCY, "cac-so/an") == NamedNode(f"{ID}agency-group/cac-so/an")


@pytest.mark.parametrize("text", ["9/QĐ-BT", "9/qđ-bt", "Quyết định số 9/QĐ-BT", "bo-thu/2022/9-qd-bt"])
def test_a_document_goes_by_its_number(text: str, small: Recorder) -> None:
    assert parse_parameter(small, DOCUMENT, text) == NamedNode(f"{ID}document/bo-thu/2022/9-qd-bt")


@pytest.mark.parametrize("text", ["mot", "Kế hoạch Một", "document/mot"])
def test_a_plan_is_what_has_rows(text: str, small: Recorder) -> None:
    assert parse_parameter(small, PLAN, text) == NamedNode(f"{ID}document/mot")
    with pytest.raises(BadParameter):
        parse_parameter(small, PLAN, "bo-thu/2022/9-qd-bt")


def test_words_that_fit_several_things_are_refused_with_the_list(small: Recorder) -> None:
    small.store.update(
        f"{prologue()}INSERT DATA {{ GRAPH <http://g> {{ <{ID}agency/so-thu/xa> a ct:Assignee ; "
        f'ct:kind <{ID}agency-kind/so-thu> ; rdfs:label "Sở Thử tỉnh Xa"@vi }} }}'
    )
    with pytest.raises(BadParameter) as caught:
        parse_parameter(small, AGENCY, "Sở T")
    assert "It fits 2: ctid:agency/so-thu/an" in str(caught.value)
    assert "ctid:agency/so-thu/xa" in str(caught.value)


def test_the_very_marks_win_over_a_name_without_them(small: Recorder) -> None:
    small.store.update(
        f"{prologue()}INSERT DATA {{ GRAPH <http://g> {{ <{ID}agency-kind/so-thu-2> a ct:AgencyKind ; "
        f'skos:prefLabel "Sở Thú"@vi }} }}'
    )
    assert parse_parameter(small, KIND, "Sở Thú") == NamedNode(f"{ID}agency-kind/so-thu-2")
    assert parse_parameter(small, KIND, "Sở Thử") == NamedNode(f"{ID}agency-kind/so-thu")
    with pytest.raises(BadParameter, match="It fits 2"):
        parse_parameter(small, KIND, "So thu")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Sở Thừ Nghiệm", "Near names: Sở Thử (ctid:agency-kind/so-thu)"),
        ("so-thuu", "Near names: Sở Thử"),
        ("§§§", "For example: kind=ctid:agency-kind/phong-van-hoa-va-thong-tin."),
        (f"{ID}agency/so-thu/an", "For example"),
        ("http://exa mple/> }", "That is not an IRI."),
        ("unknownprefix:x", "For example"),
    ],
)
def test_what_is_not_there_is_refused_with_what_to_give(text: str, hint: str, small: Recorder) -> None:
    with pytest.raises(BadParameter) as caught:
        parse_parameter(small, KIND, text)
    assert "is no agency-kind that is known here" in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("có", True), ("No", False), ("không", False)]
)
def test_booleans(text: str, value: bool, small: Recorder) -> None:
    assert parse_parameter(small, PARAMETERS["leads-by-kind", "groups"], text) == Literal(value)


@pytest.mark.parametrize("text", ["possible", "Possible", "có thể", "CO THE"])
def test_choices_go_by_value_or_name(text: str, small: Recorder) -> None:
    assert parse_parameter(small, PARAMETERS["leads-by-kind", "certainty"], text) == Literal("possible")


@pytest.mark.parametrize(
    ("key", "text", "hint"),
    [
        (("leads-by-kind", "groups"), "maybe", "true or false"),
        (("leads-by-kind", "certainty"), "sure", "It takes one of: certain, possible."),
        (("departments", "year"), "MMXXIV", "a whole number"),
        (("departments", "year"), "99999999999999", "a whole number"),
        (("departments", "year"), "٢٠٢٤", "a whole number"),
    ],
)
def test_values_of_the_wrong_type(key: tuple[str, str], text: str, hint: str, small: Recorder) -> None:
    with pytest.raises(BadParameter, match=hint):
        parse_parameter(small, PARAMETERS[key], text)


def test_an_unknown_parameter_is_refused_with_the_known_ones(small: Recorder) -> None:
    with pytest.raises(BadParameter, match=r"no parameter 'ministry'. It takes: kind, groups, certainty, as_of\."):
        parse_parameters(small, question("leads-by-kind"), {"ministry": "x"})
    with pytest.raises(BadParameter, match="It takes: none"):
        parse_parameters(small, question("compare-plans"), {"x": "y"})


def test_a_missing_parameter_is_never_guessed(small: Recorder) -> None:
    for given_ in ({}, {"kind": ""}, {"kind": "  "}):
        with pytest.raises(BadParameter, match=r"The parameter 'kind' is missing\. For example: kind="):
            parse_parameters(small, question("leads-by-kind"), given_)


def test_a_parameter_without_default_stays_free(small: Recorder) -> None:
    assert parse_parameters(small, question("plan-table"), {"plan": ""}) == {}


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            '"} UNION { ?row ?p ?o } #',
            "> } SELECT * { ?s ?p ?o } #",
            "<http://x> } # ",
            "$agency",
            "?row",
            "ctid:agency/so-thu/an> . ?s ?p ?o",
            "ctid:x\\u003e",
            "'''",
            '\\" } #',
            "so-thu/an } DROP ALL",
            "SERVICE <http://127.0.0.1/> { ?s ?p ?o }",
            "true) } #",
            "2024 || true",
            "\x00",
            "http://x/<y>",
        ]
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("key", PARAMETERS, ids="/".join)
@given(text=HOSTILE)
def test_no_text_gets_into_a_query(key: tuple[str, str], text: str, small: Recorder) -> None:
    """Whatever is given, it is refused, or the query that runs is the one that a plain value gives, term for term."""
    name, parameter = key
    others = {p.name: "so-thu/an" for p in question(name).parameters if p.required and p.name != parameter}
    small.asked.clear()
    try:
        answer = ask(small, name, {**others, parameter: text})
    except BadParameter:
        assert all("?thing" in query for query in small.asked)
        return
    assert not text.strip() or answer.parameters[parameter] is not None
    assert PARAMETERS[key].type is not ParameterType.CHOICE or text.strip() in ("", "certain", "possible")
