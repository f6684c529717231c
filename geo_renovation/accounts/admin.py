"""Administration of accounts and organisations; its sign-in is everybody's."""
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from .forms import AccountAdditionForm, AccountChangeForm
from .models import Organisation, User


def sign_in(request, extra_context=None):
    """Anonymous visitors sign in where all do; for others the administration does not exist."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next") or request.get_full_path())


admin.site.login = sign_in
admin.site.site_header = admin.site.site_title = _("Administration of accounts and reference data")
admin.site.unregister(Group)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Organisations of the plan."""

    list_display = ["code", "name", "kind", "district_code"]
    list_filter = ["kind"]
    search_fields = ["code", "name"]


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts: switched off, never deleted, so that the journal keeps its names."""

    form = AccountChangeForm
    add_form = AccountAdditionForm
    list_display = ["username", "organisation", "post", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "organisation__kind"]
    search_fields = ["username", "post", "organisation__name"]
    list_select_related = ["organisation"]
    filter_horizontal = ["groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Office"), {"fields": ["organisation", "post"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "organisation", "post", "is_staff", "usable_password", "password1", "password2"],
            },
        )
    ]

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def has_delete_permission(self, request, obj=None):
        return False
