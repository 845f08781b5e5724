// What was typed and not accepted stays, with the sentence beside it; where its cell is gone, it can still be copied.
import { showDialog } from "../dialog.js";
import { announce } from "./announce.js";
import { make, say, shownText } from "./dom.js";
import { float, sink } from "./float.js";
import { freshCell } from "./rows.js";
import { release } from "./save.js";

let bubble = null;

export const refusalAround = (element) => bubble?.contains(element) ?? false;

/** Whether a refusal means that there is nothing left to type into. */
const isFinal = (problem) => problem.status === 403 || problem.status === 404;

/** Keep what was typed in its cell, or where that is gone in a dialog. Resolves to whether it is in its cell. */
export function refused(cell, value, version, problem) {
  const typed = [value].flat().join(",");
  announce(problem.sentence);
  if (isFinal(problem) || !cell.isConnected) {
    release(cell);
    lost(typed, problem.sentence);
    return false;
  }
  cell.dataset.busy = "";
  cell.dataset.typed = typed;
  cell.dataset.problem = problem.sentence;
  cell.classList.add("invalid");
  if (problem.status === 409) cell.dataset.base = problem.members.version;
  return true;
}

/** The value that somebody else gave the cell meanwhile. */
export async function theirsOf(cell) {
  const theirs = await freshCell(cell).catch(() => null);
  cell.dataset.theirs = theirs ? shownText(theirs) : "";
}

/** Show the sentence beside a cell; of a conflict both values and the ways on: `keep` mine, or `drop` it. */
export function explain(cell, { mine, keep, drop }) {
  unexplain();
  const parts = [make("p", { text: cell.dataset.problem })];
  if (cell.dataset.base) parts.push(bothValues(cell, mine ?? cell.dataset.typed), ways(keep, drop));
  bubble = float(cell, "bubble", ...parts);
  bubble.setAttribute("role", "alert");
}

export function unexplain() {
  sink(bubble);
  bubble = null;
}

function bothValues(cell, mine) {
  const line = (name, value) => [make("dt", { text: say(name) }), make("dd", { text: value || say("empty") })];
  return make("dl", {}, ...line("mine", mine), ...line("theirs", cell.dataset.theirs ?? "…"));
}

function ways(keep, drop) {
  const mine = make("button", { type: "button", class: "btn small primary", text: say("keepMine") });
  const theirs = make("button", { type: "button", class: "btn small", text: say("takeTheirs") });
  mine.addEventListener("click", keep);
  theirs.addEventListener("click", drop);
  return make("div", { class: "actions" }, mine, theirs);
}

/** The cell is gone: what was typed into it is shown, to be copied. */
function lost(typed, sentence) {
  document.dispatchEvent(new CustomEvent("board:outdated"));
  if (!typed) return;
  const text = make("textarea", { class: "input", rows: 4, readonly: true, "data-select": true, "aria-label": say("lost") });
  text.value = typed;
  const close = make("button", { type: "button", class: "btn primary", "data-close": true, text: say("done") });
  const copy = make("button", { type: "button", class: "btn", text: say("copy") });
  copy.addEventListener("click", () => {
    text.select();
    document.execCommand("copy");
    announce(say("copied", { count: 1 }));
  });
  const head = make("header", { class: "dialog-head" }, make("h2", { id: "dialog-title", text: say("lost") }));
  showDialog(make("section", {}, head, make("p", { text: sentence }), text, make("div", { class: "actions" }, copy, close)));
}
