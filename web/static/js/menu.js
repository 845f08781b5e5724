// Popovers of class "menu": placed beside their button, walked through with the arrow keys.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu")) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  button?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState !== "open") return;
  if (button) place(menu, button.getBoundingClientRect());
  if (menu.getAttribute("role") === "menu") entries(menu)[0]?.focus({ focusVisible: false });
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[role=menu]");
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!menu || step === undefined) return;
  event.preventDefault();
  const all = entries(menu);
  const at = all.indexOf(document.activeElement);
  const next = Number.isFinite(step) ? (at + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
  all[next]?.focus();
});

// Choosing an entry closes the menu, unless the entry opens something inside it.
document.addEventListener("click", (event) => {
  const entry = event.target.closest?.("[role=menu] [role=menuitem]");
  if (entry && !entry.hasAttribute("popovertarget")) entry.closest("[popover]").hidePopover?.();
});

/** Put an open popover under (or over) an area of the window, without leaving the window. */
export function place(menu, area) {
  const gap = 4;
  menu.style.minWidth = `${Math.max(200, area.width)}px`;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = area.bottom + gap;
  const top = below + height <= innerHeight ? below : Math.max(gap, area.top - height - gap);
  const left = Math.max(gap, Math.min(area.left, innerWidth - width - gap));
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}

function entries(menu) {
  return [...menu.querySelectorAll("[role^=menuitem]")].filter((entry) => entry.checkVisibility());
}
