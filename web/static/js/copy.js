// A secret or link that is shown once is selected whole as soon as it is touched.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-select]")) event.target.select();
});
