import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.core.search_tokens import (
    MOST_BYTES,
    MOST_TERMS,
    likeness,
    name_grams,
    query_terms,
    tokenize,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("退款申请", {"退款", "款申", "申请", "请"}, id="pairs and the last character"),
        pytest.param("我的iPhone坏了", {"我的", "的", "iphone", "坏了", "了"}, id="scripts mixed"),
        pytest.param("Ｒｅｆｕｎｄ STRASSE straße", {"refund", "strasse"}, id="width and case"),
        pytest.param(
            "Müller Ødegård ガラス", {"muller", "odegard", "ガラ", "ラス", "ス"}, id="accents"
        ),
        pytest.param("O’Brien", {"o", "brien", "obrien"}, id="apostrophe"),
        pytest.param("हिन्दी", {"हिन्दी"}, id="vowel signs"),
        pytest.param("re\u00adfund", {"refund"}, id="soft hyphen"),
        pytest.param("😀 …!? \x00", set(), id="nothing to find"),
        pytest.param(
            "写信给Jo.Li@Mail.example。",
            {"写信", "信给", "给", "jo.li@mail.example", "jo", "li", "mail", "example"},
            id="mail address",
        ),
        pytest.param(
            "HD-2024-7", {"hd", "2024", "7", "hd20247"}, id="order number in parts and together"
        ),
        pytest.param(
            "138 1234", {"138", "1234", "1381234", "381234", "81234"}, id="digits and their endings"
        ),
        pytest.param("订单12345号", {"订单", "单", "12345", "2345", "号"}, id="digits in Chinese"),
    ],
)
def test_a_text_is_found_by(text, tokens):
    assert set(tokenize(text)) == tokens


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        pytest.param("退款申", [(("退款",),), (("款申",),)], id="all pairs"),
        pytest.param("款", [(("款*",),)], id="one character begins a pair"),
        pytest.param("Refund a", [(("refund*",),), (("a",),)], id="a word may be unfinished"),
        pytest.param("JO@x.example", [(("jo@x.example*",),)], id="mail address whole"),
        pytest.param("HD-2024", [(("hd2024*",), ("hd", "2024*"))], id="order number"),
        pytest.param(
            "020 7123 4567",
            [(("02071234567*",), ("020*", "7123*", "4567*"), ("2071234567*",))],
            id="phone",
        ),
        pytest.param('"*()', [], id="nothing sought"),
    ],
)
def test_a_query_asks_for(query, terms):
    assert query_terms(query) == terms


@given(st.text())
def test_tokens_hold_nothing_that_a_query_language_could_read(text):
    tokens = tokenize(text)

    assert not set(" \"'*\\=\x00") & set("".join(tokens))
    assert "" not in tokens


@given(st.text(max_size=100))
def test_a_text_is_found_by_itself(text):
    tokens = tokenize(text)

    assert all(any(_holds(tokens, way) for way in term) for term in query_terms(text))


def _holds(tokens, way):
    return all(
        any(token.startswith(sought[:-1]) for token in tokens)
        if sought.endswith("*")
        else sought in tokens
        for sought in way
    )


def test_a_long_query_has_a_bounded_number_of_terms():
    assert len(query_terms(" ".join(f"word{number}" for number in range(2000)))) == MOST_TERMS


def test_a_text_full_of_numbers_stays_within_what_the_index_takes():
    tokens = tokenize(" ".join(f"{number * 7919:015d}," for number in range(10**11, 10**11 + 9000)))

    assert sum(len(token) for token in tokens) <= MOST_BYTES


def test_the_grams_of_a_name_mark_the_ends_of_its_words():
    assert name_grams("Eva Ås 王芳") == {"^ev", "eva", "va$", "^as", "as$"}


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        pytest.param("john smith", "Smith, John", 1.0, id="order does not count"),
        pytest.param("jonh", "John Smith", 0.75, id="letters swapped"),
        pytest.param("bea", "John Smith", 0.0, id="another name"),
        pytest.param("", "John Smith", 0.0, id="empty"),
    ],
)
def test_names_are_alike(query, name, expected):
    assert likeness(query, name) == expected
