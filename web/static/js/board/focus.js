// One cell at a time can be reached by Tab; arrows move from cell to cell.
import { board, cellOf, row } from "./dom.js";

const CELLS = ":scope > td:not(.c-pick, .c-menu)";
let at = null;

export const cells = (line) => [...line.querySelectorAll(CELLS)];
export const lines = () => [...board().querySelectorAll(".group:not(.folded) .items > tr[data-item]")];

/** Put the focus into a cell, and scroll it into sight. */
export function focusCell(cell) {
  if (!cell) return;
  if (!cell.matches("td")) {
    cell.focus();
    return;
  }
  if (at?.isConnected && at !== cell) at.tabIndex = -1;
  at = cell;
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The cell some lines down and columns to the right of another, the nearest one at an edge. */
export function neighbour(cell, down, right) {
  if (!cell.matches("td")) return nextField(cell, down || right);
  const line = cell.closest("tr");
  const all = lines();
  const wanted = all[clamp(all.indexOf(line) + down, all.length)] ?? line;
  const place = cells(line).indexOf(cell) + right;
  const inLine = cells(wanted);
  return inLine[clamp(place, inLine.length)];
}

/** In the panel fields stand under one another. */
function nextField(cell, step) {
  const fields = [...cell.closest(".panel").querySelectorAll(".field-cell")];
  return fields[clamp(fields.indexOf(cell) + step, fields.length)];
}

/** Where the focus goes by one of these keys; undefined for every other key. */
export function target(cell, event) {
  const jump = event.ctrlKey || event.metaKey;
  const far = 1e6;
  switch (event.key) {
    case "ArrowDown": return neighbour(cell, jump ? far : 1, 0);
    case "ArrowUp": return neighbour(cell, jump ? -far : -1, 0);
    case "ArrowRight": return neighbour(cell, 0, jump ? far : 1);
    case "ArrowLeft": return neighbour(cell, 0, jump ? -far : -1);
    case "Home": return neighbour(cell, jump ? -far : 0, -far);
    case "End": return neighbour(cell, jump ? far : 0, far);
    case "PageDown": return neighbour(cell, 15, 0);
    case "PageUp": return neighbour(cell, -15, 0);
    default: return undefined;
  }
}

function clamp(place, length) {
  return Math.max(0, Math.min(place, length - 1));
}

// After rows are drawn anew the same cell can be reached as before; at first it is the first one.
document.addEventListener("board:shown", () => {
  const item = at?.closest("tr")?.dataset.item;
  if (at?.isConnected) return;
  const same = item && row(item)?.cells[at.cellIndex];
  at = same ?? cellOf(board()?.querySelector(".items > tr[data-item] > td:nth-child(2)"));
  if (at) at.tabIndex = 0;
});
