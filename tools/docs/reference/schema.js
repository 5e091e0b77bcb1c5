// What a schema demands, as a list of members, each of which opens what is inside it.

import { element } from "./elements.js";
import { markdown } from "./markdown.js";

/** Return elements that show the members of a schema, or its type if it has none. */
export function schemaView(description, reference) {
  const schema = objectIn(description, reference);
  if (!schema) return [element("p", {}, element("code", {}, typeOf(description, reference)))];
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([name, member]) => memberRow(description, name, member, required.has(name)));
  return [element("ul", { class: "members" }, ...rows)];
}

function memberRow(description, name, member, isRequired) {
  const head = [element("code", { class: "name" }, name), element("span", { class: "muted small" }, typeOf(description, member))];
  if (isRequired) head.push(element("span", { class: "badge warm" }, "required"));
  const text = textOf(description, member);
  const explained = text ? markdown(text) : [];
  if (!objectIn(description, member)) return element("li", {}, element("div", { class: "row" }, ...head), ...explained);
  const inside = element("details", {}, element("summary", { class: "row" }, ...head));
  // Made when it is opened: a contact has lists of objects with lists.
  inside.addEventListener("toggle", () => inside.children.length === 1 && inside.append(...schemaView(description, member)));
  return element("li", {}, inside, ...explained);
}

/** Return the schema with properties that a value may have, also as an item of a list; null if there is none. */
function objectIn(description, reference) {
  const schema = description.resolve(reference);
  if (schema.properties) return schema;
  if (schema.type === "array") return objectIn(description, schema.items);
  for (const choice of schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) {
    const found = objectIn(description, choice);
    if (found) return found;
  }
  return null;
}

function textOf(description, reference) {
  const schema = description.resolve(reference);
  const choices = (schema.anyOf ?? schema.oneOf ?? []).map((each) => each.description);
  return schema.description ?? choices.find(Boolean) ?? "";
}

/** Return a schema's type in words: "text, at most 200 characters", "list of 1 to 50 objects, or null". */
export function typeOf(description, reference) {
  const schema = description.resolve(reference);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((each) => typeOf(description, each)))].join(", or ");
  if (schema.allOf) return typeOf(description, schema.allOf[0]);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(", ")}`;
  if (Array.isArray(schema.type)) return schema.type.join(", or ");
  if (schema.type === "array") return `list of ${range(schema.minItems, schema.maxItems)}${plural(typeOf(description, schema.items))}`;
  return words(schema);
}

function words(schema) {
  if (schema.type === "string") {
    if (isFile(schema)) return "file";
    const length = range(schema.minLength, schema.maxLength);
    return [schema.format ?? "text", length && `${length}characters`].filter(Boolean).join(", ");
  }
  if (schema.type === "integer" || schema.type === "number") return `${schema.type} ${range(schema.minimum, schema.maximum)}`.trim();
  return schema.type ?? "any value";
}

/** Return whether a member of a form is a file. */
export function isFile(schema) {
  return schema.format === "binary" || Boolean(schema.contentMediaType) || Boolean(schema.contentEncoding);
}

function range(least, most) {
  if (most === undefined) return least ? `at least ${least} ` : "";
  return least === undefined || least === 0 ? `at most ${most} ` : `${least} to ${most} `;
}

function plural(type) {
  return type === "object" ? "objects" : type;
}
