// The passkeys of an account.

import { element } from "./elements.js";
import { Panel, entries, field, moment } from "./panel.js";
import { explained, passkeyControl } from "./passkeys.js";

const passkeys = "/api/v1/auth/me/passkeys";

/** Return the panel of passkeys. */
export function passkeysPanel(session) {
  const panel = new Panel(session, "passkeys", "Passkeys", { read: () => session.call("GET", passkeys), show });
  const form = panel.form("Add a passkey", [field("Name", { name: "name", required: false, maxlength: 64, placeholder: "that of this browser" })], add);
  const elsewhere = passkeyControl("");

  function show({ items }) {
    const list = entries("Passkeys", items.map(({ id, name, credential_id, last_used_at }) => ({
      title: name, note: `last used: ${moment(last_used_at)}`,
      buttons: [
        panel.button("Rename", () => ask(id, name), { class: "quiet", "aria-label": `Rename ${name}` }),
        panel.button("Remove", () => remove(id, credential_id), { class: "danger", "aria-label": `Remove ${name}` }),
      ],
    })), "There are none yet.");
    // Browsers make passkeys for a name, and for no number.
    panel.content.replaceChildren(list, elsewhere?.href ? element("p", {}, elsewhere, ". Sign in there.") : elsewhere ? form : "This browser has no passkeys.");
  }

  async function add(values) {
    const options = await session.call("POST", `${passkeys}/options`);
    const credential = await explained(navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
    const { name } = await session.call("POST", passkeys, { credential: credential.toJSON(), name: values.get("name") || undefined });
    return `${name} signs in from now on.`;
  }

  function ask(id, before) {
    const form = panel.form("Rename", [field(`Other name for ${before}`, { name: "name", maxlength: 64, value: before })], (values) => rename(id, values));
    form.append(panel.button("Keep the name", () => panel.close()));
    panel.once.replaceChildren(form);
    form.elements.name.select();
  }

  async function rename(id, values) {
    const { name } = await session.call("PUT", `${passkeys}/${id}`, { name: values.get("name") });
    panel.close();
    return `It is called ${name} now.`;
  }

  async function remove(id, credentialId) {
    await session.call("DELETE", `${passkeys}/${id}`);
    panel.close();
    // Devices keep, and offer, what the service has removed until they are told; at a number they are not.
    await globalThis.PublicKeyCredential?.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => {});
    return "It no longer signs in.";
  }

  return panel;
}
