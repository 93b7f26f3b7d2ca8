"""Every mail that the sign-in pages and the CMS can send is Vietnamese, and in English, English."""

import datetime as dt
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Workflow

from certificates.words import DocumentKind
from lms.translations.extraction import package_folder
from tests.browser.english import is_english

OURS = Path(__file__).resolve().parents[2] / "templates"
FOLDERS = (
    package_folder("allauth") / "templates",
    package_folder("wagtail") / "admin" / "templates",
    OURS,
)
SHARED = {"account/email/base_message.txt", "account/email/base_notification.txt"}


def mails() -> list[str]:
    """Return the names of the templates of mails."""
    found = {
        str(path.relative_to(folder))
        for folder in FOLDERS
        for path in folder.rglob("*.txt")
        if path.parent.name in {"email", "emails", "notifications"}
    }
    return sorted(name for name in found - SHARED if not name.startswith("socialaccount/"))


@pytest.fixture
def facts(cast):
    """Return what the senders of mails hand to the templates."""
    home = cast.site.home
    home.save_revision(user=cast.trainer)
    (workflow, *_others) = Workflow.objects.all()
    state = workflow.start(home, cast.trainer)
    return {
        "user": cast.trainer,
        "editor": cast.approver,
        "requested_by": cast.trainer,
        "page": home,
        "course": home,
        "titles": ["Trang một"],
        "by": cast.trainer,
        "object": home,
        "model_name": home._meta.verbose_name,
        "revision": home.latest_revision,
        "workflow": workflow,
        "task": state.current_task_state.task,
        "task_state": state.current_task_state,
        "comment": "Cần bổ sung căn cứ",
        "new_comments": [{"text": "Nên thêm ví dụ"}],
        "resolved_comments": [{"text": "Đã sửa"}],
        "deleted_comments": [{"text": "Đã bỏ"}],
        "replied_comments": [
            {"comment": {"text": "Đã đủ chưa"}, "replies": [{"text": "Đã đủ"}]},
        ],
        "site_name": "Học tập số",
        "site_url": "http://127.0.0.1:8000",
        "current_site": {"name": "Học tập số", "domain": "127.0.0.1"},
        "email": "lan@tinh.example",
        "from_email": "lan@tinh.example",
        "to_email": "lan@tinh.example",
        "deleted_email": "lan@tinh.example",
        "username": "lan",
        "course_title": "Chuyển đổi số",
        "document_kind": DocumentKind.XAC_NHAN.label,
        "register_number": "0001/2026/GXN",
        "valid_through": dt.date(2027, 11, 22),
        "certificate_url": "http://127.0.0.1:8000/my/certificates/x/",
        "verification_url": "http://127.0.0.1:8000/verify/x/",
        "code": "123456",
        "password_reset_url": "http://127.0.0.1:8000/accounts/password/reset/",
        "signup_url": "http://127.0.0.1:8000/accounts/signup/",
        "activate_url": "http://127.0.0.1:8000/accounts/confirm-email/x/",
        "ip": "10.0.0.1",
        "user_agent": "Chrome, Linux",
        "timestamp": dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC),
    }


def lines(name: str, facts: dict) -> list[str]:
    written = render_to_string(name, facts).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    return [line.strip() for line in written if line.strip()]


def test_there_are_mails():
    assert len(mails()) > 50


def test_every_mail_is_vietnamese(facts):
    english = {}
    for name in mails():
        with translation.override("vi"):
            found = lines(name, facts)
            if "_state_" in name:
                found += lines(name, {**facts, "page": None, "requested_by": None})
        assert found, name
        if foreign := [line for line in found if is_english(line)]:
            english[name] = foreign
    assert english == {}


def test_every_subject_is_english_for_whoever_reads_english(facts):
    for name in mails():
        if not name.endswith("_subject.txt"):
            continue
        with translation.override("vi"):
            vietnamese = lines(name, facts)
        with translation.override("en"):
            english = lines(name, facts)
        assert english != vietnamese, name
