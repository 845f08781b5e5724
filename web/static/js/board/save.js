// Saving cells: one after another for each item, shown at once, kept when it fails.
import { announce } from "./announce.js";
import { boardPath, keyOf, make, parse, query, row, rowOf, say } from "./dom.js";
import { ask } from "./http.js";
import { forget, remember } from "./keep.js";
import { patiently, waits } from "./patience.js";
import { cellAt, merge, refresh } from "./rows.js";
import { mark, unmark } from "./state.js";

const queues = new Map();
const ownVersions = new Map();
const latest = new Map();

/** Resolves when everything that was typed has been answered. */
export const settled = () => Promise.all(queues.values());

/**
 * Save what was typed into a cell. `version` is the item's version that the person saw, `nodes` what the cell shows
 * until the server answers. Resolves to null, or to what speaks against it: a Problem.
 */
export function save(cell, value, { version, nodes }) {
  const item = rowOf(cell).dataset.item;
  const change = { item, key: cell.dataset.column ?? keyOf(cell), value, version: Number(version), panel: Boolean(cell.dataset.key), cell };
  cell.dataset.busy = "";
  latest.set(nameOf(change), change);
  remember(change);
  showMeanwhile(cell, nodes);
  const before = queues.get(item) ?? Promise.resolve();
  const attempt = before.then(() => send(change));
  queues.set(item, attempt);
  return attempt;
}

async function send(change) {
  const cell = cellOf(change);
  cell?.classList.add("saving");
  mark("cell");
  try {
    const answer = await patiently(() => patch(change), { onWait: () => cellOf(change)?.classList.add("unsent") });
    forget(change);
    settle(change, parse(answer));
    announce(say("saved"));
    return null;
  } catch (problem) {
    forget(change);
    return problem;
  } finally {
    cellOf(change)?.classList.remove("saving", "unsent");
    unmark("cell");
  }
}

function patch({ item, key, value, version, panel }) {
  const known = Math.max(version, ownVersions.get(nameOf({ item, key })) ?? 0);
  const path = `${boardPath()}/items/${item}/cells/${encodeURIComponent(key)}${panel ? "?panel=1" : query()}`;
  return ask("PATCH", path, { value, version: known });
}

function settle(change, fresh) {
  const cell = cellOf(change);
  if (cell && latest.get(nameOf(change)) === change && !isOpen(cell)) release(cell);
  const line = fresh.querySelector("[data-version]");
  ownVersions.set(nameOf(change), Number(line.dataset.version));
  if (change.panel) {
    document.dispatchEvent(new CustomEvent("panel:fresh", { detail: fresh }));
    if (row(change.item)) refresh([change.item]);
  } else if (row(change.item)) merge(row(change.item), line);
}

const nameOf = ({ item, key }) => `${item}/${key}`;

/** Somebody already types the next value: what comes back must not take the editor away. */
const isOpen = (cell) => cell.matches(".editing, .at");

function cellOf({ cell, panel, item, key }) {
  if (cell.isConnected) return cell;
  return panel ? document.querySelector(`.field-cell[data-key="${CSS.escape(key)}"]`) : cellAt(item, key);
}

function showMeanwhile(cell, nodes) {
  const opener = cell.querySelector(":scope > .open");
  cell.replaceChildren(...nodes, ...(opener ? [opener] : []));
}

/** The cell holds nothing that is not saved any more. */
export function release(cell) {
  for (const name of ["busy", "typed", "problem", "base", "theirs"]) delete cell.dataset[name];
  cell.classList.remove("invalid");
}

/** Forget what was typed: show the cell as the server has it. */
export function restore(cell) {
  release(cell);
  const item = rowOf(cell).dataset.item;
  if (cell.dataset.key) document.dispatchEvent(new CustomEvent("panel:stale"));
  else refresh([item]);
}

/** A line of text as a cell shows it. */
export const asText = (text) => (text ? [make("span", { text }).firstChild] : []);

// Leaving the page while something is on its way asks first.
window.addEventListener("beforeunload", (event) => {
  if (waits()) event.preventDefault();
});
