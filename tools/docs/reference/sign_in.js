// The account in the header of a page, and the dialog that signs in.

import { copyButton, element } from "./elements.js";

/** Show in `place` who is signed in, or a button to sign in; `links` are shown below the form. */
export function showAccount(place, session, links = []) {
  const dialog = signInDialog(session, links);
  document.body.append(dialog);
  const show = () => place.replaceChildren(...(session.state ? signedIn(session) : [signInButton(dialog)]));
  session.addEventListener("change", show);
  show();
  return dialog;
}

function signInButton(dialog) {
  return element("button", { type: "button", id: "sign-in", onclick: () => dialog.showModal() }, "Sign in");
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
  const dialog = element("dialog", { "aria-labelledby": "sign-in-title" },
    element("h2", { id: "sign-in-title" }, "Sign in"),
    passwordForm(session, problem),
    problem,
    element("p", { class: "small" }, ...links),
    element("details", { class: "small" }, element("summary", {}, "Use an access token instead"), tokenForm(session)),
    element("p", { class: "small muted" }, "You stay signed in in this tab until you close it or sign out."),
    element("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"),
  );
  dialog.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  session.addEventListener("change", () => session.state && dialog.close());
  return dialog;
}

function passwordForm(session, problem) {
  const form = element("form", { id: "sign-in-form" },
    element("label", {}, "E-mail", element("input", { name: "email", type: "email", required: true, autocomplete: "username" })),
    element("label", {}, "Password", element("input", { name: "password", type: "password", required: true, autocomplete: "current-password" })),
    element("button", {}, "Sign in"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      const refusal = await session.signIn(form.elements.email.value, form.elements.password.value);
      if (refusal) problem.textContent = refusal.answer.detail ?? refusal.answer.title ?? `The service answered ${refusal.status}.`;
      else form.reset();
    } catch {
      problem.textContent = "The service does not answer.";
    }
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
