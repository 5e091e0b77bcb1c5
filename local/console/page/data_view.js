// Where the data is; more of it, and none of it.

const byId = (id) => document.getElementById(id);
const pollMilliseconds = 500;

/** Listen to the forms; return what refreshes the view. */
export function watchData(session, getJson) {
  byId("seed").addEventListener("submit", () => seed().catch((error) => (byId("seed-status").textContent = error.message)));
  byId("reset").addEventListener("submit", () => reset(session, getJson).catch((error) => (byId("reset-status").textContent = error.message)));
  return async () => {
    const { aws, data, most_contacts } = await getJson("state.json");
    byId("aws").textContent = aws;
    byId("data-path").textContent = data;
    byId("seed").elements.count.max = most_contacts;
  };
}

async function seed() {
  const { count } = byId("seed").elements;
  byId("seed-status").textContent = `Adding ${count.value} contacts ...`;
  const response = await fetch(`/_local/seed?count=${count.value}`, { method: "POST" });
  byId("seed-status").textContent = (await response.json()).message;
}

async function reset(session, getJson) {
  const before = await getJson("state.json");
  const response = await fetch("/_local/reset", { method: "POST" });
  byId("reset-status").textContent = `${(await response.json()).message} ...`;
  await session.signOut().catch(() => {});
  // Another start of the stand-in has another port; the demo account, if there was one, comes after that.
  await until(async () => {
    const { aws, demo } = await getJson("state.json");
    return aws !== before.aws && (demo.done || !before.demo.done);
  });
  location.hash = "#/start";
  location.reload();
}

async function until(condition) {
  while (!(await condition().catch(() => false))) await new Promise((go) => setTimeout(go, pollMilliseconds));
}
