// Editing a cell where it stands: the editor comes from the page's templates, what was typed goes to save.js.
import { toast } from "../toast.js";
import { choose } from "./choose.js";
import { cellOf, editText, isReadOnly, keyOf, lockOf, make, mayEdit, rowOf, say } from "./dom.js";
import { float, sink } from "./float.js";
import { focusCell, neighbour, target } from "./focus.js";
import { leftOver, standIn } from "./keep.js";
import { isMany } from "./range.js";
import { fillPickers, isPicked, pickedText } from "./pickers.js";
import { explain, refusalAround, refused, theirsOf, unexplain } from "./refusal.js";
import { cellAt } from "./rows.js";
import { asText, release, restore, save } from "./save.js";

const PHONE = matchMedia("(max-width: 760px)");
let current = null;

export const isEditing = () => current !== null;

/** Open the editor of a cell; `typed` replaces what it starts from. */
export function edit(cell, { typed } = {}) {
  if (current?.cell === cell || !mayEditCell(cell)) return explainLock(cell);
  commit();
  const control = controlOf(cell);
  if (!control) return;
  const kept = cell.dataset.typed;
  const start = kept ?? editText(cell);
  const version = cell.dataset.base ?? rowOf(cell).dataset.version;
  if (control.type === "checkbox") toggle(cell, start !== "true", version);
  else open(cell, control, typed ?? start, { start: kept === undefined ? start : null, version });
}

// Whoever tries to change what they may only read is told who may.
function explainLock(cell) {
  const reason = lockOf(cell);
  if (reason && mayEdit() && current?.cell !== cell) toast(reason, { bad: true });
}

const mayEditCell = (cell) => mayEdit() && !isReadOnly(cell);

function controlOf(cell) {
  const place = cell.closest("[data-editors], #board");
  const template = place.querySelector(`template[data-editor="${CSS.escape(keyOf(cell))}"]`);
  return template?.content.cloneNode(true).querySelector("[name=value]");
}

function toggle(cell, on, version) {
  const tick = make("span", { class: on ? "tick on" : "tick" });
  focusCell(cell);
  finish(cell, String(on), { version, nodes: [tick] });
}

function open(cell, control, text, { start, version }) {
  cell.dataset.busy = "";
  current = { cell, start, version, control, nodes: [...cell.childNodes] };
  if (control.matches("select")) openList(control, text, start === text || start === null);
  else if (control.matches("textarea")) openSheet(control, text);
  else if (cell.matches("td") && PHONE.matches) openThumbSheet(control, text, text === start || start === null);
  else openLine(control, text, text === start || start === null);
  if (cell.dataset.problem) tellWhy(cell);
}

function openList(select, text, whole) {
  const { cell } = current;
  const chosen = new Set((whole ? text : current.start ?? "").split(","));
  for (const option of select.options) option.selected = chosen.has(option.value);
  cell.classList.add("at");
  current.end = choose(cell, select, {
    typed: whole ? "" : text,
    done: (values, nodes) => keep(values.length ? values : "", nodes, values.join(",")),
    cancel: ({ refocus = true } = {}) => cancel({ refocus }),
  });
}

function openSheet(textarea, text) {
  textarea.value = text;
  current.sheet = float(current.cell, "", textarea);
  current.cell.classList.add("at");
  textarea.focus();
  textarea.setSelectionRange(text.length, text.length);
}

function openLine(input, text, whole) {
  const { cell } = current;
  cell.classList.add("editing");
  fillIn(input, text, whole, (holder) => cell.replaceChildren(holder));
}

/** On a phone a line of text gets a sheet at the foot of the window, with the column's name and a button for the thumb. */
function openThumbSheet(input, text, whole) {
  const { cell } = current;
  const done = make("button", { type: "button", class: "btn primary", text: say("done") });
  const back = make("button", { type: "button", class: "btn", text: say("cancel") });
  done.addEventListener("click", () => commit([0, 0]));
  back.addEventListener("click", () => cancel());
  const title = make("p", { class: "sheet-title", text: input.getAttribute("aria-label") });
  cell.classList.add("at");
  fillIn(input, text, whole, (holder) => (current.sheet = float(cell, "sheet", title, holder, make("div", { class: "actions" }, back, done))));
}

