"""How fast the map, the importer and the analyses are beside what limits them; run by script/bench."""
