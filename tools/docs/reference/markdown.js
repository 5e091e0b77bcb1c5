// The part of Markdown that the descriptions use: headings, paragraphs, lists, tables, code, emphasis, links.

import { element } from "./elements.js";

/** Return the elements of a text. `linkOf` returns the address of an operation named in code, or null. */
export function markdown(text, linkOf = () => null) {
  return text.trim().split(/\n{2,}/).flatMap((block) => blocks(block, linkOf));
}

function blocks(block, linkOf) {
  const heading = block.match(/^(#{1,4}) (.+)\n?([\s\S]*)$/);
  if (heading) {
    const rest = heading[3] ? blocks(heading[3], linkOf) : [];
    return [element(heading[1].length <= 2 ? "h2" : "h3", {}, ...inline(heading[2], linkOf)), ...rest];
  }
  if (/^[-*] /.test(block)) {
    const items = block.split(/\n(?=[-*] )/).map((item) => element("li", {}, ...inline(item.slice(2), linkOf)));
    return [element("ul", {}, ...items)];
  }
  if (block.startsWith("|")) return [table(block, linkOf)];
  if (block.startsWith("```")) return [element("pre", { tabindex: "0" }, block.replace(/^```.*\n|\n?```$/g, ""))];
  return [element("p", {}, ...inline(block, linkOf))];
}

function table(block, linkOf) {
  const [head, , ...rows] = block.split("\n").map((line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()));
  return element("table", {},
    element("thead", {}, element("tr", {}, ...head.map((cell) => element("th", { scope: "col" }, cell)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, ...inline(cell, linkOf)))))),
  );
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text, linkOf) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(marked)) {
    const [whole, code, strong, label, address] = found;
    parts.push(text.slice(end, found.index));
    if (code) parts.push(codeOrLink(code, linkOf));
    else if (strong) parts.push(element("strong", {}, strong));
    else parts.push(/^(https?:|\/|#)/.test(address) ? element("a", { href: address }, label) : label);
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

function codeOrLink(text, linkOf) {
  const address = linkOf(text);
  return address ? element("a", { href: address }, element("code", {}, text)) : element("code", {}, text);
}
