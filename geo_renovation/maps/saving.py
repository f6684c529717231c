"""Keeping, renaming and deleting views of the map."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import User
from geo_renovation.accounts.refusals import Refusal

from .models import LONGEST_NAME, LONGEST_QUERY, SavedView

MOST_VIEWS = 100


class NameRefused(Refusal):
    message = _("A name of 1 to 60 characters is wanted.")


class NameTaken(Refusal):
    message = _("Another of your views has this name.")


class QueryRefused(Refusal):
    message = _("The view cannot be kept: its address is too long or not readable.")


class TooManyViews(Refusal):
    message = _("There are 100 views already; delete one first.")


def clean_name(name) -> str:
    name = " ".join(name.split()) if isinstance(name, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NameRefused
    return name


def clean_query(query) -> str:
    query = query.removeprefix("?") if isinstance(query, str) else None
    if query is None or len(query) > LONGEST_QUERY or not query.isprintable():
        raise QueryRefused
    return query


@transaction.atomic
def save_view(user, name, query) -> SavedView:
    """The view under this name; one of the same name is replaced and keeps its link."""
    name, query = clean_name(name), clean_query(query)
    User.objects.select_for_update().get(pk=user.pk)  # the count below holds
    own = SavedView.objects.visible_to(user)
    found = own.filter(name=name).first()
    if found is None and own.count() >= MOST_VIEWS:
        raise TooManyViews
    view = found or SavedView(user=user, name=name)
    view.query = query
    view.save()
    return view


@transaction.atomic
def rename_view(user, view, name) -> None:
    name = clean_name(name)
    User.objects.select_for_update().get(pk=user.pk)
    if SavedView.objects.visible_to(user).filter(name=name).exclude(pk=view.pk).exists():
        raise NameTaken
    SavedView.objects.filter(pk=view.pk).update(name=name)
