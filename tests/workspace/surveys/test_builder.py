import pytest

from heed.surveys.models import Questionnaire
from heed.surveys.ready.catalogue import ready_keys


@pytest.mark.parametrize("key", ready_keys())
def test_a_ready_questionnaire_becomes_ones_own_and_every_question_opens(client, manager, key):
    client.force_login(manager)

    made = client.post("/questionnaires/new/", {"ready": key})

    held = Questionnaire.objects.get()
    assert made.url == f"/questionnaires/{held.pk}/"
    assert client.get(made.url).status_code == 200
    for page in held.draft["pages"]:
        for question in page["elements"]:
            address = f"/questionnaires/{held.pk}/question/?name={question['name']}"
            form = client.get(address, headers={"HX-Request": "true"})
            assert form.status_code == 200
            given = given_by(form)
            kept = client.post(address, given)
            assert kept.status_code == 302, form.context["form"].errors
    before = held.draft
    held.refresh_from_db()
    assert held.draft == before


def given_by(answer):
    """What a browser sends for the form as it came."""
    form = answer.context["form"]
    sent = {bound.name: bound.value() for bound in form}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    return sent | {"seen": answer.context["seen"], "type": answer.context["kind"]}
