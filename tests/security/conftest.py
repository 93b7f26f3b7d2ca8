import pytest

from tests.cast import Cast
from tests.security.world import Foreign, build_foreign


@pytest.fixture
def foreign(cast: Cast) -> Foreign:
    return build_foreign(cast)
