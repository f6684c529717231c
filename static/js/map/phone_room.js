// @ts-check
// On a phone the panels lie over the lower half of the map; a tool that is worked there folds them.

/** The panels come back with their tabs. */
export function makeRoom() {
  if (!matchMedia("(max-width: 760px)").matches) return;
  document.getElementById("layout")?.setAttribute("data-sheet", "none");
  for (const tab of document.querySelectorAll("[data-sheet-of]")) tab.setAttribute("aria-pressed", "false");
}
