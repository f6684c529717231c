// @ts-check
// Parts that are loaded when they are first asked for.

/**
 * Calls `load` at the first call; again where that failed.
 * @template T @param {() => Promise<T>} load @param {{fail: (failed: any) => void}} notices @returns {() => Promise<T>}
 */
export function once(load, notices) {
  /** @type {Promise<T> | null} */
  let loaded = null;
  return () => {
    loaded ??= load();
    loaded.catch((failed) => ((loaded = null), notices.fail(failed)));
    return loaded;
  };
}
