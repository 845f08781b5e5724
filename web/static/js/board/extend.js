// A list of options grows while somebody types a label that it does not have, where they may change the board.
import { toast } from "../toast.js";
import { boardPath, keyOf, make, parse, say } from "./dom.js";
import { ask } from "./http.js";

/** The entry that makes an option of what is typed; null where none can be made. */
export function extender(cell, select) {
  if (select.dataset.choose === "person" || !cell.closest("[data-extends]")) return null;
  const element = make("li", { role: "option", class: "creates", id: `create-${keyOf(cell)}`, hidden: true });
  const path = `${boardPath()}/columns/${encodeURIComponent(keyOf(cell))}/options`;

  /** Offered for a text that is not an option already. */
  function offer(typed, known) {
    element.hidden = known || !typed.trim();
    element.textContent = say("create", { label: typed.trim() });
  }

  /** Resolves to the new <option>, or to nothing when it is refused, which is said. */
  async function create(typed) {
    try {
      const option = parse(await ask("POST", path, { label: typed })).querySelector("option");
      const kept = cell.closest("[data-extends]").querySelector(`template[data-editor="${CSS.escape(keyOf(cell))}"]`);
      kept?.content.querySelector("select").append(option.cloneNode(true));
      select.append(option);
      return option;
    } catch (error) {
      toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
      return null;
    }
  }

  return { element, offer, create };
}
