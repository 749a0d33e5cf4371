import pytest

from heed.measures.choices import pair_choices
from heed.measures.rankings import worths
from tests.measuring.readings import said, table_of

RANKS = ("who,r_a,r_b,r_c", "1,1,2,3", "2,1,3,2", "3,2,1,3", "4,1,,", "5,1,1,2", "6,,,")


def test_ranks_give_worths_mean_ranks_and_agreement(measure, written):
    result = measure.json("ranking", written(*RANKS[:4]), "--ranks", "r_*")["result"]

    assert [(i["name"], i["place"], i["first"]) for i in result["items"]] == [
        ("a", 1, 2),
        ("b", 2, 1),
        ("c", 3, 0),
    ]
    assert result["items"][0]["mean_rank"]["value"] == pytest.approx(4 / 3)
    agreement = result["agreement"]
    assert agreement["concordance"]["value"] == pytest.approx(4 / 9)
    assert agreement["friedman"] == pytest.approx(8 / 3)
    assert (agreement["judges"], agreement["degrees"]) == (3, 2)
    assert sum(i["worth"]["value"] for i in result["items"]) == pytest.approx(1)


def test_ties_and_empty_rows_are_told(measure, written):
    result = measure.json("ranking", written(*RANKS), "--ranks", "r_*")["result"]

    assert result["left_out"] == 2
    assert (result["judges"], result["choices"]) == (4, 7)
    agreement = result["agreement"]
    assert (agreement["judges"], agreement["tied_judges"], agreement["partial_judges"]) == (5, 1, 1)


def test_what_was_not_ranked_may_be_what_was_not_shown(measure, written):
    result = measure.json("ranking", written(*RANKS), "--ranks", "r_*", "--only-ranked")["result"]

    assert (result["choices"], result["left_out"]) == (6, 3)
    assert result["agreement"] is None


def test_places_are_read_as_ranks(measure, written):
    path = written("who,p1,p2,p3", "1,a,b,c", "2,a,c,b", "3,b,a,c")

    by_place = measure.json("ranking", path, "--places", "p*")["result"]
    by_rank = measure.json("ranking", written(*RANKS[:4], name="r.csv"), "--ranks", "r_*")["result"]

    assert by_place == by_rank


def test_pairs_are_choices_of_one_out_of_two(measure, written):
    path = written("won,lost", "a,b", "a,b", "b,a", "b,c", "c,b", "c,c", "a,")
    choices = [
        choice for won, lost in ("ab", "ab", "ba", "bc", "cb") for choice in pair_choices(won, lost)
    ]

    found = measure.json("ranking", path, "--preferred", "won", "--other", "lost", "--no-prior")[
        "result"
    ]

    expected = worths("abc", choices, prior_spread=None)
    assert found["left_out"] == 2
    assert {i["name"]: i["worth"]["value"] for i in found["items"]} == pytest.approx(
        {each.item: each.worth for each in expected.ranked}
    )


@pytest.mark.parametrize(
    "options", [(), ("--ranks", "r_*", "--places", "r_*"), ("--preferred", "who")]
)
def test_one_way_of_asking_is_wanted(measure, written, options):
    code, _out, err = measure("ranking", written(*RANKS), *options)

    assert code == 2
    assert "--preferred and --other" in err


def test_nothing_to_rank_is_refused(measure, written):
    code, _out, err = measure("ranking", written("who,a,b", "1,2,2", "2,1,1"), "--ranks", "a", "b")

    assert code == 1
    assert "no ranking of at least two items" in err


def test_the_order_and_the_agreement_on_it_are_said():
    table = table_of("r_x,r_y,r_z", [("1,2,3", 30), ("2,1,3", 6), ("3,2,1", 4)])

    sentences = said(table, "ranking --ranks r_x r_y r_z")

    assert sentences == [
        "“r_x” matters most with 67% of all preference (plausibly between 49% and 82%), "
        "“r_z” least with 3% (plausibly between 1% and 10%).",
        "This rests on 80 choices.",
        "They are of 40 people.",
        "From 0, no order in common, to 1, all the same, 40 people agree by 0.54 "
        "(plausibly between 0.26 and 0.83).",
    ]
