// The provider of this machine: the browser goes there, and comes back with a code.

import { element } from "./elements.js";

const key = "contacts-api-verifier";

/** Return a button that leaves for the provider, for a purpose; at localhost a link to where the provider sends browsers back. */
export function providerControl(label, purpose, onError) {
  if (location.hostname === "127.0.0.1") return element("button", { type: "button", class: "quiet", onclick: () => leave(purpose).catch(onError) }, label);
  const there = location.href.replace("localhost", "127.0.0.1");
  return element("a", { href: there }, `The local provider works at ${new URL(there).origin}`);
}

// Only this tab knows the verifier, without which the code is of no use.
async function leave(purpose) {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(key, JSON.stringify({ purpose, verifier }));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    redirect_to: `${location.origin}/_local/`,
    code_challenge: base64url(new Uint8Array(digest)),
  });
  location.assign(`/api/v1/auth/providers/local/start?${query}`);
}

/** Return whether the browser has come back for a purpose. */
export function isBack(purpose) {
  const query = new URLSearchParams(location.search);
  return (query.has("code") || query.has("error")) && left().purpose === purpose;
}

/** Return what the browser came back with, which works once. Throws if there is nothing, since the person or the provider has refused. */
export function takeCode() {
  const query = new URLSearchParams(location.search);
  const { verifier } = left();
  sessionStorage.removeItem(key);
  history.replaceState(null, "", location.pathname + location.hash);
  if (query.has("error")) throw new Error(`The provider refused: ${query.get("error")}`);
  return { code: query.get("code"), code_verifier: verifier };
}

// Whoever opens a link with a code that another tab has asked for has no verifier, and is told so by the service.
function left() {
  return JSON.parse(sessionStorage.getItem(key)) ?? { purpose: "sign in", verifier: "" };
}

// RFC 4648 section 5
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
