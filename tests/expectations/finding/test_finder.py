import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.core.business_hours import BusinessHours
from heed.expectations.finding.finder import find_promises, is_text_worth_reading
from tests.expectations.finding.scoring import (
    DEVELOPMENT,
    NINE_TO_SIX,
    SECOND,
    THIRD,
    by,
    read_labelled,
)

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 6, 17, 10, 20, tzinfo=LONDON)  # a Wednesday
HOURS = BusinessHours("Europe/London", dict.fromkeys(range(5), NINE_TO_SIX))


def found(text: str) -> list[tuple[str, str]]:
    promises = find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS)
    return [(each.text, f"{each.due_at:%m-%d %H:%M}" if each.due_at else "~") for each in promises]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_labelled_sentences_are_read_as_a_person_reads_them(language):
    score = by("language", read_labelled(DEVELOPMENT))[language]

    assert score.sentences >= 160
    assert score.precision >= 0.98, score.wrong
    assert score.recall >= 0.98, score.wrong
    assert score.due_share >= 0.98, score.wrong
    assert score.vague_share >= 0.98, score.wrong


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_second_set_of_labelled_sentences_is_read_as_a_person_reads_it(language):
    score = by("language", read_labelled(SECOND))[language]

    assert score.sentences >= 200
    assert score.precision >= 0.97, score.wrong
    assert score.recall >= 0.97, score.wrong
    assert score.due_share >= 0.97, score.wrong
    assert score.vague_share >= 0.97, score.wrong


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_third_set_of_labelled_sentences_is_read_as_a_person_reads_it(language):
    score = by("language", read_labelled(THIRD))[language]

    assert score.sentences >= 30
    assert score.precision >= 0.97, score.wrong
    assert score.recall >= 0.97, score.wrong
    assert score.due_share >= 0.97, score.wrong
    assert score.vague_share >= 0.97, score.wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("师傅周四上午给猫剪毛。", ["06-18 12:00"], id="our people, any verb"),
        pytest.param("后天我绣好。", ["06-19 18:00"], id="the time before us"),
        pytest.param("三天内为您雕好印章。", ["06-20 18:00"], id="nobody named, for her"),
        pytest.param("师傅明天轮休。", [], id="an affair of our own"),
        pytest.param("我老婆明天去拿。", [], id="somebody of the customer's family"),
        pytest.param("明天会下雨。", [], id="the weather"),
        pytest.param("这批货周三到港。", [], id="the world"),
        pytest.param("Hi, will do by Friday.", ["06-19 18:00"], id="will do"),
        pytest.param("We'll finish by October.", ["10-01 18:00"], id="by a month"),
        pytest.param("We'll finish before October.", ["09-30 18:00"], id="before a month"),
        pytest.param("It should be with you on Monday.", [], id="an estimate"),
        pytest.param(
            "It should be with you on Monday, I promise.", ["06-22 18:00"], id="my word on it"
        ),
        pytest.param(
            "Your lamp is packed and arrives on Thursday.", ["06-18 18:00"], id="after and"
        ),
        pytest.param("The part is due on Friday.", [], id="a thing that is due"),
        pytest.param("I'll have the soup.", [], id="an order at table"),
    ],
)
def test_a_time_and_somebody_of_ours_make_a_promise_of_any_deed(text, expected):
    assert [due for _, due in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("我們會於明天中午前把收據寄給您。", ["06-18 12:00"], id="traditional"),
        pytest.param("我哋同事會喺今日下晝三點前覆你。", ["06-17 15:00"], id="Cantonese"),
        pytest.param("这周一定办到。", ["06-19 18:00"], id="一 of 一定 is no Monday"),
        pytest.param("提前一小时给您打电话。", ["~"], id="提前 is no due time"),
    ],
)
def test_chinese_is_read_in_its_scripts_and_words(text, expected):
    assert [due for _, due in found(text)] == expected


def test_a_promise_is_told_with_what_by_whom_and_why():
    text = "Thanks! Our engineer will swap the meter on Friday."

    (promise,) = find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS)

    assert promise.as_json() == {
        "span": [8, 50],
        "text": "Our engineer will swap the meter on Friday",
        "what": "swap the meter",
        "actor": "Our engineer",
        "due_at": "2026-06-19T18:00:00+01:00",
        "vague": False,
        "suggested_at": None,
        "why": "commitment (will); time (weekday)",
    }


