// Signing in with the provider of this machine: the browser goes there, and comes back with a code.

const key = "contacts-api-verifier";

/** Leave for the provider. Only this tab knows the verifier, without which the code is of no use. */
export async function leaveForProvider() {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(key, verifier);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    redirect_to: `${location.origin}/_local/`,
    code_challenge: base64url(new Uint8Array(digest)),
  });
  location.assign(`/api/v1/auth/providers/local/start?${query}`);
}

/** Sign in with the code that the page was opened with; return what became of it, or null if there is none. */
export async function comeBackFromProvider(session) {
  const query = new URLSearchParams(location.search);
  if (!query.has("code") && !query.has("error")) return null;
  history.replaceState(null, "", location.pathname + location.hash);
  if (query.has("error")) return `The provider signed nobody in: ${query.get("error")}`;
  const body = JSON.stringify({ code: query.get("code"), code_verifier: sessionStorage.getItem(key) ?? "" });
  sessionStorage.removeItem(key);
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/v1/auth/login/provider", { method: "POST", headers, body });
  const tokens = await response.json();
  if (tokens.access_token) session.keep(await addressOf(tokens.access_token), tokens);
  return `POST /api/v1/auth/login/provider answered ${response.status}`;
}

async function addressOf(token) {
  const response = await fetch("/api/v1/auth/me", { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()).email;
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
