// What a user would see as broken on the page as it stands, in words; [] where nothing is. Evaluated in the page.
const isPhone = innerWidth < 761;
const LEAST_PX = isPhone ? 44 : 24; // WCAG 2.5.8 asks for 24, thumbs for 44
const ofMapItself = ".leaflet-pane, .compound-label, .district-name, .network-labels, .area-sketch, svg, .visually-hidden, .skip";
const mayScrollSideways = ".scroll, .table-scroll, .wide, .filter-chips, .edit-corners-scroll";
const mayScroll = ".scroller, .scroll, .table-scroll, .filter-scroll, .basket-scroll, #basket, .edit-panel, .filter-options, .filter-chips, .proposal-scroll, #proposals, .table-menu-body, .wide, #found";
const actors = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=separator][tabindex]";
const stays = "thead, tfoot, .edit-actions, .basket-actions, header"; // over what scrolls below it
const wholeScreen = ".table-panel, .filter-panel"; // on a phone
const overTheMap = "#districts, #tools, #more-tools, .filter-panel, .filter-chips > *, .time-bar, .print-dialog, .map-hint, .leaflet-bar, .leaflet-control-scale-line, .notice, .base-map-over, .map-sources, .swipe-date";
const isFixedPage = document.body.matches(".map-page, .wall") && !(isPhone && document.body.matches(".wall"));

const box = (el) => el.getBoundingClientRect();

const name = (el) => {
  const said = (el.getAttribute("aria-label") || el.title || el.textContent || "").trim().replace(/\s+/g, " ").slice(0, 30);
  return `${el.tagName.toLowerCase()}${el.id ? `#${el.id}` : ""}${[...el.classList].map((each) => `.${each}`).join("")} “${said}”`;
};

const isShown = (el) => {
  const { visibility, clipPath, opacity } = getComputedStyle(el);
  return el.checkVisibility() && visibility === "visible" && clipPath !== "inset(50%)" && opacity !== "0" && box(el).width > 2 && box(el).height > 2;
};

const all = (selector) => [...document.querySelectorAll(selector)].filter((el) => !el.closest(ofMapItself) && isShown(el));

// What shows of an element within the boxes that clip or scroll it.
const visiblePart = (el) => {
  let { left, top, right, bottom } = box(el);
  for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
    if (getComputedStyle(up).position === "fixed") break;
    if (getComputedStyle(up).overflow === "visible") continue;
    const outer = box(up);
    [left, top, right, bottom] = [Math.max(left, outer.left), Math.max(top, outer.top), Math.min(right, outer.right), Math.min(bottom, outer.bottom)];
  }
  return { left, top, right, bottom, width: right - left, height: bottom - top };
};

// What lies over the middle of an element or of one of its sides.
const cover = (el, part) => {
  const [left, top, right, bottom] = [Math.max(part.left, 0) + 3, Math.max(part.top, 0) + 3, Math.min(part.right, innerWidth) - 3, Math.min(part.bottom, innerHeight) - 3];
  if (right < left || bottom < top) return undefined; // hardly shown
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const label = el.closest("label");
  return [[x, y], [left, y], [right, y], [x, top], [x, bottom]].map((at) => document.elementFromPoint(...at))
    .find((above) => above && !el.contains(above) && !above.contains(el) && !label?.contains(above));
};

// Never the page; a part of it only where a wide table calls for it.
const scrolling = () => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
  if (isFixedPage && root.scrollHeight > root.clientHeight) found.push(`the page scrolls by ${root.scrollHeight - root.clientHeight} px`);
  for (const el of all("body *")) {
    const isWide = el.scrollWidth > el.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(el).overflowX);
    if (isWide && !el.matches(mayScrollSideways) && !el.closest("#map")) found.push(`scrolls sideways: ${name(el)}`);
  }
  return found;
};

// Words cut off, unless a title says the rest.
const cutOff = () => all("body *").flatMap((el) => {
  if (el.closest("#map, select, [title]") || !el.textContent.trim() || el.matches("input, textarea")) return [];
  const { overflowX, overflowY, textOverflow } = getComputedStyle(el);
  const endsInDots = textOverflow === "ellipsis";
  const isLow = ["hidden", "clip"].includes(overflowY) && el.scrollHeight > el.clientHeight + 2 && el.clientHeight > 0;
  if (overflowX === "hidden" && el.scrollWidth > el.clientWidth + 1) return [`${endsInDots ? "shortened without a title" : "cut at the side"}: ${name(el)}`];
  return isLow && !endsInDots ? [`cut below: ${name(el)}`] : [];
});

// What is worked with lies on the screen and under nothing else.
const reachable = () => all(actors).flatMap((el) => {
  const dialog = document.querySelector("dialog[open]");
  if ((dialog && !dialog.contains(el)) || el.closest("[inert]")) return [];
  const [part, whole, scrolls] = [visiblePart(el), box(el), el.closest(mayScroll)];
  const isBeside = whole.left < -1 || whole.right > innerWidth + 1;
  if (!scrolls && (isBeside || (isFixedPage && (whole.top < -1 || whole.bottom > innerHeight + 1)))) return [`off the screen: ${name(el)}`];
  if (!scrolls && (part.width < whole.width - 1.5 || part.height < whole.height - 1.5)) return [`partly hidden: ${name(el)}`];
  if (part.width < 3 || part.height < 3) return [];
  const above = cover(el, part);
  return above && !above.closest(stays) && !(isPhone && above.closest(wholeScreen)) ? [`covered: ${name(el)} by ${name(above)}`] : [];
});

// Panels over the map keep clear of each other; on a phone the open menu or filter has the screen.
const overlapping = () => {
  if (isPhone && document.querySelector("#more-tools.is-open, .filter-panel:not([hidden])")) return [];
  const panels = all(overTheMap);
  return panels.flatMap((a, i) => panels.slice(i + 1).flatMap((b) => {
    const [p, q] = [box(a), box(b)];
    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left), down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    return across > 1 && down > 1 && !a.contains(b) ? [`overlap by ${Math.round(across)} × ${Math.round(down)} px: ${name(a)} and ${name(b)}`] : [];
  }));
};

// One of each kind; links within a sentence and cells of a table excepted.
const tooSmall = () => {
  const kinds = new Map();
  for (const el of all(actors)) {
    const isInText = (el.matches("a[href]") && getComputedStyle(el).display === "inline") || (isPhone && el.matches("td a, dd a, th a"));
    if (isInText || el.matches("[role=separator], [type=range]") || el.closest(".table-scroll thead")) continue;
    const { width, height } = box(el.matches("[type=checkbox], [type=radio]") ? el.closest("label") || el : el);
    const isSmall = Math.round(height) < LEAST_PX || Math.round(width) < 24;
    if (isSmall) kinds.set(`${el.localName}.${el.className}.${el.parentElement?.className}`, `too small, ${Math.round(width)} × ${Math.round(height)} px: ${name(el)}`);
  }
  return [...kinds.values()];
};

[...new Set([...scrolling(), ...cutOff(), ...reachable(), ...overlapping(), ...tooSmall()])];
