// The console: which view is shown, and what all of them share.

import { Session } from "./session.js";
import { showAccount } from "./sign_in.js";
import { watchAccount } from "./account_view.js";
import { watchData } from "./data_view.js";
import { watchMail } from "./mail_view.js";
import { watchPictures } from "./pictures_view.js";
import { watchRequests } from "./requests_view.js";
import { watchStart } from "./start_view.js";
import { watchTables } from "./tables_view.js";
import { watchThrottles } from "./throttles_view.js";
import { watchWork } from "./work_view.js";

const byId = (id) => document.getElementById(id);
const everyMilliseconds = 2000;
const session = new Session();
const views = [...document.querySelectorAll("#views a")].map(({ hash }) => hash.slice(2));

/** Return a JSON document of the console. */
async function getJson(path) {
  const response = await fetch(`/_local/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const mail = watchMail(getJson);
const signIn = showAccount(byId("account"), session);
const refreshing = {
  start: watchStart(session, mail, getJson),
  account: watchAccount(session, signIn),
  requests: watchRequests(getJson),
  mail: () => {},
  tables: watchTables(getJson),
  pictures: watchPictures(getJson),
  work: watchWork(session, getJson),
  throttles: watchThrottles(getJson),
  data: watchData(session, getJson),
};

function shown() {
  const named = location.hash.replace(/^#\/?/, "");
  return views.includes(named) ? named : "start";
}

function show({ focus }) {
  for (const view of views) byId(`view-${view}`).hidden = view !== shown();
  for (const link of document.querySelectorAll("#views a")) {
    if (link.hash === `#/${shown()}`) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  }
  document.title = `${byId(`${shown()}-heading`).textContent}: Contacts API on this machine`;
  if (focus) {
    scrollTo(0, 0);
    byId("content").focus({ preventScroll: true });
  }
  refresh();
}

async function refresh() {
  try {
    await Promise.all([mail.refresh(), refreshing[shown()]()]);
    byId("lost").hidden = true;
  } catch {
    byId("lost").hidden = false;
  }
}

async function keepRefreshing() {
  if (!document.hidden) await refresh();
  setTimeout(keepRefreshing, everyMilliseconds);
}

document.addEventListener("submit", (event) => event.preventDefault());
session.addEventListener("change", refresh);
addEventListener("hashchange", () => location.hash !== "#content" && show({ focus: true }));
show({ focus: false });
setTimeout(keepRefreshing, everyMilliseconds);
