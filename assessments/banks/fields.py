"""The field in which a question's answers are written."""

from typing import Any

from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from assessments.question_types import question_blocks


class AnswersBlock(StreamBlock):
    """One block of any registered kind of question."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(question_blocks(), **kwargs)


class AnswersField(StreamField):
    """Stands in migrations without its blocks, so that a new kind of question needs none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AnswersBlock, **kwargs, min_num=1, max_num=1, block_counts={})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, path, [], kwargs
