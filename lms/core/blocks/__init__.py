"""Content blocks, one kind a file; a lesson's body takes every kind in this registry."""

from lms.core.blocks.callout import CalloutBlock
from lms.core.blocks.document import DocumentBlock
from lms.core.blocks.embed import EmbedBlock
from lms.core.blocks.picture import PictureBlock
from lms.core.blocks.table import TableBlock
from lms.core.blocks.text import TextBlock
from lms.core.blocks.video import VideoBlock

EMBED = "embed"
CONTENT_BLOCKS = [
    ("text", TextBlock()),
    ("picture", PictureBlock()),
    ("video", VideoBlock()),
    (EMBED, EmbedBlock()),
    ("document", DocumentBlock()),
    ("callout", CalloutBlock()),
    ("table", TableBlock()),
]
