import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts import rules
from heed.accounts.events import TokenCreated, TokenRevoked, UserAdded
from heed.accounts.models import ApiToken, Notice, Organisation, Team, User
from heed.accounts.queries import SYSTEM_ADDRESS
from heed.core import access, events
from heed.core.calendars import OFFICE_HOURS, holiday_rows
from heed.core.errors import DomainError
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
