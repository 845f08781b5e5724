// Saving cells: one after another for each item, shown at once, kept when it fails.
import { toast } from "../toast.js";
import { announce } from "./announce.js";
import { boardPath, keyOf, make, parse, query, row, rowOf, say } from "./dom.js";
import { ask, isPassing } from "./http.js";
import { cellAt, merge, refresh } from "./rows.js";
import { mark, unmark } from "./state.js";

const WAITS = [1, 2, 4, 8, 15];
const queues = new Map();
const ownVersions = new Map();
const latest = new Map();
let unsent = 0;

/** Resolves when everything that was typed has been answered. */
export const settled = () => Promise.all(queues.values());

/**
 * Save what was typed into a cell. `version` is the item's version that the person saw, `nodes` what the cell shows
 * until the server answers. Resolves to null, or to what speaks against it: a Problem.
 */
export function save(cell, value, { version, nodes }) {
  const item = rowOf(cell).dataset.item;
  const change = { item, key: keyOf(cell), value, version: Number(version), panel: Boolean(cell.dataset.key), cell };
  cell.dataset.busy = "";
  latest.set(nameOf(change), change);
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
    const answer = await patiently(change);
    settle(change, parse(answer));
    announce(say("saved"));
    return null;
  } catch (problem) {
    return problem;
  } finally {
    cellOf(change)?.classList.remove("saving", "unsent");
    unmark("cell");
  }
}

/** While the server cannot be reached, what was typed stays in its cell and is sent again. */
async function patiently(change) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await patch(change);
      if (tries) arrived();
      return answer;
    } catch (error) {
      if (tries && !isPassing(error)) arrived();
      if (!isPassing(error)) throw error;
      if (!tries) waits();
      cellOf(change)?.classList.add("unsent");
      await rest(WAITS[Math.min(tries, WAITS.length - 1)]);
    }
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

function waits() {
  unsent += 1;
  mark("unsent");
  if (unsent === 1) toast(say("unsent"), { bad: true });
}

function arrived() {
  unsent -= 1;
  unmark("unsent");
  if (unsent === 0) toast(say("sent"));
}

function rest(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

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
  if (unsent) event.preventDefault();
});
