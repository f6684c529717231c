"""One database is one county: its SRID is fixed when it is made."""
from django.conf import settings
from django.contrib.gis.db.backends.postgis.models import PostGISGeometryColumns
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


def stored_srid():
    """SRID of the county's outline column, or None before the first migration."""
    return (
        PostGISGeometryColumns.objects.filter(
            f_table_name="districts_county", f_geometry_column="outline"
        )
        .values_list("srid", flat=True)
        .first()
    )


def refuse_foreign_srid():
    """Raises ImproperlyConfigured where the database was made under another SRID."""
    srid = stored_srid()
    if srid not in (None, settings.COUNTY_SRID):
        raise ImproperlyConfigured(
            f"This database was made for EPSG:{srid} but COUNTY_SRID is {settings.COUNTY_SRID}. "
            f"Set COUNTY_SRID={srid}, or use another database for this county."
        )


@register(Tags.database)
def srid_matches(app_configs, databases, **kwargs):
    """The same refusal for `manage.py migrate` and `check --database default`."""
    if not databases:
        return []
    try:
        refuse_foreign_srid()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="districts.E001")]
    return []
