"""What the advisor has learnt and announced, what was steered, and what was given on top."""

from heed.cli.demo.dice import is_lucky
from heed.cli.demo.stage import Stage
from heed.cli.demo.tides import STEERED, STEERED_AGO
from heed.expectations import advice_tasks, tasks
from heed.expectations.models import Announcement, Promise, Steering
from heed.expectations.operations.advice import learn_all, learn_series
from heed.expectations.operations.announcements import announce_promise
from heed.expectations.operations.exceeding import record_exceeding
from heed.expectations.operations.steering import decide_steering
from heed.expectations.queries.advice import series_to_learn
from heed.expectations.queries.delivery_cases import FIRST_ANSWER
from heed.expectations.queries.steering import steering_cells

ADVISED_DAYS, MOST_ANNOUNCED = 90, 160
EXCEEDING_DAYS, MOST_EXCEEDED, FELT_FROM = 300, 36, 5
WORDING = (
    "Our own courier needs four working days at this time of the year. If it is there sooner, "
    "I write to you the evening before."
)
WORDING_ZH = "这个季节我们的配送需要四个工作日。要是能早到，我前一天晚上告诉您。"


def look_ahead(stage: Stage) -> None:
    """Learn as it was known three months ago, announce since then, score it, and learn anew."""
    _steer(stage)
    _exceed(stage)
    then = stage.ago(ADVISED_DAYS)
    for series, topic in series_to_learn():
        if series != FIRST_ANSWER:
            learn_series(series=series, topic=topic, now=then)
    made = Promise.objects.filter(made_at__range=(then, stage.now), renegotiated_from=None)
    ids = list(made.order_by("made_at", "pk").values_list("pk", "made_at"))
    for promise_id, made_at in ids[:: max(1, len(ids) // MOST_ANNOUNCED)]:
        announce_promise(promise_id=promise_id, actor=stage.system, now=made_at)
    while Announcement.objects.filter(settled_at=None, due_at__lt=stage.now).exists():
        advice_tasks.settle_passed(now=stage.now)
    learn_all(now=stage.now)
    tasks.summarise_ledger(now=stage.now)


def _steer(stage: Stage) -> None:
    """Lower what is expected of delivery, with the figures known at the time."""
    topic, now = stage.topics[STEERED], stage.now - STEERED_AGO
    cell = next(each for each in steering_cells(stage.manager, topic=topic, now=now))
    decide_steering(
        topic=topic, direction=Steering.Direction.LOWER, wording=WORDING, wording_zh=WORDING_ZH,
        evidence=cell.evidence, actor=stage.manager, now=now,
    )  # fmt: skip


def _exceed(stage: Stage) -> None:
    """More than was promised, now and then, where the customer told afterwards how it was."""
    chance = stage.chance("exceeding")
    felt = Promise.objects.filter(
        outcome=Promise.Outcome.KEPT, closed_at__gte=stage.ago(EXCEEDING_DAYS),
        perceptions__perceived__gte=FELT_FROM, conversation__assignee__isnull=False,
    )  # fmt: skip
    rows = felt.select_related("customer", "conversation__assignee").order_by("closed_at", "pk")
    lucky = [each for each in rows if is_lucky(chance, 0.45)]
    for promise in lucky[-MOST_EXCEEDED:]:
        language = "zh" if promise.customer.language.startswith("zh") else "en"
        kind, cost, description = chance.choice(stage.texts(language, "exceeding")).split("|")
        given_at = promise.closed_at or stage.now
        record_exceeding(
            customer=promise.customer, promise=promise, kind=kind, description=description,
            cost_minor=int(cost), actor=promise.owner, now=given_at,
        )  # fmt: skip
