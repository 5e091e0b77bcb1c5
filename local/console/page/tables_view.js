// The items of tables, a page at a time.

import { codeBlock, element } from "./elements.js";

const byId = (id) => document.getElementById(id);

/** Listen to the choice of a table; return what refreshes the view. */
export function watchTables(getJson) {
  let table = null;
  let after = null;
  let count = 0;

  async function showPage({ anew }) {
    const query = new URLSearchParams({ containing: byId("item-filter").value });
    if (!anew && after) query.set("after", after);
    const page = await getJson(`tables/${table.id}.json?${query}`);
    if (anew) byId("items").replaceChildren(), (count = 0);
    byId("items").append(...page.items.map((item) => itemEntry(item, table.keys)));
    after = page.next;
    count += page.items.length;
    byId("more-items").hidden = !after;
    byId("table-status").textContent = `${table.id}: ${count} items${after ? ", and there may be more" : ""}`;
  }

  const tell = (error) => (byId("table-status").textContent = error.message);
  byId("item-search").addEventListener("submit", () => table && showPage({ anew: true }).catch(tell));
  byId("more-items").addEventListener("click", () => showPage({ anew: false }).catch(tell));
  return async () => {
    if (byId("table-choice").children.length) return;
    const { tables } = await getJson("state.json");
    byId("table-choice").replaceChildren(...tables.map((each) => {
      const button = element("button", { type: "button", class: "quiet", "aria-pressed": "false" }, each.id.replace(/Table$/, ""));
      button.addEventListener("click", () => {
        table = each;
        for (const other of byId("table-choice").children) other.setAttribute("aria-pressed", String(other === button));
        showPage({ anew: true }).catch(tell);
      });
      return button;
    }));
  };
}

function itemEntry(item, keys) {
  const entry = element("details", {}, element("summary", {}, element("span", { class: "what" }, keys.map((key) => item[key]).join("  /  ")), element("span", { class: "when" }, hint(item))));
  entry.addEventListener("toggle", () => entry.children.length === 1 && entry.append(codeBlock("Item", JSON.stringify(item, null, 2))));
  return entry;
}

/** Return what tells people which item this is, if there is anything. */
function hint({ document = {}, kind, email, state }) {
  const { first_name, last_name, organizations } = document;
  return [first_name, last_name].filter(Boolean).join(" ") || organizations?.[0]?.name || kind || email || state || "";
}
