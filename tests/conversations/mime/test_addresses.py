import pytest

from heed.conversations.mime.addresses import Address, addresses


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("a@b.c", [("", "a@b.c")], id="bare"),
        pytest.param("Ann <a@b.c>, Bob <d@e.f>", [("Ann", "a@b.c"), ("Bob", "d@e.f")], id="two"),
        pytest.param('"Doe, Jane" <a@b.c>', [("Doe, Jane", "a@b.c")], id="comma in quotes"),
        pytest.param('"J \\"X\\" D" <a@b.c>', [('J "X" D', "a@b.c")], id="escaped quotes"),
        pytest.param("=?utf-8?B?5byg5LiJ?= <a@b.c>", [("张三", "a@b.c")], id="encoded"),
        pytest.param('"=?utf-8?B?5byg5LiJ?=" <a@b.c>', [("张三", "a@b.c")], id="encoded in quotes"),
        pytest.param("a@b.c (Ann)", [("Ann", "a@b.c")], id="name in comment"),
        pytest.param(
            "Team: a@b.c, d@e.f; g@h.i", [("", "a@b.c"), ("", "d@e.f"), ("", "g@h.i")], id="group"
        ),
        pytest.param("undisclosed-recipients:;", [], id="nobody"),
        pytest.param("Someone", [("Someone", "")], id="only a name"),
        pytest.param("<@relay:a@b.c>", [("", "a@b.c")], id="route"),
        pytest.param("Ann <a@b.c", [("Ann", "a@b.c")], id="bracket never closed"),
        pytest.param("Ann <" + "a" * 999 + "@b.c>", [("Ann", "")], id="address too long"),
        pytest.param("", [], id="empty"),
    ],
)
def test_every_mailbox_of_a_list_is_found(value, expected):
    assert addresses(value) == tuple(Address(*each) for each in expected)
