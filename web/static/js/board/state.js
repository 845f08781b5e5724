// One place of the page says whether everything is saved; the cells themselves only hint at it.
import { say } from "./dom.js";

const going = new Map();
let timer = null;

/** Something is on its way, or (as "unsent") cannot be sent for now. */
export function mark(name) {
  going.set(name, (going.get(name) ?? 0) + 1);
  show();
}

export function unmark(name) {
  going.set(name, Math.max(0, (going.get(name) ?? 0) - 1));
  show();
}

const count = (name) => going.get(name) ?? 0;

/** Short saves are not worth a flicker. */
function show() {
  clearTimeout(timer);
  timer = setTimeout(draw, count("unsent") ? 0 : 150);
}

function draw() {
  const place = document.getElementById("saving-state");
  if (!place) return;
  const unsent = count("unsent");
  const busy = [...going].some(([name, number]) => name !== "unsent" && number);
  const state = unsent ? "unsent" : busy ? "saving" : "saved";
  place.dataset.state = state;
  place.querySelector("span").textContent = unsent ? say("waiting", { count: unsent }) : say(busy ? "saving" : "saved");
}
