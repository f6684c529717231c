"""A private PostGIS server in the project's own folder, shared by the scripts that run at the same time."""


class Unable(Exception):
    """What could not be done, why, and what to do, in one line for the person at the terminal."""
