// Editing a cell where it stands: the editor comes from the page's templates, what was typed goes to save.js.
import { toast } from "../toast.js";
import { choose } from "./choose.js";
import { editText, isReadOnly, keyOf, lockOf, make, mayEdit, rowOf, say } from "./dom.js";
import { float, sink } from "./float.js";
import { focusCell, neighbour } from "./focus.js";
import { leftOver, standIn } from "./keep.js";
import { fillPickers } from "./pickers.js";
import { explain, refused, theirsOf, unexplain } from "./refusal.js";
import { cellAt } from "./rows.js";
import { asText, release, restore, save } from "./save.js";

const PHONE = matchMedia("(max-width: 760px)");
let current = null;

export const isEditing = () => current !== null;

export const isOpen = (cell) => current?.cell === cell;

/** Whether an element lies in the open editor, or in the sheet that it opened. */
export const isInEditor = (element) => [current?.cell, current?.sheet].some((one) => one?.contains(element));

/** A list, rather than a line or a text, is open. */
export const isList = () => Boolean(current?.end);

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
  if (reason && current?.cell !== cell) toast(reason, { bad: true });
}

export const mayEditCell = (cell) => mayEdit() && !isReadOnly(cell);

export function controlOf(cell) {
  const place = cell.closest("[data-editors], #board");
  const template = place.querySelector(`template[data-editor="${CSS.escape(keyOf(cell))}"]`);
  return template?.content.cloneNode(true).querySelector("[name=value]");
}

/** Save that the cell holds nothing. */
export function empty(cell) {
  const control = controlOf(cell);
  if (control?.type === "checkbox") toggle(cell, false, rowOf(cell).dataset.version);
  else if (control) finish(cell, "", { version: rowOf(cell).dataset.version, nodes: [] });
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

/** Write into the open editor. */
export const fill = (text) => (current.control.value = text);

let spreading = false;

/** Whether what is typed goes into the whole block instead of its cell. */
export const spread = (whole) => (spreading = isEditing() && whole);

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
