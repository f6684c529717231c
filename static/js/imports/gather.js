// @ts-check
// The files to be sent: from a choice or a drop, folders with all that is in them.

/** @typedef {{path: string, file: File}} Chosen path: relative, with its folders */

/** Written by the desktop itself, not by anybody who surveys. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*|~\$[^/]*)$/i;

/** @param {Iterable<File>} files of an input @returns {Chosen[]} */
export const fromInput = (files) => [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** A folder answers its entries by the hundred, until it answers none. @param {any} reader @returns {Promise<any[]>} */
async function entriesOf(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}

/** @param {any} entry FileSystemEntry @returns {Promise<Chosen[]>} */
async function fromEntry(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const inside = await entriesOf(entry.createReader());
  return (await Promise.all(inside.map(fromEntry))).flat();
}

/** @param {DataTransfer} dropped @returns {Promise<Chosen[]>} */
export async function fromDrop(dropped) {
  // The entries must be taken before the first await: the browser empties the list after the event.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return fromInput(dropped.files);
  return (await Promise.all(entries.map(fromEntry))).flat();
}

/** A later file takes the place of an earlier one of the same path. @param {Chosen[]} before @param {Chosen[]} added */
export function joined(before, added) {
  const all = new Map([...before, ...added].filter((each) => !LITTER.test(each.path)).map((each) => [each.path, each]));
  return [...all.values()];
}

/** @param {Chosen[]} chosen */
export const totalBytes = (chosen) => chosen.reduce((sum, { file }) => sum + file.size, 0);

/**
 * Shapefiles that lack a part they cannot do without, as [path of the .shp, missing suffixes].
 * @param {string[]} paths @returns {[string, string[]][]}
 */
export function missingParts(paths) {
  const known = new Set(paths.map((path) => path.toLowerCase()));
  const shapes = paths.filter((path) => /\.shp$/i.test(path));
  return shapes
    .map((path) => /** @type {[string, string[]]} */ ([path, [".shx", ".dbf"].filter((part) => !known.has(path.toLowerCase().replace(/\.shp$/, part)))]))
    .filter(([, missing]) => missing.length);
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1e3) return `${bytes} B`;
  const [unit, divisor] = bytes < 1e6 ? ["KB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  const value = bytes / /** @type {number} */ (divisor);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
