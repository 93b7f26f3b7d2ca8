"""Security events: who came in, who could not, what was changed, who looked at whom."""

import csv
import datetime as dt
import io

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from lms.accounts.event_words import detail_in_words
from lms.accounts.events import FAILURES_PER_HOUR, record_event, record_view
from lms.accounts.models import EventKind, SecurityEvent
from lms.accounts.services import password_link
from lms.agencies.services import end_role, grant_role
from tests.accounts.test_second_factor import SECRET, code_now, password_step
from tests.accounts.test_signing_in import NEW_PASSWORD, sign_in
from tests.cast import FIRST_DAY, PASSWORD

pytestmark = pytest.mark.django_db
REPORT = "/cms/security-events/"


@pytest.fixture
def cast(cast):
    """The cast, whose own roles are no news."""
    SecurityEvent.objects.all().delete()
    return cast


def events(*kinds: str) -> list[tuple[str, str, str]]:
    """Return kind, person concerned and details, the oldest first."""
    rows = SecurityEvent.objects.order_by("pk").select_related("account")
    return [
        (e.kind, e.account.official_code if e.account else "", e.detail)
        for e in rows
        if not kinds or e.kind in kinds
    ]


def test_signing_in_is_a_row_with_person_and_address(cast):
    sign_in(Client(REMOTE_ADDR="203.0.113.9"), "lan")
    (event,) = SecurityEvent.objects.all()
    assert (event.kind, event.account, event.actor) == ("sign_in", cast.lan, cast.lan)
    assert event.address == "203.0.113.9"
    assert timezone.now() - event.happened_at < dt.timedelta(minutes=1)


def test_a_failed_sign_in_names_the_account_and_never_what_was_typed(cast):
    client = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(client, "LAN@tinh.example", "sai-mat-khau")
    sign_in(client, "khong-co-nguoi-nay", "sai-mat-khau")
    assert events() == [("sign_in_failed", "lan", ""), ("sign_in_failed", "", "")]
    assert set(SecurityEvent.objects.values_list("address", flat=True)) == {"203.0.113.9"}
    assert not SecurityEvent.objects.exclude(actor=None).exists()


def test_reaching_the_lock_is_said_once(cast, client):
    for _try in range(8):
        sign_in(client, "lan", "sai-mat-khau")
    assert [kind for kind, _who, _what in events()].count("locked") == 1
    assert events()[-1] == ("locked", "lan", "")
    assert len(events("sign_in_failed")) == 5


def test_nobody_fills_the_table_by_guessing(cast, settings, monkeypatch):
    monkeypatch.setattr("lms.accounts.events.FAILURES_PER_HOUR", 3)
    for number in range(6):
        sign_in(Client(), f"ten-{number}", "sai-mat-khau")
    assert len(events("sign_in_failed")) == 3
    assert FAILURES_PER_HOUR > 150


def test_a_wrong_code_is_a_row_and_a_right_one_a_sign_in(cast, client):
    TOTP.activate(cast.lan, SECRET)
    password_step(client)
    assert events() == []
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert events() == [("second_factor_failed", "lan", "")]
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert events()[-1] == ("sign_in", "lan", "")


def test_changing_the_password_is_a_row(cast, signed_in):
    client = signed_in(cast.lan)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", form)
    assert events() == [("password_changed", "lan", "")]


def test_choosing_a_password_by_a_link_is_a_row(cast, client):
    page = client.get(password_link(user=cast.lan), follow=True)
    path = page.redirect_chain[-1][0]
    client.post(path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert ("password_changed", "lan", "") in events()


def test_setting_up_and_removing_the_second_factor_are_rows(
    cast, client, rf, django_capture_on_commit_callbacks
):
    sign_in(client, "lan")
    client.get("/accounts/2fa/totp/activate/")
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    # The site commits while the request is still there.
    request = context.request_context(rf.get("/"))
    with request, django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_now()})
    assert Authenticator.objects.filter(user=cast.lan, type="totp").exists()
    client.post("/accounts/2fa/totp/deactivate/")
    details = [detail for _kind, _who, detail in events("second_factor_changed")]
    assert details == ["totp_activated", "totp_deactivated"]


