// The identities at providers that sign in to an account.

import { element } from "./elements.js";
import { Panel, entries, moment } from "./panel.js";
import { isBack, providerControl, takeCode } from "./provider.js";

const identities = "/api/v1/auth/identities";

/** Return the panel of identities; it links the one that the browser came back with. */
export function identitiesPanel(session) {
  const panel = new Panel(session, "identities", "Identities", { read: () => session.call("GET", identities), show });

  function show({ items }) {
    const list = entries("Identities", items.map(({ id, provider, email, created_at }) => ({
      title: `${provider}: ${email ?? id}`, note: `linked: ${moment(created_at)}`,
      buttons: [panel.button("Unlink", () => unlink(id), { class: "danger", "aria-label": `Unlink ${email ?? id}` })],
    })), "Nobody at a provider signs in to this account.");
    panel.content.replaceChildren(list, element("p", {}, providerControl("Link one at the local provider", "link", ({ message }) => panel.say(message))));
  }

  async function link() {
    const { email, provider } = await session.call("POST", identities, takeCode());
    return `${provider} signs in as ${email} from now on.`;
  }

  async function unlink(id) {
    await session.call("DELETE", `${identities}/${id}`);
    return "It no longer signs in.";
  }

  if (isBack("link")) {
    location.hash = "#/account";
    panel.run(link);
  }
  return panel;
}
