// The form that sends an operation's request.

import { exampleOf } from "./description.js";
import { copyButton, element } from "./elements.js";
import { addressOf, answerView, curl, send } from "./request.js";
import { isFile } from "./schema.js";

const multipart = "multipart/form-data";
const urlEncoded = "application/x-www-form-urlencoded";

/** Return a form for an operation's parameters and body; `onChange` gets the request as curl whenever it changes. */
export function trialForm({ description, operation, session, onChange }) {
  const answer = element("div", { "aria-live": "polite" });
  const body = operation.body ? new BodyFields(description, operation) : null;
  const form = element("form", { class: "trial", novalidate: true },
    ...operation.parameters.map(parameterField),
    ...(body ? body.elements : []),
    element("p", { class: "row" }, element("button", { class: "send" }, "Send"), copyButton("Copy as curl", command)),
    answer,
  );
  const request = () => requestOf(operation, form, body);
  async function command() {
    const token = operation.signedIn ? await session.token() : null;
    const made = request();
    return curl(token ? { ...made, headers: { authorization: `Bearer ${token}`, ...made.headers } } : made);
  }
  const show = () => onChange(curl(withToken(request(), operation)));
  form.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      answer.replaceChildren(...answerView(await send(session, request())));
    } catch (error) {
      answer.replaceChildren(element("p", { class: "bad-text" }, `No response: ${error.message}`));
    }
  });
  show();
  return form;
}

function withToken(request, operation) {
  return operation.signedIn ? { ...request, headers: { authorization: "Bearer $TOKEN", ...request.headers } } : request;
}

function parameterField(parameter) {
  const { name, required, schema = {} } = parameter;
  const label = [name, required ? element("span", { class: "warm-text" }, " required") : null, element("span", { class: "place" }, ` ${parameter.in}`)];
  return element("label", {}, ...label, input(`parameter:${name}`, schema, required));
}

function input(name, schema, required = false) {
  const choices = schema.enum ?? (schema.type === "boolean" ? [true, false] : null);
  if (!choices) return element("input", { name, autocomplete: "off", placeholder: String(schema.default || (schema.examples?.[0] ?? "")) });
  const options = choices.map((each) => element("option", {}, String(each)));
  return element("select", { name }, required ? null : element("option", { value: "" }, "not sent"), ...options);
}

function requestOf(operation, form, body) {
  const values = Object.fromEntries(operation.parameters.map(({ name }) => [name, form.elements[`parameter:${name}`].value]));
  const headers = operation.parameters.filter((each) => each.in === "header" && values[each.name]).map(({ name }) => [name, values[name]]);
  const content = body?.content();
  if (content?.type) headers.push(["content-type", content.type]);
  return { method: operation.method, path: addressOf(operation.path, operation.parameters, values), headers: Object.fromEntries(headers), body: content?.body };
}

/** The fields of a request's body: a form's own for forms, a text with an example otherwise, and a file for what is none. */
class BodyFields {
  constructor(description, operation) {
    this.description = description;
    this.content = () => this.#content();
    this.media = operation.body.content;
    this.fields = element("div", {});
    this.choice = element("select", { name: "media type" }, ...Object.keys(this.media).map((type) => element("option", {}, type)));
    this.choice.addEventListener("change", () => this.#show());
    const label = element("label", { class: Object.keys(this.media).length > 1 ? "" : "hidden" }, "Media type", this.choice);
    this.elements = [label, this.fields];
    this.#show();
  }

  get #type() {
    return this.choice.value;
  }

  #show() {
    const isForm = this.#type === multipart || this.#type === urlEncoded;
    this.fields.replaceChildren(...(isForm ? this.#formFields() : this.#textFields()));
  }

  #formFields() {
    const { properties = {} } = this.description.resolve(this.media[this.#type].schema);
    return Object.entries(properties).map(([name, reference]) => {
      const schema = this.description.resolve(reference);
      const field = isFile(schema) ? element("input", { type: "file", name: `body:${name}` }) : input(`body:${name}`, schema);
      return element("label", {}, name, element("span", { class: "place" }, " body"), field);
    });
  }

  #textFields() {
    const example = exampleOf(this.description, this.media[this.#type]);
    const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
    const fields = [element("label", {}, "Body", element("textarea", { name: "body", spellcheck: "false" }, text))];
    if (!/json/.test(this.#type)) fields.push(element("label", {}, "or a file", element("input", { type: "file", name: "file" })));
    return fields;
  }

  #content() {
    const inputs = [...this.fields.querySelectorAll("input, select, textarea")];
    if (this.#type !== multipart && this.#type !== urlEncoded) {
      const [file] = inputs.find(({ type }) => type === "file")?.files ?? [];
      return { type: this.#type, body: file ?? inputs.find(({ name }) => name === "body").value };
    }
    const data = this.#type === multipart ? new FormData() : new URLSearchParams();
    for (const each of inputs) {
      const value = each.type === "file" ? each.files[0] : each.value;
      if (value) data.append(each.name.slice("body:".length), value);
    }
    // The browser names the boundary of a multipart body.
    return this.#type === multipart ? { body: data } : { type: urlEncoded, body: String(data) };
  }
}
