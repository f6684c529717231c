"""Files on their way in: straight to the disk, only at the one address that takes them, only up to a size."""
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .permissions import kinds_for

LARGEST_BYTES = 500_000_000  # of one delivery, all its files together
MOST_FILES = 200
# What the upload page names; the closed list itself stands in formats.py.
FORMATS = [
    {"label": _("Shapefile"), "suffixes": ".shp .shx .dbf .prj .cpg"},
    {"label": _("GeoPackage"), "suffixes": ".gpkg"},
    {"label": _("GeoJSON"), "suffixes": ".geojson .json"},
    {"label": _("KML (phones, Google Earth)"), "suffixes": ".kml .kmz"},
    {"label": _("Tables with coordinates, survey tables"), "suffixes": ".xlsx .csv"},
    {"label": _("CAD drawing"), "suffixes": ".dxf"},
    {"label": _("Several of them in folders"), "suffixes": ".zip"},
]


def incoming():
    """Where files lie while they arrive: on the disk that is meant for them."""
    folder = settings.IMPORT_FOLDER / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class ArrivingFile(UploadedFile):
    """A file under a name of ours; gone when it is closed, for what is kept is copied."""

    def __init__(self, label):
        super().__init__(tempfile.NamedTemporaryFile(dir=incoming(), prefix="arriving-"), label, size=0)


class UploadHandler(FileUploadHandler):
    """Counts what arrives; beyond the limit the rest is read and dropped, and the page says so."""

    def __init__(self, request=None):
        super().__init__(request)
        self.arrived_bytes, self.arrived_files, self.arriving = 0, 0, None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.arrived_files += 1
        if not self._may_send():
            raise SkipFile
        if self.arrived_files > MOST_FILES:
            self._stop()
        self.arriving = ArrivingFile(self.file_name)

    def _may_send(self):
        return self.request.path == reverse("imports:new") and bool(kinds_for(self.request.user))

    def receive_data_chunk(self, raw_data, start):
        self.arrived_bytes += len(raw_data)
        if self.arrived_bytes > LARGEST_BYTES:
            self._stop()
        self.arriving.write(raw_data)

    def _stop(self):
        self.request.sent_too_much = True
        self.upload_interrupted()
        raise StopUpload(connection_reset=False)

    def file_complete(self, file_size):
        arrived, self.arriving = self.arriving, None
        arrived.file.flush()
        arrived.seek(0)
        arrived.size = file_size
        return arrived

    def upload_interrupted(self):
        if self.arriving is not None:
            self.arriving.close()
            self.arriving = None
