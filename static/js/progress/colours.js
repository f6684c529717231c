// @ts-check
// The colours of the charts, as the style sheet has them now (light, dark, wall).

/** @typedef {ReturnType<typeof colours>} Colours */

/** @param {Element} [of] */
export function colours(of = document.documentElement) {
  const style = getComputedStyle(of);
  /** @param {string} name */
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    ink: value("--ink"),
    low: value("--ink-low"),
    line: value("--line"),
    panel: value("--panel"),
    started: value("--started"),
    renovated: value("--renovated"),
    stages: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => value(`--stage-${n}`)),
    font: value("--sans"),
  };
}
