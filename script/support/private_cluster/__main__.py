"""`python3 -m private_cluster FOLDER COMMAND…`: runs the command with DATABASE_URL set to the server in FOLDER."""
import os
import sys
from pathlib import Path

from . import Unable
from .child import end_like_any_script, run
from .claim import claimed
from .places import Places
from .server import Server


def main(folder, *command):
    end_like_any_script()
    places = Places(Path(folder).resolve())
    try:
        places.folder.mkdir(parents=True, exist_ok=True)
        if not places.data.exists():
            print("==> Making the private database", flush=True)
        with claimed(Server(places)) as server:
            return run(command, os.environ | {"DATABASE_URL": server.url()})
    except Unable as reason:
        print(f"==> stopped: {reason}", file=sys.stderr)
        return 1
    except PermissionError as refused:
        reason = f"may not use {refused.filename}: run as the user who made it, or remove var"
        print(f"==> stopped: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
