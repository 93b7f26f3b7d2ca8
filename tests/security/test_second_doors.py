"""There is one way to sign in: no other address takes a password past the second factor."""

from django.test import Client

from tests.cast import PASSWORD
from tests.security.addresses import addresses


def test_attack_5_no_other_address_signs_anybody_in(foreign) -> None:
    """Only the sign-in page may, which counts failures and asks for the second step."""
    form = {
        "username": foreign.cast.lan.official_code,
        "login": foreign.cast.lan.official_code,
        "password": PASSWORD,
    }
    opened = []
    for address in addresses():
        if address.name == "account_login" or address.namespace:
            continue
        client = Client()
        client.raise_request_exception = False
        client.post(address.filled(foreign.samples, foreign.special), form)
        if "_auth_user_id" in client.session:
            opened.append(address.route)
    assert opened == []


def test_the_sign_in_page_of_the_library_for_visitors_is_shut(client, cast) -> None:
    assert client.get("/_util/login/").status_code == 404
