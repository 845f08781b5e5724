// The tabs of an item's panel: arrows move between them, the last one chosen opens with the next item, too.
import { panel } from "./dom.js";

const MEMORY = "panel-tab";
const tabs = () => [...panel().querySelectorAll("[role=tab]")];

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.(".panel [role=tab]");
  if (!tab) return;
  choose(tab);
  localStorage.setItem(MEMORY, tab.id);
});

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.(".panel [role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const all = tabs();
  const next = all[(all.indexOf(tab) + step + all.length) % all.length];
  next.click();
  next.focus();
});

function choose(tab) {
  for (const one of tabs()) {
    const on = one === tab;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !on;
  }
}

function recall() {
  const said = location.hash.startsWith("#update-");
  const tab = panel() && !said && document.getElementById(localStorage.getItem(MEMORY) ?? "");
  if (tab && panel().contains(tab)) choose(tab);
}

document.addEventListener("panel:shown", recall);
recall();

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy-link]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
  document.dispatchEvent(new CustomEvent("toast", { detail: { message: button.dataset.copied } }));
});
