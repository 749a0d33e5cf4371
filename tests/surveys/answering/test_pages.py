from heed.surveys.answering.asked import AskedChoice
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.steps import page_after, page_before, progress
from tests.surveys.answering.sittings import asked, names, sitting_of
from tests.surveys.format.examples import ONE_OF_EACH, pages, survey

SCORE = {"type": "rating", "name": "score"}
WHY = {"type": "comment", "name": "why", "visibleIf": "{score} <= 2"}
SORRY = {"type": "boolean", "name": "sorry", "visibleIf": "{why} notempty"}
LETTERS = [chr(code) for code in range(ord("a"), ord("u"))]
USED = {
    "type": "checkbox",
    "name": "used",
    "choices": [{"value": "w", "text": {"default": "Web", "zh-cn": "网站"}}, "phone", "shop"],
    "showOtherItem": True,
    "showNoneItem": True,
}


def carried(mode: str) -> dict[str, object]:
    return {
        "type": "ranking",
        "name": "best",
        "choicesFromQuestion": "used",
        "choicesFromQuestionMode": mode,
    }


def values(choices) -> list[object]:
    return [each.value for each in choices]


def test_questions_are_shown_when_their_condition_is_met():
    sitting = sitting_of(pages(SCORE, WHY, SORRY))

    assert names(sitting, {}) == [["score"]]
    assert names(sitting, {"score": 5}) == [["score"]]
    assert names(sitting, {"score": 2}) == [["score"], ["why"]]
    assert names(sitting, {"score": 2, "why": "slow"}) == [["score"], ["why"], ["sorry"]]


def test_hidden_and_impossible_answers_do_not_count():
    sitting = sitting_of(pages(SCORE, WHY, SORRY))

    assert names(sitting, {"score": 5, "why": "slow", "sorry": True}) == [["score"]]
    assert names(sitting, {"score": -3}) == [["score"]]
    assert names(sitting, {"score": "1"}) == [["score"]]


def test_a_page_can_be_skipped_as_a_whole():
    value = pages(SCORE, {"type": "comment", "name": "why"})
    value["pages"][1]["visibleIf"] = "{score} <= 2"

    assert names(sitting_of(value), {"score": 3}) == [["score"]]


def test_a_given_value_decides_and_stands_in_texts():
    question = SCORE | {"title": "Dear {customer}, how was {topic}?", "visibleIf": "{n} = 1"}
    value = survey(question, heed_given=["customer", "topic", "n"])

    assert names(sitting_of(value, n=2), {}) == []
    assert asked(sitting_of(value, n=1), {}, "score").title == "Dear , how was ?"
    asked_now = asked(sitting_of(value, n=1, customer="Mei <b>", topic="{score}"), {}, "score")
    assert asked_now.title == "Dear Mei <b>, how was {score}?"


def test_answers_stand_in_later_texts_in_the_language_of_the_sitting():
    later = {"type": "comment", "name": "why", "title": "You use {used}; why {grid.speed}?"}
    grid = {"type": "matrix", "name": "grid", "rows": ["speed"]}
    grid["columns"] = [{"value": 1, "text": {"default": "bad", "zh-cn": "差"}}]
    value = pages(USED, grid, later)
    answers = {"used": ["w", "other"], "used-Comment": "a friend", "grid": {"speed": 1}}

    assert asked(sitting_of(value), answers, "why").title == "You use Web, a friend; why bad?"
    chinese = sitting_of(value, language="zh-hans")
    assert asked(chinese, answers, "why").title == "You use 网站、a friend; why 差?"
    assert asked(sitting_of(value), {}, "why").title == "You use ; why ?"


def test_html_is_cleaned_and_what_is_filled_in_is_text():
    note = {"type": "html", "name": "n", "html": "<p onclick='x'>Hi {who}<script>x</script></p>"}
    value = pages(note, heed_given=["who"])

    assert asked(sitting_of(value, who="<b>Mei</b>"), {}, "n").html == (
        "<p>Hi &lt;b&gt;Mei&lt;/b&gt;</p>"
    )


def test_chosen_left_and_all_choices_are_carried_forward():
    answers = {"used": ["w", "other"], "used-Comment": "a friend"}

    def ranked(mode, answered=answers):
        return asked(sitting_of(pages(USED, carried(mode))), answered, "best").choices

    assert ranked("selected") == (AskedChoice("w", "Web"), AskedChoice("other", "a friend"))
    assert values(ranked("unselected")) == ["phone", "shop"]
    assert values(ranked("all", {})) == ["w", "phone", "shop"]


def test_a_question_to_which_nothing_is_carried_forward_is_not_asked():
    sitting = sitting_of(pages(USED, carried("selected")))

    assert names(sitting, {"used": ["none"]}) == [["used"]]


