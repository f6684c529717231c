"""Accounts to look at the demonstration with, one for every post of the plan."""
import os
import secrets

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geo_renovation.accounts.actions import administration
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.districts.models import County

# Account → organisation; every other account is named like its organisation.
POSTS = {"planner": "centre", "leader": "task-force"}
OFFICES = (
    "finance audit development land enforcement street-yuqiuhu street-huixin street-renhe power water heat "
    "gas-tianma gas-jinshi gas-kunlun mobile unicom telecom broadcast tower"
).split()


class Command(BaseCommand):
    help = "Makes one account per post, in a county of invented data only."

    @transaction.atomic
    def handle(self, *args, **options):
        if not County.objects.filter(is_demonstration=True).exists():
            raise CommandError("Demonstration accounts are made only where the county's data is invented.")
        given = os.environ.get("DEMO_PASSWORD")
        password = given or secrets.token_urlsafe(9)
        made = [self._account(*pair, password) for pair in self._pairs()]
        new = [user.username for user in made if user is not None]
        if new and not given:
            self.stdout.write(f"Password of the demonstration accounts: {password}")
        self.stdout.write(f"{len(new)} accounts made: {' '.join(new)}" if new else "All accounts were there.")

    def _pairs(self):
        return [("admin", None), *POSTS.items(), *((office, office) for office in OFFICES)]

    def _account(self, username, office, password):
        """The new account, or None where it stood already; a given password is set on both."""
        organisation = Organisation.objects.get(code=office) if office else None
        defaults = {"organisation": organisation, "is_staff": organisation is None}
        user, is_new = User.objects.get_or_create(username=username, defaults=defaults)
        if user.is_staff:
            user.groups.set([administration()])
        if is_new or ("DEMO_PASSWORD" in os.environ and not user.check_password(password)):
            user.set_password(password)
            user.save(update_fields=["password"])
        return user if is_new else None
