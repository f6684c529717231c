// @ts-check
// What is said to be wrong with a line, beside the line in the editor; the drawn way can be taken as it is.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { L } from "../leaflet.js";

export const LOOK = { color: "#d0021b", weight: 4, opacity: 0.9, dashArray: "2 7", interactive: false, className: "redline", pane: "labels", pmIgnore: true };

/** @param {any} editor with the line in hand @param {any} mark */
export function suggest(editor, mark) {
  const { geometry } = mark;
  const said = h("section", { class: "edit-suggestion" },
    h("p", {}, h("b", {}, mark.kind_label), ` · ${mark.text}`), h("p", { class: "low" }, [mark.made.organisation, mark.made.who, mark.made.at].filter(Boolean).join(" · ")),
    geometry ? h("button", { type: "button", class: "button", on: { click: () => editor.put(geometry) } }, t("Take the drawn way")) : null);
  editor.message.after(said);
  if (!geometry) return;
  const layer = L.geoJSON(geometry, /** @type {any} */ ({ style: LOOK }));
  editor.marks.addLayer(layer);
  editor.map.fitBounds(layer.getBounds().extend(L.geoJSON(editor.record.geometry).getBounds()), { maxZoom: 19, padding: [60, 60] });
}
