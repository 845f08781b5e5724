// Lists of checkboxes in a form that is drawn anew after each tick: the open one keeps its place under its button.
import { place } from "./menu.js";

document.addEventListener("htmx:after:swap", () => {
  for (const list of document.querySelectorAll(".picks:popover-open")) {
    const button = document.querySelector(`[popovertarget="${CSS.escape(list.id)}"]`);
    if (button) place(list, button.getBoundingClientRect());
  }
});
