// A block of cells: from the cell that has the focus to another corner, by Shift and arrows, by Shift and a click, by dragging.
import { announce } from "./announce.js";
import { board, cellOf, headOf, rowOf, say } from "./dom.js";
import { cells, focusCell, lines, neighbour, target } from "./focus.js";
import { pull, swallowClick } from "./pointer.js";
import { countBetween, isLoaded, rowsBetween } from "./span.js";
import { keepRows } from "./window.js";

let corners = null;
let marked = [];

const place = (cell) => ({ item: rowOf(cell).dataset.item, key: headOf(cell).dataset.key });

/** The cell at a place, as it is drawn now; its nearest one where the column is hidden. */
function standing({ item, key }) {
  const line = document.getElementById(`i${item}`);
  return line && (cells(line).find((cell) => headOf(cell).dataset.key === key) ?? null);
}

/** The rows and cell indexes that the block covers: `{rows, from, to}`; null without a focused cell. */
function extent() {
  const [start, end] = corners ? [standing(corners.start), standing(corners.end)] : [];
  if (!start || !end) return null;
  const all = lines();
  const [top, bottom] = ordered(all.indexOf(start.closest("tr")), all.indexOf(end.closest("tr")));
  const [from, to] = ordered(start.cellIndex, end.cellIndex);
  return top < 0 ? null : { rows: all.slice(top, bottom + 1), from, to };
}

const ordered = (one, other) => (one < other ? [one, other] : [other, one]);

/**
 * `{rows, heads, keys, cells, count}` of the block: its cells line by line, as far as its rows are in the page, and how
 * many items it covers. One cell is a block too.
 */
export function block() {
  const found = extent();
  if (!found) return null;
  const { rows, from, to } = found;
  const heads = [...rows[0].closest("table").tHead.rows[0].cells].slice(from, to + 1);
  return { ...laidOut(rows, heads, from), count: countBetween(rows[0], rows.at(-1)) };
}

function laidOut(rows, heads, from) {
  const cells = rows.map((line) => [...line.cells].slice(from, from + heads.length));
  return { rows, heads, keys: heads.map((head) => head.dataset.key), cells };
}

/** The same with all its rows, loaded where they are not in the page; null if there is none, or if they are too many. */
export async function wholeBlock() {
  const found = block();
  if (!found || found.count === found.rows.length) return found;
  const rows = await rowsBetween(found.rows[0], found.rows.at(-1), found.keys.length);
  return rows && { ...laidOut(rows, found.heads, found.heads[0].cellIndex), count: rows.length };
}

export const isWhole = () => {
  const found = block();
  return !found || isLoaded(found.rows[0], found.rows.at(-1));
};

// The corners stay in the page, however far away the reader scrolls.
keepRows((line) => corners !== null && [corners.start.item, corners.end.item].includes(line.dataset.item));

/** Whether the block holds more than one cell. */
export const isMany = () => corners !== null && (corners.start.item !== corners.end.item || corners.start.key !== corners.end.key);

const startCell = () => corners && standing(corners.start);
const endCell = () => corners && standing(corners.end);

/** Let the block reach from the focused cell to another one, or to the one that is promised. */
export async function extend(wanted) {
  const cell = wanted instanceof Promise ? await wanted : wanted;
  if (!cell || !corners) return;
  corners.end = place(cell);
  draw();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  tell();
}

/** Select from one cell to another; the focus goes to the first, or stays in a cell `around` which they lie. */
export function select(first, last, around = first) {
  if (!first || !last) return;
  focusCell(around);
  corners = { active: place(around), start: place(first), end: place(last) };
  draw();
  tell();
}

/** Back to the one cell that has the focus. */
export function collapse() {
  if (!corners) return;
  corners.start = corners.end = corners.active;
  draw();
  tell();
}

function tell() {
  const { count, keys } = block() ?? { count: 0, keys: [] };
  if (isMany()) announce(say("ranged", { items: count, columns: keys.length }));
  document.dispatchEvent(new CustomEvent("board:range"));
}

/** Draw the frame; the classes say which sides of a cell are the block's edge. */
export function draw() {
  for (const cell of marked) {
    cell.classList.remove("ranged", "r-top", "r-bottom", "r-start", "r-end", "r-corner");
    cell.removeAttribute("aria-selected");
  }
  marked = [];
  const found = isMany() ? extent() : null;
  board()?.classList.toggle("ranging", found !== null);
  if (found) frame(found);
  const corner = found ? found.rows.at(-1).cells[found.to] : startCell();
  if (corner) {
    corner.classList.add("r-corner");
    marked.push(corner);
  }
  document.dispatchEvent(new CustomEvent("board:framed"));
}

