// Pieces of pages. Text is always text: nothing here reads HTML.

/** Return a new element; attributes that start with "on" are listeners, false and undefined ones are left out. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) created.addEventListener(key.slice(2), value);
    else if (value === true) created.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) created.setAttribute(key, value);
  }
  created.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return created;
}

/** Return a badge with the method of a request, in its colour. */
export function methodBadge(method) {
  return element("span", { class: `badge ${method.toLowerCase()}` }, method.toUpperCase());
}

/** Return a badge with a status, in the colour of its class. */
export function statusBadge(status) {
  return element("span", { class: `badge ${kindOf(Number(status))}` }, String(status));
}

function kindOf(status) {
  if (status >= 500) return "bad";
  if (status >= 400) return "warm";
  return status >= 200 ? "good" : "";
}

/** Return a button that copies what `read` returns, which may be a promise, and says so for a moment. */
export function copyButton(label, read) {
  const button = element("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(await read());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Cannot copy";
    }
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

/** Return a block of code that a keyboard can scroll; JSON is coloured. */
export function codeBlock(label, text) {
  const block = element("pre", { tabindex: "0", role: "group", "aria-label": label });
  block.append(...coloured(text));
  return block;
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;
const mostColouredCharacters = 100_000;

function coloured(text) {
  if (!/^\s*[[{]/.test(text) || text.length > mostColouredCharacters) return [text];
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(token)) {
    const [whole, quoted, colon] = found;
    const kind = quoted ? (colon ? "key" : "text") : "other";
    parts.push(text.slice(end, found.index), element("span", { class: kind }, quoted ?? whole), colon ?? "");
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

/** Return JSON, indented; any other text as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
