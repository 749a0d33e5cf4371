import pytest
from django.utils import formats, timezone

from tests.expectations.factories import make_promise


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        pytest.param("", "Asia/Shanghai", id="the organisation's"),
        pytest.param("America/New_York", "America/New_York", id="her own"),
    ],
)
def test_times_are_shown_in_the_time_zone_of_the_reader(client, agent, organisation, own, shown):
    organisation.time_zone = "Asia/Shanghai"
    organisation.save()
    agent.time_zone = own
    agent.save()
    client.force_login(agent)
    promise = make_promise(owner=agent)
    with timezone.override(shown):
        wanted = formats.date_format(timezone.localtime(promise.due_at), "DATETIME_FORMAT")

    page = client.get(f"/promises/{promise.pk}/").content.decode()

    assert wanted in page
