// What of a section is in the page. Its `tbody.items` is a sequence of rows (`tr[data-item]`) and gaps
// (`tr.gap[data-count]`), each gap as high as the items that it stands for: scrolling near one asks the server for its
// items by section and place, and rows far away become a gap again (scroll.js). An item's place is how many items of its
// section stand before it. Rows that wait to go elsewhere (`.astray`) and the line of a new item (`.draft`) have no place.
//
// Whatever changes the rows does it through these functions, inside `steady`, so that the reader's rows do not move.
// After rows came, "board:filled" tells which (`detail.lines`). `keepRows` says which rows must not be unloaded.
import { board, make, row, sectionOf } from "./dom.js";

const keepers = [(line) => line.matches(".astray, :focus-within") || isBusy(line)];

/** Rows for which `test(line)` holds stay in the page, however far away. */
export const keepRows = (test) => keepers.push(test);
export const mustStay = (line) => keepers.some((test) => test(line));
export const isBusy = (line) => line.querySelector("[data-busy]") !== null;

export const isGap = (line) => line.classList.contains("gap");
export const bodyOf = (section) => section.querySelector(":scope > table > tbody.items");
export const itemsOf = (section) => [...bodyOf(section).querySelectorAll(":scope > tr[data-item]:not(.astray)")];
export const gapsOf = (section) => [...bodyOf(section).querySelectorAll(":scope > .gap")];

/** The sections that have items, in their order; those that are folded only with `folded`. */
export function sections({ folded = false } = {}) {
  const all = [...board().querySelectorAll("section[data-section]")].filter(bodyOf);
  return folded ? all : all.filter((section) => !section.closest(".folded"));
}

/** How many items a line of the table stands for. */
export function sizeOf(line) {
  if (isGap(line)) return Number(line.dataset.count);
  return line.dataset.item && !line.classList.contains("astray") ? 1 : 0;
}

/** How many items the section has, in the page or not. */
export const countOf = (section) => sum([...bodyOf(section).children].map(sizeOf));

/** The place of a row, or of a gap's first item. */
export function placeOf(line) {
  let place = 0;
  for (let before = line.previousElementSibling; before; before = before.previousElementSibling) place += sizeOf(before);
  return place;
}

/** The line of a place: its row, or the gap in which it is; null behind the end. */
export function lineAt(section, place) {
  let at = 0;
  for (const line of bodyOf(section).children) {
    const size = sizeOf(line);
    if (size && place < at + size) return line;
    at += size;
  }
  return null;
}

/** Put rows where gaps stand for them: the items at `start` and behind. `asked` of them were wanted; fewer are the last. */
export function fill(section, start, asked, rows) {
  const height = heightOf(section);
  for (const known of rows.map((line) => row(line.dataset.item))) if (known && !mustStay(known)) known.remove();
  const end = start + asked;
  let at = 0;
  for (const line of [...bodyOf(section).children]) {
    const [from, to] = [at, at + sizeOf(line)];
    at = to;
    if (!isGap(line) || to <= start || from >= end) continue;
    const own = rows.slice(Math.max(0, from - start), Math.max(0, Math.min(to, end) - start));
    line.replaceWith(...gap(section, start - from, height), ...own.filter((one) => !row(one.dataset.item)), ...gap(section, to - end, height));
  }
  tell(section, rows);
}

/** Take rows out of the page; a gap stands for them. */
export function unload(lines) {
  const heights = new Map([...new Set(lines.map(sectionOf))].map((section) => [section, heightOf(section)]));
  for (const line of lines) {
    const height = heights.get(sectionOf(line));
    const before = line.previousElementSibling;
    if (before && isGap(before)) resize(before, sizeOf(before) + 1, height);
    else line.before(...gap(sectionOf(line), 1, height));
    const made = line.previousElementSibling;
    line.remove();
    const behind = made.nextElementSibling;
    if (behind && isGap(behind)) {
      resize(made, sizeOf(made) + sizeOf(behind), height);
      behind.remove();
    }
  }
}

/** Make the section's lines stand for `count` items: what is wrong is taken from the last gaps, or added to them. */
export function recount(section, count) {
  let over = countOf(section) - count;
  for (const line of gapsOf(section).reverse()) {
    if (over <= 0) break;
    const taken = Math.min(over, sizeOf(line));
    resize(line, sizeOf(line) - taken);
    over -= taken;
  }
  if (over < 0) stretch(section, bodyOf(section).lastElementChild, -over);
  section.querySelector(":scope > table").setAttribute("aria-rowcount", count + 1);
  number(section);
}

/** `more` items behind a line that are not in the page. */
function stretch(section, line, more) {
  if (line && isGap(line)) resize(line, sizeOf(line) + more);
  else bodyOf(section).append(...gap(section, more));
}

/** A gap for so many items; none for none. */
export function gap(section, count, height = heightOf(section)) {
  if (count <= 0) return [];
  const columns = section.querySelector(":scope > table > thead > tr").cells.length;
  const made = make("tr", { class: "gap" }, make("td", { colspan: columns }));
  resize(made, count, height);
  return [made];
}

export function resize(line, count, height = heightOf(sectionOf(line))) {
  if (count <= 0) {
    line.remove();
    return;
  }
  line.dataset.count = count;
  line.cells[0].style.blockSize = `${count * height}px`;
}

/** Height of a row in pixels: the mean of those that are there, where text may wrap. */
export function heightOf(section) {
  const lines = section.isConnected ? itemsOf(section).slice(0, 60) : [];
  const heights = lines.map((line) => line.offsetHeight).filter(Boolean);
  if (heights.length) return sum(heights) / heights.length;
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 36;
}

/** The first row that the reader sees below the head of its table. */
export function firstInSight() {
  const top = board().getBoundingClientRect().top + 36;
  const lines = board().querySelectorAll("section:not(.folded) > table > .items > tr[data-item]");
  return [...lines].find((line) => line.getBoundingClientRect().bottom > top) ?? null;
}

/** Change rows without moving those that the reader looks at. */
export function steady(change) {
  const before = board().scrollTop;
  const line = before ? firstInSight() : null;
  const top = line?.getBoundingClientRect().top;
  change();
  if (line?.isConnected) board().scrollTop += line.getBoundingClientRect().top - top;
}

/** Tell assistive technology the place of each row; the head is the first. */
function number(section) {
  let place = 0;
  for (const line of bodyOf(section).children) {
    if (line.dataset.item) line.ariaRowIndex = String(place + 2);
    place += sizeOf(line);
  }
}

function tell(section, lines) {
  number(section);
  document.dispatchEvent(new CustomEvent("board:filled", { detail: { section, lines } }));
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
