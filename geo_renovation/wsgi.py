"""The WSGI entry: refuses to serve a database made for another county's CRS."""
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_renovation.settings")
application = get_wsgi_application()

from geo_renovation.districts.checks import refuse_foreign_srid  # noqa: E402

refuse_foreign_srid()