def test_other_and_none_stand_last_whatever_the_order():
    question = asked(sitting_of(pages(USED | {"choicesOrder": "random"})), {}, "used")

    assert values(question.choices)[-2:] == ["none", "other"]
    assert sorted(values(question.choices)[:-2]) == ["phone", "shop", "w"]


def test_a_random_order_is_kept_by_the_seed_and_stays_when_a_choice_is_added():
    def order(seed, letters):
        question = {"type": "radiogroup", "name": "q", "choices": letters, "choicesOrder": "random"}
        return values(asked(sitting_of(pages(question), seed=seed), {}, "q").choices)

    kept = order(7, LETTERS)

    assert order(7, LETTERS) == kept
    assert order(8, LETTERS) != kept != LETTERS
    assert [each for each in order(7, [*LETTERS, "z"]) if each != "z"] == kept


def test_random_questions_move_and_texts_between_them_stay():
    questions = [{"type": "rating", "name": letter} for letter in LETTERS]
    note = {"type": "html", "name": "note", "html": "Half way"}
    value = survey(*questions[:10], note, *questions[10:], questionOrder="random")

    shown = names(sitting_of(value), {})[0]

    assert shown[10] == "note"
    assert sorted(shown) == sorted([*LETTERS, "note"])
    assert shown != [*LETTERS[:10], "note", *LETTERS[10:]]


def test_a_computed_value_is_shown_and_can_be_a_condition():
    double = {"type": "expression", "name": "double", "expression": "{score} * 2"}
    last = {"type": "comment", "name": "last", "visibleIf": "{double} = 8", "title": "{double}!"}
    sitting = sitting_of(pages(SCORE, double, last))

    assert asked(sitting, {"score": 4}, "double").value == 8
    assert asked(sitting, {"score": 4}, "last").title == "8!"
    assert names(sitting, {"score": 4, "double": 1})[-1] == ["last"]


def test_one_goes_from_page_to_page_and_back():
    sitting = sitting_of(pages(SCORE, WHY, {"type": "boolean", "name": "end"}))
    low, high = {"score": 1}, {"score": 5}

    assert page_after(sitting, {}, None).name == "p1"
    assert page_after(sitting, low, "p1").name == "p2"
    assert page_after(sitting, high, "p1").name == "p3"
    assert page_after(sitting, high, "p2").name == "p3"
    assert page_after(sitting, high, "p3") is None
    assert page_before(sitting, high, "p3").name == "p1"
    assert page_before(sitting, high, "p1") is None
    assert [progress(pages_of(sitting, low), name) for name in ("p1", "p2", "p3")] == [
        0,
        1 / 3,
        2 / 3,
    ]
    assert progress(pages_of(sitting, low), "") == 1


def test_a_page_finds_all_words_of_a_question_in_the_language_of_the_sitting():
    questions = {each["name"]: each for each in ONE_OF_EACH}
    agree = questions["agree"] | {"labelTrue": {"default": "I agree", "zh-cn": "我同意"}}
    missing = {"type": "rating", "name": "q", "rateMax": 2, "heed_missing": ["refused"]}
    missing |= {"minRateDescription": {"default": "bad", "zh-cn": "差"}, "rateValues": [1, 2]}
    value = pages(agree, questions["pairs"], questions["best"], missing)
    sitting = sitting_of(value, language="zh-hans")

    def texts(name, attribute):
        return [each.text for each in getattr(asked(sitting, {}, name), attribute)]

    assert texts("agree", "choices") == ["我同意", "否"]
    assert texts("pairs", "parts") == ["期望", "实际感受"]
    assert texts("pairs", "choices") == ["1", "2", "3", "4", "5", "6", "7"]
    assert asked(sitting, {}, "best").highest_label == "最看重"
    assert [each.key for each in asked(sitting, {}, "best").sets] == ["1", "2"]
    assert texts("q", "choices") == ["1", "2"]
    assert texts("q", "missing") == ["不想回答"]
    assert asked(sitting, {}, "q").lowest_label == "差"


def test_a_way_is_gone_once_for_the_same_answers_and_anew_for_others():
    sitting = sitting_of(pages(SCORE, WHY, SORRY))
    answers = {"score": 5}
    before = pages_of(sitting, answers)
    again = pages_of(sitting, {**answers})

    answers["score"] = 2
    after = names(sitting, answers)

    assert again[0] is before[0]
    assert after == [["score"], ["why"]]


def test_answers_that_are_equal_but_not_the_same_go_ways_of_their_own():
    sorry = {"type": "boolean", "name": "sorry"}
    told = {"type": "html", "name": "told", "html": "You said {sorry}."}
    sitting = sitting_of(pages(sorry, told))

    words = [pages_of(sitting, {"sorry": given})[1].questions[0].html for given in (True, 1)]

    assert words[0] != words[1]
