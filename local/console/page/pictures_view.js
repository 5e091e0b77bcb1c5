// The pictures that people have uploaded.

import { element } from "./elements.js";

const byId = (id) => document.getElementById(id);

/** Return what refreshes the view. */
export function watchPictures(getJson) {
  let shown = "";
  return async () => {
    const pictures = await getJson("pictures.json");
    byId("picture-status").textContent = pictures.length ? `${pictures.length} pictures, the latest first` : "There are none yet.";
    if (JSON.stringify(pictures) === shown) return;
    shown = JSON.stringify(pictures);
    byId("picture-list").replaceChildren(...pictures.map(pictureEntry));
  };
}

function pictureEntry({ public_id, size, stored_at }) {
  const address = `/_local/pictures/${public_id.split("/").map(encodeURIComponent).join("/")}?${stored_at}`;
  return element("li", {},
    element("a", { href: address, target: "_blank", rel: "noopener" }, element("img", { src: address, alt: public_id, loading: "lazy" })),
    element("p", { class: "small muted" }, `${Math.ceil(size / 1024)} KB, ${new Date(stored_at * 1000).toLocaleString()}`),
  );
}
