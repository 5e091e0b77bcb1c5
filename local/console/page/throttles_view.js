// The throttles of all routes.

import { element } from "./elements.js";

const byId = (id) => document.getElementById(id);

/** Return what refreshes the view. */
export function watchThrottles(getJson) {
  return async () => {
    const { throttles } = await getJson("state.json");
    byId("throttle-rows").replaceChildren(...throttles.map(row));
  };
}

function row({ route_key, rate, burst, tokens_left, passed, refused }) {
  const cells = [rate, burst, Math.floor(tokens_left), passed, refused].map((each) => element("td", {}, String(each)));
  return element("tr", {}, element("th", { scope: "row" }, route_key), ...cells);
}
