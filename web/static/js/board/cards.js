// On a phone an item is a card without a head above it: the names of its columns stand before their values.
import { board } from "./dom.js";

const CARDS = "(max-width: 560px)";
const names = new CSSStyleSheet();
document.adoptedStyleSheets.push(names);

function name(head, place) {
  const label = head.textContent.trim().replace(/["\\]/g, "\\$&");
  return `.grid > .items > tr[data-item] > td:nth-child(${place + 1})::before { content: "${label}"; }`;
}

function write() {
  const heads = [...(board()?.querySelector(".grid > thead > tr")?.cells ?? [])];
  const rules = heads.map((head, place) => (head.dataset.key && place > 1 ? name(head, place) : ""));
  names.replaceSync(`@media ${CARDS} { @layer cards { ${rules.join(" ")} } }`);
}

document.addEventListener("board:shown", write);
