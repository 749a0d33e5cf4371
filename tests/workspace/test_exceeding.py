from heed.expectations.models import Exceeding
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise

GIFT = {"kind": "gift", "description": "A box of tea", "cost": "4.50"}


def test_it_is_noted_from_a_promise_and_shown_with_its_cost(client, agent, manager):
    customer = make_customer()
    promise = make_promise(owner=agent, customer=customer)
    client.force_login(agent)
    address = f"/customers/{customer.pk}/exceedings/new/?promise={promise.pk}"

    drawer = client.get(f"/promises/{promise.pk}/").content.decode()
    form = client.get(address).content.decode()
    client.post(address, GIFT | {"promise": promise.pk})
    page = client.get(f"/customers/{customer.pk}/").content.decode()

    assert "Gave more than was promised?" in drawer
    assert f'<option value="{promise.pk}" selected' in form
    exceeding = Exceeding.objects.get()
    assert (exceeding.cost_minor, exceeding.promise) == (450, promise)
    assert page.count("A box of tea") == 2  # at the side, and in what happened
    client.force_login(manager)
    listed = client.get("/ledger/exceeding/?kind=gift").content.decode()
    assert "A box of tea" in listed
    assert "£4.50" in listed
    assert "A box of tea" not in client.get("/ledger/exceeding/?kind=personal").content.decode()


def test_without_words_the_form_comes_back(client, agent):
    customer = make_customer()
    client.force_login(agent)

    answer = client.post(
        f"/customers/{customer.pk}/exceedings/new/",
        GIFT | {"description": ""},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert 'value="4.50"' in answer.content.decode()
    assert not Exceeding.objects.exists()


def test_the_promise_of_another_customer_is_no_choice(client, agent):
    promise = make_promise(owner=agent)
    client.force_login(agent)

    answer = client.post(
        f"/customers/{make_customer().pk}/exceedings/new/", GIFT | {"promise": promise.pk}
    )

    assert answer.status_code == 422
    assert not Exceeding.objects.exists()


def test_nothing_given_says_how_to_begin(client, manager):
    client.force_login(manager)

    assert "Nothing was given yet" in client.get("/ledger/exceeding/").content.decode()
