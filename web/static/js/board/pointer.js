// What dragging needs, whatever is dragged.
import { board } from "./dom.js";

const EDGE = 36;

/** The click that ends a drag is no click on what lies under the pointer. */
export function swallowClick() {
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", stop, { capture: true }), 300);
}

/** Near an edge of the board, what is dragged pulls more of it into sight. */
export function pull(x, y) {
  const area = board().getBoundingClientRect();
  const step = (at, low, high) => (at < low + EDGE ? at - low - EDGE : at > high - EDGE ? at - high + EDGE : 0) / 3;
  board().scrollBy(step(x, area.left, area.right), step(y, area.top, area.bottom));
}
