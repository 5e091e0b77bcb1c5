// The reference page: a list of operations, and the one that the address names.

import { Description, exampleOf } from "./description.js";
import { codeBlock, copyButton, element, methodBadge, statusBadge } from "./elements.js";
import { markdown } from "./markdown.js";
import { schemaView, typeOf } from "./schema.js";
import { Session } from "./session.js";
import { showAccount } from "./sign_in.js";
import { trialForm } from "./trial.js";

const byId = (id) => document.getElementById(id);
const session = new Session();

// ---- The list ---------------------------------------------------------------------------------------------------

function showOperations(description) {
  byId("operations").replaceChildren(
    element("a", { class: "entry", href: "#introduction" }, "Introduction and errors"),
    ...description.groups.map((group) => element("section", { "aria-labelledby": `group-${group.name}` },
      element("h2", { id: `group-${group.name}` }, group.name),
      element("ul", {}, ...group.operations.map((each) => element("li", {}, entry(each)))),
    )),
  );
}

function entry(operation) {
  return element("a", { class: "entry", href: `#${operation.id}`, title: `${operation.method} ${operation.path}` }, methodBadge(operation.method), element("span", {}, operation.summary));
}

function filter(description) {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set(description.operations.filter((each) => matches(each, words)).map(({ id }) => `#${id}`));
  for (const link of byId("operations").querySelectorAll("li > a")) link.parentElement.hidden = !shown.has(link.getAttribute("href"));
  for (const group of byId("operations").querySelectorAll("section")) group.hidden = !group.querySelector("li:not([hidden])");
  byId("matches").textContent = words.length ? `${shown.size} operations` : "";
}

function matches({ id, method, path, group, summary, description }, words) {
  const text = `${id} ${method} ${path} ${group} ${summary} ${description}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function listenToFilter(description) {
  byId("filter").addEventListener("input", () => filter(description));
  byId("filter").addEventListener("keydown", (event) => {
    const first = byId("operations").querySelector("li:not([hidden]) > a");
    if (event.key === "Enter" && first) location.hash = first.hash;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select, dialog[open]")) return;
    event.preventDefault();
    byId("filter").focus();
  });
}

// ---- One operation ----------------------------------------------------------------------------------------------

function operationView(description, operation) {
  const linkOf = (text) => (description.find(text) ? `#${description.find(text).id}` : null);
  const address = `${operation.method} ${operation.path}`;
  return [
    element("h1", { tabindex: "-1" }, operation.summary),
    element("p", { class: "row" }, methodBadge(operation.method), element("code", { class: "path" }, operation.path), element("button", { type: "button", class: "quiet", onclick: openTrial }, "Try it")),
    element("p", { class: "small muted" }, operation.signedIn ? "Needs an access token." : "Needs no token."),
    element("div", { class: "columns" },
      element("div", {}, ...markdown(operation.description, linkOf), ...parameters(description, operation), ...body(description, operation), ...responses(description, operation)),
      element("div", { class: "side" }, ...samplesAndTrial(description, operation, address)),
    ),
  ];
}

function openTrial() {
  const trial = byId("content").querySelector(".try");
  trial.open = true;
  trial.scrollIntoView({ block: "start" });
  trial.querySelector("input, select, textarea, button").focus({ preventScroll: true });
}

function parameters(description, { parameters }) {
  if (!parameters.length) return [];
  const rows = parameters.map((each) => element("li", {},
    element("div", { class: "row" }, element("code", { class: "name" }, each.name), element("span", { class: "muted small" }, `${each.in}, ${typeOf(description, each.schema ?? {})}`),
      each.required ? element("span", { class: "badge warm" }, "required") : null),
    ...markdown(each.description ?? ""),
  ));
  return [element("h2", {}, "Parameters"), element("ul", { class: "members" }, ...rows)];
}

function body(description, operation) {
  if (!operation.body) return [];
  const parts = Object.entries(operation.body.content).flatMap(([type, media]) => [
    element("p", { class: "small" }, element("code", {}, type)),
    ...markdown(description.resolve(media.schema).description ?? ""),
    ...schemaView(description, media.schema),
  ]);
  return [element("h2", {}, operation.body.required ? "Body" : "Body, optional"), ...parts];
}

function responses(description, operation) {
  const each = operation.responses.map(([status, response]) => {
    const inside = element("details", { class: "answer" }, element("summary", { class: "row" }, statusBadge(status), element("span", {}, codes(response) || response.description)));
    inside.addEventListener("toggle", () => inside.children.length === 1 && inside.append(...responseView(description, response)));
    return inside;
  });
  return [element("h2", {}, "Responses"), ...each];
}

/** Return the codes of the problems that a response may be. */
function codes(response) {
  const examples = response.content?.["application/problem+json"]?.examples ?? {};
  const single = response.content?.["application/problem+json"]?.example;
  return [...Object.keys(examples), ...(single?.code ? [single.code] : [])].join(", ");
}

