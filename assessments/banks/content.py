"""What a version of a question holds: frozen when it was published, read by every later release."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from assessments.question_types import QUESTION_TYPES
from assessments.question_types.base import Body
from lms.core.frozen import stamped, unstamped

CONTENT_VERSION = 1


@dataclass(frozen=True)
class QuestionContent:
    """Texts as HTML, `body` as the question type of `kind` froze it, key included.

    A field that is added has a default: what stands for it in the versions before.
    """

    kind: str
    text: str
    explanation: str
    legal_basis: str
    body: Body

    def as_json(self) -> dict[str, Any]:
        """Return the content as `QuestionVersion.content` stores it, beside the kind."""
        values = asdict(self) | {"body": QUESTION_TYPES[self.kind].store_body(self.body)}
        del values["kind"]
        return stamped(values, CONTENT_VERSION)

    @classmethod
    def from_json(cls, kind: str, stored: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote in this release or an earlier one. Raises NewerRecord."""
        values = unstamped(stored, newest=CONTENT_VERSION, what="a question")
        body = QUESTION_TYPES[kind].read_body(values.pop("body"))
        return cls(kind=kind, body=body, **values)
