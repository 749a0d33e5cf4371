"""What a figure is called, in which unit it stands, and whether more of it is better."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from heed.accounts.models import Team, User
from heed.core.templatetags.amounts import percent, spell, with_unit
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.queries.standards import more_is_better
from heed.expectations.queries.topics import topics_in_use
from heed.improvement.queries.survey_items import Item, item_called, items_of, newest_forms
from heed.improvement.rules.figures import OF_TOPICS, FigureKey, Kind, Statistic, Unit, key_from
from heed.surveys.queries.surveys import questionnaires_visible_to

MOST_QUESTIONNAIRES = 20
FELT_ENDS, AGAINST_ENDS, SHARE_ENDS, NET_ENDS = (1.0, 7.0), (-3.0, 3.0), (0.0, 1.0), (-1.0, 1.0)
_UNITS = {Kind.KEEPING: Unit.SHARE, Kind.DISCONTENT: Unit.SHARE, Kind.OWN: Unit.SHARE}


@dataclass(frozen=True)
class Figure:
    """A figure that can be measured; `low` and `high` are the ends it cannot pass."""

    key: FigureKey
    name: str
    unit: Unit
    low: float | None
    high: float | None
    more_is_better: bool = True
    unit_name: str = ""
    item: Item | None = None

    @property
    def is_by_hand(self) -> bool:
        return self.key.kind is Kind.OWN

    @property
    def is_in_hundreds(self) -> bool:
        """Whether people read and write a hundred times what is kept."""
        return self.unit in {Unit.SHARE, Unit.NET}

    def say(self, value: float | None) -> str:
        """The figure as people read it."""
        if value is None or self.unit is Unit.SHARE:
            return percent(value)
        if self.unit is Unit.NET:
            return spell(value * 100)
        return with_unit(spell(value, 1), self.unit_name)

    def say_change(self, value: float | None) -> str:
        """How far it has moved, with its sign; shares move by points."""
        if value is None:
            return percent(value)
        if self.is_in_hundreds:
            return spell(value * 100, 1, is_signed=True)
        return with_unit(spell(value, 2, is_signed=True), self.unit_name)


def figures_named(texts: Collection[str], own_names: Mapping[str, str]) -> dict[str, Figure]:
    """Figures by key, as far as what they are about is there; four statements at most.

    `own_names` say what a figure counted by hand is, by key.
    """
    keys = {text: key for text in texts if (key := key_from(text))}
    of_topics = {k.subject for k in keys.values() if k.kind in OF_TOPICS and k.subject}
    topics = Topic.objects.in_bulk(of_topics) if of_topics else {}
    asked = {k.subject for k in keys.values() if k.kind is Kind.SURVEY and k.subject}
    forms = newest_forms(asked) if asked else {}
    team_ids = {k.team for k in keys.values() if k.team}
    teams = Team.objects.in_bulk(team_ids) if team_ids else {}
    found = {}
    for text, key in keys.items():
        if key.tier not in {"", *Customer.Tier.values} or (key.team and key.team not in teams):
            continue
        if key.kind is Kind.SURVEY:
            form = forms.get(key.subject or 0)
            item = item_called(key.question, form.questions) if form else None
            figure = _of_item(key, item, form.name) if form and item else None
        else:
            figure = _of_topic(key, topics.get(key.subject or 0), own_names.get(text, ""))
        if figure:
            found[text] = _narrowed(figure, teams.get(key.team or 0))
    return found


def figure_named(text: str, own_name: str = "") -> Figure | None:
    """One figure by its key; None where there is none."""
    return figures_named([text], {text: own_name}).get(text)


def figure_choices(actor: User) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Figures to choose from, in groups, without tier and team; three statements."""
    topics = [None, *topics_in_use()]
    for kind in OF_TOPICS:
        figures = [
            _of_topic(FigureKey(kind=kind, subject=topic.pk if topic else None), topic)
            for topic in topics
            if topic or kind is not Kind.DELIVERED
        ]
        yield _kind_name(kind), [(str(each.key), each.name) for each in figures if each]
    shown = questionnaires_visible_to(actor).filter(archived_at=None, versions__isnull=False)
    ids = shown.distinct().values_list("pk", flat=True)[:MOST_QUESTIONNAIRES]
    for pk, form in newest_forms(list(ids)).items():
        figures = [
            _of_item(key, item, form.name)
            for item in items_of(form.questions)
            for statistic in Statistic
            for key in [
                FigureKey(kind=Kind.SURVEY, subject=pk, question=item.name, statistic=statistic)
            ]
        ]
        yield form.name, [(str(each.key), each.name) for each in figures if each]
    yield _("Counted by hand"), [(str(Kind.OWN), _("A share of our own"))]


