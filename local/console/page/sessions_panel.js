// Where somebody is signed in.

import { element } from "./elements.js";
import { Panel, entries, moment } from "./panel.js";

const sessions = "/api/v1/auth/sessions";

/** Return the panel of sessions. */
export function sessionsPanel(session) {
  const panel = new Panel(session, "sessions", "Sessions", { read: () => session.call("GET", sessions), show });

  function show({ items }) {
    const list = entries("Sessions", items.map(({ id, device, network, last_used_at, is_current }) => ({
      title: `${device || "Unknown device"}${is_current ? ", this one" : ""}`, note: `${network || "unknown network"} · last used: ${moment(last_used_at)}`,
      buttons: is_current ? [] : [panel.button("End", () => end(id), { class: "danger", "aria-label": `End the session of ${device || "an unknown device"}, last used ${moment(last_used_at)}` })],
    })), "This access token has none.");
    const others = items.some(({ is_current }) => !is_current) ? element("p", {}, panel.button("End all others", endOthers, { class: "danger" })) : "";
    panel.content.replaceChildren(list, others);
  }

  async function end(id) {
    await session.call("DELETE", `${sessions}/${id}`);
    return "It has ended.";
  }

  async function endOthers() {
    await session.call("DELETE", sessions);
    return "You are signed in here only.";
  }

  return panel;
}
