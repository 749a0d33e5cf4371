"""The logic of questionnaires in the browser comes to the same as here."""

import json
from uuid import UUID

import pytest

from heed.core.expressions.evaluation import value_of
from heed.core.expressions.exchange import json_of
from heed.core.expressions.parsing import parse_expression
from heed.surveys.answering.checking import check_page
from heed.surveys.answering.forms import answers_from_fields
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.plans import plan_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.walk import walk
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.forms.kiosk_texts import kiosk_texts
from heed.surveys.ready.catalogue import ready_keys, ready_questionnaire
from heed.surveys.rules.seeds import seed_of
from tests.core.expressions.test_evaluation import CASES, is_the_same
from tests.faults.conftest import ROOT
from tests.portal.views.surveys import EVERYTHING, ONE, TABLES, THREE

pytestmark = pytest.mark.journey

SCRIPTS = ROOT / "heed/core/static/heed/js"
ORIGIN = "http://localhost/"
MORE = (
    ["{a} + {b}", {"a": True, "b": 1}],
    ["{a} + 'x'", {"a": True}],
    ["{a} = 1", {"a": True}],
    ["{a} * 1", {"a": 0.00048828125}],
    ["{a} * 3", {"a": -0.00048828125}],
    ["{a} + ''", {"a": 1e-7}],
    ["{a} + 'x'", {"a": 1.5e21}],
    ["{a} < {b}", {"a": "\uff5e", "b": "\U0001f600"}],
    ["{a.b.c} = 3", {"a": {"b": {"c": 3}}}],
    ["{a.b} = 3", {"a.b": 3, "a": {"b": 4}}],
    ["{a} contains 'é'", {"a": "CAFÉ"}],
    ["{constructor} empty", {}],
)
RANDOM = {
    "title": "Random",
    "questionOrder": "random",
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "checkbox",
                    "name": "used",
                    "choices": ["web", "shop", "phone", 4],
                    "choicesOrder": "random",
                    "showOtherItem": True,
                    "showNoneItem": True,
                },
                {"type": "html", "name": "text", "html": "<p>Words</p>"},
                {"type": "text", "name": "age", "inputType": "number", "min": 0},
                {"type": "boolean", "name": "again"},
            ],
        },
        {
            "name": "two",
            "visibleIf": "{used} notempty",
            "elements": [
                {
                    "type": "ranking",
                    "name": "order",
                    "choicesFromQuestion": "used",
                    "choicesFromQuestionMode": "selected",
                    "choicesOrder": "random",
                    "choices": ["mail"],
                },
                {
                    "type": "dropdown",
                    "name": "left",
                    "choicesFromQuestion": "used",
                    "choicesFromQuestionMode": "unselected",
                },
                {"type": "expression", "name": "twice", "expression": "{age} * 2"},
                {
                    "type": "comment",
                    "name": "why",
                    "title": "You use {used}, {twice}, {again}, {unknown}: why?",
                    "requiredIf": "{twice} > 100",
                    "maxLength": 12,
                },
                {
                    "type": "matrix",
                    "name": "grid",
                    "rows": ["a", "b", "c", "d"],
                    "columns": [1, 2, 3],
                    "rowOrder": "random",
                    "eachRowRequired": True,
                    "heed_missing": ["dontknow"],
                },
                {
                    "type": "heed:bestworst",
                    "name": "sets",
                    "choices": ["x", "y", "z"],
                    "sets": [["x", "y"], ["y", "z"], ["x", "z"]],
                    "setsOrder": "random",
                },
            ],
        },
        {
            "name": "three",
            "elements": [
                {"type": "html", "name": "end", "visibleIf": "{grid.a} = 2", "html": "<p>{grid.a}"},
                {"type": "text", "name": "note", "title": "About {grid.a} and {order}"},
            ],
        },
    ],
}
ODD = (
    {},
    {"used": ["none", "web"], "age": -1, "again": "yes"},
    {"used": ["shop", "other"], "used-Comment": " my own ", "age": 60.5, "order": ["mail"]},
    {"used": ["other"], "age": "old", "grid": {"a": 2, "b": "dontknow"}, "why": "x" * 13},
    {"used": ["web", "phone"], "grid": {"a": 9}, "sets": {"1": {"best": "x", "worst": "x"}}},
    {"used": ["web"], "left": "web", "sets": {"2": {"best": "y"}}, "order": ["web", "mail"]},
    {"used": "web", "grid": [1], "order": ["shop"], "note": "x" * 10_001, "age": "   "},
)
WALKING = """
async ([plan, key, cases]) => {
  const {walk, lotsOf} = await import("/kiosk_walk.js");
  const {problemsOf, sentence} = await import("/kiosk_rules.js");
  const texts = window.texts;
  const lots = await lotsOf(plan, key);
  const values = (all) => all.map(({value}) => value);
  return cases.map((answers) => {
    const done = walk(plan, answers, lots);
    return {
      pages: done.pages.map((page) => [page.name, page.title, page.questions.map((each) => [
        each.name, each.isRequired, each.question.type === "boolean" ? [] : values(each.choices),
        values(each.rows), each.sets.map(({key, choices}) => [key, values(choices)]),
        [...problemsOf(each)].map((problem) => sentence(texts, problem)),
      ])]),
      values: Object.fromEntries(done.values),
      told: Object.fromEntries(done.told),
    };
  });
}
"""


