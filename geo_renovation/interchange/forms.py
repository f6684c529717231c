"""What the pages of the importer are sent, besides the matching of columns."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import DeliveryState, Mode
from .kinds import KINDS
from .readers.placement import LARGEST_TOLERANCE_M

ENCODINGS = ("UTF-8", "GB18030", "Big5", "UTF-16", "ISO-8859-1")
LONGEST_REASON = 400
LONGEST_POINTS = 20_000


class UploadForm(forms.Form):
    """The hidden part of an upload; the files are counted on their way in."""

    # Makes a second click the same delivery.
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class DeliveryFilter(forms.Form):
    """Narrows the list of deliveries."""

    text = forms.CharField(label=_("File"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DeliveryState.choices])

    def narrow(self, deliveries):
        if not self.is_bound or not self.is_valid():
            return deliveries
        if text := self.cleaned_data["text"]:
            deliveries = deliveries.filter(name__icontains=text)
        if state := self.cleaned_data["state"]:
            deliveries = deliveries.filter(state=state)
        return deliveries


class NewRunForm(forms.Form):
    """A layer of a delivery and what it is."""

    layer = forms.CharField(max_length=255, required=False, strip=False)
    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS])


class VersionForm(forms.Form):
    """Which state of the run the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PlaceForm(VersionForm):
    """How coordinates become the county's; placing.cleaned says whether it can be so."""

    crs = forms.CharField(required=False, max_length=20)
    swapped = forms.BooleanField(required=False)
    unit = forms.CharField(required=False, max_length=4)
    shift = forms.CharField(required=False, max_length=5)
    points = forms.CharField(required=False, max_length=LONGEST_POINTS)
    tolerance_m = forms.FloatField(required=False, min_value=0.001, max_value=LARGEST_TOLERANCE_M)


class MatchForm(VersionForm):
    """How the rows meet what is stored; the columns themselves are read by matching.py."""

    mode = forms.ChoiceField(label=_("What the file does"), choices=Mode, widget=forms.RadioSelect, initial=Mode.ADD)
    ended_on = forms.DateField(
        label=_("What the file no longer has ended on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    good_rows = forms.BooleanField(
        label=_("Import the rows that pass, leave out the others"), required=False
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, choices=[("", _("As found")), *((name, name) for name in ENCODINGS)]
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("mode") == Mode.REPLACE and not cleaned.get("ended_on"):
            self.add_error("ended_on", _("Say on which day what the file no longer has ended."))
        return cleaned

    @classmethod
    def shown(cls, run):
        """The form as the run's instructions stand."""
        told = run.instructions
        initial = {name: told.get(name) for name in ("ended_on", "good_rows", "encoding")}
        return cls(initial=initial | {"mode": run.mode, "version": run.version})


class AcceptForm(VersionForm):
    """Why errors of one reason may stand; or that they may no longer."""

    reason = forms.CharField(max_length=40)
    because = forms.CharField(max_length=LONGEST_REASON, required=False)
    remove = forms.BooleanField(required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("remove") and not cleaned.get("because"):
            self.add_error("because", _("Say why these findings may stand."))
        return cleaned


class IssueFilter(forms.Form):
    """Which findings of a run are shown."""

    reason = forms.CharField(max_length=40, required=False)
    severity = forms.ChoiceField(choices=[("", ""), ("error", ""), ("warning", "")], required=False)

    def narrow(self, issues):
        if not self.is_valid():
            return issues
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return issues.filter(**chosen)
