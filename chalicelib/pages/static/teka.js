// Solves the form's puzzle while people type (chalicelib/domain/rate_limits/puzzles.py): a little work, which nobody
// notices who sends one report. A form that came too soon, or while many come from its network, is sent again by itself.
(() => {
  "use strict";
  const form = document.querySelector("#laporan");
  if (!form) return;
  const { puzzle, solution } = form.elements, text = new TextEncoder();
  const ITERATIONS = 1000;
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // PBKDF2 runs natively and beside the page, so nothing that people do stutters.
  const solve = async () => {
    const given = puzzle.value, bits = Number(given.split(".")[1]);
    const key = await crypto.subtle.importKey("raw", text.encode(given), "PBKDF2", false, ["deriveBits"]);
    for (let n = 0; puzzle.value === given; n++) {
      const salt = text.encode(n.toString(36));
      const found = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS }, key, 32);
      if (new DataView(found).getUint32(0) >>> (32 - bits) === 0) { solution.value = n.toString(36); return; }
    }
  };
  let working = null;
  form.solved = () => {
    if (solution.value || !puzzle.value || !crypto.subtle) return Promise.resolve(); // without it the form has to wait
    working ||= solve().catch(() => {}).finally(() => { working = null; }); // unsolved, it has waited instead
    return working;
  };
  form.solved();

  if ("resend" in form.dataset) {
    const words = document.querySelector("#ramai-kata");
    words.textContent = form.dataset.working;
    Promise.all([form.solved(), pause(1000 * Number(form.dataset.resend))]).then(() => form.querySelector("#kirim").click());
  }
})();
