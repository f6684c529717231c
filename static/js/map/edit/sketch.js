// @ts-check
// The shape in hand on the map: drawn, its corners moved and snapped. Only this module speaks to Geoman.
import { L } from "../leaflet.js";

const DIGITS = 9;
const SNAP_PX = 16;
const LOOK = { color: "#0b5cad", weight: 3, fillOpacity: 0.14, dashArray: "7 5", className: "edit-shape", pmIgnore: false, snapIgnore: true };
const GUIDE = { color: "#0b5cad", weight: 3, dashArray: "3 5" };
const MODES = { area: "Polygon", line: "Line" };

/** Says "change" with {geometry} while it changes, "drawn" when a shape is finished. */
export class Sketch extends EventTarget {
  /** @param {any} map with its `pm` */
  constructor(map) {
    super();
    this.map = map;
    this.layer = null;
    this.working = null;
    this.onCreate = (/** @type {any} */ event) => this.#finished(event.layer);
    this.onStart = (/** @type {any} */ event) => (this.working = event);
    this.onMove = () => this.working && this.#say(this.working.workingLayer, this.working.shape);
  }

  get options() {
    return { snappable: true, snapDistance: SNAP_PX, snapMiddle: false, snapSegment: true, allowSelfIntersection: false, tooltips: true };
  }

  /** Waits for a shape to be drawn. @param {"area" | "line"} family */
  draw(family) {
    this.stop();
    this.map.on("pm:create", this.onCreate);
    this.map.on("pm:drawstart", this.onStart);
    const looks = { pathOptions: LOOK, templineStyle: GUIDE, hintlineStyle: GUIDE };
    this.map.pm.enableDraw(MODES[family], { ...this.options, ...looks, allowSelfIntersection: family === "line", finishOn: "dblclick" });
    // After Geoman's own listener, which moves and snaps the next corner.
    this.map.on("mousemove click", this.onMove);
  }

  /** @param {any} layer */
  #finished(layer) {
    const geometry = layer.toGeoJSON(DIGITS).geometry;
    layer.remove();
    this.#endDrawing();
    this.open(geometry);
    this.dispatchEvent(new CustomEvent("drawn", { detail: { geometry } }));
  }

  /** @param {any} geometry to be changed by its corners */
  open(geometry) {
    this.stop();
    const options = /** @type {any} */ ({ style: LOOK, pmIgnore: false });
    const layer = /** @type {any} */ (L.geoJSON(geometry, options).getLayers()[0]);
    Object.assign(layer.options, LOOK);
    layer.addTo(this.map);
    /** @type {any} */ (L).PM.reInitLayer(layer);
    layer.pm.enable({ ...this.options, allowSelfIntersection: geometry.type === "LineString", removeLayerBelowMinVertexCount: false });
    layer.on("pm:edit pm:markerdragend pm:vertexadded pm:vertexremoved pm:change", () => this.#say(layer));
    this.layer = layer;
  }

  /** @param {any} layer @param {string} [shape] while it is still drawn */
  #say(layer, shape) {
    const geometry = shape ? unfinished(layer, shape, this.map.pm.Draw[shape]._hintMarker?.getLatLng()) : layer.toGeoJSON(DIGITS).geometry;
    this.dispatchEvent(new CustomEvent("change", { detail: { geometry, isFinished: !shape } }));
  }

  get geometry() {
    return this.layer ? this.layer.toGeoJSON(DIGITS).geometry : null;
  }

  #endDrawing() {
    this.map.off("pm:create", this.onCreate);
    this.map.off("pm:drawstart", this.onStart);
    this.map.off("mousemove click", this.onMove);
    this.working = null;
    if (this.map.pm.globalDrawModeEnabled()) this.map.pm.disableDraw();
  }

  stop() {
    this.#endDrawing();
    this.layer?.pm.disable();
    this.layer?.remove();
    this.layer = null;
  }
}

/** The corners set so far, and the one that the next click would set. @param {any} layer @param {string} shape @param {any} next */
function unfinished(layer, shape, next) {
  const positions = [...layer.getLatLngs(), ...(next ? [next] : [])].map((/** @type {any} */ { lat, lng }) => [lng, lat]);
  if (shape === "Polygon" && positions.length > 2) return { type: "Polygon", coordinates: [[...positions, positions[0]]] };
  return { type: "LineString", coordinates: positions };
}
