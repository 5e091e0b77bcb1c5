"use strict";

const byId = (id) => document.getElementById(id);
const refreshMilliseconds = 2000;

// ---- What the page knows ----------------------------------------------------------------------------------------

let accessToken = null;
let verificationToken = null;
let mails = [];
let openMail = null;

// ---- Small things -----------------------------------------------------------------------------------------------

function element(name, content = "", attributes = {}) {
  const created = document.createElement(name);
  created.textContent = content;
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  return created;
}

async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function field(form, name) {
  return byId(form).elements[name];
}

// ---- Try it -----------------------------------------------------------------------------------------------------

async function send(method, path, { body, accept } = {}) {
  const headers = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (accept) headers.accept = accept;
  if (accessToken) headers.authorization = `Bearer ${accessToken}`;
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  byId("status").textContent = `${method} ${path.split("?")[0]} answered ${response.status}`;
  let answer = null;
  try {
    answer = JSON.parse(text);
    byId("answer").textContent = JSON.stringify(answer, null, 2);
  } catch {
    byId("answer").textContent = text;
  }
  return response.ok ? answer : null;
}

function credentials() {
  return { email: field("account", "email").value, password: field("account", "password").value };
}

const steps = {
  async register() {
    accessToken = null;
    verificationToken = null;
    await send("POST", "/api/v1/auth/register", { body: credentials() });
    await refreshMails();
  },
  async verify() {
    if (!verificationToken) {
      byId("status").textContent = "There is no mail with a token for this address yet: register first.";
      return;
    }
    const query = `token=${encodeURIComponent(verificationToken)}`;
    await send("POST", `/api/v1/auth/verify-email?${query}`, { accept: "application/json" });
  },
  async login() {
    accessToken = null;
    const answer = await send("POST", "/api/v1/auth/login", { body: credentials() });
    accessToken = answer ? answer.access_token : null;
  },
  // The browser goes to the provider and comes back here with a code, which only this page's verifier makes useful.
  async provider() {
    const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
    sessionStorage.setItem("verifier", verifier);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const query = new URLSearchParams({
      redirect_to: `${location.origin}/_local/`,
      code_challenge: base64url(new Uint8Array(digest)),
    });
    location.assign(`/api/v1/auth/providers/local/start?${query}`);
  },
  async create() {
    const email = field("contact", "email").value;
    await send("POST", "/api/v1/contacts", {
      body: {
        first_name: field("contact", "first_name").value,
        last_name: field("contact", "last_name").value,
        emails: email ? [{ label: "home", value: email }] : [],
      },
    });
  },
  async list() {
    await send("GET", "/api/v1/contacts");
  },
};

for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => steps[button.dataset.step]().then(refreshState).catch(showError));
}
for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());
byId("account").addEventListener("input", findVerificationToken);

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function comeBackFromProvider() {
  const query = new URLSearchParams(location.search);
  history.replaceState(null, "", location.pathname);
  if (query.has("error")) byId("status").textContent = `The provider signed nobody in: ${query.get("error")}`;
  if (!query.has("code")) return;
  const body = { code: query.get("code"), code_verifier: sessionStorage.getItem("verifier") ?? "" };
  sessionStorage.removeItem("verifier");
  const answer = await send("POST", "/api/v1/auth/login/provider", { body });
  accessToken = answer ? answer.access_token : null;
}

function suggestAccount() {
  const random = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(36)).join("");
  field("account", "email").value = `${random(4)}@example.com`;
  field("account", "password").value = random(12);
}

function findVerificationToken() {
  const address = field("account", "email").value.toLowerCase();
  const mail = mails.find((each) => each.to.toLowerCase() === address && /verify-email\?token=/.test(each.text));
  verificationToken = mail ? decodeURIComponent(mail.text.match(/verify-email\?token=([\w.~%-]+)/)[1]) : null;
  byId("verification").textContent = verificationToken ? "the mail with the token is there" : "with the token of the mail";
}

function showError(error) {
  byId("status").textContent = `No answer: ${error.message}`;
}

