// The OpenAPI document, in the form in which the page shows it.

const methods = ["post", "get", "put", "patch", "delete"];

// Within a group, operations come in the order in which a program first needs them; others follow by path.
const journey = [
  "register", "verify_email", "resend_verification", "log_in", "refresh", "log_out", "list_sessions", "end_session",
  "end_sessions", "list_events", "forgot_password", "reset_password", "confirm_email", "undo_email_change",
  "create_contact", "list_contacts", "get_contact", "patch_contact", "replace_contact", "delete_contact", "list_changes",
  "change_contacts", "suggest_recipients", "look_up", "look_up_many", "list_birthdays", "set_contact_photo",
  "delete_contact_photo", "list_versions", "restore_contact", "find_duplicates", "list_duplicates",
  "dismiss_duplicates", "merge_contacts", "create_upload", "start_import", "get_import", "list_import_rows",
  "start_export", "get_export",
];

export class Description {
  constructor(document) {
    this.document = document;
    this.operations = [...this.#operations()];
    this.groups = this.#groups();
  }

  /** Return what a reference points to; anything else is returned as it is. */
  resolve(value) {
    if (!value?.$ref) return value ?? {};
    const target = value.$ref.split("/").slice(1).reduce((part, name) => part[name.replaceAll("~1", "/")], this.document);
    return this.resolve(target);
  }

  /** Return the operation with an id, or at a method and path; undefined if there is none. */
  find(id) {
    return this.operations.find((each) => each.id === id || `${each.method} ${each.path}` === id);
  }

  *#operations() {
    for (const [path, item] of Object.entries(this.document.paths)) {
      for (const method of methods.filter((each) => item[each])) {
        const operation = item[method];
        yield {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          group: operation.tags?.[0] ?? "other",
          summary: operation.summary,
          description: operation.description ?? "",
          signedIn: Boolean((operation.security ?? this.document.security ?? []).length),
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => this.resolve(each)),
          body: operation.requestBody ? this.resolve(operation.requestBody) : null,
          responses: Object.entries(operation.responses).map(([status, response]) => [status, this.resolve(response)]),
          samples: operation["x-codeSamples"] ?? [],
        };
      }
    }
  }

  #groups() {
    const named = (this.document.tags ?? []).map(({ name, description }) => ({ name, description, operations: [] }));
    for (const operation of this.operations) {
      let group = named.find(({ name }) => name === operation.group);
      if (!group) named.push((group = { name: operation.group, operations: [] }));
      group.operations.push(operation);
    }
    for (const { operations } of named) operations.sort(byJourney);
    return named.filter(({ operations }) => operations.length);
  }
}

function byJourney(one, other) {
  const [first, second] = [one, other].map(({ id }) => (journey.includes(id) ? journey.indexOf(id) : journey.length));
  return first - second || one.path.localeCompare(other.path) || methods.indexOf(one.method.toLowerCase()) - methods.indexOf(other.method.toLowerCase());
}

/** Return an example of a media type: the document's own, or one made from its schema. */
export function exampleOf(description, media) {
  if (media.example !== undefined) return media.example;
  const [first] = Object.values(media.examples ?? {});
  if (first) return description.resolve(first).value;
  return exampleOfSchema(description, media.schema, 0);
}

const deepest = 6;

function exampleOfSchema(description, reference, depth) {
  const schema = description.resolve(reference);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const chosen = (schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).find((each) => each.type !== "null");
  if (chosen) return exampleOfSchema(description, chosen, depth);
  if (depth > deepest) return null;
  if (schema.type === "array") return [exampleOfSchema(description, schema.items, depth + 1)];
  if (schema.properties) {
    const members = Object.entries(schema.properties).map(([name, each]) => [name, exampleOfSchema(description, each, depth + 1)]);
    return Object.fromEntries(members);
  }
  return { string: "", integer: schema.minimum ?? 0, number: 0, boolean: false, object: {} }[schema.type] ?? null;
}