def person_form(person, **changes) -> dict:
    return {
        "full_name": person.full_name,
        "official_code": person.official_code,
        "email": person.email,
        "is_active": "on",
        "language": "",
        **changes,
    }


def test_an_administrator_changes_address_and_roles_and_is_named(cast, signed_in):
    admin = signed_in(cast.admin)
    address = f"/cms/users/edit/{cast.lan.pk}/"
    trainers, approvers = cast.site.trainers, cast.site.approvers
    admin.post(address, person_form(cast.lan, email="moi@tinh.example", groups=[trainers.pk]))
    admin.post(address, person_form(cast.lan, email="moi@tinh.example", groups=[approvers.pk]))
    assert events("email_changed", "role_given", "role_taken") == [
        ("email_changed", "lan", ""),
        ("role_given", "lan", trainers.name),
        ("role_given", "lan", approvers.name),
        ("role_taken", "lan", trainers.name),
    ]
    assert set(SecurityEvent.objects.values_list("actor", flat=True)) == {cast.admin.pk}


def test_roles_given_to_many_at_once_are_rows(cast, signed_in):
    path = f"/cms/bulk/accounts/user/assign_role/?next=/cms/&id={cast.lan.pk}&id={cast.nga.pk}"
    signed_in(cast.admin).post(path, {"role": cast.site.trainers.pk})
    given = {who for _kind, who, _what in events("role_given")}
    assert given == {"lan", "nga"}


def test_roles_in_agencies_are_rows_with_their_day(cast):
    role = grant_role(user=cast.lan, agency=cast.science, effective_on=dt.date(2026, 1, 5))
    grant_role(user=cast.lan, agency=cast.science, effective_on=dt.date(2026, 1, 5))
    end_role(role=role, effective_on=dt.date(2026, 2, 1))
    end_role(role=role, effective_on=dt.date(2026, 2, 1))
    code = cast.science.code
    assert events() == [
        ("role_given", "lan", f"manager {code} 2026-01-05"),
        ("role_taken", "lan", f"manager {code} 2026-02-01"),
    ]
    assert dt.date(2026, 1, 5) > FIRST_DAY


# --- Looking at a person ---------------------------------------------------------------------


def views() -> list[tuple[str, str]]:
    rows = SecurityEvent.objects.filter(kind=EventKind.RECORD_VIEWED).order_by("pk")
    return [(e.actor.official_code, e.account.official_code) for e in rows if e.actor and e.account]


def person_page(cast) -> str:
    return f"/agency/{cast.science.code}/people/{cast.lan.official_code}/"


def test_a_look_at_a_person_is_kept_once_an_hour(cast, signed_in):
    for _time in range(3):
        assert signed_in(cast.minh).get(person_page(cast)).status_code == 200
    signed_in(cast.admin).get(f"/cms/users/edit/{cast.lan.pk}/")
    assert views() == [("minh", "lan"), (cast.admin.official_code, "lan")]
    later = timezone.now() + dt.timedelta(minutes=61)
    record_view(viewer=cast.minh, person=cast.lan, now=later)
    assert len(views()) == 3


def test_an_outsider_who_sees_nothing_leaves_no_row(cast, signed_in):
    assert signed_in(cast.phuc).get(person_page(cast)).status_code == 404
    assert signed_in(cast.trainer).get(f"/cms/users/edit/{cast.lan.pk}/").status_code == 302
    assert views() == []


def test_one_is_not_told_of_ones_own_looks(cast):
    record_view(viewer=cast.lan, person=cast.lan)
    assert views() == []


def test_everybody_reads_who_looked_at_them_and_at_nobody_else(cast, signed_in):
    record_view(viewer=cast.minh, person=cast.lan)
    record_view(viewer=cast.phuc, person=cast.hung)
    page = signed_in(cast.lan).get("/accounts/looks/").content.decode()
    assert cast.minh.full_name in page
    assert cast.phuc.full_name not in page
    assert cast.phuc.full_name in signed_in(cast.hung).get("/accounts/looks/").content.decode()
    nobody = signed_in(cast.nga).get("/accounts/looks/").content.decode()
    assert cast.minh.full_name not in nobody
    assert Client().get("/accounts/looks/").status_code == 302


