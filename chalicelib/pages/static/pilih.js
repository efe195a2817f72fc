// Step 1, choosing a service, and the receipt, to which Back leads by the address of step 1. All works without it.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N} ]/gu, "");

  // ---- Elements as data, which the history can hold, and back; texts stay texts.
  const packed = (node) => node.nodeType === Node.TEXT_NODE ? node.data : {
    space: node.namespaceURI, name: node.localName,
    attributes: [...node.attributes].map(({ name, value }) => [name, value]),
    children: [...node.childNodes].filter((child) => child.nodeType !== Node.COMMENT_NODE).map(packed),
  };
  const unpacked = (pack) => {
    if (typeof pack === "string") return document.createTextNode(pack);
    const element = document.createElementNS(pack.space, pack.name);
    for (const [name, value] of pack.attributes) element.setAttribute(name, value);
    element.append(...pack.children.map(unpacked));
    return element;
  };

  // ---- The receipt answers a POST, which Back could only send once more. So its place in the history becomes step 1,
  // and holds what the receipt showed: in this tab alone, as the sent form would be, and in no address.
  const receipt = location.hash === "#bukti" && history.state?.receipt;
  if ("received" in document.body.dataset) {
    history.replaceState({ receipt: packed($("#isi")), title: document.title }, "", location.pathname + location.search + "#bukti");
    return;
  }
  if (receipt) {
    $("#isi").replaceWith(unpacked(receipt));
    document.title = history.state.title;
    $(".lang")?.remove();
    return;
  }

  // ---- The list shrinks while one types, at once to the names that fit, then to what the server finds.
  const search = $("form[data-filter]");
  const input = $("#cari"), told = $("[role=status]", search), list = $("#layanan");
  const shelves = all(".shelf", list).map((shelf) => ({ shelf, items: all("li", shelf).map((item) => ({
    item, code: new URL($("a", item).href).searchParams.get("layanan"), text: plain(item.textContent + " " + $("summary", shelf).textContent),
  })) }));
  const services = shelves.flatMap(({ items }) => items);
  const show = (codes) => { // the best first; without any, all as they were
    const place = ({ code }) => codes.indexOf(code);
    const best = ({ items }) => Math.min(...items.map(place).filter((at) => at >= 0), codes.length);
    list.append(...[...shelves].sort((a, b) => best(a) - best(b)).map(({ shelf }) => shelf));
    for (const { shelf, items } of shelves) {
      const fitting = items.filter((each) => place(each) >= 0);
      $("ul", shelf).append(...[...items].sort((a, b) => place(a) - place(b)).map(({ item }) => item));
      for (const each of items) each.item.hidden = codes.length > 0 && !fitting.includes(each);
      shelf.hidden = codes.length > 0 && !fitting.length;
      shelf.open = fitting.length > 0;
    }
    told.textContent = codes.length ? search.dataset.filter.replace("{count}", codes.length) : "";
  };
  const named = (words) => services.filter(({ text }) => words.every((word) => text.includes(word))).map(({ code }) => code);
  const found = async (words, signal) => {
    const address = new URL(search.action);
    address.search = new URLSearchParams({ cari: words, jawab: "kode" });
    try { return (await (await fetch(address, { signal })).json()).services; } catch { return null; } // no line: what fits by name stays
  };
  let waiting, asking;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    const words = plain(input.value).split(/\s+/).filter((word) => word.length > 1);
    show(words.length ? named(words) : []);
    if (!words.length) return;
    const { signal } = asking = new AbortController();
    waiting = setTimeout(async () => {
      const codes = await found(input.value, signal);
      if (signal.aborted) return;
      if (codes && !list.contains(document.activeElement)) show(codes); // nothing moves away from under the focus
      if (!told.textContent) told.textContent = search.dataset.else;
    }, 250);
  });
})();
