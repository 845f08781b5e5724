// Who else is on this board, and in which cell: this page says where its reader is, the live stream says where others are.
import { boardPath, cellOf, isPreview, keyOf, make, rowOf } from "./dom.js";
import { ask } from "./http.js";
import { cellAt } from "./rows.js";

const HEARTBEAT = 20000;
const SETTLED = 400;
const me = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let others = [];
let place = { item: "", key: "" };
let waiting = null;

function say() {
  clearTimeout(waiting);
  waiting = setTimeout(say, HEARTBEAT);
  if (!document.hidden && !isPreview()) ask("PUT", `${boardPath()}/presences/${me}`, place).catch(() => null);
}

function goTo(cell) {
  const next = cell ? { item: rowOf(cell).dataset.item, key: keyOf(cell) } : { item: "", key: "" };
  if (next.item === place.item && next.key === place.key) return;
  place = next;
  clearTimeout(waiting);
  waiting = setTimeout(say, SETTLED);
}

function leave() {
  clearTimeout(waiting);
  if (isPreview()) return;
  const headers = { "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf };
  fetch(`/presences/${me}`, { method: "DELETE", headers, keepalive: true }).catch(() => null);
}

function showPeople() {
  const list = document.getElementById("here");
  const people = [...new Map(others.map((one) => [one.id, one])).values()];
  list?.replaceChildren(...people.map(({ name, initials, color }) => {
    const avatar = make("span", { class: `avatar c-${color}`, title: name, role: "img", "aria-label": name, text: initials });
    return make("li", {}, avatar);
  }));
}

function markCells() {
  for (const cell of document.querySelectorAll("[data-here]")) {
    delete cell.dataset.here;
    delete cell.dataset.hereColor;
  }
  for (const { item, key, name, color } of others) {
    const cell = item && key && cellAt(item, key);
    if (!cell) continue;
    cell.dataset.here = name.split(" ")[0];
    cell.dataset.hereColor = color;
  }
}

document.addEventListener("board:presence", (event) => {
  others = event.detail.filter((one) => one.page !== me && String(one.id) !== document.body.dataset.user);
  showPeople();
  markCells();
});
for (const name of ["board:shown", "board:items"]) document.addEventListener(name, markCells);

document.addEventListener("focusin", (event) => goTo(cellOf(event.target)));
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : say()));
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", say);
