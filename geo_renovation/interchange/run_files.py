"""What the check of a run leaves beside its delivery for the pages: too large or too fleeting for a table."""
import json
import os
import tempfile

from django.conf import settings


def folder_of(run):
    """The folder of a run, or None where it came by command and nobody looks at pages of it."""
    if run.delivery_id is None:
        return None
    return settings.IMPORT_FOLDER / str(run.delivery.folder) / f"run-{run.pk}"


def write(run, name, data):
    """Replaces a file whole: who reads meanwhile reads the old one or the new one."""
    folder = folder_of(run)
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, default=str)
    os.replace(file.name, folder / f"{name}.json")


def read(run, name, default):
    """What was written last under that name."""
    folder = folder_of(run)
    try:
        return json.loads((folder / f"{name}.json").read_text("utf-8")) if folder else default
    except (FileNotFoundError, ValueError):
        return default


def forget(run, *names):
    """Removes what an earlier check left."""
    folder = folder_of(run)
    for name in names if folder else ():
        (folder / f"{name}.json").unlink(missing_ok=True)
