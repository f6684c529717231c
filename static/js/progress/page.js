// @ts-check
// The progress page: its charts. Everything else is in the page as the server wrote it.

import { byId } from "../lib/elements.js";
import { Chart } from "./chart.js";

const figures = JSON.parse(byId("figures").textContent);
for (const box of document.querySelectorAll("[data-chart]")) new Chart(/** @type {HTMLElement} */ (box), figures);
