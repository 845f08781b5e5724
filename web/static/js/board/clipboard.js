// Copy, cut and paste of blocks of cells, to and from spreadsheets; Delete, fill and Ctrl+Enter of a whole block.
import { announce } from "./announce.js";
import { fillBlock, rowsFrom, writeBlock } from "./blocks.js";
import { boardId, cellOf, editText, headOf, mayEdit, say, sectionOf, shownText } from "./dom.js";
import { cancel, isEditing } from "./edit.js";
import { cells, lines } from "./focus.js";
import { block, isMany, select } from "./range.js";
import { fromClipboard, toHtml, toTsv } from "./tsv.js";

const origin = () => `${boardId()}:${document.documentElement.lang}`;
const onCell = () => cellOf(document.activeElement) === document.activeElement && document.activeElement.matches("td");

document.addEventListener("copy", (event) => {
  if (!onCell() || isEditing() || !copy(event)) return;
  announce(say("copied", { count: block().cells.flat().length }));
});

document.addEventListener("cut", (event) => {
  if (!onCell() || isEditing() || !mayEdit() || !copy(event)) return;
  empty();
});

function copy(event) {
  const found = block();
  if (!found) return false;
  const shown = found.cells.map((line) => line.map(readText));
  const exact = found.cells.map((line) => line.map(editText));
  event.clipboardData.setData("text/plain", toTsv(shown));
  event.clipboardData.setData("text/html", toHtml(shown, exact, origin()));
  event.preventDefault();
  return true;
}

/** What people read in a cell; what is drawn says it in its label. */
function readText(cell) {
  const drawn = cell.querySelector("[role=img][aria-label]");
  return drawn ? drawn.getAttribute("aria-label") : shownText(cell);
}

document.addEventListener("paste", (event) => {
  if (event.target.matches?.("[data-add]")) pasteItems(event);
  else if (document.activeElement?.matches?.("td.editing input")) pasteOverEditor(event);
  else if (onCell() && mayEdit()) paste(event);
});

function paste(event) {
  const texts = fromClipboard(event.clipboardData, origin());
  const found = block();
  if (!texts?.length || !found) return;
  event.preventDefault();
  put(texts, found);
}

/** Write texts from the block's first cell on; a block that they fit into a whole number of times is filled with them. */
function put(texts, found) {
  const width = Math.max(...texts.map((line) => line.length));
  const tiled = found.rows.length % texts.length === 0 && found.keys.length % width === 0;
  const height = tiled ? found.rows.length : texts.length;
  const keys = keysFrom(found.cells[0][0], tiled ? found.keys.length : width);
  const rows = rowsFrom(found.rows[0], height);
  const lined = Array.from({ length: height }, (_, n) => keys.map((_, place) => texts[n % texts.length][place % width] ?? null));
  select(found.cells[0][0], rows.at(-1).cells[found.cells[0][0].cellIndex + keys.length - 1]);
  return writeBlock({ rows, keys, texts: lined, dropped: tiled ? 0 : width - keys.length });
}

function keysFrom(cell, count) {
  const heads = cells(cell.closest("tr")).map((one) => headOf(one).dataset.key);
  const start = heads.indexOf(headOf(cell).dataset.key);
  return heads.slice(start, start + count);
}

/** Several cells pasted into an open line editor go into the table from its cell on. */
function pasteOverEditor(event) {
  const texts = fromClipboard(event.clipboardData, origin());
  if (!texts || (texts.length === 1 && texts[0].length === 1)) return;
  event.preventDefault();
  cancel();
  const found = block();
  if (found) put(texts, found);
}

/** Several lines pasted into the line of a new item: one item each. */
function pasteItems(event) {
  const texts = fromClipboard(event.clipboardData, origin());
  if (!texts || (texts.length === 1 && texts[0].length === 1)) return;
  event.preventDefault();
  const section = sectionOf(event.target);
  const heads = [...section.querySelectorAll("thead th[data-key]")].map((head) => head.dataset.key);
  const width = Math.max(...texts.map((line) => line.length));
  const filled = texts.filter((line) => line.some((text) => text.trim()));
  writeBlock({ rows: [], keys: heads.slice(0, width), texts: filled, dropped: Math.max(0, width - heads.length), section: section.dataset.section });
}

/** Empty every cell of the block. */
function empty() {
  const { rows, keys, cells: all } = block();
  const texts = all.map((line) => line.map((cell) => (headOf(cell).hasAttribute("data-readonly") ? null : "")));
  return writeBlock({ rows, keys, texts });
}

/** Write one text into every cell of the block. */
function spread(text) {
  const { rows, keys } = block();
  return writeBlock({ rows, keys, texts: rows.map(() => keys.map(() => text)) });
}

document.addEventListener("board:spread", (event) => spread(event.detail.text));

/** The first line (or column) of the block goes into the others; of a single line, the one before it. */
function repeat(along) {
  const { rows, keys } = block();
  const down = along === "items";
  if (down && rows.length === 1) {
    const above = lines()[lines().indexOf(rows[0]) - 1];
    return above && fillBlock({ rows: [above, ...rows], keys, source: 1, along, series: false });
  }
  return fillBlock({ rows, keys, source: 1, along, series: false });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || !onCell() || !mayEdit() || isEditing()) return;
  const jump = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if ((event.key === "Delete" || event.key === "Backspace") && isMany()) empty();
  else if (jump && event.key.toLowerCase() === "d") repeat("items");
  else if (jump && event.key.toLowerCase() === "r" && block()?.keys.length > 1) repeat("columns");
  else return;
  event.preventDefault();
});
