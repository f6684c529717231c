// @ts-check
// What the table asks for, and what of it this browser keeps.

/** @typedef {{columns: string[], sort: string}} Choice */
/** @typedef {{key: string, label: string, unit: string, kind: string, words?: Record<string, string>}} Column */

/** @param {string} layer */
const place = (layer) => `map-table-${layer}`;

/** @param {Pick<Storage, "getItem">} storage @param {string} layer @returns {Choice} */
export function kept(storage, layer) {
  const none = { columns: [], sort: "" };
  try {
    const { columns, sort } = { ...none, ...JSON.parse(storage.getItem(place(layer)) || "{}") };
    const isSound = Array.isArray(columns) && columns.every(isKey) && /^-?[a-z_0-9]*$/.test(sort);
    return isSound ? { columns, sort } : none;
  } catch {
    return none;
  }
}

/** @param {unknown} key */
const isKey = (key) => typeof key === "string" && /^[a-z_0-9]+$/.test(key);

/** Without room to keep it, it holds no longer than the page. @param {Pick<Storage, "getItem" | "setItem">} storage @param {string} layer @param {Partial<Choice>} patch */
export function keep(storage, layer, patch) {
  storage.setItem(place(layer), JSON.stringify({ ...kept(storage, layer), ...patch }));
}

/** @param {{filter: string, columns: string[], sort: string, bbox: string}} asked */
export function rowsQuery({ filter, columns, sort, bbox }) {
  const parts = [filter, columns.length && `columns=${columns.join(",")}`, sort && `sort=${sort}`, bbox && `bbox=${bbox}`];
  return parts.filter(Boolean).join("&");
}

/** Up, down, and back to the order of the codes. @param {string} sort @param {string} key */
export function sortedBy(sort, key) {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? "" : key;
}

/** @param {Column} column */
export const heading = ({ label, unit }) => (unit ? `${label} (${unit})` : label);

/** A cell as it is read. @param {Column} column @param {string | number | null} value */
export function cellText({ kind, words }, value) {
  if (kind === "choice") return words?.[value ?? ""] ?? String(value ?? "");
  if (value === null || value === "") return "";
  if (kind === "number") return Number(value).toLocaleString("en-US", { maximumFractionDigits: 2 });
  if (kind === "money") return Number(value).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return String(value);
}

/** The page shown and how many there are; pages unknown where the rows were too many to count. @param {{offset: number, page_size: number, total: number | null, rows: any[]}} told */
export function paging({ offset, page_size, total, rows }) {
  const pages = total === null ? null : Math.max(1, Math.ceil(total / page_size));
  const page = Math.floor(offset / page_size) + 1;
  const hasNext = pages === null ? rows.length === page_size : page < pages;
  return { page, pages, hasNext };
}
