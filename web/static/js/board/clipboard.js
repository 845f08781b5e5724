// Copy, cut and paste of blocks of cells, to and from spreadsheets; Delete, fill and Ctrl+Enter of a whole block.
import { toast } from "../toast.js";
import { announce } from "./announce.js";
import { fillBlock, writeBlock } from "./blocks.js";
import { boardId, cellOf, editText, headOf, mayEdit, row, rowOf, say, sectionOf, shownText } from "./dom.js";
import { cancel, isEditing } from "./edit.js";
import { cells, neighbour } from "./focus.js";
import { block, isMany, isWhole, select, wholeBlock } from "./range.js";
import { rowsFrom } from "./span.js";
import { mark, unmark } from "./state.js";
import { fromClipboard, toHtml, toTsv } from "./tsv.js";

const origin = () => `${boardId()}:${document.documentElement.lang}`;
const onCell = () => cellOf(document.activeElement) === document.activeElement && document.activeElement.matches("td");

document.addEventListener("copy", (event) => {
  if (!onCell() || isEditing() || !copy(event)) return;
  announce(say("copied", { count: block().count * block().keys.length }));
});

document.addEventListener("cut", (event) => {
  if (onCell() && !isEditing() && mayEdit() && copy(event)) empty();
});

let fetched = null;
document.addEventListener("board:range", () => (fetched = null));

/** Put the block on the clipboard; one that is not all in the page is fetched first, and copied when it is there. */
function copy(event) {
  const found = isWhole() ? block() : fetched;
  if (!found) {
    if (block()) fetchAndCopy(event.type);
    event.preventDefault();
    return false;
  }
  const shown = found.cells.map((line) => line.map(readText));
  const exact = found.cells.map((line) => line.map(editText));
  event.clipboardData.setData("text/plain", toTsv(shown));
  event.clipboardData.setData("text/html", toHtml(shown, exact, origin()));
  event.preventDefault();
  return true;
}

async function fetchAndCopy(verb) {
  mark("copy");
  fetched = await wholeBlock().finally(() => unmark("copy"));
  if (fetched && !document.execCommand(verb)) toast(say("copyAgain"));
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
async function put(texts, found) {
  const width = Math.max(...texts.map((line) => line.length));
  const tiled = found.count % texts.length === 0 && found.keys.length % width === 0;
  const height = tiled ? found.count : texts.length;
  const first = found.cells[0][0];
  const keys = keysFrom(first, tiled ? found.keys.length : width);
  const rows = await rowsFrom(found.rows[0], height);
  const lined = Array.from({ length: height }, (_, n) => keys.map((_, place) => texts[n % texts.length][place % width] ?? null));
  const last = row(rows.at(-1).dataset.item);
  if (last) select(first, last.cells[first.cellIndex + keys.length - 1]);
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
async function empty() {
  const found = await wholeBlock();
  const texts = found?.rows.map(() => found.heads.map((head) => (head.hasAttribute("data-readonly") ? null : "")));
  if (found) writeBlock({ ...found, texts });
}

// What is typed goes into every cell of the block.
document.addEventListener("board:spread", async (event) => {
  const found = await wholeBlock();
  if (found) writeBlock({ ...found, texts: found.rows.map(() => found.keys.map(() => event.detail.text)) });
});

/** The first line (or column) of the block goes into the others; of a single line, the one before it. */
async function repeat(along) {
  const found = await wholeBlock();
  if (!found) return;
  const { rows, keys } = found;
  const above = along === "items" && rows.length === 1 ? await neighbour(found.cells[0][0], -1, 0) : null;
  const source = above ? [rowOf(above), ...rows] : rows;
  if (along === "columns" || new Set(source).size > 1) fillBlock({ rows: source, keys, source: 1, along, series: false });
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
