"""Where one is stands above every page; what one asked for, and what went wrong, in its title."""

import re

import pytest

from tests.cast import PASSWORD


def title(client, address: str) -> str:
    return title_of(client.get(address))


def title_of(response) -> str:
    (found,) = re.findall(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    return " ".join(found.split())


def crumbs(client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    found = re.search(r'<ol class="breadcrumbs__list".*?</ol>', text, re.DOTALL)
    return re.findall(r"<a href=[^>]*>(.*?)</a>", found[0]) if found else []


ACCOUNT = ["Trang chủ", "Tài khoản của tôi"]
ABOVE = {
    "/accounts/": ["Trang chủ"],
    "/accounts/password/change/": ACCOUNT,
    "/accounts/sessions/": ACCOUNT,
    "/accounts/looks/": ACCOUNT,
    "/accounts/2fa/": ACCOUNT,
    "/accounts/2fa/totp/activate/": [*ACCOUNT, "Xác thực hai lớp"],
    "/my/learning/": ["Trang chủ"],
    "/my/competencies/": ["Trang chủ"],
    "/my/certificates/": ["Trang chủ"],
    "/help/": ["Trang chủ"],
    "/help/learner/": ["Trang chủ", "Trợ giúp"],
    "/courses/": ["Trang chủ"],
    "/": [],
}


@pytest.mark.parametrize("address", ABOVE)
def test_every_page_says_what_lies_above_it(cast, client, address):
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    assert crumbs(client, address) == ABOVE[address]


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/verify/"])
def test_visitors_find_no_account_above_the_doors_to_it(cast, client, address):
    assert crumbs(client, address) == ["Trang chủ"]


def test_an_agency_lies_below_the_entry_of_managers_alone(cast, signed_in):
    assert crumbs(signed_in(cast.lan), "/my/learning/nowhere/") == [
        "Trang chủ",
        "Việc học của tôi",
    ]
    assert "Cơ quan của tôi" not in crumbs(signed_in(cast.lan), "/agency/nowhere/")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", ""),
        ("?q=", ""),
        ("?page=1", ""),
        ("?page=x", ""),
        ("?q=chữ+ký", " – tìm “chữ ký”"),
        ("?topic=an-toan", " – đã lọc"),
        ("?page=3", " – trang 3"),
        ("?q=ký&length=short&page=2", " – tìm “ký” – đã lọc – trang 2"),
        ("?q=<b>", " – tìm “&lt;b&gt;”"),
    ],
)
def test_the_title_of_a_list_says_what_was_asked(cast, client, asked, said):
    start = title(client, "/courses/").partition(" – ")[0]
    assert title(client, f"/courses/{asked}").startswith(f"{start}{said} – ")
    assert title(client, f"/courses/{asked}").count(" – ") == 1 + said.count(" – ")


def test_the_title_of_a_form_that_was_refused_begins_with_the_error(cast, client):
    assert not title(client, "/accounts/login/").startswith("Lỗi")
    refused = client.post("/accounts/login/", {"login": "lan", "password": "sai"})
    assert title_of(refused).startswith("Lỗi: Đăng nhập – ")
