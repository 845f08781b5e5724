// Items dragged by the start of their row, groups by their head.
import { toast } from "../toast.js";
import { carry } from "./carry.js";
import { board, boardPath, mayEdit, say, sectionOf } from "./dom.js";
import { lines } from "./focus.js";
import { ask } from "./http.js";
import { mayMove, moveItems, targetOf } from "./move.js";
import { isGrouped, isManual } from "./rows.js";
import { keepRows } from "./window.js";

keepRows((line) => line.matches(".lifted"));

document.addEventListener("pointerdown", (event) => {
  if (!mayEdit()) return;
  const line = event.target.closest?.(".items > tr > .c-pick")?.parentElement;
  const head = event.target.closest?.("section[data-group] > header");
  if (line?.dataset.item) carryItems(event, itemsWith(line));
  else if (head && !event.target.closest("button, input, a") && board().querySelector("[data-add-group]")) carryGroup(event, sectionOf(head));
});

/** The row, or all ticked ones if it is ticked. */
function itemsWith(line) {
  return line.classList.contains("picked") ? [...board().querySelectorAll(".items > tr.picked")] : [line];
}

function carryItems(event, some) {
  carry(event, {
    lifted: some,
    label: () => (some.length > 1 ? say("selected", { count: some.length }) : some[0].cells[1].firstChild?.textContent),
    mayGo: mayMove,
    aim: (x, y) => amongItems(some, x, y),
    drop: ({ to }) => moveItems(some.map((line) => line.dataset.item), to),
  });
}

function carryGroup(event, section) {
  carry(event, {
    lifted: [section],
    label: () => section.querySelector("h2 input")?.value,
    aim: (x, y) => amongGroups(section, y),
    drop: ({ after }) => placeGroup(section.dataset.group, after),
  });
}

/** Behind or before the row under the pointer; over the head of a group its top, below its rows its bottom. */
function amongItems(moving, pointerX, y) {
  const area = board().getBoundingClientRect();
  const x = Math.max(area.left + 60, Math.min(pointerX, area.right - 20));
  const under = document.elementFromPoint(x, Math.max(area.top + 1, Math.min(y, area.bottom - 1)));
  const line = under?.closest?.(".items > tr[data-item]");
  const section = under?.closest?.("section[data-section]");
  if (!section) return null;
  if (isGrouped()) return moving.every((one) => sectionOf(one) === section) ? null : { into: section, to: targetOf(section) };
  if (line) return moving.includes(line) ? null : besideLine(line, section, y);
  const all = lines().filter((one) => sectionOf(one) === section);
  const atTop = under.closest("header, thead") && !section.classList.contains("folded") && all.length;
  if (atTop) return spot(section, all[0].getBoundingClientRect(), "top", { place: "top" });
  const edge = section.classList.contains("folded") ? section.querySelector("header") : section.querySelector("tbody.items");
  return spot(section, edge.getBoundingClientRect(), "bottom", {});
}

function besideLine(line, section, y) {
  const box = line.getBoundingClientRect();
  const half = y < box.top + box.height / 2 ? "top" : "bottom";
  return spot(section, box, half, { place: half === "top" ? "before" : "after", anchor: line.dataset.item });
}

const spot = (section, box, side, place) => ({ to: { ...targetOf(section), ...place }, mark: level(box, box[side]) });
const level = ({ left, right }, y) => ({ left, right, top: y, bottom: y });

function amongGroups(section, y) {
  const all = [...board().querySelectorAll("section[data-group]")].filter((one) => one !== section);
  const next = all.find((one) => y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  const last = next ? all[all.indexOf(next) - 1] : all.at(-1);
  const box = (next ?? last)?.getBoundingClientRect();
  return box && { after: last?.dataset.group ?? "", mark: level(box, next ? box.top - 6 : box.bottom + 6) };
}

async function placeGroup(group, after) {
  try {
    await ask("PUT", `${boardPath()}/groups/${group}/place`, { after });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

// The start of a row is a handle only where items have an order of their own, or take on the values of the group they are in.
document.addEventListener("board:shown", () => board()?.classList.toggle("ordered", (isManual() || isGrouped()) && mayEdit()));
