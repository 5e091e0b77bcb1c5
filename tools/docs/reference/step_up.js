// The dialog in which people prove again who they are.

import { element } from "./elements.js";
import { proofForm } from "./proof.js";

/** Return the dialog that opens when a request of the session needs a proof. */
export function stepUpDialog(session) {
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
