// Keeps the history of edits in the browser's tab, so that undo and redo survive a reload.

const key = (id) => `smartcrop-history-${id}`;
/** Of one video, in characters. Browsers allow some five million for all of a server's pages. */
const longest = 1_000_000;

/** What most steps share, each part written once: an edit replaces one shot of a plan and keeps the others. */
function createParts() {
  const texts = [];
  const places = new Map();
  return {
    texts,
    place(value) {
      const text = JSON.stringify(value);
      if (!places.has(text)) places.set(text, texts.push(text) - 1);
      return places.get(text);
    },
  };
}

function packed({ plan, curves, drawn, ...rest }, parts) {
  const { shots, ...other } = plan;
  return { ...rest, plan: other, shots: shots.map(parts.place), curves: parts.place(curves ?? null), drawn: parts.place(drawn ?? []) };
}

function unpacked({ plan, shots, curves, drawn, ...rest }, parts) {
  return { ...rest, plan: { ...plan, shots: shots.map((i) => parts[i]) }, curves: parts[curves], drawn: parts[drawn] };
}

/** The text of the history {edits, present}; of one that is too long, the steps next to the present one. */
export function historyText({ edits, present }) {
  for (let reach = edits.length; ; reach = Math.floor(reach / 2)) {
    const first = Math.max(0, present - reach);
    const parts = createParts();
    const steps = edits.slice(first, present + reach + 1).map((edit) => packed(edit, parts));
    const text = JSON.stringify({ present: present - first, steps, parts: parts.texts });
    if (text.length <= longest) return text;
    if (reach === 0) return null;
  }
}

/** The history of a text; null if it is none. */
export function historyOf(text) {
  try {
    const { present, steps, parts } = JSON.parse(text);
    const values = parts.map((part) => JSON.parse(part));
    const edits = steps.map((step) => unpacked(step, values));
    return edits[present] ? { edits, present } : null;
  } catch {
    return null;
  }
}

const storage = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null; // the browser keeps nothing for this page
  }
})();

function put(name, text) {
  try {
    storage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

/** Keeps the history of a video. Where there is no room, those of other videos go. */
export function remember({ id, bytes }, history) {
  const text = storage && history.edits.length > 1 ? historyText(history) : null;
  storage?.removeItem(key(id));
  if (!text || put(key(id), `${bytes} ${text}`)) return;
  for (const name of Object.keys(storage)) if (name.startsWith(key(''))) storage.removeItem(name);
  put(key(id), `${bytes} ${text}`);
}

/** What remember() kept of this video; null if nothing, or if the file is another now. */
export function remembered({ id, bytes }) {
  const text = storage?.getItem(key(id));
  return text?.startsWith(`${bytes} `) ? historyOf(text.slice(text.indexOf(' '))) : null;
}
