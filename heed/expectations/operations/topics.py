from collections.abc import Iterable

from django.db import transaction

from heed.accounts.models import User
from heed.core import access
from heed.expectations.models import Topic

STARTING_TOPICS: tuple[dict[str, object], ...] = (
    {"key": "courtesy", "name": "Courtesy", "name_zh": "礼貌"},
    {"key": "being-listened-to", "name": "Being listened to", "name_zh": "倾听"},
    {"key": "clear-answers", "name": "Clear answers", "name_zh": "解答清楚"},
    {"key": "problem-solved", "name": "Problem solved", "name_zh": "解决问题"},
    {
        "key": "answer-time",
        "name": "Time to answer",
        "name_zh": "答复时间",
        "kind": "measured",
        "unit": "hours",
        "unit_zh": "小时",
        "direction": "less",
    },
    {
        "key": "delivery-time",
        "name": "Delivery time",
        "name_zh": "交付时间",
        "kind": "measured",
        "unit": "days",
        "unit_zh": "天",
        "direction": "less",
    },
    {
        "key": "refund",
        "name": "Refund",
        "name_zh": "退款",
        "kind": "measured",
        "unit": "days",
        "unit_zh": "天",
        "direction": "less",
    },
    {"key": "value-for-money", "name": "Value for money", "name_zh": "性价比"},
)


@transaction.atomic
def add_topics(*, topics: Iterable[dict[str, object]], actor: User) -> None:
    """Add topics that are not there yet, by their key; what exists is left as it is."""
    access.require(actor, "topics.change")
    for position, topic in enumerate(topics):
        Topic.objects.get_or_create(key=topic["key"], defaults={**topic, "position": position})
