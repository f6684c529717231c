"""Where the server keeps its files, and under which user it runs."""
import hashlib
import os
import pwd
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import Unable

# sockaddr_un holds 108 bytes, one of them the closing zero.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.65535.lock"


@dataclass(frozen=True)
class Places:
    """The files below one folder of the project."""

    folder: Path

    @property
    def data(self):
        return self.folder / "data"

    @property
    def log(self):
        return self.folder / "log"

    @property
    def password(self):
        return self.folder / "password"

    @property
    def users_lock(self):
        return self.folder / "users.lock"

    @property
    def change_lock(self):
        return self.folder / "change.lock"


def keeper(places):
    """The account that runs the server: the caller's, but never root's, which PostgreSQL refuses."""
    owner = places.data.stat().st_uid if places.data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise Unable(f"{places.data} belongs to another user: run as that user, or as root run script/reset")
        return _account(os.geteuid())
    if owner:
        return _account(owner)
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise Unable("root needs a user postgres to run the database: apt-get install postgresql-common") from None


def _account(uid):
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Unable(f"user {uid} has no name, which PostgreSQL needs: add one with useradd -u {uid}") from None


@contextmanager
def opened(data, account):
    """The data folder as a child of this account can name it, and what the child must inherit for that.

    Where it may not pass the folders above, such as root's home, it gets the folder's descriptor instead.
    """
    if is_reachable(data, account):
        yield str(data), {"cwd": "/"}
        return
    descriptor = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}", {"cwd": "/", "pass_fds": (descriptor,)}
    finally:
        os.close(descriptor)


def acting_as(account):
    """Arguments for subprocess that make a child run as this account."""
    environment = {
        "PATH": os.defpath,
        "HOME": account.pw_dir,
        "LC_ALL": "C.UTF-8",  # messages in English: the log is read for a taken port
        "TZ": "UTC",
    }
    if account.pw_uid == os.geteuid():
        return {"env": environment}
    return {"env": environment, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def is_reachable(folder, account):
    """Whether the account may pass through every folder above this one (root's home has mode 0700)."""
    return subprocess.run(["test", "-x", folder], cwd="/", **acting_as(account), check=False).returncode == 0


def socket_folder(places, account):
    """The folder of the unix socket: ours where it is short and reachable, else one under /run or /tmp."""
    own = places.folder / "socket"
    if len(os.fsencode(own / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and is_reachable(places.folder, account):
        return _private(own, account)
    mark = hashlib.sha256(os.fsencode(places.folder)).hexdigest()[:12]
    base = "/run" if os.geteuid() == 0 else tempfile.gettempdir()
    return _private(Path(base, f"geo-renovation-{account.pw_uid}-{mark}"), account)


def _private(folder, account):
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, account.pw_uid, account.pw_gid)
    except FileExistsError:
        found = folder.lstat()  # in /tmp anyone could have put it there
        if found.st_uid != account.pw_uid or found.st_mode & 0o170077 != 0o040000:
            raise Unable(f"{folder} is not a private folder of user {account.pw_name}: remove it") from None
    return folder
