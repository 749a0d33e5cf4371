from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from heed.value.rules.returns import Line, Match, match_returns
from tests.moments import DAY, NOON


def line(key, day, amount):
    return Line(key, NOON + day * DAY, ("", str(key), 1), amount)


lines_of_days = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-50, 50).filter(bool)), max_size=30
).map(lambda pairs: [line(key, day, amount) for key, (day, amount) in enumerate(pairs)])


def test_a_return_takes_back_the_earliest_purchase_first():
    lines = [line(1, 0, 100), line(2, 1, 100), line(3, 2, -150)]

    assert match_returns(lines) == ([Match(3, 1, 100), Match(3, 2, 50)], {})


def test_a_return_before_the_purchase_stays_unmatched():
    assert match_returns([line(1, 0, -70), line(2, 1, 100)]) == ([], {1: 70})


def test_what_exceeds_the_purchases_stays_unmatched():
    lines = [line(1, 0, 100), line(2, 1, -60), line(3, 2, -60)]

    assert match_returns(lines) == ([Match(2, 1, 60), Match(3, 1, 40)], {3: 20})


def test_a_purchase_of_the_same_moment_can_be_taken_back():
    assert match_returns([line(1, 0, -5), line(2, 0, 5)]) == ([Match(1, 2, 5)], {})


@given(lines_of_days, st.randoms())
def test_the_order_in_which_lines_came_in_does_not_matter(lines, random):
    shuffled = random.sample(lines, len(lines))

    assert match_returns(shuffled) == match_returns(lines)


@given(lines_of_days)
def test_nothing_is_matched_twice_and_nothing_is_lost(lines):
    matches, unmatched = match_returns(lines)

    amounts = {each.key: each.amount_minor for each in lines}
    moments = {each.key: each.at for each in lines}
    taken = {key: sum(m.amount_minor for m in matches if m.purchase == key) for key in amounts}
    given_back = {key: sum(m.amount_minor for m in matches if m.returned == key) for key in amounts}
    returned = {key: -amount for key, amount in amounts.items() if amount < 0}
    assert all(taken[key] <= max(amount, 0) for key, amount in amounts.items())
    assert {key: given_back[key] + unmatched.get(key, 0) for key in returned} == returned
    assert all(moments[m.purchase] <= moments[m.returned] + timedelta(0) for m in matches)
