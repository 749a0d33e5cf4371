from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.models import Topic
from heed.surveys.analysing.narrowing import items_of
from heed.surveys.events import ItemTopicsLinked
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import Questionnaire
from heed.surveys.models.analyses import ItemTopic


class ItemUnknown(DomainError):
    code = "item_topic.item_unknown"
    message = _("“%(item)s” is no item of this questionnaire. Open the page again.")


@transaction.atomic
def link_item_topics(
    *,
    questionnaire_id: int,
    topics: Mapping[str, Topic | None],
    actor: User,
    now: datetime,
) -> dict[str, int | None]:
    """Tie items to topics of the ledger, or untie them; items not named stay as they are.

    Returns the former topic of each item that changed. Publishes ItemTopicsLinked where something
    changed. Raises ItemUnknown.
    """
    access.require(actor, "surveys.design")
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    held = {row.item: row.topic_id for row in ItemTopic.objects.filter(questionnaire=found)}
    wanted = {item: topic.pk if topic else None for item, topic in topics.items()}
    changed = {item: pk for item, pk in wanted.items() if held.get(item) != pk}
    _require_known(found, [item for item, pk in changed.items() if pk is not None])
    for item, topic_id in changed.items():
        if topic_id is None:
            ItemTopic.objects.filter(questionnaire=found, item=item).delete()
        else:
            ItemTopic.objects.update_or_create(
                questionnaire=found, item=item, defaults={"topic_id": topic_id}
            )
    if changed:
        happened = ItemTopicsLinked(questionnaire_id=found.pk, items=sorted(changed))
        events.publish(happened, actor=actor, at=now)
    return {item: held.get(item) for item in changed}


def _require_known(questionnaire: Questionnaire, items: list[str]) -> None:
    """Items of the draft, and of versions that were asked, can be tied."""
    unknown = set(items)
    definitions = [questionnaire.draft]
    definitions += questionnaire.versions.order_by("-number").values_list("definition", flat=True)
    for definition in definitions if unknown else ():
        unknown -= {item for item, _question in items_of(questionnaire_from(definition))}
    if unknown:
        raise ItemUnknown(item=min(unknown))
