from heed.measuring.catalogue import method_named
from heed.measuring.parsers import options_of
from heed.surveys.analysing.commands import DRAWING, WEIGHABLE
from heed.surveys.analysing.narrowing import narrowed
from heed.surveys.analysing.setups import setup_for, setups_of
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.ready.catalogue import ready_keys, ready_questionnaire
from tests.surveys.analysis.answers import OWN


def setups(questionnaire, **known):
    return setups_of(questionnaire, language="en", **({"is_anonymous": False} | known))


def every():
    asked = [questionnaire_from(OWN), *(ready_questionnaire(key) for key in ready_keys())]
    return [each for one in asked for each in setups(one) if each.command]


def has_option(command, name):
    arguments = next(each.arguments for each in every() if each.command == command)
    return hasattr(options_of(command, method_named(command), arguments), name)


def test_each_method_understands_its_arguments():
    found = [options_of(each.command, method_named(each.command), each.arguments)
             for each in every()]  # fmt: skip

    assert len(found) == len(every())


def test_it_is_known_which_methods_take_weights_and_which_draw():
    commands = {each.command for each in every()}

    assert {each for each in commands if has_option(each, "weight")} == WEIGHABLE
    assert {each for each in commands if has_option(each, "draws")} == DRAWING


def test_an_anonymous_survey_knows_days_but_no_ways_of_asking_and_no_invitations():
    found = setups(ready_questionnaire("transactional"), is_anonymous=True)

    trend = setup_for(found, method="trend", subject="csat")
    assert trend.command_line() == (
        "heed measure trend answers.csv --value csat --date told_on --lowest 1 --highest 5"
    )
    assert setup_for(found, method="modes", subject="csat") is None
    assert setup_for(found, method="non_response", subject="") is None


def test_ways_of_asking_are_compared_where_there_are_several():
    asked = ready_questionnaire("transactional")

    one, two = setups(asked, modes=["mail"]), setups(asked, modes=["mail", "link"])

    assert [each.method for each in one if each.method == "modes"] == []
    assert [each.subject for each in two if each.method == "modes"] == ["nps", "csat", "ces"]


def test_of_very_many_answers_few_samples_are_drawn():
    found = setup_for(setups(questionnaire_from(OWN)), method="reliability", subject="found")

    assert found.arguments_for(answers=20_000) == found.arguments
    assert found.arguments_for(answers=20_001)[-2:] == ("--draws", "200")


def test_about_a_topic_are_its_items_and_what_is_overall():
    asked = questionnaire_from(OWN)

    found = narrowed(asked, about={"found.staff", "found.speed"}, others={"found.place"})

    assert [each.name for each in found.questions] == ["overall", "found"]
    assert [row.value for row in found.question("found").rows] == ["staff", "speed"]
