// Written by `make docs` from tools/docs/reference.
"use strict";

const module_description = (() => {
// The OpenAPI document, in the form in which the page shows it.

const methods = ["post", "get", "put", "patch", "delete"];

// Within a group, operations come in the order in which a program first needs them; others follow by path.
const journey = [
  "register", "verify_email", "resend_verification", "log_in", "refresh", "log_out", "list_sessions", "end_session",
  "end_sessions", "list_events", "forgot_password", "reset_password", "confirm_email", "undo_email_change",
  "create_contact", "list_contacts", "get_contact", "patch_contact", "replace_contact", "delete_contact", "list_changes",
  "change_contacts", "suggest_recipients", "look_up", "look_up_many", "list_birthdays", "set_contact_photo",
  "delete_contact_photo", "list_versions", "restore_contact", "find_duplicates", "list_duplicates",
  "dismiss_duplicates", "merge_contacts", "create_upload", "start_import", "get_import", "list_import_rows",
  "start_export", "get_export",
];

class Description {
  constructor(document) {
    this.document = document;
    this.operations = [...this.#operations()];
    this.groups = this.#groups();
  }

  /** Return what a reference points to; anything else is returned as it is. */
  resolve(value) {
    if (!value?.$ref) return value ?? {};
    const target = value.$ref.split("/").slice(1).reduce((part, name) => part[name.replaceAll("~1", "/")], this.document);
    return this.resolve(target);
  }

  /** Return the operation with an id, or at a method and path; undefined if there is none. */
  find(id) {
    return this.operations.find((each) => each.id === id || `${each.method} ${each.path}` === id);
  }

  *#operations() {
    for (const [path, item] of Object.entries(this.document.paths)) {
      for (const method of methods.filter((each) => item[each])) {
        const operation = item[method];
        yield {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          group: operation.tags?.[0] ?? "other",
          summary: operation.summary,
          description: operation.description ?? "",
          signedIn: Boolean((operation.security ?? this.document.security ?? []).length),
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => this.resolve(each)),
          body: operation.requestBody ? this.resolve(operation.requestBody) : null,
          responses: Object.entries(operation.responses).map(([status, response]) => [status, this.resolve(response)]),
          samples: operation["x-codeSamples"] ?? [],
        };
      }
    }
  }

  #groups() {
    const named = (this.document.tags ?? []).map(({ name, description }) => ({ name, description, operations: [] }));
    for (const operation of this.operations) {
      let group = named.find(({ name }) => name === operation.group);
      if (!group) named.push((group = { name: operation.group, operations: [] }));
      group.operations.push(operation);
    }
    for (const { operations } of named) operations.sort(byJourney);
    return named.filter(({ operations }) => operations.length);
  }
}

function byJourney(one, other) {
  const [first, second] = [one, other].map(({ id }) => (journey.includes(id) ? journey.indexOf(id) : journey.length));
  return first - second || one.path.localeCompare(other.path) || methods.indexOf(one.method.toLowerCase()) - methods.indexOf(other.method.toLowerCase());
}

/** Return an example of a media type: the document's own, or one made from its schema. */
function exampleOf(description, media) {
  if (media.example !== undefined) return media.example;
  const [first] = Object.values(media.examples ?? {});
  if (first) return description.resolve(first).value;
  return exampleOfSchema(description, media.schema, 0);
}

const deepest = 6;

function exampleOfSchema(description, reference, depth) {
  const schema = description.resolve(reference);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const chosen = (schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).find((each) => each.type !== "null");
  if (chosen) return exampleOfSchema(description, chosen, depth);
  if (depth > deepest) return null;
  if (schema.type === "array") return [exampleOfSchema(description, schema.items, depth + 1)];
  if (schema.properties) {
    const members = Object.entries(schema.properties).map(([name, each]) => [name, exampleOfSchema(description, each, depth + 1)]);
    return Object.fromEntries(members);
  }
  return { string: "", integer: schema.minimum ?? 0, number: 0, boolean: false, object: {} }[schema.type] ?? null;
}

return { Description, exampleOf };
})();

const module_elements = (() => {
// Pieces of pages. Text is always text: nothing here reads HTML.

/** Return a new element; attributes that start with "on" are listeners, false and undefined ones are left out. */
function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) created.addEventListener(key.slice(2), value);
    else if (value === true) created.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) created.setAttribute(key, value);
  }
  created.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return created;
}

