#!/bin/bash
# Copies the browser's third-party files out of node_modules to static/vendor.
set -euo pipefail
cd "$(dirname "$0")/../.."

new=static/vendor.new
rm -rf "$new"
mkdir -p "$new"/{leaflet,vector-tile,point-geometry,pbf,echarts,geoman}
cp -r node_modules/leaflet/dist/{leaflet.js,leaflet.css,images} "$new/leaflet/"
cp node_modules/@mapbox/vector-tile/index.js "$new/vector-tile/"
cp node_modules/@mapbox/point-geometry/index.js "$new/point-geometry/"
cp node_modules/pbf/index.js "$new/pbf/"
cp node_modules/echarts/dist/echarts.esm.min.mjs "$new/echarts/echarts.js"
# tsc follows our import into it, and it is not ours to type.
{ echo "// @ts-nocheck"; cat node_modules/@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js; } > "$new/geoman/leaflet-geoman.js"
# collectstatic stops at a source map that is not there.
find "$new" -name '*.js' -exec sed -i '/^\/\/# sourceMappingURL=/d' {} +
rm -rf static/vendor
mv "$new" static/vendor
