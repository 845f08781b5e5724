// Many cells at once go to the server as one block. What is not plain comes back as a dialog before anything is written.
import { showDialog } from "../dialog.js";
import { toast } from "../toast.js";
import { boardPath, mayEdit, parse, query, row, sectionOf } from "./dom.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { patiently } from "./patience.js";
import { refresh } from "./rows.js";
import { settled } from "./save.js";
import { mark, unmark } from "./state.js";

let waiting = null;

const version = (line) => [Number(line.dataset.item), Number(line.dataset.version)];

/**
 * Write texts, line by line, into the cells of rows (null leaves a cell alone). Lines behind the last row become items
 * of its section. Resolves to whether it was written at once.
 */
export async function writeBlock({ rows, keys, texts, dropped = 0, section = null }) {
  if (!mayEdit()) return false;
  await settled();
  const last = rows.at(-1) && row(rows.at(-1).dataset.item);
  const into = section ?? sectionOf(last)?.dataset.section ?? "";
  return send("blocks", { keys, items: rows.map(version), texts, section: into, dropped }, rows);
}

/** Let the first `source` rows (or, along "columns", keys) go on into the others. */
export async function fillBlock({ rows, keys, source, along, series }) {
  if (!mayEdit()) return false;
  await settled();
  return send("fills", { keys, items: rows.map(version), source, along, series }, rows);
}

async function send(kind, block, rows, answers = {}) {
  mark("block");
  try {
    const fields = { block: JSON.stringify(block), ...answers };
    const once = block.texts?.length > block.items.length;
    const answer = await patiently(() => ask("POST", `${boardPath()}/${kind}${query()}`, fields), { once });
    if (answer) {
      waiting = { kind, block, rows };
      showDialog(parse(answer));
      return false;
    }
    await show(block, rows);
    return true;
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
    return false;
  } finally {
    unmark("block");
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-block-form]")) return;
  event.preventDefault();
  const { kind, block, rows } = waiting;
  const answers = { accept: "1", ...Object.fromEntries(new FormData(event.target)) };
  document.dispatchEvent(new CustomEvent("done"));
  send(kind, block, rows, answers);
});

async function show(block, rows) {
  const grows = block.texts?.length > block.items.length;
  if (grows) document.dispatchEvent(new CustomEvent("board:outdated"));
  else await Promise.all([refresh(rows.map((line) => line.dataset.item)), refreshFooters()]);
  document.dispatchEvent(new CustomEvent("board:items", { detail: { items: rows.map((line) => Number(line.dataset.item)) } }));
}
