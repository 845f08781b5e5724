// Undo and redo of one's own steps: Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z, and the two buttons of the board's bar.
import { toast } from "../toast.js";
import { reload } from "./area.js";
import { board, boardId, boardPath, headOf, parse, row } from "./dom.js";
import { isEditing } from "./edit.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { flashCell, refresh } from "./rows.js";
import { settled } from "./save.js";

const QUIET = 250;
const place = () => document.getElementById("steps");

document.addEventListener("keydown", (event) => {
  const way = wayOf(event);
  if (!way || !boardId() || isTyping(event.target) || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  take(way);
});

function wayOf(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y" && !event.shiftKey) return "redoings";
  if (key === "z") return event.shiftKey ? "redoings" : "undoings";
  return null;
}

/** In a text that is being written Ctrl+Z is the browser's. */
function isTyping(element) {
  if (isEditing()) return true;
  const text = element.closest?.("input, textarea, select, [contenteditable], trix-editor");
  return Boolean(text) && !text.matches("[type=checkbox], [type=radio], [type=button], [readonly]") && !isUntouched(text);
}

/** A line that holds nothing, or still what it held, has nothing of its own to take back. */
const isUntouched = (text) => text.matches("[data-add], #search") && !text.value;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  if (button) take(button.dataset.take);
});

// In an item's history: a cell holds again what it held.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-put-back]");
  if (!button) return;
  try {
    await ask("POST", button.dataset.putBack, { seq: button.dataset.seq });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
});

let before = Promise.resolve();

/** One after the other, however fast the keys come, and after what was typed before. */
function take(way) {
  before = before.then(async () => {
    await settled();
    try {
      await ask("POST", `${boardPath()}/${way}`);
    } catch (error) {
      toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
    }
  });
}

// Where it happened is shown: rows come back, cells flash, the first one scrolls into sight.
document.addEventListener("board:taken", async (event) => {
  const { items, columns, whole } = event.detail;
  if (board()) {
    if (whole) await reload();
    else await Promise.all([refresh(items, { flash: true }), refreshFooters()]);
    if (whole) light(items, columns);
    show(items, columns);
  }
  document.dispatchEvent(new CustomEvent("board:items", { detail: { items } }));
});

function light(items, columns) {
  for (const cell of items.flatMap((id) => cellsOf(id, columns))) flashCell(cell);
}

function show(items, columns) {
  const seen = items.map(row).filter(Boolean);
  const first = seen.find((line) => isInSight(line)) ?? seen[0];
  if (first && !isInSight(first)) (cellsOf(first.dataset.item, columns)[0] ?? first).scrollIntoView({ block: "center", inline: "nearest" });
}

function isInSight(line) {
  const [box, frame] = [line.getBoundingClientRect(), board().getBoundingClientRect()];
  return box.top >= frame.top && box.bottom <= frame.bottom;
}

function cellsOf(id, columns) {
  const line = row(id);
  const cells = line ? [...line.cells].filter((cell) => !cell.matches(".c-pick, .c-menu")) : [];
  const touched = cells.filter((cell) => columns.includes(headOf(cell)?.dataset.key));
  return touched.length ? touched : cells;
}

// After each write of one's own the buttons say what comes next.
let timer = null;
document.addEventListener("board:written", () => {
  clearTimeout(timer);
  timer = setTimeout(renew, QUIET);
});

async function renew() {
  if (!place()) return;
  const fresh = await ask("GET", `${boardPath()}/steps`).catch(() => null);
  if (fresh === null || !place()) return;
  const focused = place().contains(document.activeElement) ? document.activeElement.dataset.take : null;
  place().replaceChildren(parse(fresh));
  if (focused) place().querySelector(`[data-take=${focused}]:enabled`)?.focus();
}

renew();
