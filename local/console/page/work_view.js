// What is done in the background: queues, operations, and what could not be done.

import { codeBlock, element } from "./elements.js";

const byId = (id) => document.getElementById(id);

/** Return what refreshes the view. */
export function watchWork(session, getJson) {
  const operations = new Entries("operations", operationEntry);
  const letters = new Entries("letters", letterEntry);
  return async () => {
    const { queues, dead_letters } = await getJson("work.json");
    byId("queue-rows").replaceChildren(...queues.map(queueRow));
    letters.show(dead_letters);
    byId("letters-status").textContent = dead_letters.length ? `${dead_letters.length}, the newest first` : "None: every event has been dealt with.";
    await showOperations(session, operations);
  };
}

/** Entries that are replaced only if one of them has changed, so that those that are open stay so. */
class Entries {
  #shown = "";

  constructor(id, entry) {
    this.show = (items) => {
      if (JSON.stringify(items) === this.#shown) return;
      this.#shown = JSON.stringify(items);
      byId(id).replaceChildren(...items.map(entry));
    };
  }
}

async function showOperations(session, operations) {
  if (!session.state) {
    byId("operation-status").textContent = "Sign in to see them.";
    return operations.show([]);
  }
  const response = await session.fetch("/api/v1/operations");
  const answer = await response.json();
  byId("operation-status").textContent = response.ok ? `${answer.items.length}, the latest first` : answer.detail ?? answer.title ?? "";
  operations.show(answer.items ?? []);
}

function queueRow({ name, waiting, in_flight, delayed }) {
  return element("tr", {}, element("th", { scope: "row" }, name), ...[waiting, in_flight, delayed].map((each) => element("td", {}, String(each))));
}

function operationEntry(operation) {
  const { id, kind, state, done, total, updated_at } = operation;
  const progress = `${done ?? ""}${total ? ` of ${total}` : ""}`;
  const badge = { failed: "bad", succeeded: "good", done: "good" }[state] ?? "";
  return opened(operation, element("span", { class: `badge ${badge}` }, state ?? ""), element("span", { class: "what" }, `${kind} ${progress}`.trim()), element("span", { class: "when" }, `${id} · ${new Date(updated_at).toLocaleTimeString()}`));
}

function letterEntry(letter) {
  const { functionArn = "", condition } = letter.requestContext ?? {};
  return opened(letter, element("span", { class: "badge bad" }, condition ?? "failed"), element("span", { class: "what" }, functionArn.split(":").at(-1)), element("span", { class: "when" }, letter.timestamp ?? ""));
}

function opened(content, ...summary) {
  const entry = element("details", {}, element("summary", {}, ...summary));
  entry.addEventListener("toggle", () => entry.children.length === 1 && entry.append(codeBlock("Everything about it", JSON.stringify(content, null, 2))));
  return entry;
}
