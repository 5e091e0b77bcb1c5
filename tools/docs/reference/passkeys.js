// Passkeys, as browsers use them.

import { element } from "./elements.js";
import { call } from "./service.js";

/** Return a button that uses passkeys; at a number a link to where they work; nothing if this browser has none. */
export function passkeyControl(label, onclick) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return null;
  if (location.hostname !== "127.0.0.1") return element("button", { type: "button", class: "quiet", onclick }, label);
  const there = location.href.replace("127.0.0.1", "localhost");
  return element("a", { href: there }, `Passkeys work at ${new URL(there).origin}`);
}

/** Return what the service needs of a passkey that the person chooses: to sign in, or with its challenge as second factor. */
export async function signWithPasskey(challenge) {
  const options = await call("POST", "/api/v1/auth/login/passkey/options", challenge ? { challenge } : undefined);
  return (await explained(navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }))).toJSON();
}

/** Return what a browser promises, with a sentence for people if it fails. */
export async function explained(promise) {
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
