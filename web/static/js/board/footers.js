// The footers of sections: what they sum up is asked for when they come into sight, and again after a change.
import { board, boardPath, parse, query } from "./dom.js";
import { ask } from "./http.js";
import { recount, steady } from "./window.js";
import { look } from "./scroll.js";

const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load(), { rootMargin: "200px" });
let asked = null;

document.addEventListener("board:shown", () => {
  watcher.disconnect();
  for (const foot of board()?.querySelectorAll("[data-footer]") ?? []) watcher.observe(foot);
});

/** The pending footers in sight, all in one request. */
function load() {
  asked ??= Promise.resolve().then(() => {
    asked = null;
    const pending = feet().filter((foot) => "pending" in foot.dataset);
    if (pending.length) return request(pending).catch(() => setTimeout(load, 3000));
  });
}

const feet = () => [...board().querySelectorAll("[data-footer]")].filter(isNear);

function isNear(foot) {
  const area = foot.getBoundingClientRect();
  const view = board().getBoundingClientRect();
  return area.bottom + area.top !== 0 && area.bottom > view.top - 200 && area.top < view.bottom + 200;
}

/** Counts and totals as they are now; those that nobody sees wait until they come into sight. */
export async function refreshFooters() {
  if (!board()) return;
  for (const foot of board().querySelectorAll("[data-footer]")) foot.dataset.pending = "";
  await request(feet());
}

async function request(wanted) {
  const path = new URLSearchParams(query());
  for (const foot of wanted) path.append("section", foot.dataset.footer);
  const fresh = parse(await ask("GET", `${boardPath()}/footers?${path}`));
  if (!board()) return;
  const told = [...fresh.querySelectorAll("[data-count-of]")];
  steady(() => told.forEach(count));
  fresh.querySelectorAll("[data-footer]").forEach(show);
  look();
  if (told.some((one) => one.dataset.count !== "0" && !place(one.dataset.countOf))) document.dispatchEvent(new CustomEvent("board:outdated"));
}

/** The section, or the heading of several, with this name. */
const place = (name) => board().querySelector(`[data-section="${CSS.escape(name)}"]`);

function count(told) {
  const part = place(told.dataset.countOf);
  if (!part) return;
  part.querySelector(":scope > header .count").textContent = told.textContent;
  if (!part.matches("section")) return;
  part.dataset.count = told.dataset.count;
  recount(part, Number(told.dataset.count));
}

function show(foot) {
  const old = board().querySelector(`[data-footer="${CSS.escape(foot.dataset.footer)}"]`);
  if (!old) return;
  old.replaceWith(foot);
  watcher.observe(foot);
}
