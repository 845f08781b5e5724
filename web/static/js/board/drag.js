// Items dragged by the start of their row, groups by their head: a line shows where they would go, Escape lets them be.
import { board, boardPath, make, mayEdit, say, sectionOf } from "./dom.js";
import { toast } from "../toast.js";
import { lines } from "./focus.js";
import { ask } from "./http.js";
import { mayMove, moveItems } from "./move.js";
import { pull, swallowClick } from "./pointer.js";
import { isManual } from "./rows.js";
import { keepRows } from "./window.js";

const SLACK = 5;
let drag = null;

keepRows((line) => line.matches(".lifted"));

document.addEventListener("pointerdown", (event) => {
  if (event.button || !mayEdit()) return;
  const line = event.target.closest?.(".items > tr > .c-pick")?.parentElement;
  const head = event.target.closest?.("section[data-group] > header");
  if (line?.dataset.item) begin(event, { lines: itemsWith(line) });
  else if (head && !event.target.closest("button, input, a") && board().querySelector("[data-add-group]")) begin(event, { section: sectionOf(head) });
});

/** The row, or all ticked ones if it is ticked. */
function itemsWith(line) {
  return line.classList.contains("picked") ? [...board().querySelectorAll(".items > tr.picked")] : [line];
}

function begin(event, what) {
  drag = { ...what, x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY, moving: false };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", finish, { once: true });
  document.addEventListener("pointercancel", end, { once: true });
  document.addEventListener("keydown", giveUp, true);
}

function follow(event) {
  drag.x = event.clientX;
  drag.y = event.clientY;
  if (!drag.moving && Math.hypot(drag.x - drag.startX, drag.y - drag.startY) > SLACK) lift();
  if (drag?.moving) aim();
}

function lift() {
  if (drag.lines && !mayMove()) {
    swallowClick();
    end();
    return;
  }
  drag.moving = true;
  document.activeElement.blur();
  const label = drag.lines ? labelOf(drag.lines) : drag.section.querySelector("h2 input")?.value;
  drag.ghost = make("div", { class: "drag-ghost", text: label });
  drag.mark = make("div", { class: "drop-line" });
  document.body.append(drag.ghost, drag.mark);
  board().classList.add("dragging-items");
  (drag.lines ?? [drag.section]).forEach((one) => one.classList.add("lifted"));
  requestAnimationFrame(pullAlong);
}

function labelOf(some) {
  return some.length > 1 ? say("selected", { count: some.length }) : some[0].cells[1].firstChild?.textContent;
}

function pullAlong() {
  if (!drag?.moving) return;
  pull(board().getBoundingClientRect().left + board().clientWidth / 2, drag.y);
  aim();
  requestAnimationFrame(pullAlong);
}

/** Show where the dragged ones would go. */
function aim() {
  drag.ghost.style.transform = `translate(${drag.x + 14}px, ${drag.y + 10}px)`;
  drag.target = drag.lines ? amongItems() : amongGroups();
  drag.mark.hidden = !drag.target;
  if (!drag.target) return;
  const area = board().getBoundingClientRect();
  drag.mark.style.transform = `translate(${Math.max(area.left, drag.target.left)}px, ${drag.target.y - 1}px)`;
  drag.mark.style.width = `${Math.min(area.right, drag.target.right) - Math.max(area.left, drag.target.left)}px`;
}

/** Behind or before the row under the pointer; over the head of a group its top, below its rows its bottom. */
function amongItems() {
  const area = board().getBoundingClientRect();
  const x = Math.max(area.left + 60, Math.min(drag.x, area.right - 20));
  const under = document.elementFromPoint(x, Math.max(area.top + 1, Math.min(drag.y, area.bottom - 1)));
  const line = under?.closest?.(".items > tr[data-item]");
  const section = under?.closest?.("section[data-group]");
  if (!section) return null;
  if (line) return besideLine(line, section);
  const all = lines().filter((one) => sectionOf(one) === section);
  const atTop = under.closest("header, thead") && !section.classList.contains("folded") && all.length;
  if (atTop) return spot(section, all[0].getBoundingClientRect(), "top", { place: "top" });
  const edge = section.classList.contains("folded") ? section.querySelector("header") : section.querySelector("tbody.items");
  return spot(section, edge.getBoundingClientRect(), "bottom", {});
}

function besideLine(line, section) {
  const box = line.getBoundingClientRect();
  const half = drag.y < box.top + box.height / 2 ? "top" : "bottom";
  const place = { place: half === "top" ? "before" : "after", anchor: line.dataset.item };
  if (drag.lines.includes(line)) return null;
  return spot(section, box, half, place);
}

const spot = (section, box, side, place) => ({ group: section.dataset.group, place, y: box[side], left: box.left, right: box.right });

function amongGroups() {
  const all = [...board().querySelectorAll("section[data-group]")].filter((one) => one !== drag.section);
  const next = all.find((one) => drag.y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  const last = next ? all[all.indexOf(next) - 1] : all.at(-1);
  const box = (next ?? last)?.getBoundingClientRect();
  return box && { after: last?.dataset.group ?? "", y: next ? box.top - 6 : box.bottom + 6, left: box.left, right: box.right };
}

async function finish() {
  const { moving, lines: some, section, target } = drag;
  end();
  if (!moving) return;
  swallowClick();
  if (!target) return;
  if (some) await moveItems(some.map((line) => line.dataset.item), target.group, target.place);
  else await placeGroup(section.dataset.group, target.after);
}

async function placeGroup(group, after) {
  try {
    await ask("PUT", `${boardPath()}/groups/${group}/place`, { after });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

function end() {
  document.removeEventListener("pointermove", follow);
  document.removeEventListener("pointerup", finish);
  document.removeEventListener("pointercancel", end);
  document.removeEventListener("keydown", giveUp, true);
  drag?.ghost?.remove();
  drag?.mark?.remove();
  board()?.classList.remove("dragging-items");
  document.querySelectorAll(".lifted").forEach((one) => one.classList.remove("lifted"));
  drag = null;
}

function giveUp(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (drag.moving) swallowClick();
  end();
}

// The start of a row is a handle only where items have an order of their own.
document.addEventListener("board:shown", () => board()?.classList.toggle("ordered", isManual() && mayEdit()));
