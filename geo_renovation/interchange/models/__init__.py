"""What was sent in, how each layer of it was imported, and what that changed."""
from .change import Change, Undo
from .delivery import Delivery
from .issue import ImportIssue
from .matching import Matching
from .run import ImportRun

__all__ = ["Change", "Delivery", "ImportIssue", "ImportRun", "Matching", "Undo"]
