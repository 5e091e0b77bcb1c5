// A request that can be sent, shown as curl, and whose response can be read.

import { codeBlock, copyButton, element, pretty, statusBadge } from "./elements.js";

/** Return the address of an operation with these values for its path and query; empty ones are left out. */
export function addressOf(path, parameters, values) {
  const query = new URLSearchParams();
  let address = path;
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, value ? encodeURIComponent(value) : `{${parameter.name}}`);
    else if (parameter.in === "query" && value) query.append(parameter.name, value);
  }
  return query.size ? `${address}?${query}` : address;
}

/** Return a request as a curl command for a shell (POSIX). */
export function curl({ method, path, headers = {}, body }, origin = location.origin) {
  const parts = [`curl${method === "GET" ? "" : ` -X ${method}`} ${quoted(new URL(path, origin).href)}`];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body instanceof FormData) for (const [name, value] of body) parts.push(`-F ${quoted(`${name}=${value instanceof File ? `@${value.name || "file"}` : value}`)}`);
  else if (body instanceof Blob) parts.push(`--data-binary ${quoted(`@${body.name || "file"}`)}`);
  else if (body !== undefined) parts.push(`--data-binary ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

function quoted(text) {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}

/** Send a request and return its response, with `text`, `blob` and `milliseconds`. */
export async function send(session, { method, path, headers, body }) {
  const started = performance.now();
  const response = await session.fetch(path, { method, headers, body });
  const milliseconds = performance.now() - started;
  const type = response.headers.get("content-type") ?? "";
  const isText = /json|text|xml|calendar|javascript|^$/.test(type);
  const blob = await response.blob();
  return { response, milliseconds, type, blob, text: isText ? await blob.text() : null };
}

/** Return elements that show a response as `send` returns it. */
export function answerView({ response, milliseconds, type, blob, text }) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  return [
    element("p", { class: "row" },
      statusBadge(response.status),
      element("span", { class: "small muted" }, `${Math.round(milliseconds)} ms, ${blob.size} bytes`),
      text ? copyButton("Copy", () => pretty(text)) : null,
    ),
    bodyView({ type, blob, text }),
    element("details", { class: "small" }, element("summary", {}, "Headers"), codeBlock("Headers of the response", headers)),
  ];
}

function bodyView({ type, blob, text }) {
  if (text) return codeBlock("Body of the response", pretty(text));
  if (!blob.size) return element("p", { class: "small muted" }, "There is no body.");
  return element("a", { class: "button quiet", href: URL.createObjectURL(blob), download: "response" }, `Save (${type})`);
}
