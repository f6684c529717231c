"""What an administration account may change: accounts and reference data, nothing else."""
from django.contrib.auth.models import Group, Permission

ADMINISTRATION = "administration"
EDITED = {
    "accounts": ("user", "organisation"),
    "districts": ("county", "townarea", "district", "community", "road", "barrier"),
    "compounds": ("compound", "building"),
    "planning": ("unitprice", "tenderthreshold"),
}


def administration() -> Group:
    """The group of administration accounts, its permissions brought up to date."""
    group, _ = Group.objects.get_or_create(name=ADMINISTRATION)
    group.permissions.set(
        permission
        for app, models in EDITED.items()
        for permission in Permission.objects.filter(
            content_type__app_label=app, content_type__model__in=models
        ).exclude(codename__startswith="delete_user")
    )
    return group
