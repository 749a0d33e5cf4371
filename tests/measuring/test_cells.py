import pytest

from heed.measuring.cells import Language, Missing, Strange, decimal_of


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("7", 7.0),
        (" -1.5 ", -1.5),
        ("−2", -2.0),
        ("７", 7.0),
        ("1,234", 1234.0),
        ("1e3", 1000.0),
        ("7 - strongly agree", 7.0),
        ("7: agree", 7.0),
        ("7 agree", 7.0),
        ("5分", 5.0),
        ("5、非常满意", 5.0),
        ("５－非常满意", 5.0),
        ("非常满意（5）", 5.0),
        ("5, agree", 5.0),
        ("7 (非常同意)", 7.0),
        ("strongly agree (7)", 7.0),
        ("0 = not at all", 0.0),
        ("10-15", Strange.NOT_A_NUMBER),
        ("20s", Strange.NOT_A_NUMBER),
        ("2026-03-01", Strange.NOT_A_NUMBER),
        ("=1+1", Strange.NOT_A_NUMBER),
        ("inf", Strange.NOT_A_NUMBER),
        ("1e308", Strange.NOT_A_NUMBER),
        ("-1e400", Strange.NOT_A_NUMBER),
        ("very good", Strange.NOT_A_NUMBER),
        ("", Missing.SKIPPED),
        ("NA", Missing.SKIPPED),
        ("-", Missing.SKIPPED),
        ("N/A", Missing.NOT_APPLICABLE),
        ("Don't know", Missing.DONT_KNOW),
        ("don’t know", Missing.DONT_KNOW),
        ("不知道", Missing.DONT_KNOW),
        ("拒答", Missing.REFUSED),
        ("Prefer not to say", Missing.REFUSED),
        ("not asked", Missing.NOT_ASKED),
        ("不适用", Missing.NOT_APPLICABLE),
    ],
)
def test_a_cell_is_a_number_or_says_why_there_is_none(text, meaning):
    assert Language().meaning(text) == meaning


def test_a_code_for_no_answer_is_known_however_the_number_is_written():
    language = Language({"99": Missing.REFUSED})

    assert [language.meaning(text) for text in ("99", "99.0", "99 - refused")] == [
        Missing.REFUSED
    ] * 3


@pytest.mark.parametrize(
    ("text", "number"), [("3,5", 3.5), ("1.234,5", 1234.5), ("7", 7.0), ("1.234", 1234.0)]
)
def test_a_decimal_comma_is_read(text, number):
    assert Language(decimal=",").meaning(text) == number


@pytest.mark.parametrize(
    ("texts", "likely", "decimal"),
    [
        pytest.param(["3,5", "4"], False, ",", id="comma"),
        pytest.param(["3.5", "4"], True, ".", id="point"),
        pytest.param(["1,234.5"], False, ".", id="what stands last is before the decimals"),
        pytest.param(["1.234,5"], False, ",", id="the other way round"),
        pytest.param(["1,234"], False, ".", id="groups of three"),
        pytest.param(["1,234"], True, ",", id="groups of three in a file cut by semicolons"),
        pytest.param(["7", "a, b"], True, ".", id="neither"),
    ],
)
def test_the_sign_before_decimals_shows_in_the_column(texts, likely, decimal):
    assert decimal_of(texts, is_comma_likely=likely) == decimal
