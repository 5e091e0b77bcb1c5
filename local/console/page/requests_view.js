// A live log of requests, each with what was written for it.

import { element, methodBadge, statusBadge } from "./elements.js";

const byId = (id) => document.getElementById(id);
const failing = ["CRITICAL", "ERROR", "WARNING"];

/** Listen to the filter; return what refreshes the view. */
export function watchRequests(getJson) {
  let requests = [];
  const entries = new Map();
  const isPaused = () => byId("pause").getAttribute("aria-pressed") === "true";

  function show() {
    const shown = requests.filter(isWanted);
    byId("request-status").textContent = `${shown.length} of the latest ${requests.length}${isPaused() ? ", paused" : ""}`;
    for (const known of entries.keys()) if (!shown.some((each) => keyOf(each) === known)) entries.get(known).remove(), entries.delete(known);
    // Only what is new is added, so that an entry that is open, or has the focus, stays as it is.
    let after = null;
    for (const request of shown) {
      const known = entries.get(keyOf(request)) ?? entry(request);
      entries.set(keyOf(request), known);
      if (known.parentElement !== byId("request-list") || known.previousElementSibling !== after) after ? after.after(known) : byId("request-list").prepend(known);
      after = known;
    }
  }

  byId("request-filter").addEventListener("input", show);
  byId("only-failed").addEventListener("change", show);
  byId("pause").addEventListener("click", () => {
    byId("pause").setAttribute("aria-pressed", String(!isPaused()));
    show();
  });
  return async () => {
    if (isPaused()) return;
    requests = await getJson("requests.json");
    const failed = requests.filter(hasFailed).length;
    byId("failed-count").textContent = failed ? `${failed} failed` : "";
    show();
  };
}

/** Return what tells an entry from others; lines may come after the request. */
function keyOf({ request_id, at, lines }) {
  return `${request_id} ${at} ${lines.length}`;
}

function isWanted(request) {
  const words = byId("request-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = JSON.stringify(request).toLowerCase();
  return words.every((word) => text.includes(word)) && (!byId("only-failed").checked || hasFailed(request));
}

function hasFailed({ status, lines }) {
  return status >= 500 || lines.some(({ level }) => failing.includes(level));
}

function entry(request) {
  const { request_id, at, method, path, status, milliseconds, lines } = request;
  const what = method ? [statusBadge(status), methodBadge(method), element("span", { class: "what" }, path)]
    : [element("span", { class: "badge" }, "task"), element("span", { class: "what" }, lines[0]?.message ?? "")];
  const time = `${milliseconds === undefined ? "" : `${milliseconds} ms · `}${new Date(at).toLocaleTimeString()}`;
  const made = element("details", {}, element("summary", {}, ...what, element("span", { class: "when" }, time)));
  made.addEventListener("toggle", () => made.children.length === 1 && made.append(
    element("p", { class: "small muted" }, "Request id ", element("code", {}, request_id)),
    ...(lines.length ? lines.map(lineView) : [element("p", { class: "small muted" }, "Nothing was written for it.")]),
  ));
  return made;
}

function lineView({ level, message, ...members }) {
  const rest = Object.entries(members).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return element("div", { class: `line ${failing.includes(level) ? "failing" : ""}` }, [`${level ?? ""} ${typeof message === "string" ? message : JSON.stringify(message)}`, ...rest].join("\n"));
}
