// A new group gets its name at once.
import { toast } from "../toast.js";
import { board, boardPath } from "./dom.js";
import { ask } from "./http.js";

let named = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-add-group]");
  if (!button) return;
  named = true;
  try {
    await ask("POST", `${boardPath()}/groups`, { title: button.dataset.addGroup });
  } catch (error) {
    named = false;
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
});

document.addEventListener("board:shown", () => {
  if (!named) return;
  named = false;
  const titles = board().querySelectorAll(".group .inplace");
  const last = titles[titles.length - 1];
  last?.scrollIntoView({ block: "center" });
  last?.select();
});


// Collapse or expand all groups at once, by their own buttons, which remember it.
document.addEventListener("click", (event) => {
  const entry = event.target.closest?.("[data-fold-all], [data-unfold-all]");
  if (!entry) return;
  const open = "unfoldAll" in entry.dataset;
  const wrong = board().querySelectorAll(open ? "section.folded .fold" : "section.group:not(.folded) .fold");
  wrong.forEach((fold) => fold.click());
});
