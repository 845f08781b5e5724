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

