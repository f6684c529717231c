"""The view on paper: a sheet in the county's CRS at a true scale, every line a line, every figure counted for it."""
