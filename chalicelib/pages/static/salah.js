// The form that came back with mistakes: a message goes once its field is right, from the field and from the summary.
// Where only the server can tell (a phone number), it goes with the value that it spoke of.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = $("#laporan"), summary = $("#kesalahan"), city = $("#gps").dataset;
  const field = (name) => form.elements[name];

  // What is left moves up when a message goes, so not while a button is being pressed: the press would miss it.
  let pressing = false;
  addEventListener("mousedown", () => { pressing = true; });
  addEventListener("mouseup", () => { pressing = false; });

  const mended = (name) => {
    const message = $(`[id="${name}-error"]`), box = message?.closest(".wrong");
    if (!box) return;
    if (pressing) { addEventListener("mouseup", () => setTimeout(mended, 0, name), { once: true }); return; }
    for (const element of all(`[aria-describedby~="${message.id}"]`)) {
      element.setAttribute("aria-describedby", element.getAttribute("aria-describedby").replace(message.id, "").trim());
      element.removeAttribute("aria-invalid");
    }
    message.remove();
    box.classList.remove("wrong");
    $(`a[href="#${name}"]`, summary)?.parentNode.remove();
    if ($("li", summary)) return;
    document.title = document.title.slice(document.title.indexOf(summary.dataset.heading));
    summary.remove();
  };

  const fits = (element) => {
    const needed = /^(area$|q_)/.test(element.name), length = [...element.value.trim()].length;
    const { least = Number(needed), most = Infinity } = element.dataset;
    return length >= least && length <= most && element.checkValidity();
  };

  // A point in the city is a place, without any village; no point at all is no mistake of its own.
  const judgePoint = () => {
    const texts = ["lat", "long"].map((name) => field(name).value.replace(",", "."));
    const [lat, long] = texts.map(parseFloat);
    const inside = lat >= city.south && lat <= city.north && long >= city.west && long <= city.east;
    if (inside) mended("area");
    if (inside || !texts.join("")) ["lat", "long"].forEach(mended);
  };

  form.addEventListener("change", ({ target }) => {
    if (target === field("lat") || target === field("long")) judgePoint();
    else if (target.name && fits(target)) mended(target.name);
  });
  field("description").addEventListener("input", ({ target }) => { if (fits(target)) mended(target.name); });
})();