@pytest.fixture(scope="module")
def scripts(browser):
    """A page that may load the scripts; digests need an address that browsers trust."""
    context = browser.new_context()
    page = context.new_page()

    def answer(route):
        name = route.request.url.removeprefix(ORIGIN)
        if name:
            route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Scripts</title>", content_type="text/html")

    page.route("**/*", answer)
    page.goto(ORIGIN)
    page.evaluate("texts => { window.texts = texts }", kiosk_texts())
    yield page
    context.close()


def test_expressions_come_to_the_same_in_the_browser(scripts):
    texts = [(text, answers) for text, answers, _expected in CASES] + [tuple(each) for each in MORE]
    trees = [parse_expression(text) for text, _answers in texts]
    sent = [[json_of(tree), each[1]] for tree, each in zip(trees, texts, strict=True)]

    found = scripts.evaluate(
        """async (cases) => {
          const {valueOf} = await import("/kiosk_expressions.js");
          return cases.map(([tree, answers]) => valueOf(tree, new Map(Object.entries(answers))));
        }""",
        sent,
    )

    here = [value_of(tree, each[1]) for tree, each in zip(trees, texts, strict=True)]
    different = [
        (*asked, there, expected)
        for asked, there, expected in zip(texts, found, here, strict=True)
        if not is_the_same(there, expected)
    ]
    assert len(found) == 896 + len(MORE)
    assert different == []


def gone_through(sitting, answers):
    """What the browser is to say: pages with questions, what counts, how it is told."""
    done = walk(sitting, answers)
    pages = []
    for page in done.pages:
        problems = check_page(page, answers)
        questions = [
            [
                each.name,
                each.is_required,
                [] if each.question.type == "boolean" else [one.value for one in each.choices],
                [one.value for one in each.rows],
                [[one.key, [choice.value for choice in one.choices]] for one in each.sets],
                list(problems.get(each.name, ())),
            ]
            for each in page.questions
            if each.question.type != "file"
        ]
        if questions:
            pages.append([page.name, page.title, questions])
    return json.loads(json.dumps({"pages": pages, "values": done.values, "told": done.told}))


def both(scripts, questionnaire, key, cases, language="en"):
    sitting = Sitting(questionnaire, seed_of(key), language)
    there = scripts.evaluate(WALKING, [plan_of(questionnaire, language), str(key), cases])
    return there, [gone_through(sitting, answers) for answers in cases]


@pytest.mark.parametrize("number", range(2))
def test_ready_questionnaires_are_gone_through_alike(scripts, number):
    key = UUID(int=7919 * (number + 1) << 64 | number, version=4)
    for name in ready_keys():
        questionnaire = ready_questionnaire(name)
        sitting = Sitting(questionnaire, seed_of(key), "zh-hans")
        made = made_up_answers(sitting)
        half = dict(list(made.items())[: len(made) // 2])

        there, here = both(scripts, questionnaire, key, [made, half, {}], "zh-hans")

        assert there == here


@pytest.mark.parametrize("number", range(3))
def test_orders_carried_choices_and_odd_answers_come_to_the_same(scripts, number):
    key = UUID(int=104_729 * (number + 5) << 70 | number, version=4)
    questionnaire = questionnaire_from(RANDOM)
    made = made_up_answers(Sitting(questionnaire, seed_of(key), "en"))

    there, here = both(scripts, questionnaire, key, [made, *ODD])

    assert there == here


def test_fields_are_read_alike(scripts):
    questionnaire = questionnaire_from(EVERYTHING)
    key = UUID(int=5, version=4)
    sitting = Sitting(questionnaire, seed_of(key), "en")
    fields = {name: [each] if isinstance(each, str) else each for name, each in ONE.items()}
    fields |= {name: [each] for name, each in TABLES.items()}
    fields |= {"remarks": [THREE["remarks"]], "agree": THREE["agree"], "order.a": ["zwei"]}
    others = {"nps-missing": ["dontknow"], "number": ["many"], "order.a": ["1"], "sum.a": [" 7 "]}

    there = scripts.evaluate(
        """async ([plan, key, cases]) => {
          const {walk, lotsOf} = await import("/kiosk_walk.js");
          const {answersFrom} = await import("/kiosk_fields.js");
          const lots = await lotsOf(plan, key);
          return cases.map((fields) => {
            const all = [...walk(plan, {}, lots).asked.values()];
            return Object.assign({}, ...all.map((each) => answersFrom(each, fields)));
          });
        }""",
        [plan_of(questionnaire, "en"), str(key), [fields, fields | others, {}]],
    )

    pages = walk(sitting, {}).pages
    here = [
        {name: value for page in pages for name, value in answers_from_fields(page, each).items()}
        for each in (fields, fields | others, {})
    ]
    assert there == json.loads(json.dumps(here))
