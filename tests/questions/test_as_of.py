"""`as_of`: the plans that were issued by a day and not replaced by then, in every question that ranges over plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import BadParameter
from kg.questions.ask import ask
from kg.questions.catalogue import questions
from kg.questions.executor import StoreExecutor
from kg.questions.model import Answer, ParameterType, Question
from kg.vocabulary import ID, PREFIXES

ASKED = [question for question in questions() if any(p.name == "as_of" for p in question.parameters)]
PLAN = "document/ubnd-tinh-kon-tum/2022/4465-kh-ubnd"  # of 30 December 2022
MONTH = "document/kon-ray-2024"  # of January 2024; the day is not printed
UNDATED = "document/huyen-khong-neu-ten-2024"
LATER = "document/ubnd-tinh-kon-tum/2023/1-kh-ubnd"


def plans(answer: Answer) -> set[str]:
    """The plans of an answer, without the common start of IRIs."""
    at = [column.name for column in answer.columns].index("plan")
    return {term.value.removeprefix(ID) for row in answer.rows if isinstance(term := row[at], NamedNode)}


@pytest.fixture(scope="module")
def changed(corpus_store: Store) -> Callable[[str, str], StoreExecutor]:
    """Make the corpus with one more document, of a day, that stands in a relation to the plan."""

    def make(relation: str, day: str) -> StoreExecutor:
        store = Store()
        store.extend(corpus_store)
        said = f'<{ID}{LATER}> {relation} <{ID}{PLAN}> ; ct:datePrinted "{day}" .'
        prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
        store.load(input=prefixes + said, format=RdfFormat.TURTLE, to_graph=NamedNode(f"{ID}test"))
        return StoreExecutor(store)

    return make


def test_most_questions_take_it() -> None:
    assert len(ASKED) >= 12
    assert all(
        p.type is ParameterType.DATE and not p.required for q in ASKED for p in q.parameters if p.name == "as_of"
    )


@pytest.mark.parametrize(
    ("day", "there", "missing"),
    [
        ("2022-12-29", {UNDATED}, {PLAN, MONTH}),
        ("2022-12-30", {UNDATED, PLAN}, {MONTH}),
        ("2023-12-31", {UNDATED, PLAN}, {MONTH}),
        ("01/01/2024", {UNDATED, PLAN, MONTH}, set()),
        ("", {UNDATED, PLAN, MONTH}, set()),
    ],
)
def test_a_plan_counts_from_its_date_on_as_far_as_it_is_printed(
    corpus_store: Store, day: str, there: set[str], missing: set[str]
) -> None:
    found = plans(ask(StoreExecutor(corpus_store), "departments", {"as_of": day}))
    assert there <= found
    assert not missing & found


@pytest.mark.parametrize("relation", ["ct:replaces", "eli:repeals"])
def test_a_plan_counts_until_it_is_replaced(changed: Callable[[str, str], StoreExecutor], relation: str) -> None:
    executor = changed(relation, "2023-06-15")
    assert PLAN in plans(ask(executor, "departments", {"as_of": "2023-06-14"}))
    assert PLAN not in plans(ask(executor, "departments", {"as_of": "2023-06-15"}))
    assert PLAN in plans(ask(executor, "departments", {}))


def test_an_amended_plan_still_counts(changed: Callable[[str, str], StoreExecutor]) -> None:
    assert PLAN in plans(ask(changed("eli:amends", "2023-06-15"), "departments", {"as_of": "2024-01-01"}))


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_every_question_leaves_out_what_came_later(corpus_store: Store, question: Question) -> None:
    """Of an early day, a question has the plans that it has of none but for the later ones."""
    given = {p.name: str(getattr(p.example, "value", "")) for p in question.parameters if p.required}
    executor = StoreExecutor(corpus_store)
    always = plans(ask(executor, question.name, given))
    early = plans(ask(executor, question.name, {**given, "as_of": "2023-01-01"}))
    if question.name == "diverging-leads":  # what diverges needs another plan beside it
        assert early <= always & {PLAN, UNDATED}
    else:
        assert early == always & {PLAN, UNDATED}


@pytest.mark.parametrize("text", ["2024", "2024-13-01", "30/2/2024", "tomorrow", "2024-01-01-01"])
def test_what_is_no_day_is_refused(corpus_store: Store, text: str) -> None:
    with pytest.raises(BadParameter, match="as_of"):
        ask(StoreExecutor(corpus_store), "departments", {"as_of": text})
