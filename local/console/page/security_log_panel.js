// What has happened to the security of an account.

import { Panel, entries, moment } from "./panel.js";

const first = 8;
const more = 46;
const most = 100;

/** Return the panel of the security log. */
export function securityLogPanel(session) {
  let shown = first;
  const panel = new Panel(session, "security-log", "Security log", { read: () => session.call("GET", `/api/v1/auth/events?limit=${shown}`), show });

  function show({ items, next_cursor }) {
    const list = entries("Security log", items.map(({ kind, at, device, network, by_admin }) => ({
      title: sentence(kind), note: [moment(at), ...(by_admin ? ["by an administrator"] : [device || "unknown device", network || "unknown network"])].join(" · "),
    })), "Nothing has happened yet.");
    const older = !next_cursor ? "" : shown < most ? panel.button("Show older ones", () => void (shown += more), { class: "quiet", id: "older-events" }) : "Further ones are on the next pages.";
    panel.content.replaceChildren(list, older);
  }

  return panel;
}

// Kinds are names such as password_changed, and new ones are added.
function sentence(kind) {
  const words = kind.replaceAll("_", " ").replace("totp", "authenticator app");
  return words[0].toUpperCase() + words.slice(1);
}
