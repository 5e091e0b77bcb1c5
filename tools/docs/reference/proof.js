// What people prove with who they are: a password, a code, a recovery code or a passkey.

import { element } from "./elements.js";
import { passkeyControl, signWithPasskey } from "./passkeys.js";

const fields = {
  totp: { member: "code", label: "Code", hint: "The six digits that your authenticator app shows", inputmode: "numeric", autocomplete: "one-time-code" },
  recovery_code: { member: "recovery_code", label: "Recovery code", hint: "One that you have not used yet", autocomplete: "off" },
  password: { member: "password", label: "Password", type: "password", autocomplete: "current-password" },
};

/**
 * Return a form that asks for one of these `methods`, and passes `prove` what was given, such as `{ code }`. What that
 * throws is shown, and can be tried again, unless the `challenge` is no longer good: then `expired` is called.
 */
export function proofForm({ methods, challenge, prove, expired }) {
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
