from django.db.models import Model
from django.utils.functional import Promise
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.widgets.chooser import BaseChooser

from .base import ViewSet

class ChooserViewSet(ViewSet):
    model: type[Model] | str
    choose_one_text: str | Promise
    choose_another_text: str | Promise
    edit_item_text: str | Promise
    choose_view_class: type[ChooseView]
    choose_results_view_class: type[ChooseResultsView]
    chosen_view_class: type[ChosenView]
    chosen_multiple_view_class: type[ChosenMultipleView]
    @property
    def widget_class(self) -> type[BaseChooser]: ...