def _kind_name(kind: Kind) -> str:
    return {
        Kind.KEEPING: _("Promise-keeping rate"),
        Kind.GAP: _("Gap, perceived less expected"),
        Kind.PERCEIVED: pgettext("figure", "Perceived"),
        Kind.AGAINST: _("Against expectation"),
        Kind.DELIVERED: pgettext("figure", "Delivered"),
        Kind.DISCONTENT: _("Discontent texts"),
    }[kind]


def _of_topic(key: FigureKey, topic: Topic | None, own_name: str = "") -> Figure | None:
    """A figure of a topic or all of them; None where the topic cannot have it."""
    if key.kind is Kind.OWN:
        name = own_name or _("A share of our own")
        return Figure(key, name, Unit.SHARE, *SHARE_ENDS)
    if key.subject and topic is None:
        return None
    is_measured = topic is not None and topic.kind == Topic.Kind.MEASURED
    if key.kind is Kind.DELIVERED and not is_measured:
        return None
    if key.kind in {Kind.GAP, Kind.PERCEIVED} and is_measured:
        return None
    subject = str(topic) if topic else _("All topics")
    name = _("%(figure)s: %(subject)s") % {"figure": _kind_name(key.kind), "subject": subject}
    if key.kind is Kind.DELIVERED and topic:
        is_more = more_is_better(topic)
        return Figure(key, name, Unit.OWN, None, None, is_more, topic.unit_name)
    low, high = {
        Kind.GAP: (-6.0, 6.0),
        Kind.PERCEIVED: FELT_ENDS,
        Kind.AGAINST: AGAINST_ENDS,
    }.get(key.kind, SHARE_ENDS)
    is_more = key.kind is not Kind.DISCONTENT
    return Figure(key, name, _UNITS.get(key.kind, Unit.POINTS), low, high, is_more)


def _of_item(key: FigureKey, item: Item | None, questionnaire: str) -> Figure | None:
    """A figure of a survey's question; NPS needs a scale of 0 to 10."""
    if item is None:
        return None
    title = item.shown(get_language() or "en")
    facts = {"questionnaire": questionnaire, "question": title}
    if key.statistic is Statistic.NPS:
        if (item.lowest, item.highest) != (0, 10):
            return None
        return Figure(key, _("NPS: %(question)s") % facts, Unit.NET, *NET_ENDS, item=item)
    if key.statistic is Statistic.TOP:
        name = _("Top boxes: %(question)s") % facts
        return Figure(key, name, Unit.SHARE, *SHARE_ENDS, item=item)
    name = _("Mean: %(question)s") % facts
    return Figure(key, name, Unit.POINTS, float(item.lowest), float(item.highest), item=item)


def _narrowed(figure: Figure, team: Team | None) -> Figure:
    """The figure named with the tier and team it is of."""
    parts = [figure.name]
    if figure.key.tier:
        parts.append(str(Customer.Tier(figure.key.tier).label))
    if team:
        parts.append(team.name)
    name = " · ".join(parts)
    return Figure(
        figure.key, name, figure.unit, figure.low, figure.high,
        figure.more_is_better, figure.unit_name, figure.item,
    )  # fmt: skip
