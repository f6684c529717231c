"""The map on which a county plans the joint renovation of its old residential compounds."""
