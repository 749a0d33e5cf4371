from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.renaming import renamed
from heed.surveys.format.writing import json_of

GIVEN = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "checkbox",
                    "name": "used",
                    "choices": ["phone", "used"],
                    "showOtherItem": True,
                },
                {
                    "type": "comment",
                    "name": "why",
                    "title": {"default": "Why {used}, {used-Comment}?", "zh-cn": "{used}?"},
                    "visibleIf": "{used} contains 'used' or {used-Comment} notempty",
                },
                {"type": "ranking", "name": "best", "choicesFromQuestion": "used"},
                {"type": "comment", "name": "used_before", "title": "{used_before}"},
            ],
        },
        {"name": "used", "visibleIf": "{used} notempty", "elements": []},
    ],
    "heed_quotas": [{"name": "used", "expression": "{used} notempty", "limit": 5}],
}


def test_all_that_names_a_question_follows_it_to_its_new_name():
    found = json_of(renamed(questionnaire_from(GIVEN), "used", "channels"))

    first, second = found["pages"]
    used, why, best, before = first["elements"]
    assert used == GIVEN["pages"][0]["elements"][0] | {"name": "channels"}
    assert why["visibleIf"] == "({channels} contains 'used') or {channels-Comment} notempty"
    assert why["title"] == {
        "default": "Why {channels}, {channels-Comment}?",
        "zh-cn": "{channels}?",
    }
    assert best["choicesFromQuestion"] == "channels"
    assert before == {"type": "comment", "name": "used_before", "title": "{used_before}"}
    assert (second["name"], second["visibleIf"]) == ("used", "{channels} notempty")
    assert found["heed_quotas"][0] == {
        "name": "used",
        "expression": "{channels} notempty",
        "limit": 5,
    }


def test_rows_of_a_matrix_follow_it_too():
    given = {
        "pages": [
            {
                "name": "one",
                "elements": [
                    {"type": "matrix", "name": "m", "rows": ["speed"], "columns": [1, 2]},
                    {
                        "type": "comment",
                        "name": "why",
                        "title": "{m.speed}?",
                        "visibleIf": "{m.speed} = 1",
                    },
                ],
            }
        ]
    }

    why = json_of(renamed(questionnaire_from(given), "m", "service"))["pages"][0]["elements"][1]

    assert (why["title"], why["visibleIf"]) == ("{service.speed}?", "{service.speed} = 1")
