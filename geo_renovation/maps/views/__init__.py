"""The map page and the data it draws. What may not be seen and what does not exist are both 404."""
