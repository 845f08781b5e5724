// The sidebar: folded away, its boards narrowed by letters, its favourites put in order by dragging or Alt and an arrow.
const YEAR = 31536000;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-side]")) return;
  const folded = document.documentElement.toggleAttribute("data-side-folded");
  document.cookie = `side=${folded ? "folded" : ""}; path=/; max-age=${folded ? YEAR : 0}; samesite=lax`;
  document.querySelector(folded ? ".side-open" : ".side-fold")?.focus();
});

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-find-board]")) return;
  const words = fold(event.target.value).split(/\s+/).filter(Boolean);
  for (const line of document.querySelectorAll("[data-boards] > li")) {
    line.hidden = !words.every((word) => fold(line.textContent).includes(word));
  }
});

let dragged = null;
const lineOf = (target) => target.closest?.("[data-favourites] > li");

document.addEventListener("dragstart", (event) => {
  dragged = lineOf(event.target) ?? null;
  dragged?.classList.add("dragging");
});
document.addEventListener("dragover", (event) => {
  const over = dragged && lineOf(event.target);
  if (!over) return;
  event.preventDefault();
  const area = over.getBoundingClientRect();
  if (over !== dragged) over[event.clientY < area.top + area.height / 2 ? "before" : "after"](dragged);
});
document.addEventListener("drop", (event) => dragged && event.preventDefault());
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragging");
  dragged = null;
  keepOrder();
});

document.addEventListener("keydown", (event) => {
  const line = event.altKey && lineOf(event.target);
  if (!line || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const up = event.key === "ArrowUp";
  const other = up ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  other[up ? "before" : "after"](line);
  line.querySelector("a").focus();
  keepOrder();
});

function keepOrder() {
  const ids = [...document.querySelectorAll("[data-favourites] > li")].map((line) => line.dataset.id).join(",");
  window.htmx.ajax("PUT", "/favourites", { source: document.body, swap: "none", values: { ids } });
}
