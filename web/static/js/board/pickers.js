// The browser's calendars beside a line of text: they open on what the cell shows, and write into the line.

/** Set the calendars of an editor to `2026-11-28`, a moment, or `2026-11-12/2026-11-28`. */
export function fillPickers(holder, shown) {
  const parts = (shown ?? "").split("/");
  pickers(holder).forEach((picker, place) => {
    const part = parts[place] ?? parts[0];
    if (part) picker.value = picker.type === "date" ? part : wallClock(part);
  });
}

/** What is picked, as people type it. */
export function pickedText(holder) {
  return pickers(holder).map((picker) => picker.value).filter(Boolean).join(" – ");
}

/** Whether picking is over: of a day with the first click, while periods have two ends and moments an hour. */
export const isPicked = (holder) => pickers(holder).length === 1 && pickers(holder)[0].type === "date";

/** A moment as the browser's calendar and clock hold it, in the reader's time zone. */
function wallClock(moment) {
  const timeZone = document.body.dataset.zone;
  return new Date(moment).toLocaleString("sv", { timeZone, dateStyle: "short", timeStyle: "short" }).replace(" ", "T");
}

const pickers = (holder) => [...(holder.querySelectorAll?.("[data-picks]") ?? [])];

document.addEventListener("click", (event) => {
  if (event.target.matches?.("[data-picks]")) event.target.showPicker?.();
});
