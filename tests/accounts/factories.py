from heed.accounts.models import Team, User

PASSWORD = "a long and quiet sentence"


def make_user(*, role="agent", name="Somebody", email=None, teams=()) -> User:
    user = User(email=email or f"{name.lower().replace(' ', '.')}@harbour.example", name=name)
    user.role = role
    user.set_password(PASSWORD)
    user.save()
    user.teams.set(teams)
    return user


def make_team(*, name="Support") -> Team:
    return Team.objects.create(name=name)
