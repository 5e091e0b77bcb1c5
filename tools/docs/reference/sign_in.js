// The account in the header of a page, and the dialog that signs in.

import { copyButton, element } from "./elements.js";
import { passkeyControl, signWithPasskey } from "./passkeys.js";
import { proofForm } from "./proof.js";
import { call } from "./service.js";
import { stepUpDialog } from "./step_up.js";

/** Show in `place` who is signed in, or a button to sign in; `links` are shown below the form. Return the function that opens it. */
export function showAccount(place, session, links = []) {
  const { dialog, open } = signInDialog(session, links);
  document.body.append(dialog, stepUpDialog(session));
  let shown = null;
  const show = () => {
    const hadFocus = dialog.open || place.contains(document.activeElement);
    const address = session.state?.email ?? "";
    dialog.close();
    // Somebody whose token is renewed may be about to press one of the buttons.
    if (address === shown) return;
    shown = address;
    place.replaceChildren(...(session.state ? signedIn(session) : [signInButton(open)]));
    if (hadFocus) place.querySelector("button").focus();
  };
  session.addEventListener("change", show);
  show();
  return open;
}

function signInButton(open) {
  return element("button", { type: "button", id: "sign-in", onclick: open }, "Sign in");
}

function signedIn(session) {
  return [
    element("span", { class: "who" }, session.state.email),
    copyButton("Copy token", () => session.token()),
    element("button", { type: "button", class: "quiet", id: "sign-out", onclick: () => session.signOut() }, "Sign out"),
  ];
}

function signInDialog(session, links) {
  const problem = element("p", { class: "bad-text small", role: "alert" });
  const title = element("h2", { id: "sign-in-title" }, "Sign in");
  const first = element("div", {}, ...firstStep(session, links, problem));
  const second = element("div", { id: "second-step", hidden: true });
  const cancel = element("button", { type: "button", class: "quiet cancel", onclick: () => dialog.close() }, "Cancel");
  const dialog = element("dialog", { "aria-labelledby": "sign-in-title" }, title, first, second, cancel);

  function show(step, heading) {
    first.hidden = step !== first;
    second.hidden = step !== second;
    title.textContent = heading;
  }
  function beginAgain(why = "") {
    show(first, "Sign in");
    second.replaceChildren();
    problem.textContent = why;
    if (dialog.open) first.querySelector("[type=password]").focus();
  }
  session.addEventListener("question", ({ detail: question }) => {
    if (!dialog.open) dialog.showModal();
    show(second, "Second factor");
    const prove = (factor) => session.complete(question, factor);
    const expired = () => beginAgain("That took too long. Enter your password again.");
    second.replaceChildren(proofForm({ methods: question.methods, challenge: question.challenge, prove, expired }));
    second.querySelector("input").focus();
  });
  dialog.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  // This event comes some time after the closing, when the dialog may have been opened again.
  dialog.addEventListener("close", () => dialog.open || beginAgain());
  const open = () => {
    beginAgain();
    dialog.showModal();
  };
  return { dialog, open };
}

function firstStep(session, links, problem) {
  const attempt = async (action) => {
    problem.textContent = "";
    await action().catch((error) => (problem.textContent = error.message));
  };
  const usePasskey = () => attempt(async () => session.goOn(await call("POST", "/api/v1/auth/login/passkey", { credential: await signWithPasskey() })));
  return [
    passwordForm(session, attempt),
    problem,
    element("p", { class: "row small" }, passkeyControl("Sign in with a passkey", usePasskey)),
    links.length ? element("p", { class: "small" }, ...links) : "",
    element("details", { class: "small" }, element("summary", {}, "Use an access token instead"), tokenForm(session)),
    element("p", { class: "small muted" }, "You stay signed in in this tab until you close it or sign out."),
  ];
}

function passwordForm(session, attempt) {
  const form = element("form", { id: "sign-in-form" },
    element("label", {}, "E-mail", element("input", { name: "email", type: "email", required: true, autocomplete: "username" })),
    element("label", {}, "Password", element("input", { name: "password", type: "password", required: true, autocomplete: "current-password" })),
    element("button", {}, "Sign in"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => (await session.signIn(form.elements.email.value, form.elements.password.value)) && form.reset());
  });
  return form;
}

function tokenForm(session) {
  const form = element("form", {},
    element("label", {}, "Access token", element("input", { name: "token", required: true, autocomplete: "off", spellcheck: "false" })),
    element("button", { class: "quiet" }, "Use it"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.useToken(form.elements.token.value.trim());
    form.reset();
  });
  return form;
}
