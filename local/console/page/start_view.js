// From signing up to the first contact, a click at a time.

import { copyButton } from "./elements.js";
import { isBack, providerControl, takeCode } from "./provider.js";
import { answerView, curl, send } from "./request.js";
import { call } from "./service.js";

const byId = (id) => document.getElementById(id);
const field = (form, name) => byId(form).elements[name];

/** Listen to the steps; return what refreshes the view. */
export function watchStart(session, mail, getJson) {
  const credentials = () => ({ email: field("account-form", "email").value, password: field("account-form", "password").value });
  const post = (path, content) => ({ method: "POST", path, headers: { "content-type": "application/json" }, body: JSON.stringify(content) });
  const requests = {
    register: () => post("/api/v1/auth/register", credentials()),
    verify: () => verification(mail, credentials().email),
    login: () => post("/api/v1/auth/login", credentials()),
    create: () => post("/api/v1/contacts", contact()),
    list: () => ({ method: "GET", path: "/api/v1/contacts", headers: {} }),
  };

  async function step(name) {
    const request = requests[name]();
    if (!request) return say("There is no mail with a token for this address yet: register first.");
    const answer = await send(session, request);
    if (name === "login" && answer.response.ok) await session.goOn(JSON.parse(answer.text), credentials().email);
    say(`${request.method} ${request.path.split("?")[0]} answered ${answer.response.status}`);
    byId("answer").replaceChildren(...answerView(answer), copyButton("Copy as curl", async () => curl(withToken(request, await session.token()))));
    await mail.refresh();
  }

  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(button.dataset.step).catch(({ message }) => say(`No answer: ${message}`)));
  }
  byId("use-demo").addEventListener("click", () => useDemo(session, getJson).catch(sayError));
  byId("account-form").addEventListener("input", () => showVerification(mail));
  mail.addEventListener("change", () => showVerification(mail));
  byId("use-provider").append(providerControl("Sign in with the local provider", "sign in", sayError));
  if (isBack("sign in")) signInWithProvider(session).catch(sayError);
  suggestAccount();
  return async () => {
    const { demo } = await getJson("state.json");
    byId("demo").hidden = !demo.done || Boolean(session.state);
    byId("demo-email").textContent = demo.email ?? "";
  };
}

function say(text) {
  byId("status").textContent = text;
}

function sayError(error) {
  say(error.message);
}

async function signInWithProvider(session) {
  await session.goOn(await call("POST", "/api/v1/auth/login/provider", takeCode()));
  say("POST /api/v1/auth/login/provider answered 200");
}

function withToken(request, token) {
  return token ? { ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } } : request;
}

async function useDemo(session, getJson) {
  const { demo } = await getJson("state.json");
  field("account-form", "email").value = demo.email;
  field("account-form", "password").value = demo.password;
  const isSignedIn = await session.signIn(demo.email, demo.password);
  say(isSignedIn ? `You are signed in as ${demo.email}.` : "The demo account has a second factor.");
  byId("demo").hidden = isSignedIn;
}

function contact() {
  const email = field("contact", "email").value;
  return {
    first_name: field("contact", "first_name").value,
    last_name: field("contact", "last_name").value,
    emails: email ? [{ label: "home", value: email }] : [],
  };
}

function suggestAccount() {
  const random = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(36)).join("");
  field("account-form", "email").value = `${random(4)}@example.com`;
  field("account-form", "password").value = random(12);
}

function verification(mail, email) {
  const token = mail.verificationToken(email);
  return token && { method: "POST", path: `/api/v1/auth/verify-email?token=${encodeURIComponent(token)}`, headers: { accept: "application/json" } };
}

function showVerification(mail) {
  const isThere = mail.verificationToken(field("account-form", "email").value);
  byId("verification").textContent = isThere ? "the mail with the token is there" : "with the token of the mail";
}
