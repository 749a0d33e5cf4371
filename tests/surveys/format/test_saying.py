import pytest

from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.sentences import sentence_of
from heed.surveys.format.saying import words_of
from heed.surveys.ready.catalogue import ready_questionnaire


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{reason} = 'moved'", "What was the main reason for leaving us? is “I have moved”"),
        ("{reason} = 'refused'", "What was the main reason for leaving us? is “I would rather no"),
        ("{told_us} = true", "Had you told us about it before? is “Yes”"),
        ("{returns} <= 3", "How likely are you to come back one day? is at most 3"),
        ("{unknown} = 'x'", "unknown is “x”"),
    ],
)
def test_conditions_are_said_with_titles_and_labels(text, sentence):
    words = words_of(ready_questionnaire("exit_interview"), "en")

    assert sentence_of(parse_expression(text), words).startswith(sentence)


def test_titles_and_labels_are_those_of_the_language():
    words = words_of(ready_questionnaire("exit_interview"), "zh-hans")

    assert words.question("reason") == "您离开我们，最主要的原因是什么？"
    assert words.value("reason", "moved") == "“搬走了”"
