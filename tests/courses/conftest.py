from tests.enrolments.conftest import Taught, in_order, taught

__all__ = ["Taught", "in_order", "taught"]
