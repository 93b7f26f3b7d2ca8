"""How strong a password must be, to the letter, and how that is said."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError

from lms.accounts.models import User
from lms.accounts.passwords import StrengthValidator, kinds_of_character

FOUR_KINDS = "aB1-aB1-aB1-aB1-"


@pytest.mark.parametrize(
    ("password", "kinds"),
    [
        ("thường", 1),
        ("HOA", 1),
        ("123", 1),
        ("- _", 1),
        ("a1", 2),
        ("A-", 2),
        ("e\u0302", 1),  # ê, written as two characters
        ("aA1 ", 4),
    ],
)
def test_each_kind_counts_once_however_it_is_written(password, kinds):
    assert kinds_of_character(password) == kinds


def is_taken(validator: StrengthValidator, password: str, user: User | None = None) -> bool:
    try:
        validator.validate(password, user)
    except ValidationError:
        return False
    return True


def test_length_and_kinds_are_both_asked_for():
    strength = StrengthValidator()
    assert is_taken(strength, FOUR_KINDS[:14])
    assert not is_taken(strength, FOUR_KINDS[:13])
    assert not is_taken(strength, "aB1aB1aB1aB1aB1")
    assert is_taken(StrengthValidator(min_length=6, min_kinds=2), "aaaaa1")
    assert not is_taken(StrengthValidator(min_length=6, min_kinds=2), "aaaaaa")


def test_beside_a_second_factor_the_shorter_length_is_enough_whatever_the_kinds(cast):
    strength = StrengthValidator()
    assert not is_taken(strength, "aaaaaaaa", cast.lan)
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    assert is_taken(strength, "aaaaaaaa", cast.lan)
    assert not is_taken(strength, "aaaaaaa", cast.lan)
    assert not is_taken(strength, "aaaaaaaa", cast.hung)


def test_somebody_not_saved_yet_has_no_second_factor(db):
    assert not is_taken(StrengthValidator(), "aaaaaaaa", User(official_code="moi"))


def test_beside_a_second_factor_never_more_is_asked_for_than_without(cast):
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    strength = StrengthValidator(min_length=6, min_kinds=1, min_length_with_second_factor=8)
    assert is_taken(strength, "aaaaaa", cast.lan)
    assert strength.min_length_with_second_factor == 6


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (1, ""),
        (2, "Kết hợp chữ cái với chữ số hoặc ký tự đặc biệt. "),
        (3, "Kết hợp ba trong các loại sau: chữ thường, chữ hoa, chữ số, ký tự đặc biệt. "),
        (4, "Kết hợp chữ thường, chữ hoa, chữ số và ký tự đặc biệt. "),
    ],
)
def test_the_help_says_length_kinds_and_what_is_enough_with_a_second_factor(kinds, said):
    text = StrengthValidator(min_length=12, min_kinds=kinds).get_help_text()
    assert text == (f"Dùng ít nhất 12 ký tự. {said}Nếu bật xác thực hai lớp thì chỉ cần 8 ký tự.")
    with pytest.raises(ValidationError) as refused:
        StrengthValidator(min_length=12, min_kinds=kinds).validate("x")
    assert (refused.value.messages, refused.value.code) == ([text], "password_too_weak")


def test_with_a_second_factor_a_refusal_names_the_shorter_length(cast):
    TOTP.activate(cast.lan, "JBSWY3DPEHPK3PXP")
    with pytest.raises(ValidationError) as refused:
        StrengthValidator().validate("x", cast.lan)
    assert refused.value.messages == ["Dùng ít nhất 8 ký tự."]
