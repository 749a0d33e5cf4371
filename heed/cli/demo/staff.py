"""The invented company itself: its teams, opening hours and people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from heed.accounts.events import UserAdded
from heed.accounts.models import Organisation, Team, User
from heed.accounts.operations import (
    add_team,
    add_user,
    change_organisation,
    found_organisation,
    load_holidays,
)
from heed.accounts.queries import system_user
from heed.cli.demo.orders import CURRENCY, TIME_ZONE
from heed.cli.demo.tides import SATISFACTION_ASKED_AGO
from heed.core import events
from heed.core.business_hours import BusinessHours
from heed.core.calendars import OFFICE_HOURS, business_hours
from heed.core.models import Calendar
from heed.expectations.models import Topic
from heed.expectations.operations.topics import STARTING_TOPICS, add_topics

NAME = "Harbour Lane 港湾里"
DOMAIN = "harbour-lane.example"
ADDRESS = f"service@{DOMAIN}"
PASSPHRASE = "walnut-lantern-seven-tides"  # noqa: S105 - of an invented company, printed at each start
ENGLISH, CHINESE, ESCALATIONS = "English desk", "Chinese desk 中文组", "Escalations"


@dataclass(frozen=True)
class Colleague:
    """Somebody who works there; `signs` is the name under letters, by language."""

    name: str
    mailbox: str
    role: str
    teams: tuple[str, ...]
    signs: dict[str, str]


def _agent(name: str, *teams: str, en: str, zh: str = "") -> Colleague:
    return Colleague(name, en.lower(), "agent", teams, {"en": en, "zh": zh or en})


SIGN_INS = (
    Colleague("林玫 Mei Lin", "agent", "agent", (ENGLISH, CHINESE), {"en": "Mei", "zh": "林玫"}),
    Colleague("Ruth Adeyemi", "manager", "manager", (ENGLISH, CHINESE, ESCALATIONS), {}),
    Colleague("Tom Okoye", "analyst", "analyst", (), {}),
    Colleague("Ada Lindqvist", "admin", "admin", (), {}),
)
OVERPROMISER = "Callum Reid"
OTHERS = (
    _agent(OVERPROMISER, ENGLISH, en="Callum"),
    _agent("Hannah Voss", ENGLISH, en="Hannah"),
    _agent("Priya Nair", ENGLISH, en="Priya"),
    _agent("Owen Price", ENGLISH, en="Owen"),
    _agent("Siobhan Kelly", ENGLISH, en="Siobhan"),
    _agent("Jonas Beck", ENGLISH, en="Jonas"),
    _agent("何晓 He Xiao", CHINESE, en="Xiao", zh="何晓"),
    _agent("陈嘉禾 Chen Jiahe", CHINESE, en="Jiahe", zh="陈嘉禾"),
    _agent("唐屿 Tang Yu", CHINESE, en="Yu", zh="唐屿"),
    _agent("苏宁 Su Ning", CHINESE, en="Ning", zh="苏宁"),
    _agent("Marta Silva 马尔塔", ESCALATIONS, en="Marta", zh="马尔塔"),
    Colleague("周岚 Zhou Lan", "lan", "manager", (CHINESE, ESCALATIONS), {}),
)


@dataclass(frozen=True)
class Agent:
    """An agent with the row and the name signed under letters."""

    user: User
    signs: dict[str, str]
    overpromises: bool


@dataclass(frozen=True)
class Desk:
    """A team with its hours and the agents who answer there."""

    team: Team
    hours: BusinessHours
    time_zone: str
    agents: tuple[Agent, ...]
    managers: tuple[User, ...]

    def somebody(self, chance: Random) -> Agent:
        return chance.choice(self.agents)


@dataclass(frozen=True)
class Company:
    """All that letters and ledger refer to."""

    organisation: Organisation
    system: User
    manager: User
    desks: dict[str, Desk]  # by "en", "zh" and "escalations"
    topics: dict[str, Topic]

    @property
    def escalates_after(self) -> timedelta:
        """Business time after which an overdue promise goes to the managers."""
        return timedelta(hours=self.organisation.escalation_business_hours)


def found_company(*, now: datetime, since: datetime) -> Company:
    """Set up organisation, calendars, teams, topics and people, as they were at the beginning."""
    organisation = _organisation(since)
    system = system_user()
    add_topics(topics=STARTING_TOPICS, actor=system)
    teams = {name: add_team(name=name, actor=system) for name in (ENGLISH, CHINESE, ESCALATIONS)}
    _give_calendar(teams[CHINESE], now)
    people = {each.name: _sign_in(each, teams, system, since) for each in SIGN_INS}
    people |= _colleagues(teams, system, since)
    organisation = change_organisation(
        changes={"asks_satisfaction": True}, actor=people["Ruth Adeyemi"],
        now=now - SATISFACTION_ASKED_AGO,
    )  # fmt: skip
    return Company(
        organisation=organisation,
        system=system,
        manager=people["Ruth Adeyemi"],
        desks={
            "en": _desk(ENGLISH, teams, people),
            "zh": _desk(CHINESE, teams, people),
            "escalations": _desk(ESCALATIONS, teams, people),
        },
        topics={topic.key: topic for topic in Topic.objects.all()},
    )


def _organisation(since: datetime) -> Organisation:
    """The company, made of what `heed prepare` set up for nobody yet where it did."""
    Calendar.objects.filter(is_default=True).delete()
    organisation = found_organisation(
        name=NAME,
        mail_address=ADDRESS,
        time_zone=TIME_ZONE,
        currency=CURRENCY,
        country="GB",
        is_invented=True,
        now=since,
    )
    organisation.name = NAME
    organisation.mail_address = ADDRESS
    organisation.time_zone = TIME_ZONE
    organisation.currency = CURRENCY
    organisation.is_invented = True
    organisation.save()
    return organisation


def _give_calendar(team: Team, now: datetime) -> None:
    team.calendar = Calendar.objects.create(
        name=team.name, time_zone="Asia/Shanghai", country="CN", weekly=OFFICE_HOURS
    )
    load_holidays(calendar=team.calendar, around=now.date())
    team.save(update_fields=["calendar"])


def _sign_in(who: Colleague, teams: dict[str, Team], system: User, at: datetime) -> User:
    return add_user(
        email=f"{who.mailbox}@{DOMAIN}",
        name=who.name,
        role=who.role,
        password=PASSPHRASE,
        actor=system,
        now=at,
        teams=[teams[name] for name in who.teams],
    )


def _colleagues(teams: dict[str, Team], system: User, at: datetime) -> dict[str, User]:
    """Add those who are only names: they have no password, so nobody can sign in as them."""
    users = User.objects.bulk_create(
        User(
            email=f"{who.mailbox}@{DOMAIN}",
            name=who.name,
            role=who.role,
            password=make_password(None),
        )
        for who in OTHERS
    )
    for user, who in zip(users, OTHERS, strict=True):
        user.teams.set([teams[name] for name in who.teams])
    events.publish_all((UserAdded(user_id=user.pk) for user in users), actor=system, at=at)
    return {user.name: user for user in users}


def _desk(name: str, teams: dict[str, Team], people: dict[str, User]) -> Desk:
    hours = business_hours(teams[name].calendar_id)
    return Desk(
        team=teams[name],
        hours=hours,
        time_zone=hours.time_zone,
        agents=tuple(
            Agent(people[who.name], who.signs, overpromises=who.name == OVERPROMISER)
            for who in (*SIGN_INS, *OTHERS)
            if who.role == "agent" and name in who.teams
        ),
        managers=tuple(
            people[who.name]
            for who in (*SIGN_INS, *OTHERS)
            if who.role == "manager" and name in who.teams
        ),
    )
