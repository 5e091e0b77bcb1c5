// Reads a file of vCards with ical.js, and writes them: node with_ical.js FILE MODULE [--write]; see with_ours.py.
// It refuses the cards of version 2.1, one of which would refuse the whole file, so each is read by itself.
// Reading and decoding the file counts, as it does for the others.
const { readFileSync } = require("fs");

const [file, module_, option] = process.argv.slice(2);
import(module_).then(({ default: ICAL }) => {
  const before = process.cpuUsage();
  const text = readFileSync(file, "utf8");
  let cards = 0, refused = 0, characters = 0;
  for (const one of text.split(/(?<=^END:VCARD\r?\n)/m)) {
    try {
      const card = ICAL.parse(one);
      cards += 1;
      if (option === "--write") characters += ICAL.stringify(card[0] === "vcard" ? card : card[0]).length;
    } catch {
      refused += 1;
    }
  }
  const used = process.cpuUsage(before);
  console.log(JSON.stringify({ cards, refused, characters, cpu_s: (used.user + used.system) / 1e6 }));
});
