"""What the kinds with a list of options share."""

import random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue

from assessments.question_types.base import Body, InvalidAnswer

MAX_OPTIONS = 12


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), required=False, max_length=500)

    class Meta:
        icon = "list-ul"
        label = _("Option")


def options_block() -> blocks.ListBlock:
    return blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=MAX_OPTIONS)


def freeze_options(options: ListValue) -> list[dict[str, Any]]:
    """Return [{"id", "text", "correct", "feedback"}]; ids are the block's own, so they last."""
    return [
        {
            "id": str(child.id)[:8],
            "text": child.value["text"],
            "correct": bool(child.value["correct"]),
            "feedback": child.value["feedback"] or "",
        }
        for child in options.bound_blocks
    ]


def shuffled_ids(items: list[dict[str, Any]], rng: random.Random, shuffle: bool) -> list[str]:
    ids = [item["id"] for item in items]
    if shuffle:
        rng.shuffle(ids)
    return ids


def option_choices(body: Body, order: list[str]) -> list[tuple[str, str]]:
    texts = {option["id"]: option["text"] for option in body["options"]}
    return [(option_id, texts[option_id]) for option_id in order]


def correct_ids(body: Body) -> set[str]:
    return {option["id"] for option in body["options"] if option["correct"]}


def check_option(body: Body, option_id: Any) -> str:
    if not isinstance(option_id, str) or option_id not in {o["id"] for o in body["options"]}:
        raise InvalidAnswer("unknown option")
    return option_id


def check_distinct(options: ListValue) -> None:
    """Refuse two options with the same text."""
    texts = [option["text"].strip().casefold() for option in options]
    if len(set(texts)) < len(texts):
        raise ValidationError(_("Two options have the same text."))
