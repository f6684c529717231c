// @ts-check
// Where editing and history begin; everything else of them loads at first use.
import { boot, t } from "../../lib/messages.js";

// A page of marks on wrong lines leads here; the address forgets it at once.
const [, marked] = /^#redline=(\d+)$/.exec(location.hash) || [];
const PENCIL = "M3 15l1-4 8-8 3 3-8 8-4 1zM11 4l3 3";

/** @param {any} page */
export function install(page) {
  const act = async (/** @type {(editing: any) => void} */ use) => {
    try {
      const { Editing } = await import("./editing.js");
      use(page.editing ||= new Editing(page));
    } catch (failed) {
      page.notices.fail(failed);
    }
  };
  if (boot.can.draw) page.tools.add({ group: "edit", key: "draw", label: t("Draw"), icon: PENCIL, onClick: () => act((editing) => editing.choose()) });
  page.card.addEventListener("edit", (/** @type {any} */ event) => act((editing) => editing.open(event.detail.key)));
  page.card.addEventListener("mark", (/** @type {any} */ event) => act((editing) => editing.marks(event.detail.key)));
  if (marked) act((editing) => editing.mark(marked));
  page.card.addEventListener("history", (/** @type {any} */ event) => act((editing) => editing.history(event.detail.key)));
}