def test_a_vague_promise_gets_the_close_of_the_next_business_day_suggested():
    (promise,) = find_promises("我们会尽快回复您。", now=NOW, time_zone=LONDON, hours=HOURS)

    assert (promise.vague, promise.due_at) == (True, None)
    assert promise.suggested_at == datetime(2026, 6, 18, 18, 0, tzinfo=LONDON)


def test_a_time_that_has_passed_is_said_to_have_passed():
    text = "I will call you today by 10."

    (promise,) = find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS)

    assert promise.due_at == datetime(2026, 6, 17, 10, 0, tzinfo=LONDON)
    assert promise.why.endswith("this time has passed")


LETTER = """Dear Ms Lind,

Thank you for your patience. We will refund the deposit within two working days.
Our courier collects the broken lamp on Friday.

Kind regards,
Ana
--
We will always be there for you, call us on Monday.

On Tue, 16 Jun 2026 at 09:12, Ana <ana@harbour.example> wrote:
> We will call you back today.
> I'll send the form tomorrow.
"""


def test_signature_and_quoted_mail_are_not_read():
    assert found(LETTER) == [
        ("We will refund the deposit within two working days", "06-19 18:00"),
        ("Our courier collects the broken lamp on Friday", "06-19 18:00"),
    ]


def test_places_count_characters_of_the_text_given():
    text = "İ “quoted: I will call” 。\r\n１２号前給您回覆，明天１５：３０给您回电。"

    promises = find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS)

    assert [text[slice(*each.span)] for each in promises] == [each.text for each in promises]
    assert promises[-1].text == "明天１５：３０给您回电"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "I'll ring you back. Tomorrow at 3 at the latest.", ["06-18 15:00"], id="next"
        ),
        pytest.param("Tomorrow, by noon, we'll ship it.", ["06-18 12:00"], id="in front"),
        pytest.param("我给您回电。明天下午三点前。", ["06-18 15:00"], id="next, Chinese"),
        pytest.param(
            "We'll refund £5 today and send the part on Monday.",
            ["06-17 18:00", "06-22 18:00"],
            id="one subject, two times",
        ),
    ],
)
def test_times_go_to_the_commitment_they_stand_with(text, expected):
    assert [due for _, due in found(text)] == expected


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_read(text):
    for promise in find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS):
        assert text[slice(*promise.span)] == promise.text


PIECES = [
    *(
        "I will",
        "we'll ",
        "call you",
        "by ",
        "3",
        ":",
        "30",
        "pm",
        " on ",
        "Friday",
        "next ",
        "'",
        '"',
    ),
    *(
        "在",
        "给您",
        "回电",
        "明天",
        "三点",
        "前",
        "，",
        "。",
        "如果",
        "的话",
        "31",
        "月",
        "9999",
        "号",
        "\n",
    ),
    *(
        "0",
        "99",
        " days",
        "within ",
        "-",
        " to ",
        "“",
        ">",
        " ",
        "not ",
        "?",
        "2026-13-45",
        "24点",
        "个",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_words_is_read(text):
    for promise in find_promises(text, now=NOW, time_zone=LONDON, hours=HOURS):
        assert promise.vague == (promise.due_at is None)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "会",
        "I will ",
        "’",
        "“",
        "> ",
        "1",
        "1:",
        "12月",
        "给您",
        "within ",
        "and ",
        "\n",
        "，",
        " ",
    ],
)
def test_long_lines_are_read_in_time_in_proportion_to_their_length(piece):
    begun = time.perf_counter()

    find_promises(piece * 2_000_000, now=NOW, time_zone=LONDON, hours=HOURS)

    assert time.perf_counter() - begun < 20


def test_what_is_empty_or_very_long_is_not_worth_reading_while_typing():
    assert [is_text_worth_reading(text) for text in ("", " \n", "Hi", "x" * 20_001)] == [
        *(False, False, True, False)
    ]
