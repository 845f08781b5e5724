// Loaded by every page: each module below listens to the document and needs nothing else.
import "./bell.js";
import "./copy.js";
import "./dialog.js";
import "./install.js";
import "./menu.js";
import "./palette.js";
import "./picks.js";
import "./problem.js";
import "./session.js";
import "./sidebar.js";
import "./theme.js";
import "./toast.js";
import "./zone.js";
