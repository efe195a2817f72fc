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
