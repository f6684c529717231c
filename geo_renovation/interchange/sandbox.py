"""The sandbox in which files of users are read: bubblewrap, or no import at all.

A parser has no network, no capability, no environment of ours and sees of the machine only its
libraries, Python's packages, our readers and the one file. There is no /proc inside: a container
may not mount one, and nothing there is needed.
"""
import logging
import os
import shutil
import subprocess
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

from django.core.checks import Tags, Warning, register
from django.utils.translation import gettext as _

from .refusals import Refused

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
PACKAGE = "/parser/geo_renovation"
INSIDE = f"{PACKAGE}/interchange"
SPATIAL = HERE.parent / "spatial"
INPUT = Path("/input")
MODULE = "geo_renovation.interchange.parser"
NOBODY = "65534"
SCRATCH_BYTES = 1 << 20
LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")
ENVIRONMENT = {
    "PATH": "/nowhere",
    "HOME": "/nowhere",  # ezdxf looks there for its settings
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "GDAL_DRIVER_PATH": "disable",
}
CONFINED = (
    "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
    "--unshare-cgroup-try", "--uid", NOBODY, "--gid", NOBODY, "--hostname", "parser",
    "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--clearenv",
)  # fmt: skip
# No namespaces inside either. Refused where /proc/sys is read-only, as in most containers.
NO_NESTING = "--disable-userns"


def start(folder, environment, errors):
    """A parser that sees `folder` as /input; talks over its standard input and output."""
    return subprocess.Popen(  # noqa: S603  (our own module, no shell)
        command(folder, environment, "-m", MODULE),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env={}, cwd="/",
    )  # fmt: skip


def command(folder, environment, *arguments):
    """The command line that runs Python with `arguments` inside; raises Refused("no_sandbox")."""
    python = [os.path.realpath(_python()), "-S", *arguments]
    return [*_bubblewrap(), *_bound(folder), *_environment(environment), *python]


def missing():
    """Why there is no sandbox on this machine, or None."""
    try:
        _bubblewrap()
    except Refused as refusal:
        return refusal.reason
    return None


@cache
def _bubblewrap():
    """The command and the confinement that this machine grants; asked once, while it is refused again."""
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        logger.error("No sandbox: bubblewrap is not installed; as root: apt-get install bubblewrap")
        raise Refused("no_sandbox")
    for confined in ([*CONFINED, NO_NESTING], CONFINED):
        trial = [bubblewrap, *confined, *_bound(None), os.path.realpath(_python()), "-S", "-c", ""]
        tried = subprocess.run(trial, env={}, capture_output=True, timeout=30, check=False)  # noqa: S603
        if tried.returncode == 0:
            return [bubblewrap, *confined]
    logger.error("No sandbox: %s", tried.stderr.decode("utf-8", "replace")[:500])
    raise Refused("no_sandbox")


def _bound(folder):
    """What the inside sees, all of it read-only but a small /tmp."""
    seen = ["--dev", "/dev", "--size", str(SCRATCH_BYTES), "--tmpfs", "/tmp"]  # noqa: S108
    for library in LIBRARIES:
        if os.path.islink(library):
            seen += ["--symlink", os.readlink(library), library]
        else:
            seen += _same(library)
    python = os.path.realpath(_python())
    for path in (python, sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")):
        if not path.startswith(LIBRARIES):
            seen += _same(path)
    for part in ("readers", "archive.py", "refusals.py", "parser.py"):
        seen += ["--ro-bind", str(HERE / part), f"{INSIDE}/{part}"]
    for part in ("shifts.py", "similarity.py"):
        seen += ["--ro-bind", str(SPATIAL / part), f"{PACKAGE}/spatial/{part}"]
    if folder is not None:
        seen += ["--ro-bind", str(folder), str(INPUT)]
    return [*seen, "--remount-ro", "/", "--chdir", "/"]


def _same(path):
    return ["--ro-bind-try", path, path]


def _python():
    """The interpreter itself: an environment's is a link that leads nowhere inside."""
    return os.path.join(sysconfig.get_config_var("BINDIR"), f"python{sysconfig.get_python_version()}")


def _environment(more):
    packages = f"/parser:{sysconfig.get_path('purelib')}"
    named = {**ENVIRONMENT, "PYTHONPATH": packages, **more}
    return [word for name, value in named.items() for word in ("--setenv", name, value)]


def log_errors(errors):
    """What the sandbox said when it did not start, for the operator only."""
    errors.seek(0)
    logger.error("The parser did not start: %s", errors.read(2000).decode("utf-8", "replace"))


def error_file():
    """Where standard error goes: a file of our own, gone with its last handle."""
    return tempfile.TemporaryFile()


@register(Tags.security)
def sandbox_is_there(app_configs, **kwargs):
    """Says at start what would otherwise be refused file by file."""
    if missing() is None:
        return []
    why = _("Files cannot be imported: there is no sandbox to read them in.")
    how = _("Install Debian's bubblewrap and allow unprivileged user namespaces.")
    return [Warning(why, hint=how, id="interchange.W001")]
