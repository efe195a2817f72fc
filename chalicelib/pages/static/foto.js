// Photos on their way while people type: made small on the phone, sent straight to the store, tried again on a bad line.
// Without it one photo goes with the form. Words come from the page (data-…); names of files go nowhere.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (name, attributes, text = "") => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    return element;
  };

  const KINDS = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"];
  const LONGEST = 1600, QUALITY = 0.82, PREVIEW = 160; // pixels, JPEG's 0 to 1, pixels
  const WAITS = [1000, 3000, 9000, 27000]; // before each further try
  const STALLED = 40000; // nothing moved for so long: the line is dead
  const PREVIEWS = "sedulur-foto";
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  class Refused extends Error {}
  class Removed extends Error {}

  // ---- What a photo looked like is kept in this tab alone, so that it can be recognised after an error in the form.
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(PREVIEWS)) || {}; } catch { return {}; } };
  const keep = (id, canvas) => {
    try { sessionStorage.setItem(PREVIEWS, JSON.stringify({ ...kept(), [id]: canvas.toDataURL("image/jpeg", 0.6) })); } catch { /* storage is off or full: it has a number then */ }
  };
  const bitmapOf = (address) => {
    const bytes = Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  };

  // ---- Smaller, upright, and without what the camera wrote into it.
  const decode = (file) => createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => createImageBitmap(file));
  const drawn = (image, longest, canvas = make("canvas", {})) => {
    const scale = Math.min(1, longest / Math.max(image.width, image.height));
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // where a picture is transparent
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  const jpeg = (canvas) => new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));

  // A proof keeps the camera's time and place (Exif), which the server compares with the report and then removes.
  const exifOf = async (file) => {
    const bytes = new Uint8Array(await file.slice(0, 262144).arrayBuffer()), view = new DataView(bytes.buffer);
    if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;) {
      const end = at + 2 + view.getUint16(at + 2);
      if (bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966 && end <= bytes.length) return upright(bytes.slice(at, end));
      at = end;
    }
    return null;
  };
  const upright = (segment) => { // the picture is turned already: orientation 1
    const view = new DataView(segment.buffer), little = view.getUint16(10) === 0x4949;
    const first = 10 + view.getUint32(14, little);
    if (first + 2 > segment.length) return segment;
    for (let n = 0, count = view.getUint16(first, little); n < count; n++) {
      const entry = first + 2 + 12 * n;
      if (entry + 12 > segment.length) break;
      if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    }
    return segment;
  };
  const smaller = async (file, image, keeps) => {
    const blob = await jpeg(drawn(image, LONGEST));
    const exif = keeps ? await exifOf(file).catch(() => null) : null;
    return exif && blob ? new Blob([blob.slice(0, 2), exif, blob.slice(2)], { type: "image/jpeg" }) : blob;
  };

  // ---- Over the line.
  const online = () => navigator.onLine ? Promise.resolve() : new Promise((done) => addEventListener("online", done, { once: true }));
  const ask = async (address, blob, says) => {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ content_type: blob.type, size: blob.size }),
    });
    if (answer.status === 201) return answer.json();
    const told = await answer.json().catch(() => ({}));
    if (answer.status < 500 && answer.status !== 429 && answer.status !== 403) throw new Refused(told.errors?.[0]?.message || told.detail || says.unreadable);
    throw new Error("not now");
  };
  const post = (upload, blob, item, says) => new Promise((done, failed) => {
    const form = new FormData(), request = item.request = new XMLHttpRequest();
    for (const name in upload.fields) form.append(name, upload.fields[name]);
    form.append("file", blob, "foto"); // never the name that the file has on the phone
    let watch;
    const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), STALLED); };
    request.upload.onprogress = (event) => { alive(); if (event.lengthComputable) item.progress(event.loaded / event.total); };
    request.onload = () => request.status < 300 ? done() : failed(request.status === 400 ? new Refused(says.toobig) : new Error("not now"));
    request.onerror = request.onabort = () => failed(new Error("not now"));
    request.onloadend = () => clearTimeout(watch);
    request.open("POST", upload.url);
    alive();
    request.send(form);
  });
  const deliver = async (address, item, says) => {
    for (let tried = 0; ; tried++) {
      try {
        await online();
        if (item.removed) throw new Removed();
        const upload = await ask(address, item.blob, says);
        await post(upload, item.blob, item, says);
        return upload.id;
      } catch (error) {
        if (item.removed) throw new Removed();
        if (error instanceof Refused || tried >= WAITS.length) throw error;
        item.tell("waiting");
        await pause(WAITS[tried]);
      }
    }
  };

  // ---- One picker in a form: the file input becomes buttons and a list.
  const setUp = (box) => {
    const says = box.dataset, most = Number(says.most), field = box.querySelector("input[type=hidden]");
    const single = box.querySelector("input[type=file]"), list = make("ul", { class: "thumbs" });
    const told = make("p", { class: "hide", role: "status" }), wrong = make("p", { class: "error", role: "alert" });
    const items = [], chosen = [...single.files]; // before this script was there
    let line = Promise.resolve(); // one after the other: two at once are slower on a bad line

    const buttons = make("div", { class: "buttons" });
    const picker = (label, camera) => {
      const input = make("input", { type: "file", accept: single.accept, hidden: "", ...(camera ? { capture: "environment" } : { multiple: "" }) });
      const button = make("button", { type: "button", class: "quiet" }, label);
      button.addEventListener("click", () => input.click());
      input.addEventListener("change", () => { const files = [...input.files]; input.value = ""; take(files); });
      buttons.append(button, input);
      return button;
    };
    const first = matchMedia("(pointer: coarse)").matches ? picker(says.camera, true) : null;
    const add = picker(first ? says.gallery : says.add, false);
    box.querySelector(".hint").textContent = says.hint;
    for (const each of all(".nojs", box)) each.remove();
    box.append(list, buttons, wrong, told);
    wrong.hidden = true;

    const changed = () => {
      field.value = items.filter((item) => item.id).map((item) => item.id).join(" ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      for (const button of all("button", buttons)) button.hidden = items.length >= most;
      items.forEach((item, index) => item.number(index + 1));
    };
    const refuse = (text) => { wrong.textContent = text; wrong.hidden = !text; };

    const entry = (state) => {
      const row = make("li", {}), canvas = make("canvas", { "aria-hidden": "true", width: 1, height: 1 }), words = make("p", {});
      const bar = make("progress", { max: 1, value: 0 }), again = make("button", { type: "button", class: "quiet" }, says.again);
      const away = make("button", { type: "button", class: "quiet" }, says.remove);
      const item = { id: "", blob: null, removed: false, request: null, row, canvas, state };
      let name = "";
      item.tell = (now, why = "") => {
        item.state = now;
        const text = fill(says[now], { photo: name, why });
        words.textContent = text;
        row.className = now;
        bar.hidden = now !== "sending";
        again.hidden = now !== "failed";
        if (now !== "sending" && now !== "waiting") told.textContent = text;
      };
      item.progress = (part) => { bar.value = part; if (item.state !== "sending") item.tell("sending"); };
      item.number = (index) => {
        name = fill(says.name, { number: index });
        away.setAttribute("aria-label", `${says.remove}: ${name}`);
        again.setAttribute("aria-label", `${says.again}: ${name}`);
        bar.setAttribute("aria-label", name);
        words.textContent = fill(says[item.state], { photo: name, why: item.why || "" });
      };
      away.addEventListener("click", () => {
        item.removed = true;
        item.request?.abort();
        items.splice(items.indexOf(item), 1);
        row.remove();
        refuse("");
        changed();
        told.textContent = fill(says.removed, { photo: name });
        (first || add).focus();
      });
      again.addEventListener("click", () => { start(item); away.focus(); });
      const side = make("div", {}), pair = make("div", { class: "buttons" });
      pair.append(again, away);
      side.append(words, bar, pair);
      row.append(canvas, side);
      list.append(row);
      items.push(item);
      row.className = state;
      bar.hidden = again.hidden = true;
      return item;
    };

    const start = (item) => {
      item.tell("sending");
      item.done = line = line.then(async () => {
        try {
          item.id = await deliver(says.ask, item, says);
          if (item.removed) return;
          if (box.closest("form").elements.visibility?.value !== "confidential") keep(item.id, item.canvas);
          item.tell("sent");
        } catch (error) {
          if (error instanceof Removed) return;
          item.why = error instanceof Refused ? error.message : says.noline;
          item.tell("failed", item.why);
        }
        changed();
      });
    };
    const prepare = async (item, file) => {
      const image = await decode(file).catch(() => null);
      if (image) {
        drawn(image, PREVIEW, item.canvas);
        const isProof = "keep" in says && file.type !== "image/jpeg" && file.size <= Number(says.bytes); // its time and place cannot be carried over
        item.blob = isProof ? file : await smaller(file, image, "keep" in says);
        image.close();
      } else if (file.type === "image/heic" || file.type === "image/heif" || /\.hei[cf]$/i.test(file.name)) {
        item.blob = file.type ? file : new Blob([file], { type: "image/heic" });
      }
      return item.blob ? item.blob.size <= Number(says.bytes) ? "" : says.toobig : says.unreadable;
    };
    const take = async (files) => {
      refuse(items.length + files.length > most ? says.toomany : "");
      for (const file of files.slice(0, Math.max(0, most - items.length))) {
        if (file.type && !KINDS.includes(file.type)) { refuse(says.kind); continue; }
        const item = entry("reading");
        changed();
        const flaw = await prepare(item, file).catch(() => says.unreadable);
        if (item.removed) continue;
        if (flaw) { items.splice(items.indexOf(item), 1); item.row.remove(); changed(); refuse(flaw); continue; }
        start(item);
      }
    };

    for (const id of field.value.split(/\s+/).filter(Boolean).slice(0, most)) {
      const item = entry("sent");
      item.id = id;
      const preview = kept()[id];
      if (preview) bitmapOf(preview).then((image) => drawn(image, PREVIEW, item.canvas), () => {});
    }
    if (items.length) changed();

    if (chosen.length) take(chosen);
    box.pending = () => items.filter((item) => item.state === "sending" || item.state === "waiting" || item.state === "reading");
    box.failed = () => items.filter((item) => item.state === "failed");
    box.settled = async () => { while (box.pending().length) await Promise.race([Promise.all(box.pending().map((item) => item.done)), pause(200)]); };
    box.refuse = refuse;
  };

  const boxes = all("[data-photos]");
  boxes.forEach(setUp);
  for (const form of new Set(boxes.map((box) => box.closest("form")))) form.removeAttribute("enctype"); // no file goes with the form now

  // ---- A form waits for its photos, and says so; what could not be sent is not left out in silence.
  let waiting = null;
  document.addEventListener("submit", async (event) => {
    const form = event.target, own = boxes.filter((box) => box.closest("form") === form);
    if (!own.length) return;
    if (own.some((box) => box.failed().length)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const box of own) if (box.failed().length) { box.refuse(box.dataset.unsent); box.scrollIntoView({ block: "center" }); }
    } else if (own.some((box) => box.pending().length)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting === form) return;
      waiting = form;
      const button = event.submitter || form.querySelector("button:not([type=button])"), label = button.textContent;
      button.setAttribute("aria-disabled", "true");
      button.textContent = own[0].dataset.wait;
      for (const box of own) await box.settled();
      waiting = null;
      button.textContent = label;
      button.removeAttribute("aria-disabled");
      button.click();
    }
  }, true);
})();
