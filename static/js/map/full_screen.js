// @ts-check
// The map alone on the whole screen.
import { t } from "../lib/messages.js";

/** @param {any} page */
export function install(page) {
  const area = /** @type {HTMLElement} */ (document.querySelector(".map-area"));
  document.addEventListener("fullscreenchange", () => page.toolList?.mark());
  return {
    get isOpen() {
      return document.fullscreenElement === area;
    },
    async open() {
      if (!document.fullscreenEnabled) return page.notices.say(t("This browser does not show pages on the full screen."), "bad");
      await area.requestFullscreen();
    },
    close: () => document.exitFullscreen(),
  };
}
