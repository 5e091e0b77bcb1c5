// Who is signed in. Kept in the tab: it survives a reload, and ends when the tab is closed.

const key = "contacts-api-session";
const earlyMilliseconds = 60_000;

/** A session of the API. It tells a "change" event of every sign-in, sign-out and end. */
export class Session extends EventTarget {
  #renewing = null;

  /** The state: `email`, `access_token`, and where it came from a sign-in `refresh_token` and `ends_at`; or null. */
  get state() {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  }

  /** Sign in, and return null, or the response of the service if that refuses. */
  async signIn(email, password) {
    const response = await post("/api/v1/auth/login", { email, password });
    const answer = await response.json();
    if (!response.ok || !answer.access_token) return { status: response.status, answer };
    this.keep(email, answer);
    return null;
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
    const response = await post("/api/v1/auth/refresh", { refresh_token });
    if (response.ok) this.keep(this.state.email, await response.json());
    // Whatever else went wrong may pass; the token of now is tried until it is refused.
    else if (response.status === 401) this.#store(null);
    return this.state?.access_token ?? null;
  }

  /** Send a request as fetch does, with the access token; a 401 of a session that has ended signs out. */
  async fetch(path, { headers = {}, ...options } = {}) {
    const token = await this.token();
    const response = await fetch(path, { ...options, headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers });
    if (response.status === 401 && token && token === this.state?.access_token) this.#store(null);
    return response;
  }

  /** End the session here and at the service. */
  async signOut() {
    const { refresh_token } = this.state ?? {};
    try {
      if (refresh_token) await this.fetch("/api/v1/auth/logout", { method: "POST" });
    } finally {
      this.#store(null);
    }
  }

  #store(state) {
    if (state) sessionStorage.setItem(key, JSON.stringify(state));
    else sessionStorage.removeItem(key);
    this.dispatchEvent(new Event("change"));
  }
}

function post(path, content) {
  return fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content) });
}
