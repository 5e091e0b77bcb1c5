// The authenticator app and its recovery codes.

import { copyButton, element } from "./elements.js";
import { Panel, field, moment } from "./panel.js";

const totp = "/api/v1/auth/me/totp";

/** Return the panel of the second factor. */
export function authenticatorPanel(session) {
  const panel = new Panel(session, "authenticator", "Authenticator app", { read: () => session.call("GET", totp), show });

  function show({ is_active, created_at, recovery_codes_left }) {
    const state = is_active ? `Signing in takes a code, since ${moment(created_at)}. ${recovery_codes_left} recovery codes are left.` : "Signing in takes the password only.";
    const buttons = is_active ? [panel.button("Use another app", begin), panel.button("Make new recovery codes", makeCodes, { class: "quiet", id: "make-codes" }), panel.button("Turn off", turnOff, { class: "danger" })]
      : [panel.button("Turn on", begin, { class: "quiet", id: "begin-totp" })];
    panel.content.replaceChildren(element("p", {}, state), element("p", { class: "row" }, ...buttons));
  }

  async function begin() {
    const { secret, qr_svg } = await session.call("POST", totp);
    panel.once.replaceChildren(
      element("p", {}, "Scan this with the app, or type the secret into it."),
      element("img", { class: "qr", alt: "QR code for the authenticator app", src: `data:image/svg+xml,${encodeURIComponent(qr_svg)}` }),
      element("p", { class: "row" }, element("code", { id: "totp-secret" }, secret), copyButton("Copy secret", () => secret)),
      panel.form("Confirm", [field("Code that the app shows now", { name: "code", inputmode: "numeric", autocomplete: "one-time-code" })], confirm, { class: "" }),
    );
    panel.once.querySelector("input").focus();
  }

  async function confirm(values) {
    showCodes((await session.call("POST", `${totp}/confirm`, { code: values.get("code") })).recovery_codes);
    return "From now on signing in takes a code.";
  }

  async function makeCodes() {
    showCodes((await session.call("POST", "/api/v1/auth/me/recovery-codes")).recovery_codes);
    return "The recovery codes of before no longer work.";
  }

  async function turnOff() {
    await session.call("DELETE", totp);
    panel.once.replaceChildren();
    return "Signing in takes no code any more.";
  }

  function showCodes(codes) {
    const done = element("button", { type: "button", onclick: () => (panel.close(), panel.heading.focus()) }, "I have kept them");
    panel.once.replaceChildren(
      element("p", {}, "Each recovery code takes the place of the app once. They are shown only now."),
      element("ol", { class: "codes", "aria-label": "Recovery codes" }, ...codes.map((each) => element("li", {}, element("code", {}, each)))),
      element("p", { class: "row" }, copyButton("Copy codes", () => codes.join("\n")), done),
    );
  }

  return panel;
}
