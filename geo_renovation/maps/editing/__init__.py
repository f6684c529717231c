"""Drawing and changing on the map: forms, records, acts, and what each object went through."""
