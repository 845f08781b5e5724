// Panels that the server draws, opened beside a button: filter, sort, columns, menus of headers and groups.
import { place } from "../menu.js";
import { parse, query } from "./dom.js";
import { ask } from "./http.js";

let opener = null;
export const pop = () => document.getElementById("pop");

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-pop]");
  if (!button) return;
  const again = opener === button && pop().matches(":popover-open");
  closePop();
  if (!again) openPop(button, button.dataset.pop);
});

/** Open what the server draws at an address, beside a button. */
export async function openPop(button, path) {
  opener = button;
  await fill(path);
  opener = standing(button);
  opener.setAttribute("aria-expanded", "true");
  settle(opener.getBoundingClientRect());
}

/** Show another address in the panel that is open. */
export async function fill(path) {
  const joint = path.includes("?") ? "&" : "?";
  const state = query().slice(1);
  pop().replaceChildren(parse(await ask("GET", state ? `${path}${joint}${state}` : path)));
  name(pop().querySelector("[role=menuitem]") ? "menu" : "dialog");
  window.htmx.process(pop());
  if (pop().matches(":popover-open") && opener) settle(standing(opener).getBoundingClientRect());
  document.dispatchEvent(new CustomEvent("pop:filled"));
}

/** Open entries that are in the page already, at a place of the window. */
export function openEntries(entries, area) {
  closePop();
  opener = null;
  pop().replaceChildren(entries);
  name("menu");
  settle(area);
}

/** What the panel is to a screen reader: its own heading, else the button that opened it. */
function name(role) {
  const heading = pop().querySelector("h2, h3")?.textContent ?? opener?.getAttribute("aria-label") ?? opener?.textContent;
  pop().setAttribute("role", role);
  pop().setAttribute("aria-label", heading?.trim() || document.title);
}

function settle(area) {
  if (!pop().matches(":popover-open")) pop().showPopover();
  place(pop(), area);
  const first = pop().querySelector("[autofocus]") ?? pop().querySelector("[role=menuitem], input, select, button");
  first?.focus({ focusVisible: false });
}

export function closePop() {
  if (pop()?.matches(":popover-open")) pop().hidePopover();
}

document.addEventListener("toggle", (event) => {
  if (event.target !== pop() || event.newState === "open") return;
  const button = standing(opener);
  opener = null;
  button?.setAttribute("aria-expanded", "false");
  if (document.activeElement === document.body || pop().contains(document.activeElement)) button?.focus();
}, true);

/** The button itself, or the one that took its place when the board was shown anew. */
function standing(button) {
  if (!button || button.isConnected) return button;
  return document.querySelector(`[data-pop="${CSS.escape(button.dataset.pop)}"]`) ?? button;
}

// Inside the panel: go on to another address of it, before the menu closes as it does for other entries.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#pop [data-fill]");
  if (!link) return;
  event.stopPropagation();
  fill(link.dataset.fill);
}, true);

// A change that the server has accepted ("done") closes the panel.
document.addEventListener("done", closePop);

