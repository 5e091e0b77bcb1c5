// Requests whose refusals are errors: every error has a sentence for people as its message.

/** A refusal of the service. It has the `status` of the response, and the `code` of its problem. */
export class Refusal extends Error {
  constructor(status, { code, title, detail, errors }) {
    super(errors?.[0]?.detail ?? detail ?? title ?? `The service answered ${status}.`);
    this.status = status;
    this.code = code;
  }
}

/** Send JSON, by fetch or what takes its place, and return that of the response, or null if it has none. */
export async function call(method, path, content, send = fetch) {
  const hasContent = content !== undefined;
  const headers = hasContent ? { "content-type": "application/json" } : {};
  const response = await send(path, { method, headers, body: hasContent ? JSON.stringify(content) : undefined }).catch((error) => {
    throw error instanceof TypeError ? new Error("The service does not answer.") : error;
  });
  const answer = parsed(await response.text());
  if (!response.ok) throw new Refusal(response.status, answer ?? {});
  return answer;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
