// What makes the console quicker. Everything works without it.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const summary = $("#kesalahan");
  if (summary) summary.focus();

  // A step that is opened is where one wants to write.
  for (const act of all("details.act")) {
    act.addEventListener("toggle", () => { if (act.open && !summary) $("select, input:not([type=hidden]), textarea", act)?.focus(); });
  }
  // A link to a form inside closed details opens them.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    if (target && target.matches("textarea, input, select")) target.focus();
  };
  addEventListener("hashchange", reveal);

  // A ready sentence goes into the text at once, and its first blank is selected, to be typed over.
  for (const select of all("select[data-into]")) {
    const text = document.getElementById(select.dataset.into), button = $("button[name=fill]", select.form);
    const insert = () => {
      const chosen = select.selectedOptions[0].dataset.text;
      if (!chosen) return;
      const from = text.value.trim() ? text.value.trimEnd() + "\n" : "";
      text.value = from + chosen;
      const blank = /\[[^\]\n]+\]/.exec(chosen);
      text.focus();
      if (blank) text.setSelectionRange(from.length + blank.index, from.length + blank.index + blank[0].length);
    };
    button.addEventListener("click", (event) => { event.preventDefault(); insert(); });
  }

  // Photos: their script comes once all else is there.
  const photos = $("[data-photos]");
  if (photos) addEventListener("load", () => {
    const script = document.createElement("script");
    script.src = photos.dataset.photos;
    document.head.append(script);
  });

  // The list that one works through, as this tab knows it: back to it with its filter, and on to the next report.
  const lines = all("a[data-line]"), key = "sedulur-daftar";
  const remember = (list) => { try { sessionStorage.setItem(key, JSON.stringify(list)); } catch { /* a full or closed store */ } };
  const recall = () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  if (lines.length) remember({ back: location.href, at: lines.map((line) => ({ number: line.textContent.trim(), href: line.href })) });
  const along = $("#urutan"), list = along && recall();
  const place = list ? list.at.findIndex((each) => each.number === along.dataset.number) : -1;
  if (place >= 0) {
    const to = { back: list.back, previous: list.at[place - 1]?.href, next: list.at[place + 1]?.href };
    for (const link of all("a[data-to]", along)) {
      if (to[link.dataset.to]) link.href = to[link.dataset.to]; else link.remove();
    }
    const told = $("[data-place]", along);
    told.textContent = told.dataset.place.replace("##", list.at.length).replace("#", place + 1);
    along.hidden = false;
  }

  // The chosen filter is in sight, also where the row of them is wider than the phone.
  $(".chips [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  // Arrow keys move between the lines while one of them has the focus.
  for (const [n, line] of lines.entries()) {
    line.addEventListener("keydown", (event) => {
      const other = lines[n + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
      if (!other || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      other.focus();
    });
  }

  // All lines of the page at once.
  for (const whole of all("input[data-all]")) {
    const picks = all(".pick input", whole.form);
    whole.closest("[hidden]").hidden = false;
    whole.addEventListener("change", () => { for (const pick of picks) pick.checked = whole.checked; });
  }

  // Pressed twice, sent once.
  for (const form of all("form[method=post]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) return event.preventDefault();
      sent = true;
      for (const button of all("button", form)) button.setAttribute("aria-disabled", "true");
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      sent = false;
      for (const button of all("button", form)) button.removeAttribute("aria-disabled");
    });
  }
})();
