"""What rows must satisfy against one another and the database; SQL over the table `incoming`."""
from .standard import standard

__all__ = ["standard"]
