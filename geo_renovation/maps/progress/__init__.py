"""Progress of the renovation as of any day: the figures of the page, the wall, the brief and the workbook."""