function frame({ rows, from, to }) {
  rows.forEach((line, n) => {
    const top = !adjacent(rows[n - 1], line);
    const bottom = !adjacent(line, rows[n + 1]);
    for (let index = from; index <= to; index += 1) {
      const cell = line.cells[index];
      cell.classList.add("ranged");
      cell.classList.toggle("r-top", top);
      cell.classList.toggle("r-bottom", bottom);
      cell.classList.toggle("r-start", index === from);
      cell.classList.toggle("r-end", index === to);
      cell.setAttribute("aria-selected", "true");
      marked.push(cell);
    }
  });
}

/** A block across groups has a frame in each of them. */
const adjacent = (one, other) => Boolean(one && other && one.closest("table") === other.closest("table"));

// ---- keys ----

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (event.isComposing || event.defaultPrevented || cell !== event.target || !cell.matches("td")) return;
  if (act(event, cell)) event.preventDefault();
});

function act(event, cell) {
  const jump = event.ctrlKey || event.metaKey;
  const next = event.shiftKey && !event.altKey && target(endCell() ?? cell, event);
  if (next) extend(next);
  else if (jump && !event.shiftKey && event.key.toLowerCase() === "a") selectAll(cell);
  else if (event.ctrlKey && !event.shiftKey && event.key === " ") selectColumns(cell);
  else if (event.shiftKey && !jump && event.key === " ") selectItems(cell);
  else if (event.key === "Escape" && isMany()) collapse();
  else return false;
  return true;
}

const FAR = 1e9;

async function selectAll(cell) {
  const [first, last] = await Promise.all([neighbour(cell, -FAR, -FAR), neighbour(cell, FAR, FAR)]);
  if (staysOn(cell)) select(first, last, cell);
}

async function selectColumns(cell) {
  const end = endCell() ?? cell;
  const [first, last] = await Promise.all([neighbour(startCell() ?? cell, -FAR, 0), neighbour(end, FAR, 0)]);
  if (staysOn(cell)) select(first, last, cell);
}

/** Items may have had to be loaded: whoever types or has gone on meanwhile is not called back. */
function staysOn(cell) {
  const [here, there] = [document.activeElement, cell].map((one) => one.matches("td") && place(one));
  return Boolean(here) && here.item === there.item && here.key === there.key;
}

function selectItems(cell) {
  const end = endCell() ?? cell;
  select(cells((startCell() ?? cell).closest("tr"))[0], cells(end.closest("tr")).at(-1), cell);
}

// The focused cell is where a block begins.
document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (!cell?.matches("td") || event.target !== cell) return;
  const now = place(cell);
  if (corners?.active.item === now.item && corners.active.key === now.key) return;
  corners = { active: now, start: now, end: now };
  draw();
  document.dispatchEvent(new CustomEvent("board:range"));
});

// ---- the mouse ----

let dragging = null;

document.addEventListener("pointerdown", (event) => {
  const cell = cellOf(event.target);
  if (event.button || event.pointerType === "touch" || !cell?.matches("td")) return;
  if (event.target.closest("a, button, input, select, textarea, .editing")) return;
  if (event.shiftKey && corners) {
    event.preventDefault();
    swallowClick();
    extend(cell);
  } else dragging = { from: cell, x: event.clientX, y: event.clientY, moved: false };
});

document.addEventListener("pointermove", (event) => {
  if (!dragging) return;
  dragging.x = event.clientX;
  dragging.y = event.clientY;
  const over = cellUnder(event.clientX, event.clientY);
  if (!dragging.moved && over && over !== dragging.from) {
    dragging.moved = true;
    focusCell(dragging.from);
    collapse();
    follow();
  }
  if (dragging.moved && over && over !== endCell()) extend(over);
});

document.addEventListener("pointerup", () => {
  if (dragging?.moved) swallowClick();
  dragging = null;
});
document.addEventListener("pointercancel", () => (dragging = null));

function cellUnder(x, y) {
  const area = board().getBoundingClientRect();
  const inside = document.elementFromPoint(clamp(x, area.left, area.right), clamp(y, area.top, area.bottom));
  const cell = cellOf(inside);
  return cell?.matches("td") ? cell : null;
}

const clamp = (value, low, high) => Math.max(low + 2, Math.min(value, high - 2));

function follow() {
  if (!dragging) return;
  pull(dragging.x, dragging.y);
  const over = cellUnder(dragging.x, dragging.y);
  if (over && over !== endCell()) extend(over);
  requestAnimationFrame(follow);
}

// What is drawn anew gets its part of the frame again.
let waiting = null;
const watcher = new MutationObserver(() => {
  waiting ??= requestAnimationFrame(() => {
    waiting = null;
    draw();
  });
});
document.addEventListener("board:shown", () => {
  watcher.disconnect();
  if (board()) watcher.observe(board(), { childList: true, subtree: true });
  draw();
});
