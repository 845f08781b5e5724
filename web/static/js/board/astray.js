// A row that a change sends elsewhere in the sort, or out of the filter, keeps its place until the reader goes on.
import { announce } from "./announce.js";
import { board, row, say } from "./dom.js";
import { refresh } from "./rows.js";
import { isBusy } from "./window.js";

const waiting = new Set();

export const holdsReader = (line) => line.contains(document.activeElement);

/** The row belongs elsewhere ("moves"), or nowhere in this view ("leaves"): a note in it says so. */
export function stray(line, why) {
  if (!line.classList.contains("astray")) announce(say(why));
  line.classList.add("astray");
  line.querySelector(":scope > .c-name").dataset.note = say(why);
  waiting.add(line.dataset.item);
}

/** The row stands where it belongs. */
export function settled(line) {
  line.classList.remove("astray");
  delete line.querySelector(":scope > .c-name")?.dataset.note;
  waiting.delete(line.dataset.item);
}

document.addEventListener("focusin", goOn);
document.addEventListener("focusout", () => setTimeout(goOn));

function goOn() {
  const left = board() ? [...waiting].filter((id) => !isHeld(row(id))) : [];
  left.forEach((id) => waiting.delete(id));
  refresh(left);
}

/** Whoever adds one item after another goes on when they leave the line in which they type them. */
function isHeld(line) {
  if (!line) return false;
  const typing = "added" in line.dataset && document.activeElement?.matches("[data-add]");
  return typing || holdsReader(line) || isBusy(line);
}
