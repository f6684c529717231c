// @ts-check
// The style sheet of editing and history, loaded once.

/** @type {Promise<void> | undefined} */
let loaded;

export function looks() {
  loaded ||= new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("../../../css/edit.css", import.meta.url).href;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error("edit.css"));
    document.head.append(link);
  });
  return loaded;
}
