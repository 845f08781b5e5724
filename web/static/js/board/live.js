// What others do appears here: the server says that something changed, this page asks for it with its own rights.
import { ringBell } from "../bell.js";
import { stream } from "../stream.js";
import { catchUp, isTyping, seq } from "./area.js";
import { board, boardId, panel } from "./dom.js";
import { refreshFooters } from "./footers.js";
import { refresh } from "./rows.js";

const DEBOUNCE = 200;
const BULK = 2000;
const AGAIN = 3000;

let items = new Set();
let whole = false;
let many = false;
let latest = 0;
let timer = null;
let quietUntil = 0;
let manyFrom = 0;

/** Number of the last event that this page shows or has heard of. */
const known = () => Math.max(latest, seq(), Number(panel()?.dataset.seq ?? 0));

function changed(signal) {
  if (signal.seq <= seq()) return;
  latest = Math.max(latest, signal.seq);
  signal.items.forEach((item) => items.add(item));
  whole ||= signal.structure;
  many ||= signal.bulk;
  plan();
}

/** Single items come after a breath. Work that goes on with thousands tells of each of its parts: the board keeps still longer. */
function plan(wait = 0) {
  const due = items.size || whole ? quietUntil : Math.max(quietUntil, manyFrom);
  clearTimeout(timer);
  timer = setTimeout(apply, Math.max(wait, due - Date.now()));
}

async function apply() {
  const all = whole || (many && Date.now() >= manyFrom);
  if (all && isTyping()) {
    plan(500);
    return;
  }
  const [some, upTo, before] = [[...items], latest, { whole, many }];
  items = new Set();
  if (all) whole = many = false;
  quietUntil = Date.now() + DEBOUNCE;
  try {
    if (all && board()) await drawAnew(upTo);
    else if (board()) await Promise.all([refresh(some, { flash: true }), refreshFooters()]);
    if (board() && !many) board().dataset.seq = Math.max(seq(), upTo);
    document.dispatchEvent(new CustomEvent("board:items", { detail: { items: some } }));
    if (many) plan();
  } catch {
    some.forEach((item) => items.add(item));
    whole ||= before.whole;
    many ||= before.many;
    plan(AGAIN);
  }
}

async function drawAnew(upTo) {
  manyFrom = Date.now() + BULK;
  await catchUp(upTo);
  manyFrom = Date.now() + BULK;
}

if (boardId()) {
  const address = () => `/live?${new URLSearchParams({ board: boardId(), after: known() })}`;
  const presence = (detail) => document.dispatchEvent(new CustomEvent("board:presence", { detail }));
  stream(address, { board: changed, presence, notification: ringBell, gone: () => location.reload() }, ringBell);
}
