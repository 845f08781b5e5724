// The board page: each module listens to the document and finds what it needs in the page.
import { prepare } from "./area.js";
import "./pop.js";
import "./focus.js";
import "./range.js";
import "./footers.js";
import "./edit.js";
import "./clipboard.js";
import "./sums.js";
import "./layout.js";
import "./drag.js";
import "./fill.js";
import "./add.js";
import "./pick.js";
import "./lines.js";
import "./views.js";
import "./filters.js";
import "./columns.js";
import "./groups.js";
import "./panel.js";
import "./tabs.js";
import "./updates.js";
import "./visits.js";
import "./live.js";
import "./undo.js";
import "./presence.js";
import "./cards.js";

prepare();
