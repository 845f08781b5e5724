// What happens without moving the focus is told to screen readers.
export function announce(sentence) {
  const place = document.getElementById("told");
  if (place) place.textContent = sentence;
}
