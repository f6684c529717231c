"""GDAL's vector drivers: all but the one of a format are skipped. A test compares with GDAL's list."""
NAMES = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF",
    "EDIGEO", "EEDA", "ESRI Shapefile", "ESRIJSON", "Elasticsearch", "FlatGeobuf", "GDALG", "GML",
    "GPKG", "GPSBabel", "GPX", "GTFS", "GeoJSON", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML",
    "JSONFG", "KML", "LIBKML", "LVBAG", "MBTiles", "MEM", "MVT", "MapInfo File", "MapML",
    "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OSM",
    "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite",
    "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX",
)
