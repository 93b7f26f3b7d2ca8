"""Forms of the public pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.serials import normalise_serial


class LookupForm(forms.Form):
    serial = forms.CharField(
        label=_("Serial number"),
        max_length=200,
        help_text=_("16 letters and digits in four groups, as in ABCD-EFGH-2345-6789."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_serial(self) -> str:
        serial = normalise_serial(self.cleaned_data["serial"])
        if not serial:
            raise forms.ValidationError(
                _(
                    "This is not a serial number. Copy the 16 letters and digits that follow "
                    "“Số hiệu” on the document; the letters I, L, O and U and the digits 0 and 1 "
                    "do not occur in it."
                )
            )
        return serial
