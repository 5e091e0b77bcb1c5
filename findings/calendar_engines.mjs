// Expands a calendar with engines of npm: node calendar_engines.mjs <folder of node_modules> <ical.js | node-ical | rrule>
// Reads the calendar from standard input, and writes {"name of the contact": ["2024-02-29", ...]} for 2024 to 2030.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, engine] = process.argv.slice(2);
const load = createRequire(join(folder, "here.js"));
const text = readFileSync(0, "utf8");
const shown = {};
const note = (title, day) => {
  const name = title.split(":")[0];
  if (day >= "2024-01-01" && day <= "2030-12-31") (shown[name] ??= []).push(day);
};
const isoDay = (date) => date.toISOString().slice(0, 10);

if (engine === "ical.js") {
  const module = load("ical.js");
  const ICAL = module.default ?? module;
  for (const component of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    if (!event.isRecurring()) {
      note(event.summary, event.startDate.toString());
      continue;
    }
    const iterator = event.iterator();
    for (let next = iterator.next(); next && next.year <= 2030; next = iterator.next()) note(event.summary, next.toString());
  }
} else if (engine === "node-ical") {
  const ical = load("node-ical");
  for (const event of Object.values(ical.sync.parseICS(text))) {
    if (event.type !== "VEVENT") continue;
    if (!event.rrule) {
      note(event.summary, isoDay(event.start));
      continue;
    }
    for (const day of event.rrule.between(new Date("2024-01-01T00:00:00Z"), new Date("2030-12-31T23:59:59Z"), true)) {
      note(event.summary, isoDay(day));
    }
  }
} else if (engine === "rrule") {
  const { rrulestr } = load("rrule");
  for (const block of text.replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1)) {
    const value = (name) => block.match(new RegExp(`\r\n${name}[^:\r\n]*:([^\r\n]*)`))?.[1];
    const title = value("SUMMARY").replaceAll("\\,", ",");
    const start = value("DTSTART").replace(/(....)(..)(..)/, "$1-$2-$3");
    if (!value("RRULE")) {
      note(title, start);
      continue;
    }
    const rule = rrulestr(value("RRULE"), { dtstart: new Date(`${start}T00:00:00Z`) });
    for (const day of rule.between(new Date("2024-01-01T00:00:00Z"), new Date("2030-12-31T23:59:59Z"), true)) {
      note(title, isoDay(day));
    }
  }
} else throw new Error(`unknown engine ${engine}`);
for (const days of Object.values(shown)) days.sort();
console.log(JSON.stringify(shown));