function responseView(description, response) {
  const headers = Object.keys(response.headers ?? {});
  const parts = [...markdown(response.description ?? "")];
  if (headers.length) parts.push(element("p", { class: "small muted" }, "Headers: ", ...headers.flatMap((name) => [element("code", {}, name), " "])));
  for (const [type, media] of Object.entries(response.content ?? {})) {
    const example = exampleOf(description, media);
    if (example) parts.push(codeBlock(`Example of ${type}`, typeof example === "string" ? example : JSON.stringify(example, null, 2)));
    if (media.schema) parts.push(element("p", { class: "small" }, element("code", {}, type)), ...schemaView(description, media.schema));
  }
  return parts;
}

function samplesAndTrial(description, operation, address) {
  const ready = operation.samples.map(({ lang, label, source }) => ({ label: label ?? lang, source }));
  const shown = element("div", { class: "sample" });
  const live = { label: "curl", source: "" };
  // What is typed below shows at once in curl, so that takes the place of the document's own.
  const samples = [live, ...ready.filter(({ label }) => !/curl|shell/i.test(label))];
  let current = samples[0];
  const tabs = element("p", { class: "row tabs", role: "group", "aria-label": "Language of the sample" });
  const show = () => {
    shown.replaceChildren(codeBlock(`${address} with ${current.label}`, current.source));
    for (const tab of tabs.querySelectorAll("[aria-pressed]")) tab.setAttribute("aria-pressed", String(tab.textContent === current.label));
  };
  tabs.append(...samples.map((each) => element("button", { type: "button", class: "quiet", "aria-pressed": "false", onclick: () => ((current = each), show()) }, each.label)), element("span", { class: "spacer" }), copyButton("Copy", () => current.source));
  const form = trialForm({ description, operation, session, onChange: (command) => ((live.source = command), show()) });
  const [, success] = operation.responses.find(([status]) => status.startsWith("2")) ?? [];
  const [type, media] = Object.entries(success?.content ?? {})[0] ?? [];
  const example = media ? exampleOf(description, media) : null;
  return [
    element("h2", {}, "Request"), tabs, shown,
    ...(example ? [element("h2", {}, "Response"), codeBlock(`Example of ${type}`, typeof example === "string" ? example : JSON.stringify(example, null, 2))] : []),
    element("details", { class: "try" }, element("summary", {}, element("h2", {}, "Try it")), form),
  ];
}

// ---- The introduction -------------------------------------------------------------------------------------------

const firstSteps = ["register", "verify_email", "log_in", "create_contact", "list_contacts", "list_changes"];

function introduction(description) {
  const { title, version, description: text } = description.document.info;
  const steps = firstSteps.map((id) => description.find(id)).filter(Boolean);
  return [
    element("h1", { tabindex: "-1" }, `${title} `, element("span", { class: "badge" }, version)),
    element("p", {}, "Everything is at ", element("code", {}, location.origin), ". ", element("a", { href: "/openapi.json" }, "openapi.json"), " describes it for programs."),
    element("h2", {}, "From signing up to a copy of the book"),
    element("ol", { class: "steps" }, ...steps.map((each) => element("li", {}, entry(each)))),
    ...markdown(text, (code) => (description.find(code) ? `#${description.find(code).id}` : null)),
  ];
}

// ---- The address ------------------------------------------------------------------------------------------------

function showAddressed(description, { focus }) {
  // The last part of it, so that links of the form #/contacts/list_contacts open, too.
  const id = decodeURIComponent(location.hash.slice(1)).split("/").at(-1);
  const operation = description.find(id);
  document.body.classList.toggle("at-home", !id);
  document.title = operation ? `${operation.summary}: Contacts API` : "Contacts API";
  byId("content").replaceChildren(...(operation ? operationView(description, operation) : introduction(description)));
  for (const link of byId("operations").querySelectorAll("a")) {
    if (link.getAttribute("href") === (operation ? `#${operation.id}` : "#introduction")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("operations").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  if (!focus) return;
  scrollTo(0, 0);
  byId("content").querySelector("h1").focus({ preventScroll: true });
}

async function start() {
  showAccount(byId("account"), session, [
    element("a", { href: "#register" }, "Register"), " · ", element("a", { href: "#forgot_password" }, "Forgot the password?"),
  ]);
  const response = await fetch("/openapi.json");
  const description = new Description(await response.json());
  showOperations(description);
  listenToFilter(description);
  showAddressed(description, { focus: false });
  addEventListener("hashchange", () => showAddressed(description, { focus: true }));
}

start().catch((error) => byId("content").replaceChildren(element("p", { role: "alert" }, `The description of the API cannot be read: ${error.message}`)));
