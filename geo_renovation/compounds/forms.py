"""Forms by which the centre and a street record what changed about a compound."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from . import actions
from .choices import Criterion, Stage, UnknownReason
from .models import StageEvent

ANSWERS = {"yes": True, "no": False, "open": None}
NAMES = {answer: name for name, answer in ANSWERS.items()}
EVIDENCE_LENGTH = StageEvent._meta.get_field("evidence").max_length


class EvidenceField(forms.CharField):
    """What a record rests on."""

    def __init__(self, **options):
        super().__init__(
            label=_("Evidence"),
            max_length=EVIDENCE_LENGTH,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("The document, report or visit it rests on."),
            **options,
        )


class Change(forms.Form):
    """A change of `compound`; what the rules refuse shows beside its field."""

    status = 422

    def __init__(self, compound, *args, **kwargs):
        self.compound = compound
        super().__init__(*args, **kwargs)

    def carry_out(self, *, by) -> bool:
        """Whether the change was made; otherwise `errors` and `status` say why not."""
        if not self.is_valid():
            return False
        try:
            self.act(by)
        except actions.NotYours:
            raise
        except actions.Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            self.status = refusal.status
            return False
        return True


class DayField(forms.DateField):
    """A day, picked from the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StageForm(Change):
    """The next stage with its day and evidence."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage, widget=forms.HiddenInput)
    effective_from = DayField(label=_("In effect from (earliest)"), required=False)
    effective_to = DayField(
        label=_("In effect by (latest)"), required=False, help_text=_("The same day twice where it is known exactly.")
    )
    unknown_reason = forms.ChoiceField(
        label=_("Why the date is open"), choices=[("", "—"), *UnknownReason.choices], required=False
    )
    evidence = EvidenceField()
    expected_stage = forms.CharField(required=False, widget=forms.HiddenInput)
    nonce = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, compound, *args, **kwargs):
        shown = {"stage": compound.next_stage, "expected_stage": compound.stage, "nonce": uuid.uuid4()}
        super().__init__(compound, *args, initial=shown | kwargs.pop("initial", {}), **kwargs)

    def act(self, by):
        given = dict(self.cleaned_data)
        nonce = given.pop("nonce")
        if "expected_stage" not in self.data:
            del given["expected_stage"]
        actions.record_stage(compound=self.compound, by=by, code=str(nonce) if nonce else None, **given)


class CorrectionForm(StageForm):
    """A standing event replaced by what was really so; also the way back to the stage before."""

    stage = forms.ChoiceField(label=_("Stage as it really was"), choices=Stage)
    corrects = forms.ModelChoiceField(
        StageEvent.objects.none(), to_field_name="code", label=_("Event to correct"), empty_label=None
    )
    correction_reason = forms.CharField(label=_("Why it is corrected"), max_length=400)
    field_order = ["corrects", "correction_reason"]

    def __init__(self, compound, *args, **kwargs):
        super().__init__(compound, *args, auto_id="correct_%s", **kwargs)
        events = compound.stage_events.order_by("-recorded_at", "-id")
        self.fields["corrects"].queryset = events
        self.fields["corrects"].choices = [(e.code, self._label(e)) for e in events.standing()]
        self.initial["stage"] = compound.stage

    def _label(self, event):
        return f"{event.get_stage_display()} · {event.effective_to or event.get_unknown_reason_display()}"


class FindingForm(Change):
    """The answer to one criterion."""

    criterion = forms.ChoiceField(label=_("Criterion"), choices=Criterion, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("open", _("Not yet judged"))],
        widget=forms.RadioSelect,
    )
    evidence = EvidenceField()
    expected_answer = forms.ChoiceField(choices=[(a, a) for a in ANSWERS], required=False, widget=forms.HiddenInput)

    def act(self, by):
        given = self.cleaned_data
        expected = given["expected_answer"]
        actions.judge(
            compound=self.compound,
            criterion=given["criterion"],
            answer=ANSWERS[given["answer"]],
            evidence=given["evidence"],
            by=by,
            expected=ANSWERS[expected] if expected else ...,
        )


class PublicationForm(Change):
    """Opening a compound to the public."""

    def act(self, by):
        actions.publish(compound=self.compound, by=by)
