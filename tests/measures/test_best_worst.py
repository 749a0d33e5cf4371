import pytest

from heed.measures.best_worst import BestWorstTask, best_worst_answers


def test_answers_become_arrays():
    found = best_worst_answers(
        "abcd", [BestWorstTask("dbc", "b", "d", "Ann"), BestWorstTask("abcd", "a", "c", "Bo")]
    )

    assert found.offered.tolist() == [[3, 1, 2, -1], [0, 1, 2, 3]]
    assert found.best_item.tolist() == [1, 0]
    assert found.worst_item.tolist() == [3, 2]
    assert found.persons == ("Ann", "Bo")
    assert found.is_person_known


def test_persons_may_be_unknown():
    assert not best_worst_answers("abc", [BestWorstTask("abc", "a", "b")]).is_person_known


@pytest.mark.parametrize(
    ("task", "refusal"),
    [
        pytest.param(BestWorstTask("ab", "a", "b"), "three different items", id="two items"),
        pytest.param(BestWorstTask("aab", "a", "b"), "three different items", id="twice"),
        pytest.param(BestWorstTask("abx", "a", "b"), r"got a, b, x in task 2", id="unknown"),
        pytest.param(BestWorstTask("abc", "a", "a"), "another, worst item", id="the same"),
        pytest.param(BestWorstTask("abc", "a", "d"), "worst 'd' in task 2", id="not shown"),
    ],
)
def test_an_impossible_task_is_refused_by_its_place(task, refusal):
    with pytest.raises(ValueError, match=refusal):
        best_worst_answers("abcd", [BestWorstTask("abc", "a", "c"), task])


def test_no_task_is_refused():
    with pytest.raises(ValueError, match="at least one answered best-worst task"):
        best_worst_answers("abc", [])
