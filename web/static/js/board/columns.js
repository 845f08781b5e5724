// Columns dragged by their heads, by mouse or by a finger that rested on one; their menus and keys move them as well.
import { toast } from "../toast.js";
import { carry, holdStill } from "./carry.js";
import { board, boardPath } from "./dom.js";
import { ask } from "./http.js";

document.addEventListener("pointerdown", (event) => {
  const head = event.target.closest?.(".grid th[data-key]");
  if (!head || head.cellIndex < 2 || !head.querySelector(".sizer") || event.target.matches(".sizer")) return;
  const { key } = head.dataset;
  carry(event, {
    lifted: [...board().querySelectorAll(`.grid th[data-key="${CSS.escape(key)}"]`)],
    label: () => head.textContent.trim(),
    along: "x",
    rests: true,
    aim: (x) => amongHeads(head, x),
    drop: ({ after }) => place(key, after),
  });
});

document.addEventListener("board:shown", () => board()?.querySelectorAll(".grid thead").forEach(holdStill));

/** Behind or before the head under the pointer, never before the name's; null where it stands already, or is drawn anew. */
function amongHeads(head, pointerX) {
  if (!head.isConnected) return null;
  const area = board().getBoundingClientRect();
  const { top, height } = head.getBoundingClientRect();
  const x = Math.max(area.left + 60, Math.min(pointerX, area.right - 4));
  const heads = [...head.parentElement.cells].filter((one) => one.dataset.key);
  const over = heads.indexOf(document.elementFromPoint(x, top + height / 2)?.closest?.("th[data-key]"));
  const near = over < 0 ? heads.length - 1 : over;
  const { left, width, right } = heads[near].getBoundingClientRect();
  const before = near > 0 && x < left + width / 2;
  const after = heads[before ? near - 1 : near];
  const edge = before ? left : right;
  const stays = after === head || after.nextElementSibling === head;
  return stays ? null : { after: after.dataset.key, mark: { left: edge, right: edge, top, bottom: head.closest("table").getBoundingClientRect().bottom } };
}

async function place(key, after) {
  try {
    await ask("PUT", `${boardPath()}/columns/${encodeURIComponent(key)}/place`, { after });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}
