// Who is signed in. Kept in the tab: it survives a reload, and ends when the tab is closed.

import { call } from "./service.js";

const key = "contacts-api-session";
const earlyMilliseconds = 60_000;

/**
 * A session of the API. It tells a "change" event of every sign-in, sign-out and end, and a "question" event of a
 * sign-in that asks for a second factor: its `detail` has `challenge`, `methods` and, if it is known, `email`.
 */
export class Session extends EventTarget {
  #renewing = null;
  #proving = null;

  /** Let whoever is signed in prove again who they are, and return whether they have. Pages that can ask set it. */
  proveAgain = async () => false;

  /** The state: `email`, `access_token`, and where it came from a sign-in `refresh_token` and `ends_at`; or null. */
  get state() {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  }

  /** Begin to sign in, and return whether that was all. Throws a Refusal. */
  async signIn(email, password) {
    return this.goOn(await call("POST", "/api/v1/auth/login", { email, password }), email);
  }

  /** Complete a sign-in with a factor, such as `{ code }`. Throws a Refusal. */
  async complete({ challenge, email }, factor) {
    return this.goOn(await call("POST", "/api/v1/auth/login/second-factor", { challenge, ...factor }), email);
  }

  /** Go on with what the service returned for a sign-in: keep its tokens and return true, or ask its question. */
  async goOn(answer, email) {
    const { access_token, second_factor } = answer;
    if (second_factor) this.dispatchEvent(new CustomEvent("question", { detail: { ...second_factor, email } }));
    else this.keep(email ?? (await addressOf(access_token)), answer);
    return !second_factor;
  }

  /** Keep tokens as the service returned them. */
  keep(email, { access_token, refresh_token, expires_in }) {
    this.#store({ email, access_token, refresh_token, ends_at: Date.now() + expires_in * 1000 });
  }

  /** Use an access token that was made elsewhere; nothing renews it. */
  useToken(access_token) {
    this.#store({ email: "access token", access_token });
  }

  /** Return an access token that is good for the next minute, or null if nobody is signed in. */
  async token() {
    const { access_token, refresh_token, ends_at } = this.state ?? {};
    if (!refresh_token || Date.now() < ends_at - earlyMilliseconds) return access_token ?? null;
    // A refresh token works once, so requests that find the same one share its exchange.
    this.#renewing ??= this.#renew(refresh_token).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renew(refresh_token) {
    try {
      this.keep(this.state.email, await call("POST", "/api/v1/auth/refresh", { refresh_token }));
    } catch (error) {
      // Whatever else went wrong may pass; the token of now is tried until it is refused.
      if (error.status === 401) this.#store(null);
    }
    return this.state?.access_token ?? null;
  }

  /**
   * Send a request as fetch does, with the access token. One that needs a fresh session is sent again after a proof;
   * a 401 of a session that has ended signs out.
   */
  async fetch(path, options) {
    const { response, token } = await this.#send(path, options);
    if (response.status !== 401 || !token) return response;
    if (asksForProof(response)) return (await this.#proved()) ? (await this.#send(path, options)).response : response;
    if (token === this.state?.access_token) this.#store(null);
    return response;
  }

  /** Send JSON with the access token, and return that of the response. Throws a Refusal. */
  call(method, path, content) {
    return call(method, path, content, (...request) => this.fetch(...request));
  }

  async #send(path, { headers = {}, ...options } = {}) {
    const token = await this.token();
    const response = await fetch(path, { ...options, headers: { ...headers, ...(token && bearer(token)) } });
    return { response, token };
  }

  // Requests that are refused at the same time share a proof.
  #proved() {
    this.#proving ??= this.proveAgain().finally(() => (this.#proving = null));
    return this.#proving;
  }

  /** End the session here at once, and at the service, even if the page is left meanwhile. */
  async signOut() {
    const token = this.state?.refresh_token && (await this.token());
    this.#store(null);
    if (token) await fetch("/api/v1/auth/logout", { method: "POST", headers: bearer(token), keepalive: true });
  }

  #store(state) {
    if (state) sessionStorage.setItem(key, JSON.stringify(state));
    else sessionStorage.removeItem(key);
    this.dispatchEvent(new Event("change"));
  }
}

// RFC 9470
function asksForProof(response) {
  return (response.headers.get("www-authenticate") ?? "").includes("insufficient_user_authentication");
}

function bearer(token) {
  return { authorization: `Bearer ${token}` };
}

async function addressOf(token) {
  const send = (path, options) => fetch(path, { ...options, headers: bearer(token) });
  return (await call("GET", "/api/v1/auth/me", undefined, send)).email;
}
