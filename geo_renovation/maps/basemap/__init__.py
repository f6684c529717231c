"""Maps of others beneath ours: Tianditu through this server, a raster PMTiles file of one's own, or none."""
