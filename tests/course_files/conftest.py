"""Complaints are compared in English, the language of their source."""

import pytest


@pytest.fixture(autouse=True)
def _english(in_english: None) -> None:
    pass
