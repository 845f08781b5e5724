// Widths by the edges of heads, and the columns that stay in sight while the table moves sideways.
import { toast } from "../toast.js";
import { board, boardPath } from "./dom.js";
import { ask } from "./http.js";

const LOW = 48;
const HIGH = 1200;
const MARGIN = 24;
const PHONE = matchMedia("(max-width: 760px)");

const tables = () => [...board().querySelectorAll("table.grid")];
const clamp = (width) => Math.round(Math.max(LOW, Math.min(width, HIGH)));
const colOf = (table, index) => table.querySelectorAll("colgroup > col")[index];

let sizing = null;

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest?.(".grid th .sizer");
  if (!edge || event.button) return;
  event.preventDefault();
  const head = edge.closest("th");
  sizing = { head, from: event.clientX, width: head.offsetWidth, now: head.offsetWidth };
  edge.setPointerCapture(event.pointerId);
  board().classList.add("sizing");
});

document.addEventListener("pointermove", (event) => {
  if (!sizing) return;
  sizing.now = clamp(sizing.width + event.clientX - sizing.from);
  show(sizing.head.cellIndex, sizing.now);
});

document.addEventListener("pointerup", () => {
  if (!sizing) return;
  const { head, width, now } = sizing;
  sizing = null;
  board().classList.remove("sizing");
  if (now !== width) keep(head.dataset.key, now);
});

document.addEventListener("dblclick", (event) => {
  const head = event.target.closest?.(".grid th .sizer")?.closest("th");
  if (!head) return;
  const width = fitting(head.cellIndex);
  show(head.cellIndex, width);
  keep(head.dataset.key, width);
});

// The edge of a head is not the head: it neither opens its menu nor drags it.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".grid th .sizer")) event.stopPropagation();
}, true);

/** Give a column of all tables another width; the table itself grows or shrinks by as much. */
function show(index, width) {
  for (const table of tables()) {
    const col = colOf(table, index);
    table.setAttribute("width", Number(table.getAttribute("width")) + width - Number(col.getAttribute("width")));
    col.setAttribute("width", width);
  }
  freeze();
}

async function keep(key, width) {
  try {
    await ask("PATCH", `${boardPath()}/columns/${encodeURIComponent(key)}/layout`, { width });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
    document.dispatchEvent(new CustomEvent("board:outdated"));
  }
}

/** The width that shows everything that is drawn of a column. */
function fitting(index) {
  const range = document.createRange();
  const wide = (cell) => {
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width;
  };
  const all = tables().flatMap((table) => [...table.rows].map((line) => line.cells[index]).filter(Boolean));
  const shown = all.filter((cell) => cell.colSpan === 1 && cell.offsetParent);
  const unlike = shown.map((cell) => Math.max(cell.scrollWidth > cell.clientWidth ? cell.scrollWidth : 0, wide(cell)));
  return clamp(Math.max(...unlike) + MARGIN);
}

// ---- columns that stay in sight ----

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Rules for the frozen columns behind the name: where each of them stops. A phone keeps the name alone. */
function freeze() {
  const head = board()?.querySelector("table.grid thead tr");
  const frozen = head ? [...head.cells].filter((cell) => "frozen" in cell.dataset && cell.cellIndex > 1) : [];
  const table = head?.closest("table");
  let left = table ? 38 + Number(colOf(table, 1).getAttribute("width")) : 0;
  const rules = frozen.map((cell) => {
    const place = `.grid tr > :nth-child(${cell.cellIndex + 1}):not([colspan])`;
    const rule = `${place} { position: sticky !important; inset-inline-start: ${left}px; z-index: 2; } .grid thead tr > :nth-child(${cell.cellIndex + 1}) { z-index: 4; }`;
    left += Number(colOf(table, cell.cellIndex).getAttribute("width"));
    return rule;
  });
  const last = frozen.at(-1)?.cellIndex ?? 1;
  const edge = frozen.length ? `.grid tr > :nth-child(${last + 1}):not([colspan]) { border-inline-end: 2px solid var(--line-strong); }` : "";
  sheet.replaceSync(PHONE.matches ? "" : `@layer cells { ${rules.join(" ")} ${edge} }`);
}

PHONE.addEventListener("change", freeze);
document.addEventListener("board:shown", freeze);

