import pytest

from heed.expectations.finding.finder import find_promises
from heed.expectations.finding.own_words import NONE, WordsUnreadable, read_own_words
from tests.expectations.finding.test_finder import HOURS, LONDON, NOW

WORDS = """
commitments = ["it is in the bag", "包在我身上"]
cancels = ["tides allowing"]
staff = ["happiness wizards"]
others = ["lighthouse board"]

[times]
"knocking-off time" = "closing"
"歇工前" = "closing"
"""


@pytest.fixture
def words(tmp_path):
    file = tmp_path / "promise-words.toml"
    file.write_text(WORDS, "utf-8")
    return read_own_words(file)


def found(text, words):
    promises = find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS, words=words)
    return [f"{each.due_at:%m-%d %H:%M}" if each.due_at else "~" for each in promises]


@pytest.mark.parametrize(
    ("text", "without", "expected"),
    [
        pytest.param("It is in the bag by Friday.", [], ["06-19 18:00"], id="commitment"),
        pytest.param("这事包在我身上。", [], ["~"], id="commitment, Chinese"),
        pytest.param(
            "We will paint it on Friday tides allowing.", ["06-19 18:00"], [], id="cancels"
        ),
        pytest.param(
            "Our happiness wizards will be in touch tomorrow.",
            ["06-18 18:00"],
            ["06-18 18:00"],
            id="staff",
        ),
        pytest.param(
            "The lighthouse board will send you the permit on Friday.",
            ["06-19 18:00"],
            [],
            id="others",
        ),
        pytest.param(
            "We'll bring it tomorrow at knocking-off time.",
            ["06-18 18:00"],
            ["06-18 18:00"],
            id="time",
        ),
        pytest.param("歇工前给您回话。", ["~"], ["06-17 18:00"], id="time, Chinese"),
    ],
)
def test_own_words_are_added_to_the_rules(words, text, without, expected):
    assert found(text, NONE) == without
    assert found(text, words) == expected


def test_without_a_file_there_are_no_own_words(tmp_path):
    assert read_own_words(tmp_path / "none.toml") is NONE


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("verbs = []", "has “verbs”, but may have commitments", id="unknown list"),
        pytest.param("staff = 3", "staff must be a list", id="no list"),
        pytest.param('staff = ["x"]', "has 'x', but a phrase has 2 to 80", id="too short"),
        pytest.param('[times]\n"eve" = "dawn"', "“eve” means 'dawn', not one of", id="no meaning"),
        pytest.param("times = 3", "times must be a table", id="no table"),
        pytest.param("staff = [", "cannot be read: ", id="no TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path, content, says):
    file = tmp_path / "promise-words.toml"
    file.write_text(content, "utf-8")

    with pytest.raises(WordsUnreadable, match=r"promise-words\.toml") as refused:
        read_own_words(file)

    assert says in str(refused.value)