def test_lists_that_are_taken_along_are_rows(cast, signed_in):
    signed_in(cast.minh).get(f"/agency/{cast.science.code}/people/?format=csv")
    b"".join(signed_in(cast.admin).get("/cms/users/?export=csv"))
    assert [e.actor for e in SecurityEvent.objects.filter(kind="exported").order_by("pk")] == [
        cast.minh,
        cast.admin,
    ]
    assert events("exported")[0][2] == f"people {cast.science.code} (csv)"


# --- The list of administrators --------------------------------------------------------------


def listed(client, **query) -> str:
    return client.get(REPORT, query).content.decode()


def test_administrators_find_events_by_person_kind_and_day(cast, signed_in):
    then = timezone.now() - dt.timedelta(days=10)
    record_event(EventKind.SIGN_IN_FAILED, account=cast.lan, now=then)
    record_event(EventKind.PASSWORD_CHANGED, account=cast.hung)
    admin = signed_in(cast.admin)
    both = listed(admin)
    assert cast.lan.full_name in both
    assert cast.hung.full_name in both
    only_lan = listed(admin, person="tran thi lan")
    assert cast.hung.full_name not in only_lan
    assert cast.lan.full_name in only_lan
    assert cast.lan.full_name not in listed(admin, kind="password_changed")
    today = timezone.localdate()
    assert cast.lan.full_name not in listed(admin, happened_at_from=today.isoformat())
    file = b"".join(admin.get(REPORT, {"export": "csv"})).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == 3


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("manager h-x 2026-01-05", "Lãnh đạo, quản lý h-x 05/01/2026"),
        ("training_officer h-x 2026-01-05", "Cán bộ phụ trách đào tạo h-x 05/01/2026"),
        ("operator", "Người vận hành hệ thống"),
        ("totp_activated", "đã thiết lập ứng dụng xác thực"),
        ("reset", "quản trị viên đã đặt lại"),
        ("people h-x (csv)", "Danh sách người học h-x (csv)"),
        ("competency_report h-x (xlsx)", "Báo cáo năng lực h-x (xlsx)"),
        ("Giảng viên", "Giảng viên"),
        ("", ""),
    ],
)
def test_details_are_read_in_the_language_of_the_reader(detail, words):
    with override("vi"):
        assert detail_in_words(detail) == words


def test_the_page_of_events_shows_words_and_the_file_the_marks(cast, signed_in):
    grant_role(user=cast.lan, agency=cast.science, effective_on=dt.date(2026, 1, 5))
    admin = signed_in(cast.admin)
    assert f"Lãnh đạo, quản lý {cast.science.code} 05/01/2026" in listed(admin)
    file = b"".join(admin.get(REPORT, {"export": "csv"})).decode("utf-8-sig")
    assert f"manager {cast.science.code} 2026-01-05" in file


@pytest.mark.parametrize("who", ["lan", "minh", "trainer", "approver"])
def test_nobody_else_reads_them(cast, signed_in, who):
    record_event(EventKind.SIGN_IN_FAILED, account=cast.hung)
    client = signed_in(getattr(cast, who))
    for path in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        response = client.get(path)
        assert response.status_code == 302


def test_what_is_past_its_retention_goes_and_the_rest_stays(cast, settings):
    settings.LMS_SECURITY_EVENT_DAYS = 30
    for days in (31, 29):
        then = timezone.now() - dt.timedelta(days=days)
        record_event(EventKind.SIGN_IN, account=cast.lan, now=then)
    out = io.StringIO()
    call_command("remove_old_security_events", stdout=out)
    assert out.getvalue().strip().endswith(": 1")
    assert SecurityEvent.objects.count() == 1


def test_signing_in_costs_one_statement_more(cast, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_event(EventKind.SIGN_IN, account=cast.lan, actor=cast.lan)
