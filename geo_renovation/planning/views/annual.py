"""The board of annual plans, and moves on it."""
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from ..actions import move_compounds, take_back_move
from ..annual_board import YEARS_SHOWN, Question, board
from ..choices import FIRST_YEAR, LAST_YEAR
from ..plan_errors import UnableToPlan
from ..plan_forms import MoveForm, ShownForm, TakeBackForm
from .answering import WEIGHING, PlanningView, cleaned, sent


class AnnualView(PlanningView):
    """One part of the board: some years, one district or all."""

    def question(self) -> Question:
        form = ShownForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        first = asked.get("first") or timezone.localdate().year
        first = min(max(first, FIRST_YEAR), LAST_YEAR - YEARS_SHOWN + 1)
        return Question(self.request.user, first, asked.get("district", ""), asked.get("text", ""))

    def refused_url(self):
        return "planning:annual"


class AnnualPage(AnnualView):
    def get(self, request):
        self.check_reader()
        asked = self.question()
        told = board(asked)
        if self.answers_json:
            return JsonResponse(told)
        shown = {"text": asked.text, "before": asked.first - YEARS_SHOWN, "after": asked.first + YEARS_SHOWN}
        return render(request, "planning/annual.html", {"board": told, "asked": shown})


class AnnualChange(AnnualView):
    """A move; the answer is the board as it is now, with what the move came to."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = True

    def post(self, request):
        if not self.is_reader or request.user.audience not in WEIGHING:
            raise UnableToPlan
        move, effect = self.change(sent(request), request.user)
        told = {"id": move.pk, "moved": move.moved, "places": move.places}
        return JsonResponse({"move": told, "effect": effect, "board": board(self.question())})


class MoveCompounds(AnnualChange):
    def change(self, data, user):
        return move_compounds(by=user, **cleaned(MoveForm(data)))


class TakeBackMove(AnnualChange):
    def change(self, data, user):
        return take_back_move(by=user, **cleaned(TakeBackForm(data)))
