#!/bin/bash
# Copies the browser's third-party files out of node_modules to static/vendor.
set -euo pipefail
cd "$(dirname "$0")/../.."

new=static/vendor.new
rm -rf "$new"
mkdir -p "$new"/{leaflet,vector-tile,point-geometry,pbf}
cp -r node_modules/leaflet/dist/{leaflet.js,leaflet.css,images} "$new/leaflet/"
cp node_modules/@mapbox/vector-tile/index.js "$new/vector-tile/"
cp node_modules/@mapbox/point-geometry/index.js "$new/point-geometry/"
cp node_modules/pbf/index.js "$new/pbf/"
# collectstatic stops at a source map that is not there.
find "$new" -name '*.js' -exec sed -i '/^\/\/# sourceMappingURL=/d' {} +
rm -rf static/vendor
mv "$new" static/vendor
