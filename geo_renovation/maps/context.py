"""What every page knows of the county."""

from django.utils.functional import SimpleLazyObject

from geo_renovation.districts.models import County


def county(request):
    """`county`: the county of this database or None, read once and only where a page shows it."""
    return {"county": SimpleLazyObject(lambda: County.objects.defer("outline").first())}
