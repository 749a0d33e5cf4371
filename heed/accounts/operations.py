import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts import rules
from heed.accounts.events import (
    AbsenceCancelled,
    AbsenceNoted,
    OrganisationChanged,
    TokenCreated,
    TokenRevoked,
    UserAdded,
)
from heed.accounts.models import Absence, ApiToken, Notice, Organisation, Team, User
from heed.accounts.queries import SERVING_ROLES, SYSTEM_ADDRESS, absences_between
from heed.core import access, events
from heed.core.calendars import OFFICE_HOURS, holiday_rows
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.core.models import Calendar, CalendarDay


class AddressTaken(DomainError):
    code = "user.address_taken"
    message = _("Somebody with the address %(email)s can sign in already.")


class ScopeUnknown(DomainError):
    code = "token.scope_unknown"
    message = _("There is no scope %(scope)s. Choose from: %(known)s.")


class TimeZoneUnknown(DomainError):
    code = "time_zone.unknown"
    message = _("There is no time zone %(name)s. Give a name like Europe/Berlin.")


class LanguageUnknown(DomainError):
    code = "language.unknown"
    message = _("Heed does not speak %(language)s. Choose en or zh-hans.")


class AbsenceReversed(DomainError):
    code = "absence.reversed"
    message = _("An absence from %(since)s until %(until)s ends before it begins. Swap the two.")


class AbsencePast(DomainError):
    code = "absence.past"
    message = _("%(until)s has passed. Note an absence that is still to come or lasts.")


class AbsenceOverlaps(DomainError):
    code = "absence.overlaps"
    message = _(
        "%(user)s is noted as away from %(since)s until %(until)s already. Cancel that absence "
        "first, or choose other days."
    )


class StandInUnable(DomainError):
    code = "absence.stand_in_unable"
    message = _(
        "%(stand_in)s cannot stand in for %(user)s: she or he does not serve customers, is away "
        "then too, or is the same person. Choose a colleague who is there."
    )


@transaction.atomic
def found_organisation(
    *,
    name: str,
    mail_address: str,
    now: datetime,
    language: str = "en",
    time_zone: str = "UTC",
    currency: str = "EUR",
    country: str = "",
    is_invented: bool = False,
) -> Organisation:
    """Set up the company, Heed's own user and the default calendar, where they are missing."""
    organisation = Organisation.objects.first() or Organisation.objects.create(
        name=name,
        mail_address=mail_address,
        language=language,
        time_zone=time_zone,
        currency=currency,
        is_invented=is_invented,
    )
    User.objects.get_or_create(
        email=SYSTEM_ADDRESS,
        defaults={"name": "Heed", "role": User.Role.SYSTEM, "password": "!"},
    )
    if not Calendar.objects.filter(is_default=True).exists():
        calendar = Calendar.objects.create(
            name=name, time_zone=time_zone, country=country, weekly=OFFICE_HOURS, is_default=True
        )
        load_holidays(calendar=calendar, around=now.date())
    return organisation


CHANGEABLE = frozenset(
    {
        "announces_answer_time",
        "asks_satisfaction",
        "invitation_gap_days",
        "invitations_a_year",
        "escalation_business_hours",
    }
)


@transaction.atomic
def change_organisation(
    *, changes: Mapping[str, object], actor: User, now: datetime
) -> Organisation:
    """Set what the company decides for everybody; the rest stays.

    Publishes OrganisationChanged where something changed.
    """
    access.require(actor, "settings.change")
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise ValueError(f"expected some of {sorted(CHANGEABLE)}, got {sorted(unknown)}")
    organisation = Organisation.objects.select_for_update().get()
    changed = [field for field, value in changes.items() if getattr(organisation, field) != value]
    for field in changed:
        setattr(organisation, field, changes[field])
    if changed:
        organisation.save(update_fields=changed)
        happened = OrganisationChanged(
            organisation_id=organisation.pk, fields=tuple(sorted(changed))
        )
        events.publish(happened, actor=actor, at=now)
    return organisation


def load_holidays(*, calendar: Calendar, around: date) -> int:
    """Add public holidays of the calendar's country, two years either side; return how many.

    Days that somebody entered by hand stay as they are.
    """
    if not calendar.country:
        return 0
    rows = holiday_rows(calendar, range(around.year - 2, around.year + 2))
    return len(CalendarDay.objects.bulk_create(rows, ignore_conflicts=True))


def add_team(*, name: str, actor: User) -> Team:
    """Return the team of this name, made if it is new."""
    access.require(actor, "users.manage")
    return Team.objects.get_or_create(name=name.strip())[0]


@transaction.atomic
def add_user(
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    actor: User,
    now: datetime,
    teams: Iterable[Team] = (),
    language: str = "",
    time_zone: str = "",
) -> User:
    """Add a person who can sign in. Publishes UserAdded. Raises AddressTaken.

    A password that is too weak, or no mail address, raises Django's ValidationError with the
    reasons.
    """
    access.require(actor, "users.manage")
    validate_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email=email)
    user = User(email=email, name=name, role=role, language=language, time_zone=time_zone)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    user.teams.set(teams)
    events.publish(UserAdded(user_id=user.pk), actor=actor, at=now)
    return user


