from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.surveys.events import (
    QuestionnaireChanged,
    QuestionnaireCreated,
    QuestionnairePublished,
    QuestionnairePutAway,
)
from heed.surveys.format.checks import problems_of
from heed.surveys.format.problems import Problem, QuestionnaireRefused
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.writing import json_of
from heed.surveys.models import Questionnaire, QuestionnaireVersion


class QuestionnaireUnreadable(DomainError):
    """Carries the `problems`, all of them."""

    code = "questionnaire.unreadable"
    message = _("This is no questionnaire that Heed can ask: %(first)s")
    status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(first=f"{problems[0].path}: {problems[0].message}")


class QuestionnaireUnfit(DomainError):
    """Carries the `problems`, all of them."""

    code = "questionnaire.unfit"
    message = _("It cannot be asked yet: %(first)s")
    status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(first=f"{problems[0].path}: {problems[0].message}")


class ChangedMeanwhile(DomainError):
    code = "questionnaire.changed_meanwhile"
    message = _(
        "%(person)s has changed this questionnaire since you opened it. Open it again and make "
        "your change there; nothing of hers or his is lost."
    )


class NameMissing(DomainError):
    code = "questionnaire.name_missing"
    message = _("Give the questionnaire a name, so that it is found again.")


@transaction.atomic
def create_questionnaire(
    *, name: str, definition: object, actor: User, now: datetime
) -> Questionnaire:
    """Keep a new questionnaire, well-formed but perhaps not yet fit to be asked.

    Publishes QuestionnaireCreated. Raises NameMissing, QuestionnaireUnreadable.
    """
    access.require(actor, "surveys.design")
    made = Questionnaire.objects.create(
        name=_named(name),
        draft=_well_formed(definition),
        created_by=actor,
        created_at=now,
        changed_by=actor,
        changed_at=now,
    )
    events.publish(QuestionnaireCreated(questionnaire_id=made.pk), actor=actor, at=now)
    return made


@transaction.atomic
def change_questionnaire(
    *,
    questionnaire_id: int,
    name: str,
    definition: object,
    seen_changes: int,
    actor: User,
    now: datetime,
) -> Questionnaire:
    """Change the draft; versions that were asked stay as they are.

    `seen_changes` is how often it had been changed when the actor read it. Publishes
    QuestionnaireChanged. Raises ChangedMeanwhile, NameMissing, QuestionnaireUnreadable.
    """
    access.require(actor, "surveys.design")
    found = _locked(questionnaire_id)
    if found.changes != seen_changes:
        raise ChangedMeanwhile(person=found.changed_by.name)
    found.name, found.draft = _named(name), _well_formed(definition)
    found.changes += 1
    found.changed_by, found.changed_at = actor, now
    found.save(update_fields=["name", "draft", "changes", "changed_by", "changed_at"])
    happened = QuestionnaireChanged(questionnaire_id=found.pk, changes=found.changes)
    events.publish(happened, actor=actor, at=now)
    return found


@transaction.atomic
def publish_questionnaire(
    *, questionnaire_id: int, actor: User, now: datetime
) -> QuestionnaireVersion:
    """Make the draft a version that can be asked; an unchanged draft gives the last version.

    Publishes QuestionnairePublished. Raises QuestionnaireUnfit.
    """
    access.require(actor, "surveys.design")
    found = _locked(questionnaire_id)
    problems = problems_of(questionnaire_from(found.draft))
    if problems:
        raise QuestionnaireUnfit(tuple(problems))
    last = found.versions.order_by("-number").first()
    if last and last.definition == found.draft:
        return last
    version = QuestionnaireVersion.objects.create(
        questionnaire=found,
        number=last.number + 1 if last else 1,
        definition=found.draft,
        published_by=actor,
        published_at=now,
    )
    happened = QuestionnairePublished(questionnaire_id=found.pk, version=version.number)
    events.publish(happened, actor=actor, at=now)
    return version


@transaction.atomic
def put_questionnaire_away(
    *, questionnaire_id: int, is_away: bool, actor: User, now: datetime
) -> Questionnaire:
    """Take a questionnaire out of the list, or back into it; its surveys go on.

    Publishes QuestionnairePutAway where something changes.
    """
    access.require(actor, "surveys.design")
    found = _locked(questionnaire_id)
    if (found.archived_at is not None) == is_away:
        return found
    found.archived_at = now if is_away else None
    found.save(update_fields=["archived_at"])
    happened = QuestionnairePutAway(questionnaire_id=found.pk, is_away=is_away)
    events.publish(happened, actor=actor, at=now)
    return found


def _locked(questionnaire_id: int) -> Questionnaire:
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("changed_by")
    return rows.get(pk=questionnaire_id)


def _named(name: str) -> str:
    if not name.strip():
        raise NameMissing
    return name.strip()


def _well_formed(definition: object) -> dict[str, object]:
    """The questionnaire as Heed writes it, so that equal ones are equal."""
    try:
        return json_of(questionnaire_from(definition))
    except QuestionnaireRefused as refusal:
        raise QuestionnaireUnreadable(tuple(refusal.problems)) from refusal
