import pytest

from heed.measures.kano_tables import Category, EvaluationTable, evaluation_table

LIKE, MUST_BE, NEUTRAL, LIVE_WITH, DISLIKE = range(1, 6)


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "category"),
    [
        pytest.param(LIKE, LIKE, Category.QUESTIONABLE, id="likes both"),
        pytest.param(LIKE, LIVE_WITH, Category.ATTRACTIVE, id="delights, not missed"),
        pytest.param(LIKE, DISLIKE, Category.ONE_DIMENSIONAL, id="delights and missed"),
        pytest.param(MUST_BE, MUST_BE, Category.INDIFFERENT, id="expects both"),
        pytest.param(LIVE_WITH, DISLIKE, Category.MUST_BE, id="missed alone"),
        pytest.param(NEUTRAL, LIKE, Category.REVERSE, id="likes its absence"),
        pytest.param(DISLIKE, NEUTRAL, Category.REVERSE, id="dislikes it"),
        pytest.param(DISLIKE, DISLIKE, Category.QUESTIONABLE, id="dislikes both"),
    ],
)
def test_bergers_table_says_what_a_pair_means(functional, dysfunctional, category):
    # Berger et al. (1993), CQM Journal 2(4), table of section II.
    assert evaluation_table("berger").category(functional, dysfunctional) == category


def test_pouliot_takes_the_same_middle_answer_twice_for_a_contradiction_and_changes_nothing_else():
    pairs = [(here, gone) for here in range(1, 6) for gone in range(1, 6)]
    berger, pouliot = evaluation_table("berger"), evaluation_table("pouliot")

    different = {pair: pouliot.category(*pair) for pair in pairs if _differ(berger, pouliot, pair)}

    assert different == {
        (MUST_BE, MUST_BE): Category.QUESTIONABLE,
        (LIVE_WITH, LIVE_WITH): Category.QUESTIONABLE,
    }


def test_the_short_form_has_three_answers():
    short = evaluation_table("three-level")

    assert short.answers == 3
    assert "".join(short.category(1, gone) for gone in (1, 2, 3)) == "AAO"
    assert "".join(short.category(3, gone) for gone in (1, 2, 3)) == "IIM"


def test_a_table_can_be_given_as_rows():
    assert evaluation_table(["QO", "RI"]) == EvaluationTable("given", ("QO", "RI"))


def test_an_unknown_table_is_refused_with_those_known():
    with pytest.raises(ValueError, match=r"berger, pouliot, three-level or rows.*'kano2'"):
        evaluation_table("kano2")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("AAO", "IIM"), id="a row missing"),
        pytest.param(("AX", "IM"), id="no such letter"),
        pytest.param((), id="no rows"),
    ],
)
def test_rows_that_are_no_table_are_refused(rows):
    with pytest.raises(ValueError, match="as many letters in each row as there are rows"):
        evaluation_table(rows)


def test_an_answer_that_the_form_does_not_offer_is_refused():
    with pytest.raises(ValueError, match=r"from 1 to 3 \(table three-level\), got 1 and 4"):
        evaluation_table("three-level").category(1, 4)


def _differ(one: EvaluationTable, other: EvaluationTable, pair: tuple[int, int]) -> bool:
    return one.category(*pair) != other.category(*pair)