function fillIn(input, text, whole, put) {
  const holder = input.closest(".with-picker") ?? input;
  const day = current.cell.querySelector("time")?.dateTime;
  put(holder);
  input.value = text;
  fillPickers(holder, day);
  input.focus();
  if (whole) input.select();
}

/** Save what the open editor holds, if that is something else than before; `move` says where the focus goes. */
export function commit(move = null) {
  if (!current) return;
  if (current.end) current.end();
  else keep(current.control.value, asText(current.control.value.trim()), current.control.value, move);
}

function keep(value, nodes, text, move = null) {
  const { cell, start, version } = current;
  close();
  if (spreading) {
    spreading = false;
    done(cell);
    focusCell(cell);
    document.dispatchEvent(new CustomEvent("board:spread", { detail: { text } }));
    return;
  }
  const next = move && neighbour(cell, move[0], move[1]);
  if (next) focusCell(next);
  else if (move) focusCell(cell);
  else if (document.activeElement === document.body) focusCell(cell);
  if (start !== null && text.trim() === start.trim()) {
    done(cell);
    return;
  }
  finish(cell, value, { version, nodes });
}

async function finish(cell, value, { version, nodes }) {
  const [item, key] = [rowOf(cell).dataset.item, cell.dataset.column ?? keyOf(cell)];
  const problem = await save(cell, value, { version, nodes });
  if (problem) refuse(cell.isConnected ? cell : (cellAt(item, key) ?? cell), value, version, problem);
}

/** Leave the cell as it was. */
export function cancel({ refocus = true } = {}) {
  if (!current) return;
  const { cell } = current;
  close();
  done(cell);
  if (refocus) focusCell(cell);
}

function close() {
  const { cell, nodes, sheet } = current;
  current = null;
  sink(sheet);
  unexplain();
  cell.classList.remove("editing", "at");
  cell.replaceChildren(...nodes);
}

function done(cell) {
  const outdated = "typed" in cell.dataset || "stale" in cell.dataset;
  delete cell.dataset.stale;
  release(cell);
  if (outdated) restore(cell);
}

function refuse(cell, value, version, problem) {
  if (!refused(cell, value, version, problem)) return;
  if (cell.dataset.base) theirsOf(cell).then(() => current?.cell === cell && tellWhy(cell));
  if (!current) edit(cell);
}

function tellWhy(cell) {
  const mine = current?.control.matches("select") ? [...current.control.selectedOptions].map((option) => option.label).join(", ") : undefined;
  explain(cell, { mine, keep: () => commit([0, 0]), drop: () => cancel() });
}

// What an earlier page of this tab could not save is sent now.
document.addEventListener("board:shown", () => {
  const changes = leftOver();
  if (changes.length) toast(say("resumed", { count: changes.length }));
  for (const { item, key, value, version } of changes) {
    const cell = cellAt(item, key) ?? standIn({ item, key, version });
    finish(cell, value, { version, nodes: asText([value].flat().join(", ")) });
  }
}, { once: true });

// ---- keys and clicks ----

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (current && (current.cell.contains(event.target) || current.sheet?.contains(event.target))) whileEditing(event);
  else if (event.target === cellOf(event.target)) onCell(event, event.target);
});

// Ctrl+Enter writes what is typed into the whole block, from whatever editor.
let spreading = false;
document.addEventListener("keydown", (event) => {
  spreading = Boolean(current) && event.key === "Enter" && (event.ctrlKey || event.metaKey) && isMany();
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

function empty(cell) {
  const control = controlOf(cell);
  if (control?.type === "checkbox") toggle(cell, false, rowOf(cell).dataset.version);
  else if (control) finish(cell, "", { version: rowOf(cell).dataset.version, nodes: [] });
}

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || current?.cell === cell || event.target.closest("a, button, input, select, textarea, label")) return;
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
  if (!current || current.end) return;
  const inside = [current.cell, current.sheet].some((element) => element?.contains(event.target));
  if (!inside && !refusalAround(event.target)) commit();
});

// The browser's calendar writes into the line beside it.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-picks]") || !(current?.cell.contains(event.target) || current?.sheet?.contains(event.target))) return;
  const holder = event.target.closest(".with-picker");
  current.control.value = pickedText(holder);
  if (isPicked(holder)) commit([0, 0]);
});
