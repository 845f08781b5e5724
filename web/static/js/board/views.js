// The tabs of the saved views: kept, renamed where they stand, dragged to another place. Menus do the same for keyboards.
import { toast } from "../toast.js";
import { show } from "./area.js";
import { board, boardId, boardPath, looked, make, query } from "./dom.js";
import { ask } from "./http.js";
import { closePop } from "./pop.js";

const tabs = () => document.getElementById("tabs");
const offline = () => document.getElementById("toasts").dataset.offline;

// A view was saved, changed or deleted: show it, or what the page shows with the tabs as they are now.
document.addEventListener("board:look", (event) => {
  const path = event.detail.path;
  closePop();
  if (!board()) location.assign(path ?? location.href);
  else show(path ?? `/b/${boardId()}${location.search}`, { push: Boolean(path) }).then(seeTab);
});

const seeTab = () => tabs()?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-save-view], [data-rename-view], [data-copy-link]");
  if (target?.matches("[data-save-view]")) change("PUT", `${target.dataset.saveView}/settings${query()}`);
  else if (target?.matches("[data-rename-view]")) setTimeout(() => rename(target.dataset.renameView));
  else if (target) copy(target);
});

// The tab that is shown leads nowhere: two clicks rename it, and Discard takes back what is different.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#tabs .tab a[aria-current]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("dblclick", (event) => {
  const tab = event.target.closest?.("#tabs .tab[data-movable]");
  if (tab?.querySelector("[aria-current]")) rename(tab.dataset.view);
});

async function change(method, path, fields = null) {
  try {
    await ask(method, `${boardPath()}/views/${path}`, fields);
  } catch (error) {
    toast(error.sentence ?? offline(), { bad: true });
  }
}

/** The tab's name as an input: Enter and leaving keep, Escape takes back. */
function rename(id) {
  const tab = tabs().querySelector(`.tab[data-view="${CSS.escape(id)}"]`);
  const link = tab?.querySelector("a");
  if (!link || tab.querySelector("input")) return;
  const { title } = tab.dataset;
  const input = make("input", { class: "inplace", maxlength: "80", autocomplete: "off", "aria-label": link.textContent.trim() });
  input.value = title;
  link.hidden = true;
  tab.prepend(input);
  input.select();
  input.addEventListener("keydown", (event) => event.key === "Escape" && (input.value = title), { capture: true });
  input.addEventListener("blur", async () => {
    const typed = input.value.trim();
    if (typed && typed !== title) await change("PATCH", id, { title: typed });
    input.remove();
    link.hidden = false;
    link.focus({ focusVisible: false });
  }, { once: true });
}

async function copy(entry) {
  await navigator.clipboard.writeText(new URL(entry.dataset.copyLink, location.href).href);
  toast(entry.dataset.copied);
}

// The search says what counts, also after another view was opened.
document.addEventListener("board:shown", () => {
  const search = document.getElementById("search");
  if (search && search !== document.activeElement) search.value = looked().q ?? "";
});

// ---- dragging a tab ----

let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("#tabs .tab[data-movable]");
  if (!dragged) return;
  dragged.classList.add("dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/uri-list", dragged.querySelector("a").href);
});

document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("#tabs .tab");
  if (!over) return;
  event.preventDefault();
  if (over === dragged) return;
  const { left, width } = over.getBoundingClientRect();
  if (event.clientX < left + width / 2) over.before(dragged);
  else over.after(dragged);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const { view } = dragged.dataset;
  const after = dragged.previousElementSibling?.dataset.view ?? "";
  dragged.classList.remove("dragging");
  dragged = null;
  change("PUT", `${view}/place`, { after });
});
