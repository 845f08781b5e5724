// Small things that lie above the table beside a cell: lists of choices, long text, sentences about what was typed.
import { place } from "../menu.js";
import { make } from "./dom.js";

/** Open an element beside a cell, and keep it there while the table scrolls; returns the element. */
export function float(cell, className, ...children) {
  const made = make("div", { class: `cell-pop ${className}`, popover: "manual" }, ...children);
  document.body.append(made);
  made.showPopover();
  made.follow = () => (cell.isConnected ? place(made, cell.getBoundingClientRect()) : sink(made));
  made.follow();
  document.addEventListener("scroll", made.follow, { capture: true, passive: true });
  return made;
}

/** Take it away. */
export function sink(made) {
  if (!made) return;
  document.removeEventListener("scroll", made.follow, { capture: true });
  made.remove();
}
