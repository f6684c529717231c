"""`python3 -m private_cluster.discard FOLDER`: removes the server's folder, unless a script is using it."""
import fcntl
import shutil
import sys
from pathlib import Path

from . import Unable
from .places import Places, keeper, socket_folder
from .running import Running


def discard(places):
    with places.users_lock.open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unable("a script is using the database: stop it first") from None
        running = Running(places.data)
        running.settle()
        running.stop()
        shutil.rmtree(socket_folder(places, keeper(places)))
        shutil.rmtree(places.folder)


if __name__ == "__main__":
    try:
        discard(Places(Path(sys.argv[1]).resolve()))
    except (Unable, OSError) as reason:
        sys.exit(f"==> stopped: {reason}")
