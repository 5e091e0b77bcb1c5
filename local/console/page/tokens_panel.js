// The personal access tokens of an account.

import { copyButton, element } from "./elements.js";
import { Panel, entries, field, moment } from "./panel.js";

const tokens = "/api/v1/auth/tokens";
const scopes = ["contacts:read", "contacts:write", "profile:read"];

/** Return the panel of personal access tokens. */
export function tokensPanel(session) {
  const panel = new Panel(session, "tokens", "Personal access tokens", { read: () => session.call("GET", tokens), show });
  const list = element("div", {});
  const boxes = scopes.map((each, index) => element("label", { class: "check" }, element("input", { type: "checkbox", name: "scopes", value: each, checked: index === 0 }), ` ${each}`));
  panel.content.append(list, panel.form("Make a token", [
    field("Name", { name: "name", placeholder: "the program that uses it" }),
    field("Days", { name: "days", type: "number", min: 1, value: 90 }),
    element("fieldset", {}, element("legend", {}, "Scopes"), ...boxes),
  ], make));

  function show({ items }) {
    list.replaceChildren(entries("Personal access tokens", items.map(({ id, name, scopes, expires_at, last_used_at }) => ({
      title: name, note: `${scopes.join(", ")} · until ${moment(expires_at)} · last used: ${moment(last_used_at)}`,
      buttons: [panel.button("Revoke", () => revoke(id), { class: "danger", "aria-label": `Revoke ${name}` })],
    })), "There are none yet."));
  }

  async function make(values) {
    const { name, token } = await session.call("POST", tokens, { name: values.get("name"), days: Number(values.get("days")), scopes: values.getAll("scopes") });
    panel.once.replaceChildren(element("p", { class: "row" }, element("code", { id: "new-token" }, token), copyButton("Copy the new token", () => token)));
    return `This is the token ${name}. It is shown only now.`;
  }

  async function revoke(id) {
    await session.call("DELETE", `${tokens}/${id}`);
    panel.once.replaceChildren();
    return "The token no longer works.";
  }

  return panel;
}
