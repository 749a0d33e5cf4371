from heed.core.templatetags.steps import step_chart
from tests.moments import DAY, NOON


def test_a_value_holds_until_the_next_and_the_last_until_now():
    drawn = step_chart(
        [(NOON, 5), (NOON + DAY, 2)],
        NOON + 2 * DAY,
        unit="days",
        better="less",
        width=112,
        height=52,
    )

    assert drawn["path"] == "M6.0 46.0H56.0V6.0H106.0"
    assert drawn["description"] == "2 entries, from 5\u202fdays to 2\u202fdays"


def test_one_value_is_a_line_in_the_middle_and_none_is_no_picture():
    assert step_chart([(NOON, 5)], NOON, width=112, height=52)["path"] == "M6.0 26.0H106.0"
    assert step_chart([(NOON, None)], NOON)["path"] == ""
