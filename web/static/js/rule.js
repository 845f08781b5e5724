// The sentence editor's helpers: a column is quoted at the caret of a message, and focus goes on where it should.
let last = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("#rule :is(input, textarea)")) last = event.target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-quote]");
  if (!button) return;
  const text = document.getElementsByName(button.dataset.into)[0];
  const [start, end] = text === last ? [text.selectionStart, text.selectionEnd] : [text.value.length, text.value.length];
  const space = start && !/\s/.test(text.value[start - 1]) ? " " : "";
  text.setRangeText(`${space}{${button.dataset.quote}}`, start, end, "end");
  text.dispatchEvent(new Event("change", { bubbles: true }));
  setTimeout(() => text.focus()); // the menu gives focus back to its button first
});

// A refused rule: on to the first place that is wrong. A removed part: on to the end of the sentence.
document.addEventListener("htmx:after:swap", (event) => {
  const form = document.getElementById("rule");
  if (!form || event.detail.ctx.target?.id !== "rule") return;
  if (event.detail.ctx.response?.status === 422) form.querySelector("[aria-invalid]")?.focus();
  else if (event.detail.ctx.sourceElement?.id.endsWith(".remove") && document.activeElement === document.body) [...form.querySelectorAll(".sentence select")].pop()?.focus();
});

// Nobody reads the log of a page in the background.
document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceElement?.id === "log") event.preventDefault();
});
