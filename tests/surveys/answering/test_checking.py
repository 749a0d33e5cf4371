import pytest

from heed.surveys.answering.checking import check_page
from heed.surveys.answering.limits import is_too_large
from heed.surveys.answering.pages import pages_of
from tests.surveys.answering.sittings import sitting_of
from tests.surveys.format.examples import ONE_OF_EACH, survey

QUESTIONS = {each["name"]: each for each in ONE_OF_EACH}
FILE = {"key": "k", "name": "a.png", "type": "image/png", "size": 9}


def problems(question, answers) -> dict[str, tuple[str, ...]]:
    page = pages_of(sitting_of(survey(question)), {})[0]
    return check_page(page, answers)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("reason", "price"),
        ("reason", None),
        ("city", 1),
        ("used", ["web", "shop"]),
        ("used", ["none"]),
        ("used", "dontknow"),
        ("nps", 0),
        ("grid", {"speed": "good"}),
        ("grid", {"speed": "notapplicable", "tone": "bad"}),
        ("order", ["c", "a", "b"]),
        ("days", 2.5),
        ("since", "2026-03-02"),
        ("words", " hello "),
        ("photo", [FILE]),
        ("agree", True),
        ("best", {"2": {"best": "b", "worst": "c"}}),
        ("pairs", {"x": {"expected": 7, "perceived": 1}}),
        ("kano", {"f": {"functional": 1, "dysfunctional": 5}}),
        ("points", {"x": 100}),
        ("points", {"x": 40, "y": 60}),
    ],
)
def test_a_possible_answer_is_taken(name, answer):
    assert problems(QUESTIONS[name], {name: answer}) == {}


NOT_OFFERED = "Please choose one of the answers offered."


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("reason", "weather", NOT_OFFERED),
        ("reason", ["price"], NOT_OFFERED),
        ("reason", "other", "Please say in your own words what “other” is."),
        ("city", "1", NOT_OFFERED),
        ("city", True, NOT_OFFERED),
        ("used", "web", NOT_OFFERED),
        ("used", ["web", "web"], NOT_OFFERED),
        ("used", ["none", "web"], "“None” cannot be chosen together with something else."),
        ("used", ["web", "shop", "phone"], "Please choose 2 at most."),
        ("nps", 11, NOT_OFFERED),
        ("nps", True, NOT_OFFERED),
        ("nps", "dontknow", NOT_OFFERED),
        ("grid", {"weather": "good"}, NOT_OFFERED),
        ("grid", {"speed": "dontknow"}, NOT_OFFERED),
        ("order", ["a", "b"], "Please rank everything."),
        ("order", ["a", "b", "b"], "Please give each rank to one thing only."),
        ("order", "1; 1", "Please give each rank to one thing only."),
        ("days", "many", "Please write a number, such as 12 or 3.5."),
        ("days", float("nan"), "Please write a number, such as 12 or 3.5."),
        ("days", 31, "Please write a number of at most 30."),
        ("days", -1, "Please write a number of at least 0."),
        ("since", "2026-02-30", "Please write a day, such as 2026-03-02."),
        ("since", "2 March", "Please write a day, such as 2026-03-02."),
        ("since", "2019-12-31", "Please choose a day from 2020-01-01 on."),
        ("words", "x" * 201, "Please use 200 characters at most."),
        ("words", 3, "Please write a text."),
        ("photo", [FILE | {"size": 1001}], "A file may have 1,000 bytes at most."),
        ("photo", [FILE, FILE], "Please choose fewer files."),
        ("photo", [FILE | {"name": "a.exe", "type": "x"}], "Only these files are taken: "),
        ("photo", ["a.png"], "Please choose a file."),
        ("agree", False, "You can go on only if you agree."),
        ("agree", None, "Please answer this question."),
        ("agree", "yes", NOT_OFFERED),
        ("best", {"1": {"best": "a"}}, "Please answer all parts of a row, or none."),
        ("best", {"1": {"best": "a", "worst": "a"}}, "The most and the least important cannot be"),
        ("best", {"1": {"best": "c", "worst": "a"}}, NOT_OFFERED),
        ("best", {"3": {"best": "a", "worst": "b"}}, NOT_OFFERED),
        ("pairs", {"x": {"expected": 7}}, "Please answer all parts of a row, or none."),
        ("pairs", {"x": {"expected": 8, "perceived": 1}}, NOT_OFFERED),
        ("kano", {"f": {"functional": 0, "dysfunctional": 5}}, NOT_OFFERED),
        ("kano", {"f": 3}, NOT_OFFERED),
        ("points", {"x": 99}, "All numbers together must be 100; now they are 99."),
        ("points", {"x": -1, "y": 101}, "Please give whole numbers from 0 to 100."),
    ],
)
def test_an_impossible_answer_is_told_so(name, answer, sentence):
    found = problems(QUESTIONS[name], {name: answer})

    assert list(found) == [name]
    assert len(found[name]) == 1
    assert found[name][0].startswith(sentence)


@pytest.mark.parametrize("name", [each for each in QUESTIONS if each not in {"note", "double"}])
@pytest.mark.parametrize("empty", [None, "", "  \x00", [], {}, {"x": {}}])
def test_a_required_question_needs_an_answer(name, empty):
    found = problems(QUESTIONS[name] | {"isRequired": True}, {name: empty})

    assert found == {name: ("Please answer this question.",)}


def test_a_required_table_is_filled_in_as_a_whole():
    grid = QUESTIONS["grid"]

    assert problems(grid | {"isRequired": True}, {"grid": {"speed": "bad"}}) == {
        "grid": ("Please answer every row.",)
    }
    assert "grid" in problems(grid | {"eachRowRequired": True}, {"grid": {"speed": "bad"}})
    assert problems(grid | {"eachRowRequired": True}, {}) == {}


def test_a_condition_can_make_a_question_required():
    score = {"type": "rating", "name": "score"}
    why = {"type": "comment", "name": "why", "requiredIf": "{score} = 1"}
    sitting = sitting_of(survey(score, why))

    page = pages_of(sitting, {"score": 1})[0]

    assert check_page(page, {"score": 1}) == {"why": ("Please answer this question.",)}


def test_a_trap_is_never_told_of():
    trap = {"type": "text", "name": "site", "heed_role": "trap"}

    assert problems(trap, {"site": "x" * 100_000}) == {}


@pytest.mark.parametrize(
    "answers",
    [
        {"a": "x" * 1_000_001},
        {"a": ["x" * 9_000] * 200},
        {"a": [1] * 30_000},
        {"a": [[[[[[[[1]]]]]]]]},
        {"x" * 1_000_001: 1},
    ],
)
def test_what_is_too_large_is_known_early(answers):
    assert is_too_large(answers)
    assert not is_too_large({"a": ["x" * 9_000], "b": {"c": {"d": 1}}})


CONSENT = {"type": "boolean", "name": "agreed", "heed_consent": True}


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="left empty"),
        pytest.param({"agreed": False}, id="refused"),
        pytest.param({"agreed": None}, id="taken back"),
    ],
)
def test_without_consent_one_does_not_go_on(answers):
    assert problems(CONSENT, answers) == {"agreed": ("You can go on only if you agree.",)}


def test_with_consent_one_goes_on():
    assert problems(CONSENT, {"agreed": True}) == {}


def test_a_consent_that_is_not_asked_stops_nobody():
    asked = survey({"type": "boolean", "name": "more"}, CONSENT | {"visibleIf": "{more} = true"})

    [page] = pages_of(sitting_of(asked), {})

    assert check_page(page, {}) == {}
