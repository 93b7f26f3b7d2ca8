"""An attempt of Lan that runs now, and her browser."""

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Attempt


@pytest.fixture
def attempt(quizzed) -> Attempt:
    return quizzed.start(timezone.now())


@pytest.fixture
def lan(quizzed, signed_in) -> Client:
    return signed_in(quizzed.cast.lan)
