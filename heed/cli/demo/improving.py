"""What the company set out to do better: found, under way, taking effect, and what came of it."""

from dataclasses import dataclass
from datetime import timedelta

from heed.cli.demo.stage import Stage
from heed.cli.demo.tides import EARLY, EARLY_AGO
from heed.improvement.models import Improvement, Measurement
from heed.improvement.operations.improvements import note_on_improvement, open_improvement
from heed.improvement.operations.measuring import count_by_hand, measure_improvement
from heed.improvement.operations.moving import close_improvement, move_improvement
from heed.improvement.queries.effects import figure_now
from heed.improvement.queries.figures import figure_named
from heed.surveys.models import Questionnaire

State = Improvement.State
DAY = timedelta(days=1)
RESULTS = {
    "shown": "It works; it stays / 有效，保持下去",
    "none": "Nothing has changed; we will try something else / 没有变化，另想办法",
    "worse": "It did harm; taken back / 适得其反，已撤回",
    "unsaid": "Too little came of it to say / 数据太少，说不准",
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One improvement: when it was opened, by how much which figure should move, how far it came.

    Days are counted back from today; `due` from the opening on. `{topic}` in a figure is its id.
    """

    title: str
    topic: str
    opened: int
    finding: str = ""
    action: str = ""
    figure: str = ""
    change: float = 0.0
    due: int = 30
    comparison: str = ""
    begun: int | None = None
    in_force: int | None = None
    closed: int | None = None
    settling_days: int = 14
    window_days: int = 90
    picked_of: int | None = None


SCENES = (
    Scene(
        title="Say when we call back, and do / 说好何时回电，并且做到",
        topic="being-listened-to", opened=9, figure="perceived:all", change=0.4, picked_of=8,
        due=40,
        finding="The widest gap of all felt topics / 各项感受中差距最大",
    ),
    Scene(
        title="Pack the night before / 前一晚打包", topic="delivery-time", opened=48, begun=41,
        figure="keeping:{topic}", change=0.05, due=44, comparison="refund",
        finding="Parcels miss the morning van / 包裹赶不上早班车",
        action="The late shift packs what is ready / 晚班先打包已备好的货",
    ),
    Scene(
        title="Answer letters twice a day / 一天两次集中回信", topic=EARLY, opened=118, begun=112,
        in_force=EARLY_AGO.days, figure="delivered:{topic}", change=-3.0, closed=3,
        settling_days=7,
        finding="Letters wait until the evening / 来信要等到傍晚",
        action="Two fixed hours a day for letters alone / 每天固定两个小时专门回信",
    ),
    Scene(
        title="A card with every parcel / 每个包裹附一张卡片", topic="courtesy", opened=130,
        begun=124, in_force=112, closed=4, figure="against:all", change=1.5,
        finding="Customers call us friendly and no more / 顾客说我们客气，仅此而已",
        action="A card in handwriting / 手写一张卡片",
    ),
    Scene(
        title="A course in kind words / 礼貌用语培训", topic="courtesy", opened=60, begun=55,
        in_force=47, figure="perceived:all", change=0.4, settling_days=7, window_days=60,
        finding="Courtesy is expected more than felt / 对礼貌的期望高于感受",
        action="Two afternoons for everybody / 全员培训两个下午",
    ),
)  # fmt: skip
BY_HAND = (9, 60), (1, 64)


def improve(stage: Stage) -> None:
    """Play each improvement over its days; what is measured is read from the company's rows."""
    for scene in SCENES:
        _play(stage, scene)
    _count(stage)
    _ask(stage)


def _play(stage: Stage, scene: Scene) -> None:
    topic = stage.topics[scene.topic]
    key = scene.figure.format(topic=topic.pk)
    opened = _open(stage, scene, key)
    _advance(stage, scene, opened)
    is_measured = bool(opened.figure) and scene.in_force is not None
    if not is_measured or (scene.in_force or 0) - scene.settling_days <= (scene.closed or 0):
        return
    measured = _measured(stage, scene, opened)
    if scene.closed is not None:
        close_improvement(
            improvement_id=opened.pk, result=RESULTS[measured.verdict], actor=stage.manager,
            now=stage.ago(scene.closed),
        )  # fmt: skip


def _open(stage: Stage, scene: Scene, key: str) -> Improvement:
    at, aim = stage.ago(scene.opened), _aim(stage, scene, key)
    compared = stage.topics.get(scene.comparison)
    return open_improvement(
        title=scene.title, topic=stage.topics.get(scene.topic), reason=scene.finding,
        action=scene.action, place="/ledger/", figure=key if aim is not None else "",
        expected_to=aim, due_on=(at + scene.due * DAY).date(),
        comparison=f"topic:{compared.pk}" if compared and aim is not None else "",
        picked_of=scene.picked_of,
        settling_days=scene.settling_days, window_days=scene.window_days,
        actor=stage.manager, now=at,
    )  # fmt: skip


def _aim(stage: Stage, scene: Scene, key: str) -> float | None:
    """Where the figure should go from where it stood then; None at the end of its scale."""
    figure, at = figure_named(key), stage.ago(scene.opened)
    if figure is None:
        raise ValueError(f"Expected a figure, got {key!r}.")
    since = at - scene.window_days * DAY
    estimate, cases = figure_now(figure, stage.manager, since=since, until=at)
    start = estimate.value if cases else 0.0
    wanted = round(start + scene.change, 2)
    low = wanted if figure.low is None else figure.low
    high = wanted if figure.high is None else figure.high
    aim = min(max(wanted, low), high)
    return aim if (aim - start) * scene.change > 0 else None


def _advance(stage: Stage, scene: Scene, opened: Improvement) -> None:
    steps = (
        (scene.begun, State.FOUND, State.UNDER_WAY),
        (scene.in_force, State.UNDER_WAY, State.MEASURING),
    )
    for ago, was, state in steps:
        if ago is not None:
            move_improvement(
                improvement_id=opened.pk, was=was, state=state, actor=stage.manager,
                now=stage.ago(ago),
            )  # fmt: skip


def _measured(stage: Stage, scene: Scene, opened: Improvement) -> Measurement:
    """Measured as the worker does, every thirty days until it was closed, or until now."""
    until = scene.closed or 0
    ago = (scene.in_force or 0) - scene.settling_days - 30
    while ago > until:
        measure_improvement(improvement_id=opened.pk, actor=stage.system, now=stage.now - ago * DAY)
        ago -= 30
    return measure_improvement(
        improvement_id=opened.pk, actor=stage.system, now=stage.now - until * DAY
    )


def _count(stage: Stage) -> None:
    """A share nobody has rows of is counted by hand, and marked so."""
    opened = open_improvement(
        title="Check the address before packing / 打包前核对地址",
        topic=stage.topics["delivery-time"], figure="own",
        reason="Parcels come back / 有包裹被退回",
        figure_name="Parcels sent on at once / 一次送达的包裹", expected_from=0.85,
        expected_to=0.95, due_on=stage.ago(60).date(), actor=stage.manager, now=stage.ago(80),
    )  # fmt: skip
    for ago, was, state in (
        (75, State.FOUND, State.UNDER_WAY),
        (61, State.UNDER_WAY, State.MEASURING),
    ):
        move_improvement(
            improvement_id=opened.pk, was=was, state=state, actor=stage.manager, now=stage.ago(ago)
        )
    (back_before, before), (back_after, after) = BY_HAND
    count_by_hand(
        improvement_id=opened.pk, before=(before - back_before, before),
        after=(after - back_after, after), actor=stage.manager, now=stage.ago(6),
    )  # fmt: skip
    close_improvement(
        improvement_id=opened.pk, result=RESULTS["shown"], actor=stage.manager, now=stage.ago(6)
    )
    note_on_improvement(
        improvement_id=opened.pk, text="Counted at the ramp, every tenth day / 每十天在月台清点",
        actor=stage.manager, now=stage.ago(6),
    )  # fmt: skip


def _ask(stage: Stage) -> None:
    """The newest survey's overall satisfaction, before and after."""
    asked = Questionnaire.objects.filter(surveys__closed_at=None, surveys__isnull=False)
    chosen = asked.order_by("-pk").first()
    key = f"survey:{chosen.pk}:csat:top" if chosen else ""
    if not key or figure_named(key) is None:
        return
    scene = Scene(
        title="Ring once when something is late / 一晚点就打个电话", topic="delivery-time",
        opened=26, begun=23, in_force=20, change=0.1, settling_days=2, window_days=18,
        finding="Who waits without a word is less content / 等待又没消息的顾客更不满意",
        action="A call before the customer asks / 在顾客来问之前先打电话",
    )  # fmt: skip
    opened = _open(stage, scene, key)
    _advance(stage, scene, opened)
    _measured(stage, scene, opened)