@transaction.atomic
def create_token(
    *, name: str, scopes: Collection[str], actor: User, now: datetime, expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """Make a key for programs that act as the actor; return it and its text, shown only now.

    Publishes TokenCreated. Raises ScopeUnknown.
    """
    access.require(actor, "tokens.manage")
    for scope in scopes:
        if scope not in rules.SCOPES:
            raise ScopeUnknown(scope=scope, known=", ".join(rules.SCOPES))
    text = f"heed_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        owner=actor,
        name=name,
        prefix=text[:12],
        digest=token_digest(text),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=expires_at,
    )
    events.publish(TokenCreated(token_id=token.pk), actor=actor, at=now)
    return token, text


def token_digest(text: str) -> str:
    """The hash under which a key is kept; the key has 256 random bits, so a plain one will do."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: User, now: datetime) -> None:
    """End a key at once. Publishes TokenRevoked."""
    access.require(actor, "tokens.manage")
    if ApiToken.objects.filter(pk=token.pk, owner=actor, revoked_at=None).update(revoked_at=now):
        events.publish(TokenRevoked(token_id=token.pk), actor=actor, at=now)


def note_token_use(*, token: ApiToken, now: datetime) -> None:
    """Keep, to the minute, when the key was last used."""
    used = token.last_used_at
    if used is None or (now - used).total_seconds() > 60:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def change_preferences(*, actor: User, language: str, time_zone: str, theme: str) -> None:
    """Set one's own language, time zone and theme. Raises LanguageUnknown, TimeZoneUnknown."""
    if language not in {"", "en", "zh-hans"}:
        raise LanguageUnknown(language=language)
    if time_zone and time_zone not in available_timezones():
        raise TimeZoneUnknown(name=time_zone)
    User.objects.filter(pk=actor.pk).update(language=language, time_zone=time_zone, theme=theme)


def notify(
    *,
    recipient: User,
    kind: str,
    customer_id: int | None,
    subject_type: str,
    subject_id: int,
    now: datetime,
) -> None:
    """Put a notice before a person, once for each thing it is about."""
    Notice.objects.get_or_create(
        recipient=recipient,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        defaults={"customer_id": customer_id, "at": now},
    )


def read_notices(*, actor: User, now: datetime) -> int:
    """Mark all one's notices as read; return how many were new."""
    return Notice.objects.filter(recipient=actor, read_at=None).update(read_at=now)


@transaction.atomic
def note_absence(
    *,
    user: User,
    since: datetime,
    until: datetime,
    actor: User,
    now: datetime,
    stand_in: User | None = None,
) -> Absence:
    """Note when a person does not serve, and who stands in. Publishes AbsenceNoted.

    Raises AbsenceReversed, AbsencePast, AbsenceOverlaps, StandInUnable, InstantOutOfRange.
    """
    access.require(actor, "absences.change" if user.pk == actor.pk else "absences.change_any")
    require_in_range(since)
    require_in_range(until)
    if until <= since:
        raise AbsenceReversed(since=_day(since), until=_day(until))
    if until <= now:
        raise AbsencePast(until=_day(until))
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    known = absences_between(since, until).filter(user=user).first()
    if known:
        raise AbsenceOverlaps(user=user.name, since=_day(known.since), until=_day(known.until))
    if stand_in:
        _require_stand_in(stand_in, user, since, until)
    absence = Absence.objects.create(
        user=user, stand_in=stand_in, since=since, until=until, noted_by=actor, noted_at=now
    )
    happened = AbsenceNoted(absence_id=absence.pk, user_id=user.pk)
    events.publish(happened, actor=actor, at=now)
    return absence


def _require_stand_in(stand_in: User, user: User, since: datetime, until: datetime) -> None:
    is_serving = stand_in.is_active and stand_in.role in SERVING_ROLES
    is_away = absences_between(since, until).filter(user=stand_in).exists()
    if stand_in.pk == user.pk or not is_serving or is_away:
        raise StandInUnable(stand_in=stand_in.name, user=user.name)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


@transaction.atomic
def cancel_absence(*, absence: Absence, actor: User, now: datetime) -> Absence:
    """Let the person be there again from now on, or not go at all. Publishes AbsenceCancelled.

    What was handed over stays with who stands in, until it is handed back.
    """
    is_own = absence.user_id == actor.pk
    access.require(actor, "absences.change" if is_own else "absences.change_any")
    locked = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if locked.cancelled_at is None:
        locked.cancelled_at = now
        locked.save(update_fields=["cancelled_at"])
        happened = AbsenceCancelled(absence_id=locked.pk, user_id=locked.user_id)
        events.publish(happened, actor=actor, at=now)
    return locked


def begin_absence(*, absence_id: int, now: datetime) -> Absence | None:
    """Mark once that what its person sees to was handed over; None where that was done before.

    Part of a larger operation, which hands it over.
    """
    rows = Absence.objects.select_for_update(of=("self",)).select_related("user", "stand_in")
    absence = rows.get(pk=absence_id)
    if absence.handed_over_at or absence.cancelled_at or absence.since > now:
        return None
    absence.handed_over_at = now
    absence.save(update_fields=["handed_over_at"])
    return absence
