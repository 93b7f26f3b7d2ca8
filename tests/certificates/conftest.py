import pytest

from certificates.models import Certificate, CertificateDesign
from tests.certificates.samples import issue, make_design


@pytest.fixture
def design(db: None) -> CertificateDesign:
    return make_design()


@pytest.fixture
def certificate(cast, design) -> Certificate:
    """Lan's, valid, its PDF not made yet."""
    return issue(cast.lan, design)
