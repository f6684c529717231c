// @ts-check
// Questions that follow the view: asked at once after a pause, once for all in a flurry of changes.

const PAUSE_MS = 120;

/** @param {() => void} ask @returns {() => void} to be called after each change */
export function patiently(ask) {
  let asked = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    const wait = Math.max(0, PAUSE_MS - (performance.now() - asked));
    timer = setTimeout(() => ((asked = performance.now()), ask()), wait);
  };
}
