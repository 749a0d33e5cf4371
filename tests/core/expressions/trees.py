"""Expressions made at random, for tests of rules that hold for all of them."""

from hypothesis import strategies as st

from heed.core.expressions.tree import (
    All,
    Answered,
    Choose,
    Either,
    Empty,
    Items,
    Literal,
    Name,
    Negation,
    Operation,
    Operator,
)

NAMES = st.sampled_from(["q1", "matrix.row", "满意度", "a b"]).map(Name)
LITERALS = st.one_of(
    st.text(max_size=5).filter(lambda text: "\\" not in text),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3).map(float),
    st.booleans(),
).map(Literal)
ATOMS = NAMES | LITERALS | NAMES.map(Empty) | NAMES.map(Answered)


def several(parts):
    return st.lists(parts, min_size=2, max_size=3).map(tuple)


def larger(parts):
    return st.one_of(
        st.builds(Negation, parts),
        several(parts).map(All),
        several(parts).map(Either),
        several(parts).map(Items),
        st.builds(Choose, parts, parts, parts),
        st.builds(Operation, st.sampled_from(Operator), parts, parts),
    )


TREES = st.recursive(ATOMS, larger, max_leaves=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)
VALUES = st.dictionaries(st.sampled_from(["q1", "matrix", "满意度", "a b", "row"]), JSON)
