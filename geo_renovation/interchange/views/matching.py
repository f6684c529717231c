"""Saying how a layer is to be read: where it lies, and which column is what."""
import json

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from .. import instructions, placing, queueing
from ..choices import Mode
from ..deliveries import layer_shown
from ..forms import MatchForm, PlaceForm
from ..found import headings_of, layer_of
from ..kinds import KINDS
from ..matching import Matching, sent_columns
from ..messages import message
from ..refusals import Refused
from .runs import ShownRun, is_changeable, shared, steps

LONGEST_PLACE = 100_000  # bytes


class InstructionView(ShownRun):
    """A step in which a run's instructions are changed."""

    step = ""

    def context(self):
        run = self.run
        layer = layer_shown(layer_of(run), [])
        return shared(run) | {"steps": steps(run, self.step), "layer": layer}

    def check_changeable(self):
        if not is_changeable(self.run):
            raise queueing.ChangedMeanwhile


class Place(InstructionView):
    """Where the coordinates lie."""

    step = "place"

    def get(self, request, pk):
        self.check_changeable()
        return self.shown(self.form())

    def form(self, data=None):
        told = self.run.instructions.get("place", {})
        shown = told | {"points": json.dumps(told.get("points", [])), "version": self.run.version}
        return PlaceForm(data, initial=shown)

    def shown(self, form):
        place, layer = self.run.instructions.get("place", {}), layer_of(self.run)
        data = {
            "url": reverse("imports:place_json", args=[self.run.pk]),
            "place": place,
            "answer": placing.preview(layer, place),
            "crs_choices": placing.choices(),
            "county_crs": placing.county_crs(),
            "sample": layer.get("sample") or [],
            "stated": layer.get("crs"),
            "tolerance_m": place.get("tolerance_m", placing.TOLERANCE_M),
        }
        context = self.context() | {"form": form, "place_data": data}
        if form.errors:
            return self.invalid(form.errors, "imports/place.html", context)
        return render(self.request, "imports/place.html", context)

    def post(self, request, pk):
        form = self.form(request.POST)
        if form.is_valid():
            try:
                place = placing.cleaned(form.cleaned_data)
                placing.check(layer_of(self.run), place)
            except Refused as refusal:
                form.add_error(None, message(refusal.reason, **refusal.details))
            else:
                instructions.change(self.run, form.cleaned_data["version"], by=request.user, place=place)
                return self.went_on("imports:match", pk)
        return self.shown(form)


class TriedPlace(ShownRun):
    """What a place would do to the coordinates, before anybody says yes."""

    is_data = True

    def post(self, request, pk):
        try:
            if len(request.body) > LONGEST_PLACE:
                raise ValueError
            place = json.loads(request.body)
            if not isinstance(place, dict):
                raise ValueError
            return JsonResponse(placing.preview(layer_of(self.run), placing.cleaned(place)))
        except (ValueError, RecursionError):
            return self.refuse(message("place_wrong", part="JSON"), status=400)
        except Refused as refusal:
            said = message(refusal.reason, **refusal.details)
            return JsonResponse({"error": said, "refused": {"reason": refusal.reason, "message": said}}, status=422)


class Match(InstructionView):
    """Which column is what, and how the rows meet what is stored."""

    step = "match"

    def get(self, request, pk):
        self.check_changeable()
        return self.shown(MatchForm.shown(self.run), self.chosen_for(request.GET.get("owner", "").replace("\0", "")))

    def chosen_for(self, owner):
        """What was chosen for the last such file of that owner, laid over the run's instructions; None where nothing was."""
        run = self.run
        last = owner and instructions.last_time(run.organisation, run.kind, headings_of(layer_of(run)), owner)
        return {**run.instructions, **last.instructions, "as_last_time": last.used_at.isoformat()} if last else None

    def shown(self, form, told=None, errors=None):
        run = self.run
        matching = Matching(KINDS[run.kind], layer_of(run), told or run.instructions, errors)
        last, fields = (told or run.instructions).get("as_last_time"), matching.fields
        context = self.context() | {
            "form": form,
            "as_last_time": parse_datetime(last) if last else None,
            "owners": instructions.remembered_owners(run.organisation, run.kind, headings_of(layer_of(run))),
            "fields": fields,
            "fields_wrong": [each for each in fields if each.errors],
            "headings": matching.headings,
            "unused": matching.unused,
            "columns_data": matching.columns_data(),
        }
        if form.errors or errors:
            return self.invalid({**form.errors, **(errors or {})}, "imports/match.html", context)
        return render(self.request, "imports/match.html", context)

    def post(self, request, pk):
        run, form = self.run, MatchForm(request.POST)
        adding = request.POST.get("mode", Mode.ADD) == Mode.ADD
        mapping, constants, value_maps, errors = sent_columns(
            KINDS[run.kind], layer_of(run), request.POST, adding=adding
        )
        told = {"mapping": mapping, "constants": constants, "value_maps": value_maps}
        if not form.is_valid() or errors:
            return self.shown(form, run.instructions | told, errors)
        day = form.cleaned_data["ended_on"]
        told |= {name: form.cleaned_data[name] for name in ("good_rows", "encoding")}
        told |= {"ended_on": day.isoformat() if day else "", "as_last_time": ""}
        mode = form.cleaned_data["mode"]
        run = instructions.change(run, form.cleaned_data["version"], by=request.user, mode=mode, **told)
        if request.POST.get("then") == "save":
            return self.went_on("imports:match", pk)
        queueing.check(run, run.version, by=request.user)
        return self.went_on("imports:run", pk)
