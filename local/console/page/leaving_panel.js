// Taking everything along, and leaving.

import { element } from "./elements.js";
import { Panel, field, moment } from "./panel.js";

const me = "/api/v1/auth/me";
const pollMilliseconds = 500;
const final = ["done", "failed", "cancelled"];

/** Return the panel of export and deletion; `deleted` is called with a sentence when there is nobody left to show it to. */
export function leavingPanel(session, deleted) {
  const panel = new Panel(session, "leaving", "Export and deletion");
  panel.content.append(
    element("p", {}, "The export is an archive of everything that there is of the account."),
    element("p", {}, panel.button("Export everything", exportAll)),
    element("p", {}, "A deletion ends all sessions at once, and can be undone for a week by the link in its mail."),
    panel.form("Delete the account", [field("Type delete to confirm", { name: "confirmation", pattern: "delete" })], remove, { class: "danger" }),
  );

  async function exportAll() {
    let made = await session.call("POST", `${me}/export`);
    while (!final.includes(made.state)) {
      panel.say("The archive is being made ...");
      await new Promise((go) => setTimeout(go, pollMilliseconds));
      made = await session.call("GET", `${me}/export/${made.id}`);
    }
    if (!made.url) throw new Error(made.problem ?? `The export is ${made.state}.`);
    panel.once.replaceChildren(element("p", {}, element("a", { id: "archive", class: "button", href: made.url, download: made.file_name }, `Save ${made.file_name}`)));
    return `The link works until ${moment(made.url_expires_at)}.`;
  }

  async function remove() {
    const { erase_at } = await session.call("DELETE", me);
    deleted(`The account will be erased at ${moment(erase_at)}. Until then the link in the latest mail undoes it.`);
    await session.signOut();
  }

  return panel;
}
