// The bell of pages that show no board; those of boards hear of new notifications with everything else.
import { stream } from "./stream.js";

/** The numbers beside the bells are asked for again. */
export const ringBell = () => document.dispatchEvent(new CustomEvent("notified"));

const hasBell = document.getElementById("unread");
const showsBoard = document.querySelector("#board, #panel > .panel");
if (hasBell && !showsBoard) stream(() => "/live", { notification: ringBell }, ringBell);