// ---- Mailbox ----------------------------------------------------------------------------------------------------

async function refreshMails() {
  const latest = await getJson("/_local/mailbox.json");
  if (latest.length === mails.length && latest[0]?.id === mails[0]?.id && byId("mails").children.length) return;
  mails = latest;
  const list = byId("mails");
  list.replaceChildren(...mails.map(mailEntry));
  if (!mails.length) list.append(element("li", "No mail yet.", { class: "empty" }));
  byId("mail-hint").textContent = mails.length ? "Choose a mail to read it." : "Register above, and the mail arrives here.";
  findVerificationToken();
}

function mailEntry(mail) {
  const button = element("button", mail.subject, { type: "button", "aria-current": String(mail.id === openMail) });
  button.append(element("span", `to ${mail.to}`), element("span", new Date(mail.sent_at).toLocaleTimeString()));
  button.addEventListener("click", () => showMail(mail, button));
  const entry = element("li");
  entry.append(button);
  return entry;
}

function showMail(mail, button) {
  openMail = mail.id;
  for (const each of byId("mails").querySelectorAll("button")) each.setAttribute("aria-current", String(each === button));
  const address = `/_local/mails/${mail.id}`;
  byId("mail-hint").hidden = true;
  byId("reader").hidden = false;
  byId("mail-link").href = address;
  byId("mail-html").src = address;
  byId("mail-text").textContent = mail.text;
}

// ---- Tables -----------------------------------------------------------------------------------------------------

async function showTable({ id, keys }) {
  for (const each of byId("table-choice").children) each.setAttribute("aria-pressed", String(each.textContent === id));
  const items = await getJson(`/_local/tables/${id}.json`);
  byId("table-status").textContent = items.length ? `${id}: the first ${items.length} items` : `${id} is empty.`;
  byId("items").replaceChildren(...items.map((item) => itemEntry(item, keys)));
}

function itemEntry(item, keys) {
  const entry = element("details");
  entry.append(element("summary", keys.map((key) => item[key]).join(" / ")), element("pre", JSON.stringify(item, null, 2)));
  return entry;
}

// ---- Everything else --------------------------------------------------------------------------------------------

async function refreshState() {
  const state = await getJson("/_local/state.json");
  byId("aws").textContent = state.aws;
  byId("throttle-rows").replaceChildren(...state.throttles.map(throttleRow));
  byId("letters-status").replaceChildren(...lettersStatus(state.dead_letters));
  if (!byId("table-choice").children.length) {
    byId("table-choice").append(...state.tables.map(tableButton));
  }
  byId("demo").hidden = !state.demo.done;
  byId("demo-email").textContent = state.demo.email;
  byId("demo-password").textContent = state.demo.password;
}

byId("use-demo").addEventListener("click", () => {
  field("account", "email").value = byId("demo-email").textContent;
  field("account", "password").value = byId("demo-password").textContent;
  findVerificationToken();
});

function throttleRow(use) {
  const row = element("tr");
  const numbers = [use.rate, use.burst, Math.floor(use.tokens_left), use.passed, use.refused];
  row.append(element("th", use.route_key, { scope: "row" }), ...numbers.map((number) => element("td", String(number))));
  return row;
}

function lettersStatus(count) {
  if (!count) return ["None."];
  const link = element("a", "See them", { href: "/_local/dead-letters.json" });
  return [`${count} given up on. `, link];
}

function tableButton(table) {
  const button = element("button", table.id, { type: "button", "aria-pressed": "false", title: table.name });
  button.addEventListener("click", () => showTable(table).catch((error) => {
    byId("table-status").textContent = `No answer: ${error.message}`;
  }));
  return button;
}

function refresh() {
  // A page nobody looks at asks for nothing.
  const work = document.hidden ? Promise.resolve() : Promise.all([refreshState(), refreshMails()]);
  // The functions are restarting, or stopped: the next turn tells.
  work.catch(showError).finally(() => setTimeout(refresh, refreshMilliseconds));
}

suggestAccount();
comeBackFromProvider().catch(showError);
refresh();
