"""Signing in and out, one's own account and what was done under it."""
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, redirect_to_login
from django.contrib.messages.views import SuccessMessageMixin
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from .forms import ViewingForm
from .models import Act, Viewing
from .viewing import address_of

RECENT, PAGE_SIZE = 50, 100


class SignInWhereHidden:
    """Pages of rows: what is missing or forbidden is 404, but the anonymous are asked to sign in."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if not self.asks_to_sign_in():
                raise
            return redirect_to_login(self.after_sign_in())

    def asks_to_sign_in(self) -> bool:
        return not self.request.user.is_authenticated

    def after_sign_in(self) -> str:
        return self.request.get_full_path()


class SignIn(LoginView):
    """Throttled by account and address; Django renews the session and checks `next`."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """By POST only."""


class Password(LoginRequiredMixin, SuccessMessageMixin, PasswordChangeView):
    """Change of one's own password."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:me")
    success_message = _("The password was changed.")


class Me(LoginRequiredMixin, TemplateView):
    """Who one is here, and the part of the journal one may read."""

    template_name = "accounts/me.html"

    def get_context_data(self, **kwargs):
        acts = Act.objects.visible_to(self.request.user).select_related("user", "organisation")
        return super().get_context_data(acts=acts[:RECENT], **kwargs)


class Viewings(SignInWhereHidden, TemplateView):
    """Who looked at networks exactly, where and when: one's own organisation's, to oversight all."""

    template_name = "accounts/viewings.html"

    def get_context_data(self, **kwargs):
        rows = Viewing.objects.visible_to(self.request.user)
        if rows.query.is_empty():
            raise Http404
        form = ViewingForm(self.request.GET)
        rows = form.narrow(rows).select_related("user", "organisation")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        for viewing in page:
            viewing.address = address_of(viewing.area)
        return super().get_context_data(page=page, form=form, **kwargs)
