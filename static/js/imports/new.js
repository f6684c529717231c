// @ts-check
// The page on which files are chosen and sent.
import { byId, h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { fromDrop, fromInput, joined, missingParts, size, totalBytes } from "./gather.js";
import { Sending } from "./sending.js";

/** @typedef {import("./gather.js").Chosen} Chosen */

/** Choosing, looking over, sending. */
class SendPage {
  constructor() {
    this.form = /** @type {HTMLFormElement} */ (byId("send"));
    this.limitBytes = Number(this.form.dataset.limitBytes);
    this.limitFiles = Number(this.form.dataset.limitFiles);
    /** @type {Chosen[]} */
    this.chosen = [];
    /** @type {Sending | null} */
    this.sending = null;
    this.form.classList.add("scripted");
    this.#inputs();
    this.#dropping();
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.send()));
    byId("stop").addEventListener("click", () => this.sending?.cancel());
    window.addEventListener("beforeunload", (event) => this.sending && event.preventDefault());
    this.draw();
  }

  #inputs() {
    for (const id of ["files", "folder"]) {
      const input = byId(id);
      const label = this.form.querySelector(`label[for=${id}]`);
      input.addEventListener("change", () => {
        this.add(fromInput(input.files));
        input.value = "";
      });
      input.addEventListener("focus", () => label?.classList.add("focused"));
      input.addEventListener("blur", () => label?.classList.remove("focused"));
    }
  }

  #dropping() {
    const drop = byId("drop");
    let depth = 0;
    const over = (/** @type {boolean} */ yes) => drop.classList.toggle("over", yes);
    // A file dropped beside the zone would replace the page.
    for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault());
    drop.addEventListener("dragenter", () => (depth++, over(true)));
    drop.addEventListener("dragleave", () => over(--depth > 0));
    drop.addEventListener("drop", async (/** @type {DragEvent} */ event) => {
      over(false);
      depth = 0;
      if (event.dataTransfer) this.add(await fromDrop(event.dataTransfer).catch(() => []));
    });
  }

  /** @param {Chosen[]} files */
  add(files) {
    if (this.sending) return;
    this.chosen = joined(this.chosen, files);
    this.draw();
    this.#say(t("{n} files chosen, {size}", { n: this.chosen.length, size: size(totalBytes(this.chosen)) }));
  }

  /** @param {Chosen} gone */
  remove(gone) {
    this.chosen = this.chosen.filter((each) => each !== gone);
    this.draw();
    /** @type {HTMLElement} */ (this.form.querySelector(".chosen button") || byId("files")).focus();
  }

  draw() {
    const total = totalBytes(this.chosen);
    const tooMuch = this.#tooMuch(total);
    const lacking = missingParts(this.chosen.map(({ path }) => path));
    const rows = this.chosen.map((each) => this.#row(each));
    const warnings = lacking.map(([path, parts]) => h("p", { class: "caution" }, t("{file} lacks {parts}: without them the shapefile cannot be read.", { file: path, parts: parts.join(", ") })));
    replace(byId("chosen"), h("ul", { class: "chosen" }, rows), this.#total(total, tooMuch), warnings, tooMuch && h("p", { class: "problem", role: "alert" }, tooMuch));
    byId("chosen").hidden = !this.chosen.length;
    byId("submit").disabled = !this.chosen.length || !!tooMuch;
  }

  /** @param {Chosen} each */
  #row(each) {
    const cut = each.path.lastIndexOf("/") + 1;
    const path = h("span", { class: "path" }, h("small", {}, each.path.slice(0, cut)), each.path.slice(cut));
    const remove = h("button", { type: "button", "aria-label": t("Leave out {file}", { file: each.path }), on: { click: () => this.remove(each) } }, "×");
    return h("li", {}, path, h("span", { class: "size" }, size(each.file.size)), remove);
  }

  /** @param {number} total @param {string} tooMuch */
  #total(total, tooMuch) {
    const files = this.chosen.length === 1 ? t("1 file") : t("{n} files", { n: this.chosen.length });
    const meter = h("meter", { min: 0, max: this.limitBytes, high: this.limitBytes, value: Math.min(total, this.limitBytes), "aria-label": t("Share of the limit") });
    return h("div", { class: "total" }, h("span", {}, files), h("span", { class: tooMuch ? "over-limit" : "low" }, t("{size} of at most {limit}", { size: size(total), limit: size(this.limitBytes) })), meter);
  }

  /** @param {number} total */
  #tooMuch(total) {
    if (total > this.limitBytes) return t("Too much for one delivery. Leave files out, or send them in several parts.");
    if (this.chosen.length > this.limitFiles) return t("At most {n} files at a time. Put them into one zip archive.", { n: this.limitFiles });
    return "";
  }

  #data() {
    const data = new FormData();
    for (const input of this.form.querySelectorAll("input[type=hidden]:not([name=complete])")) data.append(/** @type {any} */ (input).name, /** @type {any} */ (input).value);
    for (const { path, file } of this.chosen) {
      data.append("files", file, file.name);
      data.append("paths", path);
    }
    data.append("complete", "1"); // last of all: an upload that was cut off lacks it
    return data;
  }

  async send() {
    if (this.sending || !this.chosen.length) return;
    const token = /** @type {HTMLInputElement} */ (this.form.querySelector("[name=csrfmiddlewaretoken]")).value;
    this.#busy(true);
    this.sending = new Sending(this.form.action, this.#data(), token, (sent, total) => this.#progress(sent, total));
    const outcome = await this.sending.done;
    this.sending = null;
    if ("url" in outcome) return location.assign(outcome.url);
    this.#busy(false);
    byId("submit").textContent = t("Send again");
    replace(byId("problem"), h("p", {}, outcome.error));
    byId("problem").hidden = false;
    byId("submit").focus();
  }

  /** @param {boolean} busy */
  #busy(busy) {
    byId("sending").hidden = !busy;
    byId("stop").hidden = !busy;
    byId("submit").disabled = busy;
    byId("problem").hidden = true;
    if (busy) this.#progress(0, totalBytes(this.chosen));
  }

  /** @param {number} sent @param {number} total */
  #progress(sent, total) {
    const all = sent >= total;
    byId("sending-word").textContent = all ? t("All is there; being put away…") : t("Being sent…");
    byId("sending-figures").textContent = `${size(sent)} / ${size(total)}`;
    byId("sending-bar").value = total ? (100 * sent) / total : 0;
  }

  /** @param {string} text */
  #say(text) {
    byId("spoken").textContent = text;
  }
}

new SendPage();
