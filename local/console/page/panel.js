// A part of the account: what there is of it, and what can be done with it.

import { element } from "./elements.js";

/** A panel of the account view. `read` fetches what it shows, and `show` shows it. Its element tells "done" of every action. */
export class Panel {
  #status = element("p", { class: "small", role: "status" });
  #isBusy = false;
  #reading = 0;

  constructor(session, name, title, { read = async () => null, show = () => {} } = {}) {
    this.session = session;
    this.heading = element("h2", { id: `${name}-heading`, tabindex: "-1" }, title);
    this.content = element("div", {});
    /** For what is shown once, such as a secret: it goes when the panel is closed. */
    this.once = element("div", {});
    this.element = element("section", { class: "panel", id: name, "aria-labelledby": `${name}-heading` }, this.heading, this.content, this.#status, this.once);
    /** Show what there is now. What was read earlier, and comes later, is not shown. */
    this.refresh = async () => {
      const reading = (this.#reading += 1);
      const found = await read();
      if (reading === this.#reading) show(found);
    };
  }

  /** Forget what was shown to somebody. */
  close() {
    this.once.replaceChildren();
    this.say("");
  }

  /** Say something in the panel; or what has gone wrong. */
  say(text, { isBad = false } = {}) {
    this.#status.textContent = text;
    this.#status.classList.toggle("bad-text", isBad);
  }

  /** Show what there is now, or say why that is not known. */
  async open() {
    await this.refresh().catch(({ message }) => this.say(message, { isBad: true }));
  }

  /** Return a button for an action, which may return a sentence to say. */
  button(label, action, attributes = { class: "quiet" }) {
    return element("button", { type: "button", ...attributes, onclick: () => this.run(action) }, label);
  }

  /** Return a form for an action, which gets its values; it is emptied when that has succeeded. */
  form(label, fields, action, attributes = { class: "quiet" }) {
    const form = element("form", { class: "fields" }, ...fields, element("button", attributes, label));
    form.addEventListener("submit", () => this.run(async () => {
      const said = await action(new FormData(form));
      form.reset();
      return said;
    }));
    return form;
  }

  /** Carry out an action, show what there is then, and say what it returned, or why it failed; one at a time. */
  async run(action) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.say("");
    try {
      const said = (await action()) ?? "";
      if (this.session.state) await this.refresh();
      this.say(said);
    } catch ({ message }) {
      this.say(message, { isBad: true });
    } finally {
      this.#isBusy = false;
    }
    // The button that was pressed may be gone, and the focus with it.
    if (document.activeElement === document.body && this.element.isConnected) this.heading.focus();
    this.element.dispatchEvent(new Event("done"));
  }
}

/** Return a field with its label. */
export function field(label, attributes) {
  return element("label", {}, label, element("input", { required: true, autocomplete: "off", ...attributes }));
}

/** Return a list of entries, each a text with buttons behind it; a sentence if there are none. */
export function entries(label, items, ofNone) {
  if (!items.length) return element("p", { class: "small muted" }, ofNone);
  return element("ul", { class: "entries", "aria-label": label }, ...items.map(({ title, note, buttons = [] }) =>
    element("li", {}, element("span", { class: "what" }, title, element("span", { class: "small muted" }, note)), ...buttons)));
}

/** Return a moment as people read it, or a word for none. */
export function moment(text, ofNone = "never") {
  return text ? new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : ofNone;
}
