// The mails that were sent. They go on arriving while somebody reads one, or moves through the list by keyboard.

import { element } from "./elements.js";

const byId = (id) => document.getElementById(id);

class Mailbox extends EventTarget {
  #getJson;
  #mails = [];
  #buttons = new Map();

  constructor(getJson) {
    super();
    this.#getJson = getJson;
  }

  /** Fetch the mails, and show those that are new above the others, which stay as they are. */
  async refresh() {
    const latest = await this.#getJson("mailbox.json");
    this.#mails = latest;
    const ids = new Set(latest.map(({ id }) => id));
    for (const [id, entry] of this.#buttons) if (!ids.has(id)) entry.remove(), this.#buttons.delete(id);
    const added = latest.filter(({ id }) => !this.#buttons.has(id));
    if (!added.length) return;
    byId("mails").prepend(...added.map((mail) => this.#entry(mail)));
    byId("mail-count").textContent = latest.length;
    byId("mail-hint").hidden = latest.length > 0;
    this.dispatchEvent(new Event("change"));
  }

  /** Return the token in the latest verification mail to an address, or null. */
  verificationToken(address) {
    const mail = this.#mails.find(({ to, text }) => to.toLowerCase() === address.toLowerCase() && /verify-email\?token=/.test(text));
    return mail ? decodeURIComponent(mail.text.match(/verify-email\?token=([\w.~%-]+)/)[1]) : null;
  }

  #entry(mail) {
    const button = element("button", { type: "button", class: "quiet", "aria-current": "false" }, mail.subject,
      element("span", {}, `to ${mail.to}`), element("span", {}, new Date(mail.sent_at).toLocaleTimeString()));
    button.addEventListener("click", () => open(mail, button));
    const entry = element("li", {}, button);
    this.#buttons.set(mail.id, entry);
    return entry;
  }
}

/** Return the mailbox, which tells a "change" event of new mails. */
export function watchMail(getJson) {
  return new Mailbox(getJson);
}

function open(mail, button) {
  for (const each of byId("mails").querySelectorAll("button")) each.setAttribute("aria-current", String(each === button));
  const address = `/_local/mails/${mail.id}`;
  byId("reader").hidden = false;
  byId("mail-subject").textContent = mail.subject;
  byId("mail-to").textContent = `to ${mail.to}, ${new Date(mail.sent_at).toLocaleString()}`;
  byId("mail-link").href = address;
  byId("mail-html").src = address;
  byId("mail-text").textContent = mail.text;
}
