// Where things are in the page: the board, its items, their cells.
export const board = () => document.getElementById("board");
export const panel = () => document.querySelector("#panel > .panel");

const home = () => board() ?? panel();
export const boardId = () => home()?.dataset.board;
export const boardPath = () => `/boards/${boardId()}`;
/** Whether the board is looked at as somebody else: nothing is told of such a look, and nothing changed. */
export const isPreview = () => document.querySelector(".looking-as");
export const mayEdit = () => home() && !home().hasAttribute("data-readonly");

/** The state of the view, as the address holds it, behind an optional first part: `?ids=3&filter=…`. */
export function query(parts = {}) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(parts)) params.set(name, value);
  return `?${params}`;
}

/** The parts of the view's state by their names in the address, as they count now, whether the view or the address says so. */
export const looked = () => JSON.parse(board()?.dataset.look ?? "{}");

/** A sentence of `boards/_sentences.html`, its `{count}` and the like filled in. */
export function say(name, values = {}) {
  const sentence = document.getElementById("sentences").dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** The cell of a table or panel around an element. */
export const cellOf = (element) => element?.closest?.(".items > tr[data-item] > td:not(.c-pick, .c-menu), .field-cell[data-key]");
export const rowOf = (element) => element?.closest?.("[data-item]");
export const sectionOf = (element) => element?.closest?.("[data-section]");
export const row = (id) => document.getElementById(`i${id}`);

export function headOf(cell) {
  return cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
}

export const keyOf = (cell) => cell.dataset.key ?? headOf(cell).dataset.key;
export const isReadOnly = (cell) => (cell.dataset.key ? cell : headOf(cell)).hasAttribute("data-readonly");

/** Why this reader may not change the cell: the board's reason before the column's. */
export const lockOf = (cell) => home()?.dataset.lock ?? (cell.dataset.key ? cell : headOf(cell)).dataset.lock;

/** What an editor starts from: the value where it differs from the text, else the text. */
export function editText(cell) {
  return cell.dataset.value ?? shownText(cell);
}

export function shownText(cell) {
  return [...cell.childNodes].filter((node) => !node.classList?.contains("open") && !node.classList?.contains("fill-handle")).map((node) => node.textContent).join("").trim();
}

/** Elements of a piece of HTML that may be rows. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}
