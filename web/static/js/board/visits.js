// Tells the server which boards and items were looked at: home lists them.
import { boardPath, isPreview, panel } from "./dom.js";
import { ask } from "./http.js";

let last = null;

function visit() {
  const item = panel()?.dataset.item ?? "";
  if (last === item || isPreview()) return;
  last = item;
  ask("POST", `${boardPath()}/visits`, { item }).catch(() => {});
}

document.addEventListener("panel:shown", visit);
visit();
