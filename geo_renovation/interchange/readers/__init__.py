"""One module per file format; each opens a staged file as a Layer. Run in the parser process only."""
