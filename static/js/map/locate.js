// @ts-check
// Where the device is: a dot, and a ring as wide as the position is uncertain.
import { boot, t } from "../lib/messages.js";
import { L } from "./leaflet.js";

const ZOOM = 17;
const ASKING = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 20_000 };
const DOT = { radius: 8, color: "#ffffff", weight: 3, fillColor: "#1a73e8", fillOpacity: 1, interactive: false };

/** Why there is no position. @param {{code: number}} refused GeolocationPositionError */
export const why = ({ code }) => ({
  1: t("The browser may not tell the position; allow it for this site."),
  2: t("The device does not know its position."),
}[code] || t("The position did not come in time; try again in the open."));

/** @param {any} page */
export const install = (page) => new Locator(page);

/** Follows the device until it is closed. */
class Locator {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.isOpen = false;
    this.watch = 0;
    this.drawn = L.featureGroup();
  }

  open() {
    const { notices, map } = this.page;
    if (!window.isSecureContext) return notices.say(t("The browser tells the position only to pages under https."), "bad");
    if (!navigator.geolocation) return notices.say(t("The device does not know its position."), "bad");
    this.isOpen = true;
    this.isFirst = true;
    this.drawn.addTo(map);
    this.watch = navigator.geolocation.watchPosition(({ coords }) => this.#show(coords), (refused) => this.#refuse(refused), ASKING);
  }

  close() {
    this.isOpen = false;
    navigator.geolocation.clearWatch(this.watch);
    this.drawn.clearLayers().remove();
    this.page.toolList?.mark();
  }

  /** @param {{latitude: number, longitude: number, accuracy: number}} coords */
  #show({ latitude, longitude, accuracy }) {
    const at = /** @type {[number, number]} */ ([latitude, longitude]);
    this.drawn.clearLayers();
    L.circle(at, { radius: accuracy, color: "#1a73e8", weight: 1, fillOpacity: 0.12, interactive: false }).addTo(this.drawn);
    L.circleMarker(at, DOT).addTo(this.drawn);
    if (!this.isFirst) return;
    this.isFirst = false;
    this.page.map.setView(at, Math.max(ZOOM, this.page.map.getZoom()));
    const { outer_bounds: county } = /** @type {any} */ (boot.county || {});
    const far = county && !L.latLngBounds(county).contains(at);
    this.page.notices.say(far ? t("You are outside the county.") : t("Position to within {metres} m", { metres: Math.round(accuracy) }));
  }

  /** @param {{code: number}} refused */
  #refuse(refused) {
    this.page.notices.say(why(refused), "bad");
    if (this.isFirst) this.close();
  }
}
