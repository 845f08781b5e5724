// One cell at a time can be reached by Tab; arrows move from cell to cell, through items that are not in the page too.
import { board, cellOf, parse, boardPath, query, row, sectionOf } from "./dom.js";
import { ask } from "./http.js";
import { sectionNamed } from "./rows.js";
import { reach } from "./scroll.js";
import { countOf, heightOf, isGap, lineAt, placeOf, sections } from "./window.js";

const CELLS = ":scope > td:not(.c-pick, .c-menu)";
let at = null;

export const cells = (line) => [...line.querySelectorAll(CELLS)].filter((cell) => cell.checkVisibility());
export const lines = () => [...board().querySelectorAll(".group:not(.folded) .items > tr[data-item]")];

/** Put the focus into a cell, or into the one that is promised, and scroll it into sight. */
export async function focusCell(wanted) {
  const cell = wanted instanceof Promise ? await wanted : wanted;
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

/**
 * The cell some lines down and columns to the right of another, the nearest one at an edge; a promise of it where its
 * row has to be loaded.
 */
export function neighbour(cell, down, right) {
  if (!cell.matches("td")) return nextField(cell, down || right);
  const line = cell.closest("tr");
  const place = cells(line).indexOf(cell) + right;
  const there = down ? lineFrom(line, down) : line;
  return there instanceof Promise ? there.then((found) => cellIn(found, place)) : cellIn(there, place);
}

function cellIn(line, place) {
  const all = line ? cells(line) : [];
  return all[clamp(place, all.length)];
}

/** The row some items down from another, in its section or one behind it. */
function lineFrom(line, down) {
  const all = sections().filter((section) => countOf(section));
  let n = all.indexOf(sectionOf(line));
  let place = placeOf(line) + down;
  while (place < 0 && n > 0) place += countOf(all[(n -= 1)]);
  for (let size = countOf(all[n]); place >= size && n < all.length - 1; size = countOf(all[n])) {
    place -= size;
    n += 1;
  }
  const found = lineAt(all[n], clamp(place, countOf(all[n])));
  return found && isGap(found) ? reach(all[n], clamp(place, countOf(all[n]))) : found;
}

/** Go to an item, wherever in the view it stands; false when the view does not show it. */
export async function goTo(item) {
  const told = parse(await ask("GET", `${boardPath()}/rows${query({ ids: "", anchors: item })}`)).querySelector("tbody");
  const section = told && sectionNamed(told.dataset.section);
  if (!section) return false;
  if (section.closest(".folded")) section.querySelector(".fold").click();
  const line = row(item) ?? (await reach(section, JSON.parse(told.dataset.places)[item]));
  line?.scrollIntoView({ block: "center" });
  await focusCell(cellIn(line, 0));
  return true;
}

/** In the panel fields stand under one another. */
function nextField(cell, step) {
  const fields = [...cell.closest(".panel").querySelectorAll(".field-cell")];
  return fields[clamp(fields.indexOf(cell) + step, fields.length)];
}

/** Where the focus goes by one of these keys, as `neighbour` tells it; undefined for every other key. */
export function target(cell, event) {
  const jump = event.ctrlKey || event.metaKey;
  const far = 1e9;
  switch (event.key) {
    case "ArrowDown": return neighbour(cell, jump ? far : 1, 0);
    case "ArrowUp": return neighbour(cell, jump ? -far : -1, 0);
    case "ArrowRight": return neighbour(cell, 0, jump ? far : 1);
    case "ArrowLeft": return neighbour(cell, 0, jump ? -far : -1);
    case "Home": return neighbour(cell, jump ? -far : 0, -far);
    case "End": return neighbour(cell, jump ? far : 0, far);
    case "PageDown": return neighbour(cell, screenful(cell), 0);
    case "PageUp": return neighbour(cell, -screenful(cell), 0);
    default: return undefined;
  }
}

/** Items that fit under the head of a table, one of them less. */
const screenful = (cell) => Math.max(1, Math.floor(board().clientHeight / heightOf(sectionOf(cell))) - 3);

function clamp(place, length) {
  return Math.max(0, Math.min(place, length - 1));
}

// After rows are drawn anew or unloaded the same cell can be reached as before; at first it is the first one.
document.addEventListener("board:shown", settle);
document.addEventListener("board:filled", settle);

function settle() {
  if (at?.isConnected) return;
  const item = at?.closest("tr")?.dataset.item;
  const same = item && row(item)?.cells[at.cellIndex];
  at = same ?? cellOf(board()?.querySelector(".items > tr[data-item] > td:nth-child(2)"));
  if (at) at.tabIndex = 0;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-to-items]")) return;
  event.preventDefault();
  focusCell(at?.isConnected ? at : board().querySelector("[data-add]"));
});

// A link to an item of the board: /b/7#i42.
document.addEventListener("board:shown", () => {
  const [, item] = location.hash.match(/^#i(\d+)$/) ?? [];
  if (item) goTo(item);
}, { once: true });
