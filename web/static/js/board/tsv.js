// Blocks of texts as other programs put them on the clipboard: lines of cells, apart by tabs; or an HTML table.

const SPECIAL = /[\t\n\r"]/;
const FORMULA = /^[=+\-@]/;
const NUMBER = /^[+-]?[\d\s.,\u00a0\u202f]+(\p{Sc}|%|[\p{L}\s\u00a0])*$/u;

/** Lines of cells as text: a cell with a tab, a line break or a quotation mark stands in quotation marks. */
export function toTsv(lines) {
  return lines.map((cells) => cells.map((text) => quoted(harmless(text))).join("\t")).join("\n");
}

const quoted = (text) => (SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A spreadsheet would calculate what begins like a formula; behind an apostrophe it is text. */
const harmless = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** The cells of a text, line by line; its last line break ends the last line. */
export function fromTsv(text) {
  const lines = [[]];
  let rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (;;) {
    const [cell, length] = firstCell(rest);
    lines.at(-1).push(cell);
    const end = rest[length];
    if (end === undefined) return lines;
    if (end === "\n") lines.push([]);
    rest = rest.slice(length + 1);
  }
}

/** The text of the first cell, and how many characters it takes. */
function firstCell(text) {
  const whole = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text);
  if (whole) return [whole[1].replaceAll('""', '"'), whole[0].length];
  const [plain] = /^[^\t\n]*/.exec(text);
  return [plain, plain.length];
}

/** An HTML table of the same lines; `exact` holds what our own pages read back, `origin` says which page it is from. */
export function toHtml(lines, exact, origin) {
  const table = document.createElement("table");
  table.dataset.rouage = origin;
  lines.forEach((texts, line) => {
    const row = table.insertRow();
    texts.forEach((text, place) => {
      const cell = row.insertCell();
      cell.innerText = harmless(text);
      cell.dataset.v = exact[line][place];
    });
  });
  return table.outerHTML;
}

/** The cells of the first table of a piece of HTML; null without one. Of our own page's table the exact values. */
export function fromHtml(html, origin) {
  const found = new DOMParser().parseFromString(html, "text/html");
  const table = found.querySelector("table");
  if (!table) return null;
  found.querySelectorAll("br").forEach((br) => br.replaceWith("\n"));
  const own = table.dataset.rouage === origin;
  const ours = "rouage" in table.dataset;
  return [...table.rows].map((row) => [...row.cells].flatMap((cell) => textsOf(cell, own, ours)));
}

function textsOf(cell, own, ours) {
  const shown = own ? cell.dataset.v : ours ? cell.textContent.replace(/^'(?=[=+\-@])/, "") : cell.textContent.trim();
  return [shown ?? "", ...Array(Math.max(0, cell.colSpan - 1)).fill("")];
}

/** The cells on the clipboard: text has the say, unless a table says more. */
export function fromClipboard(data, origin) {
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  const table = html && fromHtml(html, origin);
  if (table?.length && (/data-rouage=/.test(html) || !/[\t\n]/.test(text.trimEnd()))) return table;
  return text ? fromTsv(text) : null;
}
