"""The topics as a tree, the norms of an invented trade, our own offers, and an improvement."""

from datetime import timedelta
from decimal import Decimal

from heed.cli.demo.stage import Stage
from heed.expectations.models import Topic
from heed.expectations.operations.exclusions import mark_exclusion
from heed.expectations.operations.standards import record_standard, record_tier_offer
from heed.expectations.operations.topics import add_topic, change_topic
from heed.improvement.operations.improvements import open_improvement

SOURCE = "Invented for this demonstration / 演示虚构，并非真实标准"
ARRANGED_AGO, NEWER_AGO = 500, 200  # days
GROUPS = {
    "speed": ("Speed", "快慢", ("answer-time", "delivery-time", "refund")),
    "contact": ("Manners", "待人", ("courtesy", "being-listened-to", "clear-answers")),
    "outcome": ("Outcome", "结果", ("problem-solved", "value-for-money")),
}  # fmt: skip
ASSEMBLY = "assembly"
NORMS = {"delivery-time": (4, 3), "answer-time": (8, 4), "refund": (7, 5), "courtesy": (5, 6)}
OFFERS = {
    "delivery-time": {"": 4, "high": 2, "medium": 3},
    "answer-time": {"": 8, "high": 4},
    "refund": {"": 7, "high": 3},
}


def lay_out_market(stage: Stage) -> None:
    """Arrange topics, norms and offers, and set out to improve what is asked for most."""
    _arrange(stage)
    now = stage.ago(ARRANGED_AGO)
    for key, (former, present) in NORMS.items():
        for ago, value in ((ARRANGED_AGO, former), (NEWER_AGO, present)):
            record_standard(
                topic=stage.topics[key], value=Decimal(value), source=SOURCE,
                valid_from=stage.ago(ago).date(), actor=stage.manager, now=stage.ago(ago),
            )  # fmt: skip
    for key, offers in OFFERS.items():
        for tier, value in offers.items():
            record_tier_offer(
                topic=stage.topics[key], tier=tier, value=Decimal(value), actor=stage.manager,
                valid_from=now.date(), now=now,
            )  # fmt: skip
    mark_exclusion(
        first=stage.topics["delivery-time"], second=stage.topics["value-for-money"],
        reason="The fastest courier is never the cheapest / 最快的快递从来不是最便宜的",
        actor=stage.manager, now=now + timedelta(hours=1),
    )  # fmt: skip
    open_improvement(
        title="An answer within two hours / 两小时内答复", topic=stage.topics["answer-time"],
        reason="Many expect it, and it has become the reason to choose somebody else.",
        actor=stage.manager, now=stage.ago(20),
    )  # fmt: skip


def _arrange(stage: Stage) -> None:
    now = stage.ago(ARRANGED_AGO)
    for key, (name, name_zh, under) in GROUPS.items():
        group = add_topic(key=key, name=name, name_zh=name_zh, actor=stage.manager, now=now)
        for child in under:
            stage.topics[child] = _moved(stage.topics[child], group, stage)
    stage.topics[ASSEMBLY] = add_topic(
        key=ASSEMBLY, name="Assembly at home", name_zh="上门安装",
        parent=stage.topics["problem-solved"], actor=stage.manager, now=stage.ago(60),
    )  # fmt: skip


def _moved(topic: Topic, parent: Topic, stage: Stage) -> Topic:
    return change_topic(
        topic_id=topic.pk, name=topic.name, name_zh=topic.name_zh, kind=topic.kind,
        unit=topic.unit, unit_zh=topic.unit_zh, direction=topic.direction,
        grace_business_days=topic.grace_business_days, parent=parent,
        actor=stage.manager, now=stage.ago(ARRANGED_AGO),
    )  # fmt: skip
