"""What the kinds with a list of options share."""

import random
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue

from assessments.exceptions import InvalidAnswer
from assessments.question_types.base import Answer, Body, OptionFeedback, QuestionType
from assessments.question_types.rows import Cells, Flag, Listed, Text
from lms.core.text import clean

MAX_OPTIONS = 12
SHORT_ID_LENGTH = 8


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, max_length=500)

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text}"


def options_block() -> blocks.ListBlock:
    empty = {"text": "", "correct": False, "feedback": ""}
    return blocks.ListBlock(
        OptionBlock(), label=_("Options"), min_num=2, max_num=MAX_OPTIONS, default=[empty] * 2
    )


class OptionsType(QuestionType):
    """A kind whose answers are the ids of options."""

    cells: ClassVar[Cells] = Cells(
        {"options": Listed(Cells({"text": Text(), "correct": Flag(), "feedback": Text("")}))}
    )

    @abstractmethod
    def chosen_ids(self, answer: Answer) -> set[str]:
        """Return the ids of the options that an answer chooses."""

    def freeze(self, value: blocks.StructValue) -> Body:
        return {"options": freeze_options(value["options"])}

    def option_order(self, body: Body, rng: random.Random, shuffle: bool) -> list[str]:
        return shuffled_ids(body["options"], rng, shuffle)

    def answer_text(self, body: Body, answer: Answer) -> list[str]:
        chosen = self.chosen_ids(answer)
        return [option["text"] for option in body["options"] if option["id"] in chosen]

    def key_text(self, body: Body) -> list[str]:
        return [option["text"] for option in body["options"] if option["correct"]]

    def option_feedback(
        self, body: Body, answer: Answer, order: Sequence[str]
    ) -> list[OptionFeedback]:
        chosen = self.chosen_ids(answer)
        places = {option_id: place for place, option_id in enumerate(order)}
        options = sorted(body["options"], key=lambda o: places.get(o["id"], len(places)))
        return [
            OptionFeedback(o["text"], o["id"] in chosen, o["correct"], o["feedback"])
            for o in options
        ]


def short_ids(children: ListValue) -> list[str]:
    """Return an id for each item: the start of the block's own, so that it lasts through edits."""
    full = [str(child.id).replace("-", "") for child in children.bound_blocks]
    length = SHORT_ID_LENGTH
    while len({each[:length] for each in full}) < len(set(full)):
        length += 1
    return [each[:length] for each in full]


def freeze_options(options: ListValue) -> list[dict[str, Any]]:
    """Return [{"id", "text", "correct", "feedback"}]; the ids last through edits."""
    return [
        {
            "id": option_id,
            "text": clean(child.value["text"]),
            "correct": bool(child.value["correct"]),
            "feedback": child.value["feedback"] or "",
        }
        for option_id, child in zip(short_ids(options), options.bound_blocks, strict=True)
    ]


def shuffled_ids(items: list[dict[str, Any]], rng: random.Random, shuffle: bool) -> list[str]:
    ids = [item["id"] for item in items]
    if shuffle:
        rng.shuffle(ids)
    return ids


def option_choices(body: Body, order: list[str]) -> list[tuple[str, str]]:
    texts = {option["id"]: option["text"] for option in body["options"]}
    return [(option_id, texts[option_id]) for option_id in order]


def ids_by_key(body: Body, *, correct: bool) -> list[str]:
    """Return the ids of the right options, or of the wrong ones."""
    return [option["id"] for option in body["options"] if option["correct"] is correct]


def check_option(body: Body, option_id: Any) -> str:
    if not isinstance(option_id, str) or option_id not in {o["id"] for o in body["options"]}:
        raise InvalidAnswer("unknown option")
    return option_id


def check_distinct(options: ListValue) -> None:
    """Refuse two options with the same text."""
    texts = [clean(option["text"]) for option in options]
    if len(set(texts)) < len(texts):
        raise ValidationError(_("Two options have the same text."))
