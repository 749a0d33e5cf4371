import pytest

from heed.surveys.format.checks import problems_of
from heed.surveys.format.languages import missing_translations
from heed.surveys.format.reading import questionnaire_from
from tests.surveys.format.examples import ONE_OF_EACH, RATING, pages, survey

AFTER = {"type": "text", "name": "after"}
CHOICES = {"type": "checkbox", "name": "c", "choices": ["a", "b"]}


def problems(value) -> list[tuple[str, str]]:
    return [(each.path, each.message) for each in problems_of(questionnaire_from(value))]


def test_a_sound_questionnaire_has_no_problems():
    assert problems(pages(*ONE_OF_EACH)) == []


@pytest.mark.parametrize(
    ("elements", "path", "sentence"),
    [
        ([RATING, RATING], "pages[1].elements[0].name", "The name “q” is already that of pages[0]"),
        ([AFTER | {"visibleIf": "{q} = 1"}, RATING], "pages[0].elements[0].visibleIf", "not asked"),
        ([AFTER | {"visibleIf": "{x} = 1"}], "pages[0].elements[0].visibleIf", "no question “x”"),
        ([RATING, AFTER | {"visibleIf": "{q} > 5"}], "pages[1].elements[0].visibleIf", "never met"),
        (
            [RATING, AFTER | {"visibleIf": "{q} = 'bad'"}],
            "pages[1].elements[0].visibleIf",
            "compares a text with a number",
        ),
        ([RATING, AFTER | {"requiredIf": "{q} + 1"}], "pages[1].elements[0].requiredIf", "value;"),
        ([RATING | {"title": "Hi {who}"}], "pages[0].elements[0].title", "no such question"),
        ([RATING | {"title": "{after}"}, AFTER], "pages[0].elements[0].title", "asked later"),
        ([RATING | {"rateMin": 5}], "pages[0].elements[0].rateMax", "A scale goes up"),
        (
            [RATING | {"rateValues": [1, 9], "rateMin": 1, "rateMax": 3}],
            "",
            "All points of the scale",
        ),
        ([CHOICES | {"choices": []}], "pages[0].elements[0].choices", "nothing to choose"),
        ([CHOICES | {"choices": ["a", "a"]}], "pages[0].elements[0].choices[1]", "twice"),
        ([CHOICES | {"choices": ["other"]}], "pages[0].elements[0].choices[0]", "meaning of its"),
        ([CHOICES | {"minSelectedChoices": 3}], "", "More must be chosen than there are"),
        ([CHOICES | {"choicesFromQuestion": "q"}], "", "not an earlier question with choices"),
        ([AFTER | {"heed_role": "trap", "isRequired": True}], "", "Nobody can answer this"),
        ([AFTER | {"inputType": "date", "min": "2026-02-30"}], "pages[0].elements[0].min", "a day"),
        (
            [AFTER | {"inputType": "number", "min": 3, "max": 1}],
            "pages[0].elements[0].max",
            "below the lowest",
        ),
        ([AFTER | {"maxLength": -1}], "pages[0].elements[0].maxLength", "cannot be negative"),
        (
            [{"type": "heed:sum100", "name": "s", "choices": ["a"], "total": 0}],
            "pages[0].elements[0].total",
            "can be shared out",
        ),
        (
            [{"type": "heed:bestworst", "name": "b", "choices": ["a", "b"], "sets": [["a", "x"]]}],
            "pages[0].elements[0].sets[0]",
            "A set shows",
        ),
        (
            [{"type": "heed:pair", "name": "b", "rows": ["a"], "parts": ["expected"]}],
            "pages[0].elements[0].parts",
            "at least two",
        ),
    ],
)
def test_each_thing_that_is_wrong_is_said_with_its_place(elements, path, sentence):
    found = problems(pages(*elements))

    assert len(found) == 1
    assert found[0][0].startswith(path)
    assert sentence in found[0][1]


def test_quotas_pages_and_languages_are_checked_too():
    five = {"default": "a", "zh-cn": "b", "de": "c", "fr": "d", "it": "e", "es": "f"}
    quota = {"name": "x", "expression": "{q} = 9", "limit": 0}
    value = pages(RATING, AFTER, title=five, heed_quotas=[quota, quota])
    value["pages"][1]["name"] = "p1"

    found = problems(value)

    assert ("", "5 languages are possible; these are more: en, de, es, fr, it, zh-cn.") in found
    assert ("pages[1].name", "Another page has the name “p1” too.") in found
    assert ("heed_quotas[0].limit", "A quota allows at least one person.") in found
    assert ("heed_quotas[1].name", "Another quota has the name “x” too.") in found
    assert sum("never met" in message for _path, message in found) == 2


def test_a_given_name_may_be_used_everywhere():
    value = survey(
        RATING | {"title": "Hello {customer}", "visibleIf": "{tier} = 'high'"},
        heed_given=["customer", "tier"],
    )

    assert problems(value) == []


def test_texts_without_a_translation_are_listed():
    both = {"default": "Hi", "zh-cn": "你好"}
    read = questionnaire_from(
        survey(RATING | {"title": "Only English", "description": both}, title={"zh-cn": "只有"})
    )

    assert read.languages == ("en", "zh-cn")
    assert [(each.path, each.message) for each in missing_translations(read)] == [
        ("title", "The text is missing in en."),
        ("pages[0].elements[0].title", "The text is missing in zh-cn."),
    ]
