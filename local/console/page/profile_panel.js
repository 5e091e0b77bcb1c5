// Whose account it is: its address and its password.

import { element } from "./elements.js";
import { Panel, field, moment } from "./panel.js";

const me = "/api/v1/auth/me";

/** Return the panel of address and password. */
export function profilePanel(session) {
  const panel = new Panel(session, "profile", "Address and password", { read: () => session.call("GET", me), show });
  const now = element("p", {});
  const present = () => field("Present password", { name: "current_password", type: "password", autocomplete: "current-password" });
  const address = panel.form("Change the address", [field("New address", { name: "email", type: "email" }), present()], changeAddress);
  const password = panel.form("Change the password", [field("New password", { name: "password", type: "password", autocomplete: "new-password" }), present()], changePassword);
  panel.content.append(now,
    element("details", {}, element("summary", {}, "Another address"), address),
    element("details", {}, element("summary", {}, "Another password"), password));

  function show({ email, is_verified, role, created_at }) {
    now.textContent = `${email}, ${is_verified ? "verified" : "not verified"}; role ${role}; since ${moment(created_at)}.`;
  }

  async function changeAddress(values) {
    await session.call("PUT", `${me}/email`, Object.fromEntries(values));
    return "The mail to the new address has a link that confirms it.";
  }

  async function changePassword(values) {
    await session.call("PUT", `${me}/password`, Object.fromEntries(values));
    return "The password has changed, and all other sessions have ended.";
  }

  return panel;
}