/** Return a badge with the method of a request, in its colour. */
function methodBadge(method) {
  return element("span", { class: `badge ${method.toLowerCase()}` }, method.toUpperCase());
}

/** Return a badge with a status, in the colour of its class. */
function statusBadge(status) {
  return element("span", { class: `badge ${kindOf(Number(status))}` }, String(status));
}

function kindOf(status) {
  if (status >= 500) return "bad";
  if (status >= 400) return "warm";
  return status >= 200 ? "good" : "";
}

/** Return a button that copies what `read` returns, which may be a promise, and says so for a moment. */
function copyButton(label, read) {
  const button = element("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(await read());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Cannot copy";
    }
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

/** Return a block of code that a keyboard can scroll; JSON is coloured. */
function codeBlock(label, text) {
  const block = element("pre", { tabindex: "0", role: "group", "aria-label": label });
  block.append(...coloured(text));
  return block;
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;
const mostColouredCharacters = 100_000;

function coloured(text) {
  if (!/^\s*[[{]/.test(text) || text.length > mostColouredCharacters) return [text];
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(token)) {
    const [whole, quoted, colon] = found;
    const kind = quoted ? (colon ? "key" : "text") : "other";
    parts.push(text.slice(end, found.index), element("span", { class: kind }, quoted ?? whole), colon ?? "");
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

/** Return JSON, indented; any other text as it is. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

return { element, methodBadge, statusBadge, copyButton, codeBlock, pretty };
})();

const module_markdown = (() => {
// The part of Markdown that the descriptions use: headings, paragraphs, lists, tables, code, emphasis, links.

const { element } = module_elements;

/** Return the elements of a text. `linkOf` returns the address of an operation named in code, or null. */
function markdown(text, linkOf = () => null) {
  return text.trim().split(/\n{2,}/).flatMap((block) => blocks(block, linkOf));
}

function blocks(block, linkOf) {
  const heading = block.match(/^(#{1,4}) (.+)\n?([\s\S]*)$/);
  if (heading) {
    const rest = heading[3] ? blocks(heading[3], linkOf) : [];
    return [element(heading[1].length <= 2 ? "h2" : "h3", {}, ...inline(heading[2], linkOf)), ...rest];
  }
  if (/^[-*] /.test(block)) {
    const items = block.split(/\n(?=[-*] )/).map((item) => element("li", {}, ...inline(item.slice(2), linkOf)));
    return [element("ul", {}, ...items)];
  }
  if (block.startsWith("|")) return [table(block, linkOf)];
  if (block.startsWith("```")) return [element("pre", { tabindex: "0" }, block.replace(/^```.*\n|\n?```$/g, ""))];
  return [element("p", {}, ...inline(block, linkOf))];
}

function table(block, linkOf) {
  const [head, , ...rows] = block.split("\n").map((line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
  return element("table", {},
    element("thead", {}, element("tr", {}, ...head.map((cell) => element("th", { scope: "col" }, cell)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, ...inline(cell, linkOf)))))),
  );
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text, linkOf) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(marked)) {
    const [whole, code, strong, label, address] = found;
    parts.push(text.slice(end, found.index));
    if (code) parts.push(codeOrLink(code, linkOf));
    else if (strong) parts.push(element("strong", {}, strong));
    else parts.push(/^(https?:|\/|#)/.test(address) ? element("a", { href: address }, label) : label);
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

function codeOrLink(text, linkOf) {
  const address = linkOf(text);
  return address ? element("a", { href: address }, element("code", {}, text)) : element("code", {}, text);
}

return { markdown };
})();

const module_schema = (() => {
// What a schema demands, as a list of members, each of which opens what is inside it.

const { element } = module_elements;
const { markdown } = module_markdown;

/** Return elements that show the members of a schema, or its type if it has none. */
function schemaView(description, reference) {
  const schema = objectIn(description, reference);
  if (!schema) return [element("p", {}, element("code", {}, typeOf(description, reference)))];
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([name, member]) => memberRow(description, name, member, required.has(name)));
  return [element("ul", { class: "members" }, ...rows)];
}

function memberRow(description, name, member, isRequired) {
  const head = [element("code", { class: "name" }, name), element("span", { class: "muted small" }, typeOf(description, member))];
  if (isRequired) head.push(element("span", { class: "badge warm" }, "required"));
  const text = textOf(description, member);
  const explained = text ? markdown(text) : [];
  if (!objectIn(description, member)) return element("li", {}, element("div", { class: "row" }, ...head), ...explained);
  const inside = element("details", {}, element("summary", { class: "row" }, ...head));
  // Made when it is opened: a contact has lists of objects with lists.
  inside.addEventListener("toggle", () => inside.children.length === 1 && inside.append(...schemaView(description, member)));
  return element("li", {}, inside, ...explained);
}

/** Return the schema with properties that a value may have, also as an item of a list; null if there is none. */
function objectIn(description, reference) {
  const schema = description.resolve(reference);
  if (schema.properties) return schema;
  if (schema.type === "array") return objectIn(description, schema.items);
  for (const choice of schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) {
    const found = objectIn(description, choice);
    if (found) return found;
  }
  return null;
}

function textOf(description, reference) {
  const schema = description.resolve(reference);
  const choices = (schema.anyOf ?? schema.oneOf ?? []).map((each) => each.description);
  return schema.description ?? choices.find(Boolean) ?? "";
}

/** Return a schema's type in words: "text, at most 200 characters", "list of 1 to 50 objects, or null". */
function typeOf(description, reference) {
  const schema = description.resolve(reference);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((each) => typeOf(description, each)))].join(", or ");
  if (schema.allOf) return typeOf(description, schema.allOf[0]);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(", ")}`;
  if (Array.isArray(schema.type)) return schema.type.join(", or ");
  if (schema.type === "array") return `list of ${range(schema.minItems, schema.maxItems)}${plural(typeOf(description, schema.items))}`;
  return words(schema);
}

function words(schema) {
  if (schema.type === "string") {
    if (isFile(schema)) return "file";
    const length = range(schema.minLength, schema.maxLength);
    return [schema.format ?? "text", length && `${length}characters`].filter(Boolean).join(", ");
  }
  if (schema.type === "integer" || schema.type === "number") return `${schema.type} ${range(schema.minimum, schema.maximum)}`.trim();
  return schema.type ?? "any value";
}

/** Return whether a member of a form is a file. */
function isFile(schema) {
  return schema.format === "binary" || Boolean(schema.contentMediaType) || Boolean(schema.contentEncoding);
}

function range(least, most) {
  if (most === undefined) return least ? `at least ${least} ` : "";
  return least === undefined || least === 0 ? `at most ${most} ` : `${least} to ${most} `;
}

function plural(type) {
  return type === "object" ? "objects" : type;
}

return { schemaView, typeOf, isFile };
})();

const module_service = (() => {
// Requests whose refusals are errors: every error has a sentence for people as its message.

/** A refusal of the service. It has the `status` of the response, and the `code` of its problem. */
class Refusal extends Error {
  constructor(status, { code, title, detail, errors }) {
    super(errors?.[0]?.detail ?? detail ?? title ?? `The service answered ${status}.`);
    this.status = status;
    this.code = code;
  }
}

/** Send JSON, by fetch or what takes its place, and return that of the response, or null if it has none. */
async function call(method, path, content, send = fetch) {
  const hasContent = content !== undefined;
  const headers = hasContent ? { "content-type": "application/json" } : {};
  const response = await send(path, { method, headers, body: hasContent ? JSON.stringify(content) : undefined }).catch((error) => {
    throw error instanceof TypeError ? new Error("The service does not answer.") : error;
  });
  const answer = parsed(await response.text());
  if (!response.ok) throw new Refusal(response.status, answer ?? {});
  return answer;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

return { Refusal, call };
})();

const module_session = (() => {
// Who is signed in. Kept in the tab: it survives a reload, and ends when the tab is closed.

const { call } = module_service;

const key = "contacts-api-session";
const earlyMilliseconds = 60_000;

/**
 * A session of the API. It tells a "change" event of every sign-in, sign-out and end, and a "question" event of a
 * sign-in that asks for a second factor: its `detail` has `challenge`, `methods` and, if it is known, `email`.
 */
class Session extends EventTarget {
  #renewing = null;
  #proving = null;

  /** Let whoever is signed in prove again who they are, and return whether they have. Pages that can ask set it. */
  proveAgain = async () => false;

  /** The state: `email`, `access_token`, and where it came from a sign-in `refresh_token` and `ends_at`; or null. */
  get state() {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  }

  /** Begin to sign in, and return whether that was all. Throws a Refusal. */
  async signIn(email, password) {
    return this.goOn(await call("POST", "/api/v1/auth/login", { email, password }), email);
  }

  /** Complete a sign-in with a factor, such as `{ code }`. Throws a Refusal. */
  async complete({ challenge, email }, factor) {
    return this.goOn(await call("POST", "/api/v1/auth/login/second-factor", { challenge, ...factor }), email);
  }

  /** Go on with what the service returned for a sign-in: keep its tokens and return true, or ask its question. */
  async goOn(answer, email) {
    const { access_token, second_factor } = answer;
    if (second_factor) this.dispatchEvent(new CustomEvent("question", { detail: { ...second_factor, email } }));
    else this.keep(email ?? (await addressOf(access_token)), answer);
    return !second_factor;
  }

  /** Keep tokens as the service returned them. */
  keep(email, { access_token, refresh_token, expires_in }) {
    this.#store({ email, access_token, refresh_token, ends_at: Date.now() + expires_in * 1000 });
  }

  /** Use an access token that was made elsewhere; nothing renews it. */
  useToken(access_token) {
    this.#store({ email: "access token", access_token });
  }

  /** Return an access token that is good for the next minute, or null if nobody is signed in. */
  async token() {
    const { access_token, refresh_token, ends_at } = this.state ?? {};
    if (!refresh_token || Date.now() < ends_at - earlyMilliseconds) return access_token ?? null;
    // A refresh token works once, so requests that find the same one share its exchange.
    this.#renewing ??= this.#renew(refresh_token).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renew(refresh_token) {
    try {
      this.keep(this.state.email, await call("POST", "/api/v1/auth/refresh", { refresh_token }));
    } catch (error) {
      // Whatever else went wrong may pass; the token of now is tried until it is refused.
      if (error.status === 401) this.#store(null);
    }
    return this.state?.access_token ?? null;
  }

  /**
   * Send a request as fetch does, with the access token. One that needs a fresh session is sent again after a proof;
   * a 401 of a session that has ended signs out.
   */
  async fetch(path, options) {
    const { response, token } = await this.#send(path, options);
    if (response.status !== 401 || !token) return response;
    if (asksForProof(response)) return (await this.#proved()) ? (await this.#send(path, options)).response : response;
    if (token === this.state?.access_token) this.#store(null);
    return response;
  }

  /** Send JSON with the access token, and return that of the response. Throws a Refusal. */
  call(method, path, content) {
    return call(method, path, content, (...request) => this.fetch(...request));
  }

  async #send(path, { headers = {}, ...options } = {}) {
    const token = await this.token();
    const response = await fetch(path, { ...options, headers: { ...headers, ...(token && bearer(token)) } });
    return { response, token };
  }

  // Requests that are refused at the same time share a proof.
  #proved() {
    this.#proving ??= this.proveAgain().finally(() => (this.#proving = null));
    return this.#proving;
  }

  /** End the session here at once, and at the service, even if the page is left meanwhile. */
  async signOut() {
    const token = this.state?.refresh_token && (await this.token());
    this.#store(null);
    if (token) await fetch("/api/v1/auth/logout", { method: "POST", headers: bearer(token), keepalive: true });
  }

  #store(state) {
    if (state) sessionStorage.setItem(key, JSON.stringify(state));
    else sessionStorage.removeItem(key);
    this.dispatchEvent(new Event("change"));
  }
}

// RFC 9470
function asksForProof(response) {
  return (response.headers.get("www-authenticate") ?? "").includes("insufficient_user_authentication");
}

function bearer(token) {
  return { authorization: `Bearer ${token}` };
}

async function addressOf(token) {
  const send = (path, options) => fetch(path, { ...options, headers: bearer(token) });
  return (await call("GET", "/api/v1/auth/me", undefined, send)).email;
}

return { Session };
})();

const module_passkeys = (() => {
// Passkeys, as browsers use them.

const { element } = module_elements;
const { call } = module_service;

/** Return a button that uses passkeys; at a number a link to where they work; nothing if this browser has none. */
function passkeyControl(label, onclick) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return null;
  if (location.hostname !== "127.0.0.1") return element("button", { type: "button", class: "quiet", onclick }, label);
  const there = location.href.replace("127.0.0.1", "localhost");
  return element("a", { href: there }, `Passkeys work at ${new URL(there).origin}`);
}

/** Return what the service needs of a passkey that the person chooses: to sign in, or with its challenge as second factor. */
async function signWithPasskey(challenge) {
  const options = await call("POST", "/api/v1/auth/login/passkey/options", challenge ? { challenge } : undefined);
  return (await explained(navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }))).toJSON();
}

/** Return what a browser promises, with a sentence for people if it fails. */
async function explained(promise) {
  try {
    return await promise;
  } catch ({ name, message }) {
    throw new Error(sentences[name] ?? message);
  }
}

// Of nearly all that goes wrong browsers tell one thing, so that pages cannot tell who has passkeys.
const sentences = {
  NotAllowedError: "No passkey was used: this device has none for this address, or it took too long.",
  InvalidStateError: "This device has a passkey of the account already.",
};

return { passkeyControl, signWithPasskey, explained };
})();

const module_proof = (() => {
// What people prove with who they are: a password, a code, a recovery code or a passkey.

const { element } = module_elements;
const { passkeyControl, signWithPasskey } = module_passkeys;

const fields = {
  totp: { member: "code", label: "Code", hint: "The six digits that your authenticator app shows", inputmode: "numeric", autocomplete: "one-time-code" },
  recovery_code: { member: "recovery_code", label: "Recovery code", hint: "One that you have not used yet", autocomplete: "off" },
  password: { member: "password", label: "Password", type: "password", autocomplete: "current-password" },
};

/**
 * Return a form that asks for one of these `methods`, and passes `prove` what was given, such as `{ code }`. What that
 * throws is shown, and can be tried again, unless the `challenge` is no longer good: then `expired` is called.
 */
function proofForm({ methods, challenge, prove, expired }) {
  const problem = element("p", { class: "bad-text small", role: "alert" });
  const place = element("div", {});
  const form = element("form", { class: "proof" }, place, problem, element("p", {}, element("button", {}, "Continue")), element("p", { class: "row" }, ...alternatives()));
  let isBusy = false;

  function alternatives() {
    const others = Object.keys(fields).filter((each) => methods.includes(each)).map((each) =>
      element("button", { type: "button", class: "quiet", "data-method": each, onclick: () => choose(each) }, `Use a ${fields[each].label.toLowerCase()} instead`));
    const usePasskey = () => attempt(async () => ({ passkey: await signWithPasskey(challenge) }));
    return [...others, methods.includes("passkey") ? passkeyControl("Use a passkey instead", usePasskey) : null];
  }

  function choose(name) {
    const { member, label, hint, ...attributes } = fields[name];
    place.replaceChildren(element("label", {}, label, element("input", { name: member, required: true, spellcheck: "false", "aria-describedby": hint && "proof-hint", ...attributes })),
      hint ? element("p", { id: "proof-hint", class: "small muted" }, hint) : "");
    problem.textContent = "";
    for (const each of form.querySelectorAll("[data-method]")) each.hidden = each.dataset.method === name;
    place.querySelector("input").focus();
  }

  async function attempt(given) {
    if (isBusy) return;
    isBusy = true;
    problem.textContent = "";
    try {
      await prove(await given());
    } catch (error) {
      if (expired && error.code === "invalid_challenge") return expired();
      problem.textContent = error.message;
      place.querySelector("input").focus();
      place.querySelector("input").select();
    } finally {
      isBusy = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = place.querySelector("input");
    attempt(() => ({ [name]: value }));
  });
  choose(Object.keys(fields).find((each) => methods.includes(each)));
  return form;
}

return { proofForm };
})();

const module_step_up = (() => {
// The dialog in which people prove again who they are.

const { element } = module_elements;
const { proofForm } = module_proof;

/** Return the dialog that opens when a request of the session needs a proof. */
function stepUpDialog(session) {
  const place = element("div", {});
  const dialog = element("dialog", { id: "step-up", "aria-labelledby": "step-up-title", "aria-describedby": "step-up-text" },
    element("h2", { id: "step-up-title" }, "Is it still you?"),
    element("p", { id: "step-up-text" }, "You signed in more than ten minutes ago, and this request could do harm. Prove again who you are: it is sent then."),
    place,
    element("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"),
  );
  session.addEventListener("change", () => session.state || dialog.close());
  session.proveAgain = async () => {
    let isProved = false;
    const prove = async (proof) => {
      await session.call("POST", "/api/v1/auth/step-up", proof);
      isProved = true;
      dialog.close();
    };
    const methods = await methodsOf(session);
    dialog.showModal();
    place.replaceChildren(proofForm({ methods, prove }));
    place.querySelector("input").focus();
    await new Promise((go) => dialog.addEventListener("close", go, { once: true }));
    place.replaceChildren();
    return isProved;
  };
  return dialog;
}

// An account with an authenticator app needs a code in the place of its password; a passkey is good for both.
async function methodsOf(session) {
  const [{ is_active }, { items }] = await Promise.all([session.call("GET", "/api/v1/auth/me/totp"), session.call("GET", "/api/v1/auth/me/passkeys")]);
  return [...(is_active ? ["totp", "recovery_code"] : ["password"]), ...(items.length ? ["passkey"] : [])];
}

return { stepUpDialog };
})();

const module_sign_in = (() => {
// The account in the header of a page, and the dialog that signs in.

const { copyButton, element } = module_elements;
const { passkeyControl, signWithPasskey } = module_passkeys;
const { proofForm } = module_proof;
const { call } = module_service;
const { stepUpDialog } = module_step_up;

/** Show in `place` who is signed in, or a button to sign in; `links` are shown below the form. Return the function that opens it. */
function showAccount(place, session, links = []) {
  const { dialog, open } = signInDialog(session, links);
  document.body.append(dialog, stepUpDialog(session));
  let shown = null;
  const show = () => {
    const hadFocus = dialog.open || place.contains(document.activeElement);
    const address = session.state?.email ?? "";
    dialog.close();
    // Somebody whose token is renewed may be about to press one of the buttons.
    if (address === shown) return;
    shown = address;
    place.replaceChildren(...(session.state ? signedIn(session) : [signInButton(open)]));
    if (hadFocus) place.querySelector("button").focus();
  };
  session.addEventListener("change", show);
  show();
  return open;
}

function signInButton(open) {
  return element("button", { type: "button", id: "sign-in", onclick: open }, "Sign in");
}

function signedIn(session) {
  return [
    element("span", { class: "who" }, session.state.email),
    copyButton("Copy token", () => session.token()),
    element("button", { type: "button", class: "quiet", id: "sign-out", onclick: () => session.signOut() }, "Sign out"),
  ];
}

function signInDialog(session, links) {
  const problem = element("p", { class: "bad-text small", role: "alert" });
  const title = element("h2", { id: "sign-in-title" }, "Sign in");
  const first = element("div", {}, ...firstStep(session, links, problem));
  const second = element("div", { id: "second-step", hidden: true });
  const cancel = element("button", { type: "button", class: "quiet cancel", onclick: () => dialog.close() }, "Cancel");
  const dialog = element("dialog", { "aria-labelledby": "sign-in-title" }, title, first, second, cancel);

  function show(step, heading) {
    first.hidden = step !== first;
    second.hidden = step !== second;
    title.textContent = heading;
  }
  function beginAgain(why = "") {
    show(first, "Sign in");
    second.replaceChildren();
    problem.textContent = why;
    if (dialog.open) first.querySelector("[type=password]").focus();
  }
  session.addEventListener("question", ({ detail: question }) => {
    if (!dialog.open) dialog.showModal();
    show(second, "Second factor");
    const prove = (factor) => session.complete(question, factor);
    const expired = () => beginAgain("That took too long. Enter your password again.");
    second.replaceChildren(proofForm({ methods: question.methods, challenge: question.challenge, prove, expired }));
    second.querySelector("input").focus();
  });
  dialog.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  // This event comes some time after the closing, when the dialog may have been opened again.
  dialog.addEventListener("close", () => dialog.open || beginAgain());
  const open = () => {
    beginAgain();
    dialog.showModal();
  };
  return { dialog, open };
}

function firstStep(session, links, problem) {
  const attempt = async (action) => {
    problem.textContent = "";
    await action().catch((error) => (problem.textContent = error.message));
  };
  const usePasskey = () => attempt(async () => session.goOn(await call("POST", "/api/v1/auth/login/passkey", { credential: await signWithPasskey() })));
  return [
    passwordForm(session, attempt),
    problem,
    element("p", { class: "row small" }, passkeyControl("Sign in with a passkey", usePasskey)),
    links.length ? element("p", { class: "small" }, ...links) : "",
    element("details", { class: "small" }, element("summary", {}, "Use an access token instead"), tokenForm(session)),
    element("p", { class: "small muted" }, "You stay signed in in this tab until you close it or sign out."),
  ];
}

function passwordForm(session, attempt) {
  const form = element("form", { id: "sign-in-form" },
    element("label", {}, "E-mail", element("input", { name: "email", type: "email", required: true, autocomplete: "username" })),
    element("label", {}, "Password", element("input", { name: "password", type: "password", required: true, autocomplete: "current-password" })),
    element("button", {}, "Sign in"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => (await session.signIn(form.elements.email.value, form.elements.password.value)) && form.reset());
  });
  return form;
}

function tokenForm(session) {
  const form = element("form", {},
    element("label", {}, "Access token", element("input", { name: "token", required: true, autocomplete: "off", spellcheck: "false" })),
    element("button", { class: "quiet" }, "Use it"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.useToken(form.elements.token.value.trim());
    form.reset();
  });
  return form;
}

return { showAccount };
})();

const module_request = (() => {
// A request that can be sent, shown as curl, and whose response can be read.

const { codeBlock, copyButton, element, pretty, statusBadge } = module_elements;

/** Return the address of an operation with these values for its path and query; empty ones are left out. */
function addressOf(path, parameters, values) {
  const query = new URLSearchParams();
  let address = path;
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, value ? encodeURIComponent(value) : `{${parameter.name}}`);
    else if (parameter.in === "query" && value) query.append(parameter.name, value);
  }
  return query.size ? `${address}?${query}` : address;
}

/** Return a request as a curl command for a shell (POSIX). */
function curl({ method, path, headers = {}, body }, origin = location.origin) {
  const parts = [`curl${method === "GET" ? "" : ` -X ${method}`} ${quoted(new URL(path, origin).href)}`];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body instanceof FormData) for (const [name, value] of body) parts.push(`-F ${quoted(`${name}=${value instanceof File ? `@${value.name || "file"}` : value}`)}`);
  else if (body instanceof Blob) parts.push(`--data-binary ${quoted(`@${body.name || "file"}`)}`);
  else if (body !== undefined) parts.push(`--data-binary ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

function quoted(text) {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}

/** Send a request and return its response, with `text`, `blob` and `milliseconds`. */
async function send(session, { method, path, headers, body }) {
  const started = performance.now();
  const response = await session.fetch(path, { method, headers, body });
  const milliseconds = performance.now() - started;
  const type = response.headers.get("content-type") ?? "";
  const isText = /json|text|xml|calendar|javascript|^$/.test(type);
  const blob = await response.blob();
  return { response, milliseconds, type, blob, text: isText ? await blob.text() : null };
}

/** Return elements that show a response as `send` returns it. */
function answerView({ response, milliseconds, type, blob, text }) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return [
    element("p", { class: "row" },
      statusBadge(response.status),
      element("span", { class: "small muted" }, `${Math.round(milliseconds)} ms, ${blob.size} bytes`),
      text ? copyButton("Copy", () => pretty(text)) : null,
    ),
    bodyView({ type, blob, text }),
    element("details", { class: "small" }, element("summary", {}, "Headers"), codeBlock("Headers of the response", headers)),
  ];
}

function bodyView({ type, blob, text }) {
  if (text) return codeBlock("Body of the response", pretty(text));
  if (!blob.size) return element("p", { class: "small muted" }, "There is no body.");
  return element("a", { class: "button quiet", href: URL.createObjectURL(blob), download: "response" }, `Save (${type})`);
}

return { addressOf, curl, send, answerView };
})();

const module_trial = (() => {
// The form that sends an operation's request.

const { exampleOf } = module_description;
const { copyButton, element } = module_elements;
const { addressOf, answerView, curl, send } = module_request;
const { isFile } = module_schema;

const multipart = "multipart/form-data";
const urlEncoded = "application/x-www-form-urlencoded";

/** Return a form for an operation's parameters and body; `onChange` gets the request as curl whenever it changes. */
function trialForm({ description, operation, session, onChange }) {
  const answer = element("div", { "aria-live": "polite" });
  const body = operation.body ? new BodyFields(description, operation) : null;
  const form = element("form", { class: "trial", novalidate: true },
    ...operation.parameters.map(parameterField),
    ...(body ? body.elements : []),
    element("p", { class: "row" }, element("button", { class: "send" }, "Send"), copyButton("Copy as curl", command)),
    answer,
  );
  const request = () => requestOf(operation, form, body);
  async function command() {
    const token = operation.signedIn ? await session.token() : null;
    const made = request();
    return curl(token ? { ...made, headers: { authorization: `Bearer ${token}`, ...made.headers } } : made);
  }
  const show = () => onChange(curl(withToken(request(), operation)));
  form.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      answer.replaceChildren(...answerView(await send(session, request())));
    } catch (error) {
      answer.replaceChildren(element("p", { class: "bad-text" }, `No response: ${error.message}`));
    }
  });
  show();
  return form;
}

function withToken(request, operation) {
  return operation.signedIn ? { ...request, headers: { authorization: "Bearer $TOKEN", ...request.headers } } : request;
}

function parameterField(parameter) {
  const { name, required, schema = {} } = parameter;
  const label = [name, required ? element("span", { class: "warm-text" }, " required") : null, element("span", { class: "place" }, ` ${parameter.in}`)];
  return element("label", {}, ...label, input(`parameter:${name}`, schema, required));
}

function input(name, schema, required = false) {
  const choices = schema.enum ?? (schema.type === "boolean" ? [true, false] : null);
  if (!choices) return element("input", { name, autocomplete: "off", placeholder: String(schema.default || (schema.examples?.[0] ?? "")) });
  const options = choices.map((each) => element("option", {}, String(each)));
  return element("select", { name }, required ? null : element("option", { value: "" }, "not sent"), ...options);
}

function requestOf(operation, form, body) {
  const values = Object.fromEntries(operation.parameters.map(({ name }) => [name, form.elements[`parameter:${name}`].value]));
  const headers = operation.parameters.filter((each) => each.in === "header" && values[each.name]).map(({ name }) => [name, values[name]]);
  const content = body?.content();
  if (content?.type) headers.push(["content-type", content.type]);
  return { method: operation.method, path: addressOf(operation.path, operation.parameters, values), headers: Object.fromEntries(headers), body: content?.body };
}

/** The fields of a request's body: a form's own for forms, a text with an example otherwise, and a file for what is none. */
class BodyFields {
  constructor(description, operation) {
    this.description = description;
    this.content = () => this.#content();
    this.media = operation.body.content;
    this.fields = element("div", {});
    this.choice = element("select", { name: "media type" }, ...Object.keys(this.media).map((type) => element("option", {}, type)));
    this.choice.addEventListener("change", () => this.#show());
    const label = element("label", { class: Object.keys(this.media).length > 1 ? "" : "hidden" }, "Media type", this.choice);
    this.elements = [label, this.fields];
    this.#show();
  }

  get #type() {
    return this.choice.value;
  }

  #show() {
    const isForm = this.#type === multipart || this.#type === urlEncoded;
    this.fields.replaceChildren(...(isForm ? this.#formFields() : this.#textFields()));
  }

  #formFields() {
    const { properties = {} } = this.description.resolve(this.media[this.#type].schema);
    return Object.entries(properties).map(([name, reference]) => {
      const schema = this.description.resolve(reference);
      const field = isFile(schema) ? element("input", { type: "file", name: `body:${name}` }) : input(`body:${name}`, schema);
      return element("label", {}, name, element("span", { class: "place" }, " body"), field);
    });
  }

  #textFields() {
    const example = exampleOf(this.description, this.media[this.#type]);
    const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
    const fields = [element("label", {}, "Body", element("textarea", { name: "body", spellcheck: "false" }, text))];
    if (!/json/.test(this.#type)) fields.push(element("label", {}, "or a file", element("input", { type: "file", name: "file" })));
    return fields;
  }

  #content() {
    const inputs = [...this.fields.querySelectorAll("input, select, textarea")];
    if (this.#type !== multipart && this.#type !== urlEncoded) {
      const [file] = inputs.find(({ type }) => type === "file")?.files ?? [];
      return { type: this.#type, body: file ?? inputs.find(({ name }) => name === "body").value };
    }
    const data = this.#type === multipart ? new FormData() : new URLSearchParams();
    for (const each of inputs) {
      const value = each.type === "file" ? each.files[0] : each.value;
      if (value) data.append(each.name.slice("body:".length), value);
    }
    // The browser names the boundary of a multipart body.
    return this.#type === multipart ? { body: data } : { type: urlEncoded, body: String(data) };
  }
}

return { trialForm };
})();

const module_reference = (() => {
// The reference page: a list of operations, and the one that the address names.

const { Description, exampleOf } = module_description;
const { codeBlock, copyButton, element, methodBadge, statusBadge } = module_elements;
const { markdown } = module_markdown;
const { schemaView, typeOf } = module_schema;
const { Session } = module_session;
const { showAccount } = module_sign_in;
const { trialForm } = module_trial;

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

return {  };
})();
