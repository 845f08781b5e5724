// Something carried to another place by a pointer: a line shows where it would go, Escape lets it be.
import { board, make } from "./dom.js";
import { pull, swallowClick } from "./pointer.js";

const SLACK = 5;
const HOLD = 350;
let load = null;

/**
 * Carry `lifted` elements as soon as the pointer moves; with `rests`, a finger rests on them first, for it may mean to scroll.
 * `label()` says what is carried, `mayGo()` whether it moves at all, `aim(x, y)` finds {mark: rectangle or into: section, …}
 * or null for `drop`. `along` is the axis on which the board scrolls along.
 */
export function carry(event, what) {
  if (event.button) return;
  if (load) end();
  load = { along: "y", ...what, x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY, moving: false };
  if (load.rests && event.pointerType === "touch") load.timer = setTimeout(lift, HOLD);
  for (const [name, handler, options] of HANDLERS) document.addEventListener(name, handler, options);
}

function follow(event) {
  load.x = event.clientX;
  load.y = event.clientY;
  const far = Math.hypot(load.x - load.startX, load.y - load.startY) > SLACK;
  if (!load.moving && far) load.timer ? end() : lift();
  if (load?.moving) aim();
}

function lift() {
  if (load.mayGo && !load.mayGo()) {
    swallowClick();
    end();
    return;
  }
  load.moving = true;
  document.activeElement.blur();
  load.ghost = make("div", { class: "drag-ghost", text: load.label() });
  load.line = make("div", { class: `drop-line ${load.along === "x" ? "upright" : ""}` });
  document.body.append(load.ghost, load.line);
  board().classList.add("carrying");
  load.lifted.forEach((one) => one.classList.add("lifted"));
  aim();
  requestAnimationFrame(pullAlong);
}

function pullAlong() {
  if (!load?.moving) return;
  const area = board().getBoundingClientRect();
  const across = load.along === "x";
  pull(across ? load.x : area.left + area.width / 2, across ? area.top + area.height / 2 : load.y);
  aim();
  requestAnimationFrame(pullAlong);
}

/** Show where what is carried would go. */
function aim() {
  load.ghost.style.transform = `translate(${load.x + 14}px, ${load.y + 10}px)`;
  load.target = load.aim(load.x, load.y);
  load.line.hidden = !load.target?.mark;
  light(load.target?.into);
  if (load.line.hidden) return;
  const { left, right, top, bottom } = load.target.mark;
  const area = board().getBoundingClientRect();
  const [start, stop] = [Math.max(area.left, left), Math.min(area.right, right)];
  load.line.style.transform = `translate(${start - 1}px, ${top - 1}px)`;
  load.line.style.inlineSize = `${Math.max(3, stop - start)}px`;
  load.line.style.blockSize = `${Math.max(3, Math.min(area.bottom, bottom) - top)}px`;
}

function light(section) {
  document.querySelectorAll(".drop-into").forEach((one) => one.classList.toggle("drop-into", one === section));
  section?.classList.add("drop-into");
}

function finish() {
  const { moving, target, drop } = load;
  end();
  if (!moving) return;
  swallowClick();
  if (target) drop(target);
}

function end() {
  clearTimeout(load?.timer);
  for (const [name, handler, options] of HANDLERS) document.removeEventListener(name, handler, options);
  load?.ghost?.remove();
  load?.line?.remove();
  light(null);
  board()?.classList.remove("carrying");
  document.querySelectorAll(".lifted").forEach((one) => one.classList.remove("lifted"));
  load = null;
}

function giveUp(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (load.moving) swallowClick();
  end();
}

/** A finger that carries asks for no menu. */
function hold(event) {
  if (load?.moving && event.cancelable) event.preventDefault();
}

/** Nor does it scroll; browsers heed only an element that said so before it was touched. */
export const holdStill = (element) => element.addEventListener("touchmove", hold, { passive: false });

const HANDLERS = [
  ["pointermove", follow],
  ["pointerup", finish],
  ["pointercancel", end],
  ["keydown", giveUp, true],
  ["contextmenu", hold],
];
