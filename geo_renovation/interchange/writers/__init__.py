"""Files that leave the house: each says who took it and when."""
