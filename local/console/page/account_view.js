// What the owner of an account can do with it.

import { authenticatorPanel } from "./authenticator_panel.js";
import { identitiesPanel } from "./identities_panel.js";
import { leavingPanel } from "./leaving_panel.js";
import { passkeysPanel } from "./passkeys_panel.js";
import { profilePanel } from "./profile_panel.js";
import { securityLogPanel } from "./security_log_panel.js";
import { sessionsPanel } from "./sessions_panel.js";
import { tokensPanel } from "./tokens_panel.js";

const byId = (id) => document.getElementById(id);

/** Show the panels of whoever is signed in, who can sign in with `signIn`; return what refreshes the view. */
export function watchAccount(session, signIn) {
  const say = (text) => (byId("account-status").textContent = text);
  const log = securityLogPanel(session);
  const others = [profilePanel, authenticatorPanel, passkeysPanel, identitiesPanel, tokensPanel, sessionsPanel, leavingPanel].map((each) => each(session, say));
  const panels = [...others, log];
  byId("panels").replaceChildren(...panels.map(({ element }) => element));
  for (const { element } of others) element.addEventListener("done", () => session.state && log.open());
  byId("account-of-nobody").querySelector("button").addEventListener("click", signIn);
  let owner = null;
  let isRead = false;

  function showOwner() {
    byId("panels").hidden = !session.state;
    byId("account-of-nobody").hidden = Boolean(session.state);
    if (session.state?.email === owner) return;
    owner = session.state?.email;
    isRead = false;
    for (const panel of panels) panel.close();
    if (owner) say("");
  }

  session.addEventListener("change", showOwner);
  showOwner();
  addEventListener("hashchange", () => (isRead = false));
  // What panels show changes by what is done there, so that it is read when somebody comes here, and not all the time.
  return async () => {
    if (isRead || !session.state) return;
    isRead = true;
    await Promise.all(panels.map((panel) => panel.open()));
  };
}
