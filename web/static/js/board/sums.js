// Under the table: how many cells are selected, and what they amount to.
import { board, boardPath, parse, query, say } from "./dom.js";
import { ask } from "./http.js";
import { block, isMany, wholeBlock } from "./range.js";

const QUIET = 250;
const MOST = 2000;
let timer = null;
let asked = 0;

const bar = () => document.getElementById("range-bar");

document.addEventListener("board:range", () => {
  if (!bar()) return;
  clearTimeout(timer);
  const found = isMany() && block();
  bar().hidden = !found;
  asked += 1;
  if (!found) return;
  bar().replaceChildren(say("cells", { count: (found.count * found.keys.length).toLocaleString(document.documentElement.lang) }));
  timer = setTimeout(() => sum(found, asked), QUIET);
});

async function sum({ count, keys }, number) {
  const found = count <= MOST && (await wholeBlock());
  if (!found || number !== asked) return;
  const items = found.rows.map((line) => [Number(line.dataset.item), Number(line.dataset.version)]);
  const answer = await ask("POST", `${boardPath()}/sums${query()}`, { block: JSON.stringify({ keys, items, texts: [] }) }).catch(() => "");
  if (number === asked && board()) bar().append(parse(answer));
}
