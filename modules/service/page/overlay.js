// The crop window over the source: shown as planned, moved and resized by pointer and keys.

import { byId } from './dom.js';
import { inside, viewAt, withWindow } from './plan.js';
import { shownPlan } from './store.js';

const smallest_px = 32;
const step = 1 / 100; // of the source's width, by one key
const zoom = 1.05;
const still_px = 4; // of the screen: a pointer that moves less is a click

/** A window of the same shape and another width that keeps its middle, or the given corner's opposite. */
function resized(window, width, source, corner) {
  const shape = window.h / window.w;
  const w = Math.min(Math.max(width, smallest_px), source.width, source.height / shape);
  const h = w * shape;
  const x = corner ? (corner.includes('w') ? window.x + window.w - w : window.x) : window.x + (window.w - w) / 2;
  const y = corner ? (corner.includes('n') ? window.y + window.h - h : window.y) : window.y + (window.h - h) / 2;
  return inside({ x, y, w, h }, source);
}

/** As resized(), but no larger than the source leaves room for, so that the opposite corner stays. */
function pulled(window, width, source, corner) {
  const roomX = corner.includes('w') ? window.x + window.w : source.width - window.x;
  const roomY = corner.includes('n') ? window.y + window.h : source.height - window.y;
  return resized(window, Math.min(width, roomX, roomY * window.w / window.h), source, corner);
}

/** One window. `list`: whose keyframes. */
function createWindow(store, studio, element, list) {
  const stage = byId('stage');
  const name = list === 'keyframes' ? 'Crop window' : 'Second crop window';
  let grip = null; // what is being dragged, and from where
  let dragged = false; // whether the last press moved the window

  const fps = () => store.get().video.fps;
  /** {window, fit, shared}; without a window where the shot has no second one. */
  function viewIn(plan, time) {
    const { window, second, fit } = viewAt(plan, time);
    return { window: list === 'keyframes' ? window : second, fit, shared: Boolean(second) };
  }
  const view = () => viewIn(shownPlan(store.get()), store.get().time);

  function place(state) {
    const plan = shownPlan(state);
    const { window, fit, shared } = plan && state.video ? viewIn(plan, state.time) : {};
    element.hidden = !window;
    if (!window) return;
    const { width, height } = plan.source;
    element.style.left = `${(window.x / width) * 100}%`;
    element.style.top = `${(window.y / height) * 100}%`;
    element.style.width = `${(window.w / width) * 100}%`;
    element.style.height = `${(window.h / height) * 100}%`;
    element.classList.toggle('padded', fit === 'pad');
    element.classList.toggle('shared', shared);
    const round = Math.round;
    element.dataset.window = [window.x, window.y, window.w, window.h].map((n) => n.toFixed(2)).join(',');
    element.setAttribute('aria-label', fit === 'pad' ? `${name}: the whole picture` :
      `${name}: ${round(window.w)} by ${round(window.h)} at ${round(window.x)}, ${round(window.y)}`);
  }

  function down(event) {
    if (event.button !== 0 || view().fit === 'pad') return;
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
    const plan = store.get().edit.plan;
    grip = { x: event.clientX, y: event.clientY, corner: event.target.dataset.corner, window: view().window, plan,
      time: store.get().time, perPixel: plan.source.width / stage.clientWidth,
      perLine: plan.source.height / stage.clientHeight };
  }

  function move(event) {
    if (!grip) return;
    dragged ||= Math.hypot(event.clientX - grip.x, event.clientY - grip.y) > still_px;
    if (!dragged) return;
    const dx = (event.clientX - grip.x) * grip.perPixel;
    const dy = (event.clientY - grip.y) * grip.perLine;
    const { window, corner, plan, time } = grip;
    const along = corner?.includes('w') ? -dx : dx;
    const target = corner
      ? pulled(window, window.w + along, plan.source, corner)
      : inside({ ...window, x: window.x + dx, y: window.y + dy }, plan.source);
    store.set({ draft: withWindow(plan, time, target, fps(), list) });
  }

  function up() {
    if (!grip) return;
    grip = null;
    const { draft } = store.get();
    if (draft) studio.change(draft);
  }

  function setTo(window) {
    const { edit, time } = store.get();
    studio.change(withWindow(edit.plan, time, window, fps(), list));
  }

  function resize(factor) {
    const { edit } = store.get();
    if (!edit || view().fit === 'pad') return;
    setTo(resized(view().window, view().window.w * factor, edit.plan.source));
  }

  function key(event) {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const direction = arrows[event.key];
    if (!direction || event.ctrlKey || event.metaKey || view().fit === 'pad') return;
    event.preventDefault();
    event.stopPropagation();
    const { source } = store.get().edit.plan;
    const length = Math.max(2, Math.round(source.width * step * (event.shiftKey ? 5 : 1)));
    const { window } = view();
    setTo(inside({ ...window, x: window.x + direction[0] * length, y: window.y + direction[1] * length }, source));
  }

  stage.addEventListener('pointerdown', () => { dragged = false; }, { capture: true });
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', () => {
    grip = null;
    store.set({ draft: null });
  });
  element.addEventListener('keydown', key);
  store.watch((state) => [state.edit, state.draft, state.time, state.video], place);

  return { wasDragged: () => dragged, larger: () => resize(zoom), smaller: () => resize(1 / zoom) };
}

export function createOverlay(store, studio) {
  const second = createWindow(store, studio, byId('second-window'), 'second_keyframes');
  const first = createWindow(store, studio, byId('window'), 'keyframes');
  return { ...first, wasDragged: () => first.wasDragged() || second.wasDragged() };
}
