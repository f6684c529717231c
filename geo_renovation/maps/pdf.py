"""PDF pages from templates, laid out by WeasyPrint in a short process of its own.

A page full of lines takes seconds; in a child it has an end, cannot take the web process with it, and
leaves Pango's and fontconfig's state behind.
"""

import os
import subprocess
import sys
import threading

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

LONGEST_S = 30
# Each takes a core and some hundred MB; of a process's few threads some must stay free for the map itself.
AT_ONCE = threading.BoundedSemaphore(2)
LONGEST_QUEUE_S = 10


class UnableToMakePdf(Exception):
    """The child failed or took too long."""

    status = 503
    message = _("The PDF could not be made. Try again with less on it; if it fails again, tell the administrator.")


def html_to_pdf(template: str, context: dict) -> bytes:
    """The template as PDF. It may use styles and pictures of its own only, the latter as data: addresses."""
    html = render_to_string(template, context)
    if not AT_ONCE.acquire(timeout=LONGEST_QUEUE_S):
        raise UnableToMakePdf
    try:
        return _laid_out(html)
    except (subprocess.SubprocessError, OSError) as error:
        raise UnableToMakePdf from error
    finally:
        AT_ONCE.release()


def _laid_out(html: str) -> bytes:
    made = subprocess.run(  # our own module, no word of a user in the command
        [sys.executable, "-m", f"{__package__}.pdf_child"],
        input=html.encode(),
        cwd=settings.BASE_DIR,
        env=_environment(),
        capture_output=True,
        timeout=LONGEST_S,
        check=True,
    )
    return made.stdout


def _environment():
    """Enough to start Python; no secret and no database."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"}
