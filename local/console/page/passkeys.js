"use strict";

const byId = (id) => document.getElementById(id);
const PASSKEYS = "/api/v1/auth/me/passkeys";
const LOGIN = "/api/v1/auth/login";

// ---- What the page knows ----------------------------------------------------------------------------------------

let accessToken = null;
let secondFactor = null;
let options = null;

// ---- Requests ---------------------------------------------------------------------------------------------------

function field(name) {
  return byId("account").elements[name].value;
}

function say(text) {
  byId("status").textContent = text;
}

async function send(method, path, body) {
  const headers = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (accessToken) headers.authorization = `Bearer ${accessToken}`;
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  byId("answer").textContent = text;
  say(`${method} ${path} answered ${response.status}`);
  return response.ok ? JSON.parse(text || "null") : null;
}

function signedIn(answer) {
  if (!answer) return;
  accessToken = answer.access_token ?? null;
  secondFactor = answer.second_factor ?? null;
}

async function signed(body) {
  options = await send("POST", `${LOGIN}/passkey/options`, body);
  if (!options) return null;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await navigator.credentials.get({ publicKey })).toJSON();
}

// ---- Steps ------------------------------------------------------------------------------------------------------

const steps = {
  async login() {
    accessToken = null;
    signedIn(await send("POST", LOGIN, { email: field("email"), password: field("password") }));
  },
  async add() {
    options = await send("POST", `${PASSKEYS}/options`);
    if (!options) return;
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = (await navigator.credentials.create({ publicKey })).toJSON();
    await send("POST", PASSKEYS, field("name") ? { credential, name: field("name") } : { credential });
  },
  async passkey() {
    accessToken = null;
    const credential = await signed();
    if (credential) signedIn(await send("POST", `${LOGIN}/passkey`, { credential }));
  },
  async second() {
    if (!secondFactor) {
      say("Sign in with the password of an account with a second factor first.");
      return;
    }
    const { challenge } = secondFactor;
    const passkey = await signed({ challenge });
    if (passkey) signedIn(await send("POST", `${LOGIN}/second-factor`, { challenge, passkey }));
  },
  async list() {
    const answer = await send("GET", PASSKEYS);
    if (answer) await show(answer.items);
  },
};

async function show(passkeys) {
  byId("passkeys").replaceChildren(...passkeys.map(shown));
  await forgetOthers(passkeys);
}

function shown(passkey) {
  const item = document.createElement("li");
  const used = passkey.last_used_at ? `last used ${passkey.last_used_at}` : "not used yet";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Remove";
  button.addEventListener("click", () => run(async () => {
    await send("DELETE", `${PASSKEYS}/${passkey.id}`);
    await steps.list();
  }));
  item.append(`${passkey.name}, ${used} `, button);
  return item;
}

// Devices keep passkeys that the service has removed until they are told which are left.
async function forgetOthers(passkeys) {
  if (!PublicKeyCredential.signalAllAcceptedCredentials) return;
  const me = await fetch("/api/v1/auth/me", { headers: { authorization: `Bearer ${accessToken}` } });
  if (!me.ok) return;
  const { id } = await me.json();
  await PublicKeyCredential.signalAllAcceptedCredentials({
    rpId: location.hostname,
    userId: btoa(id).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
    allAcceptedCredentialIds: passkeys.map((passkey) => passkey.credential_id),
  });
}

// Of nearly all that goes wrong browsers tell one thing, so that pages cannot tell who has passkeys.
async function run(step) {
  try {
    await step();
  } catch (error) {
    say(error.name === "InvalidStateError" ? "InvalidStateError: this device has a passkey of the account already."
      : `${error.name}: ${error.message} The password still signs in.`);
  }
}

for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => run(steps[button.dataset.step]));
}
