// The corner of the selected block: dragged over other cells it fills them, as a series where the values make one.
import { fillBlock } from "./blocks.js";
import { board, cellOf, make, mayEdit } from "./dom.js";
import { lines } from "./focus.js";
import { pull, swallowClick } from "./pointer.js";
import { block, draw, select } from "./range.js";
import { rowsBetween } from "./span.js";

let fill = null;

const handle = make("i", { class: "fill-handle", "aria-hidden": "true" });

/** The handle stands in the corner cell of the block, as long as that is drawn. */
document.addEventListener("board:framed", () => {
  const corner = mayEdit() && board()?.querySelector("td.r-corner:not(.editing)");
  if (!corner || matchMedia("(pointer: coarse)").matches) handle.remove();
  else if (handle.parentElement !== corner) corner.append(handle);
});

document.addEventListener("pointerdown", (event) => {
  if (event.target !== handle || event.button) return;
  event.preventDefault();
  event.stopPropagation();
  const { rows, cells } = block();
  fill = { rows, from: cells[0][0].cellIndex, to: cells[0].at(-1).cellIndex, x: event.clientX, y: event.clientY, target: null };
  board().classList.add("filling");
  requestAnimationFrame(pullAlong);
}, true);

document.addEventListener("pointermove", (event) => {
  if (!fill) return;
  fill.x = event.clientX;
  fill.y = event.clientY;
  aim();
});

document.addEventListener("pointerup", (event) => {
  if (!fill) return;
  const { target } = fill;
  const copies = event.ctrlKey || event.metaKey;
  end();
  swallowClick();
  if (target) apply(target, !copies);
});

document.addEventListener("keydown", (event) => {
  if (!fill || event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  end();
}, true);

function pullAlong() {
  if (!fill) return;
  pull(fill.x, fill.y);
  aim();
  requestAnimationFrame(pullAlong);
}

/** Along the items or along the columns, whichever the pointer has left the block by further. */
function aim() {
  const cell = cellOf(document.elementFromPoint(fill.x, fill.y));
  clear();
  fill.target = cell?.matches("td") ? targetAt(cell) : null;
  const { rows = [], from, to } = fill.target?.shown ?? {};
  for (const line of rows) for (let index = from; index <= to; index += 1) line.cells[index].classList.add("to-fill");
}

function targetAt(cell) {
  const all = lines();
  const [first, last, at] = [fill.rows[0], fill.rows.at(-1), cell.closest("tr")].map((line) => all.indexOf(line));
  const down = at > last ? at - last : at < first ? at - first : 0;
  const right = cell.cellIndex > fill.to ? cell.cellIndex - fill.to : cell.cellIndex < fill.from ? cell.cellIndex - fill.from : 0;
  if (!down && !right) return null;
  if (Math.abs(down) >= Math.abs(right)) return alongItems(all, first, last, at, down);
  return alongColumns(cell.cellIndex, right);
}

function alongItems(all, first, last, at, down) {
  const rows = down > 0 ? all.slice(last + 1, at + 1) : all.slice(at, first).reverse();
  const source = down > 0 ? fill.rows : [...fill.rows].reverse();
  return { along: "items", up: down < 0, rows: [...source, ...rows], indexes: range(fill.from, fill.to), source: source.length, shown: { rows, from: fill.from, to: fill.to } };
}

function alongColumns(index, right) {
  const own = range(fill.from, fill.to);
  const others = right > 0 ? range(fill.to + 1, index) : range(index, fill.from - 1).reverse();
  const indexes = right > 0 ? [...own, ...others] : [...own.reverse(), ...others];
  return { along: "columns", rows: fill.rows, indexes, source: own.length, shown: { rows: fill.rows, from: Math.min(...others), to: Math.max(...others) } };
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

async function apply({ along, rows, indexes, source, up }, series) {
  const heads = rows[0].closest("table").tHead.rows[0].cells;
  const [first, last] = up ? [rows.at(-1), rows[0]] : [rows[0], rows.at(-1)];
  select(first.cells[Math.min(...indexes)], last.cells[Math.max(...indexes)]);
  const all = await rowsBetween(first, last, indexes.length);
  if (all) fillBlock({ rows: up ? all.reverse() : all, keys: indexes.map((index) => heads[index].dataset.key), source, along, series });
}

function clear() {
  document.querySelectorAll("td.to-fill").forEach((cell) => cell.classList.remove("to-fill"));
}

function end() {
  clear();
  fill = null;
  board()?.classList.remove("filling");
  draw();
}
