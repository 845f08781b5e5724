// The keys and clicks that open, fill and leave the editors of cells.
import { cellOf, editText } from "./dom.js";
import { cancel, commit, controlOf, edit, empty, fill, isEditing, isInEditor, isList, isOpen, mayEditCell, spread } from "./edit.js";
import { focusCell, neighbour, target } from "./focus.js";
import { isPicked, pickedText } from "./pickers.js";
import { isMany } from "./range.js";
import { refusalAround } from "./refusal.js";

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (isInEditor(event.target)) whileEditing(event);
  else if (event.target === cellOf(event.target)) onCell(event, event.target);
});

// Ctrl+Enter writes what is typed into the whole block, from whatever editor.
document.addEventListener("keydown", (event) => {
  spread(event.key === "Enter" && (event.ctrlKey || event.metaKey) && isMany());
}, true);

function whileEditing(event) {
  const back = event.shiftKey;
  const several = event.target.matches("textarea");
  if (event.key === "Escape") cancel();
  else if (event.key === "Tab") commit([0, back ? -1 : 1]);
  else if (event.key === "Enter" && (!several || event.ctrlKey || event.metaKey)) commit([back ? -1 : 1, 0]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onCell(event, cell) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const inTable = cell.matches("td");
  const next = inTable && !event.shiftKey && !event.altKey && target(cell, event);
  const link = event.altKey && event.key === "Enter" && (cell.querySelector(".goto") ?? cell.closest("tr")?.querySelector(".open"));
  if (link) link.click();
  else if (next) focusCell(next);
  else if (event.key === "Enter" || event.key === "F2" || (event.key === " " && plain && !event.shiftKey)) edit(cell);
  else if (event.key === "Tab" && inTable && aside(cell, event) !== cell) focusCell(aside(cell, event));
  else if ((event.key === "Delete" || event.key === "Backspace") && plain && !isMany() && mayEditCell(cell) && editText(cell)) empty(cell);
  else if (event.key.length === 1 && plain && event.key !== " ") edit(cell, { typed: event.key });
  else return;
  event.preventDefault();
}

const aside = (cell, event) => neighbour(cell, 0, event.shiftKey ? -1 : 1);

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || isOpen(cell) || event.target.closest("a, button, input, select, textarea, label")) return;
  if (again || (mayEditCell(cell) && opensAtOnce(event, cell))) edit(cell);
  else if (cell.matches("td")) focusCell(cell);
});

// A click goes to a line of text, another one edits it; lists and boxes to tick, and fingers, need only one.
let again = false;
document.addEventListener("pointerdown", (event) => {
  const cell = cellOf(event.target);
  again = Boolean(cell) && document.activeElement === cell;
}, true);

function opensAtOnce(event, cell) {
  return !cell.matches("td") || event.pointerType === "touch" || Boolean(controlOf(cell)?.matches("select, [type=checkbox]"));
}

// A click elsewhere saves.
document.addEventListener("pointerdown", (event) => {
  if (!isEditing() || isList()) return;
  if (!isInEditor(event.target) && !refusalAround(event.target)) commit();
});

// The browser's calendar writes into the line beside it.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-picks]") || !isInEditor(event.target)) return;
  const holder = event.target.closest(".with-picker");
  fill(pickedText(holder));
  if (isPicked(holder)) commit([0, 0]);
});
