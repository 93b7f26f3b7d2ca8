"""Everything of Wagtail that is changed while it runs, in one list.

docs/en/library-changes.md gives the reason of each, and the test that fails when an upgrade makes
it wrong or needless.
"""

from lms.cms.bulk_actions import keep_titles_of_others_to_them
from lms.cms.comment_mails import mail_comments_to_editors_alone
from lms.cms.exports import make_exports_safe
from lms.cms.gathered_mails import let_mails_be_gathered
from lms.cms.histories import let_every_page_keep_its_history
from lms.cms.listings import list_in_vietnamese_order
from lms.cms.mended_lazily import translate_for_each_reader
from lms.cms.mended_names import name_what_has_no_name
from lms.cms.own_library import name_own_tags_and_collections
from lms.cms.readers_language import write_in_the_readers_language
from lms.cms.reordering import let_authors_order_drafts
from lms.cms.slugs import write_plain_addresses
from lms.cms.usage import count_what_records_use
from lms.cms.written_values import take_values_as_written

CHANGES = (
    list_in_vietnamese_order,
    translate_for_each_reader,
    name_what_has_no_name,
    make_exports_safe,
    keep_titles_of_others_to_them,
    name_own_tags_and_collections,
    mail_comments_to_editors_alone,
    let_mails_be_gathered,
    let_every_page_keep_its_history,
    let_authors_order_drafts,
    write_in_the_readers_language,
    write_plain_addresses,
    count_what_records_use,
    take_values_as_written,
)


def change_the_library() -> None:
    for change in CHANGES:
        change()
