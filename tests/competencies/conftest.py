import pytest

from tests.competencies.samples import Scale, make_scale


@pytest.fixture
def ct(db: None) -> Scale:
    """A framework CT of five levels with CT01, CT02 and CT03."""
    return make_scale()
