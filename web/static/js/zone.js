// The first page that somebody opens tells the server their time zone.
import { ask } from "./board/http.js";

if (document.body.hasAttribute("data-zoneless")) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (timeZone) ask("POST", "/me/zone", { zone: timeZone }).catch(() => {});
}
