// What makes the pages quicker on a phone. Everything works without it; words come from the page (data-…).
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (name, attributes) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    return element;
  };
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N} ]/gu, "");

  // ---- A private link opens the reporter's side of the page, and its secret goes out of the address at once.
  const carried = /^#kode=([0-9A-Za-z]{26})$/.exec(location.hash);
  if (carried && $("#secret")) {
    history.replaceState(null, "", location.pathname + location.search);
    $("#secret").value = carried[1];
    $("#secret").form.submit();
    return;
  }

  // ---- Draft: what was written survives a lost line or a closed tab, for three days, on this phone only. Never the
  // contact, and nothing of a confidential report: others may use the phone.
  const DRAFT = "sedulur" + document.body.dataset.base;
  const DAYS = 3 * 864e5;
  const PRIVATE = ["name", "phone", "email", "notify_sms", "notify_email"];
  const draft = {
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(DRAFT));
        return kept && Date.now() - kept.at < DAYS ? kept.fields : null;
      } catch { return null; }
    },
    write(form) {
      if (form.elements.visibility.value === "confidential") return draft.drop();
      const fields = {};
      for (const [name, value] of new FormData(form)) if (!PRIVATE.includes(name)) fields[name] = value;
      try { localStorage.setItem(DRAFT, JSON.stringify({ at: Date.now(), fields })); } catch { /* storage is off or full: the form works without */ }
    },
    drop() { try { localStorage.removeItem(DRAFT); sessionStorage.removeItem("sedulur-foto"); } catch { /* nothing was kept then */ } },
  };
  if ("received" in document.body.dataset) draft.drop();
  const waiting = $("#lanjut"), unsent = draft.read();
  if (waiting && unsent && unsent.description) {
    const link = $("a", waiting);
    link.href = link.href.replace("layanan=-", "layanan=" + encodeURIComponent(unsent.service));
    waiting.hidden = false;
  }

  const summary = $("#kesalahan");
  if (summary) summary.focus();

  // ---- Photos: their script comes once all else is there. Until then one photo goes with the form, as without scripts.
  const photos = $("[data-photos]");
  if (photos) addEventListener("load", () => document.head.append(make("script", { src: photos.dataset.photos })));

  const form = $("#laporan");
  if (!form) return;
  addEventListener("load", () => document.head.append(make("script", { src: form.dataset.script }))); // the puzzle's
  const field = (name) => form.elements[name];

  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true })); // as if somebody had

  // ---- Characters left.
  const text = field("description"), limits = text.dataset;
  const count = text.after(make("p", { class: "count", "aria-live": "polite" })) || text.nextElementSibling;
  const recount = () => {
    const given = [...text.value.trim()].length, left = limits.most - given;
    count.className = left < 0 ? "count over" : "count";
    count.textContent = left < 0 ? fill(limits.over, { count: -left })
      : given && given < limits.least ? fill(limits.short, { count: limits.least - given })
      : left < 500 ? fill(limits.left, { count: left }) : "";
  };
  text.addEventListener("input", recount);

  // ---- Village: type to find it.
  const select = field("area");
  const villages = all("option", select).filter((option) => option.value).map((option) => ({
    code: option.value, name: option.textContent.trim(), near: option.parentNode.label,
  }));
  const shown = (village) => village.name.includes(village.near) ? village.name : `${village.name}, ${village.near}`;
  const box = make("div", { class: "combo" });
  const input = make("input", {
    id: "area", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": "desa",
    "aria-autocomplete": "list", "aria-describedby": [select.getAttribute("aria-describedby") || "", "area-hint"].join(" ").trim(),
  });
  if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
  const list = make("ul", { id: "desa", role: "listbox", "aria-label": $("label[for=area]").textContent });
  const status = make("p", { class: "hide", role: "status" });
  const hint = make("p", { class: "hint", id: "area-hint" });
  hint.textContent = select.dataset.hint;
  list.hidden = true;
  select.id = "area-list";
  select.hidden = true;
  select.before(hint, box);
  box.append(input, list, status);
  let active = -1;
  const options = () => all("[role=option]", list);
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (code) => {
    const village = villages.find((each) => each.code === code);
    select.value = village ? code : "";
    input.value = village ? shown(village) : "";
    close();
    changed(select);
    draft.write(form);
  };
  const rate = (village, sought) => {
    const name = plain(village.name), whole = plain(shown(village));
    return name.startsWith(sought) ? 0 : whole.includes(" " + sought) ? 1 : sought.split(" ").every((word) => whole.includes(word)) ? 2 : 9;
  };
  const open = () => {
    const sought = plain(input.value).trim();
    const found = !sought ? [] : villages.map((village) => [rate(village, sought), village]).filter(([rank]) => rank < 9)
      .sort((a, b) => a[0] - b[0]).slice(0, 30).map(([, village]) => village);
    list.textContent = "";
    list.append(...found.map((village, index) => {
      const item = make("li", { role: "option", id: "desa-" + index, "data-code": village.code, "aria-selected": "false" });
      item.textContent = shown(village);
      return item;
    }));
    status.textContent = !sought ? "" : found.length ? fill(select.dataset.found, { count: found.length }) : select.dataset.none;
    if (sought && !found.length) { hint.textContent = select.dataset.none; close(); return; }
    hint.textContent = select.dataset.hint;
    active = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    input.removeAttribute("aria-activedescendant");
  };
  const move = (step) => {
    const items = options();
    if (!items.length) return;
    active = (active + step + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  };
  input.addEventListener("input", () => { select.value = ""; open(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (list.hidden) open(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter") { event.preventDefault(); const item = options()[Math.max(active, 0)]; if (!list.hidden && item) choose(item.dataset.code); }
    else if (event.key === "Escape") close();
  });
  const settle = () => { // leaving the field takes the only or exact match, else what was chosen before stands or falls
    const items = list.hidden ? [] : options(), wanted = plain(input.value).trim();
    const exact = items.filter((item) => plain(item.textContent) === wanted || plain(item.textContent.split(",")[0]) === wanted);
    if (exact.length === 1 || items.length === 1) choose((exact[0] || items[0]).dataset.code);
    close();
  };
  input.addEventListener("blur", settle);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const item = event.target.closest("[role=option]"); if (item) choose(item.dataset.code); });

  // ---- Place from the phone.
  const gps = $("#gps"), [locate, forget] = all("button", gps), told = $(".told", gps), says = gps.dataset;
  const setPlace = (lat, long) => { field("lat").value = lat; field("long").value = long; forget.hidden = !lat; changed(field("lat")); draft.write(form); };
  const located = ({ coords: { latitude: lat, longitude: long, accuracy } }) => {
    if (lat < says.south || lat > says.north || long < says.west || long > says.east) { told.textContent = says.outside; input.focus(); return; }
    setPlace(lat.toFixed(5), long.toFixed(5));
    told.textContent = fill(says.located, { metres: Math.max(1, Math.round(accuracy)) });
  };
  const lost = (error) => { told.textContent = error.code === 1 ? says.denied : says.failed; };
  if (navigator.geolocation && isSecureContext) {
    gps.hidden = false;
    locate.addEventListener("click", () => {
      told.textContent = says.locating;
      navigator.geolocation.getCurrentPosition(located, lost, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
    });
    forget.addEventListener("click", () => { setPlace("", ""); told.textContent = ""; locate.focus(); });
  }

  // ---- An answer that means danger is heard as well as seen.
  form.addEventListener("change", (event) => {
    const danger = event.target.closest(".option") && $(".call", event.target.closest(".option"));
    $("#siaga").textContent = danger ? danger.textContent.trim() : "";
  });

  // ---- Restore the draft, unless the server gave the fields back itself.
  const offer = $("#draf"), kept = draft.read();
  if (kept && !text.value && !summary && (kept.description || kept.area || kept.address || kept.photos)) {
    for (const name in kept) {
      const target = name === "area" ? select : name === "photos" ? $("[name=photos]", form) : field(name); // the search box has the id that the name also finds, so has the group of photos
      if (target && name !== "ganti" && name !== "service") target.value = kept[name]; // the key too: the first try may have arrived
    }
    offer.hidden = false;
    $("button", offer).addEventListener("click", () => { draft.drop(); location.reload(); });
  }
  if (select.value) choose(select.value);
  if (field("lat").value) {
    forget.hidden = false;
    if (!$("#lat-error, #long-error")) told.textContent = says.before;
  }
  recount();
  form.addEventListener("input", () => draft.write(form));

  // ---- Send once; on a dead line keep everything and say so.
  const send = $("#kirim"), failed = $("#gagal"), label = send.textContent;
  let sending = false;
  const rest = () => { sending = false; send.textContent = label; send.removeAttribute("aria-disabled"); };
  const reachable = async () => {
    if (!navigator.onLine) return false;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try { return (await fetch(form.dataset.ping, { method: "GET", cache: "no-store", signal: stop.signal })).ok; } catch { return false; } finally { clearTimeout(timer); }
  };
  let pressed = ""; // Enter in a field presses the form's first button, so this is always the last one pressed
  form.addEventListener("click", (event) => { pressed = event.target.name || ""; });
  form.addEventListener("submit", async (event) => {
    if (pressed === "langkah") return;
    event.preventDefault();
    if (sending) return;
    settle();
    sending = true;
    send.textContent = form.dataset.sending;
    send.setAttribute("aria-disabled", "true");
    failed.hidden = true;
    draft.write(form);
    await form.solved?.(); // teka.js
    if (await reachable()) {
      setTimeout(rest, 30000); // should the line die now: pressing again sends the same key
      form.submit();
    } else {
      rest();
      failed.hidden = false;
      $("button", failed).focus();
    }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) rest(); });
})();
