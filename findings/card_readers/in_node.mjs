// Prints what ical.js or vcard4 reads of a file of vCards: node in_node.mjs FOLDER ical.js|vcard4 FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, name, file] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const library = await import(require.resolve(name));
const texts = (value) => (value && typeof value === "object" ? Object.values(value).flatMap(texts) : [String(value)]);

function withIcal(text) {
  const found = {};
  for (const [property, , , ...values] of (library.default ?? library).parse(text)[1]) {
    (found[property.toUpperCase()] ??= []).push(...texts(values));
  }
  return found;
}

function withVcard4(text) {
  const found = {};
  for (const { property, value } of library.parse(text).parsedVcard) {
    (found[property] ??= []).push(...texts(value));
  }
  return found;
}

const read = name === "ical.js" ? withIcal : withVcard4;
const shown = readFileSync(file, "utf8").split("\r\nEND:VCARD\r\n").slice(0, -1).map((text) => {
  try {
    return read(`${text}\r\nEND:VCARD\r\n`);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
});
console.log(JSON.stringify(shown));
