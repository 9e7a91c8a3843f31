// Drawing a box around something, to follow it from there through its shot.

import { byId } from './dom.js';

const smallest_px = 8; // of the source

export function createDrawing(store, studio, player) {
  const layer = byId('drawing');
  const box = byId('drawing-box');
  const button = byId('subject-draw');
  let from = null; // where the box begins, source px

  const canDraw = ({ edit, tracking }) => Boolean(edit && tracking);

  function show(isOn) {
    from = null;
    layer.hidden = !isOn;
    box.hidden = true;
    button.setAttribute('aria-pressed', String(isOn));
    if (isOn && store.get().playing) player.toggle();
  }

  const toggle = () => show(layer.hidden && canDraw(store.get()));

  function point({ clientX, clientY }) {
    const { left, top, width, height } = layer.getBoundingClientRect();
    const { video } = store.get();
    const along = (at, length, side) => Math.min(Math.max(at / length, 0), 1) * side;
    return { x: along(clientX - left, width, video.width), y: along(clientY - top, height, video.height) };
  }

  const between = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) });

  layer.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    from = point(event);
  });
  layer.addEventListener('pointermove', (event) => {
    if (!from) return;
    const { width, height } = store.get().video;
    const { x, y, w, h } = between(from, point(event));
    box.hidden = false;
    box.style.left = `${(100 * x) / width}%`;
    box.style.top = `${(100 * y) / height}%`;
    box.style.width = `${(100 * w) / width}%`;
    box.style.height = `${(100 * h) / height}%`;
  });
  layer.addEventListener('pointerup', (event) => {
    if (!from) return;
    const { x, y, w, h } = between(from, point(event));
    show(false);
    if (w < smallest_px || h < smallest_px) return;
    const sides = [x, y, w, h].map((side) => side.toFixed(1)).join(',');
    studio.follow(`${sides}@${store.get().time.toFixed(3)}`);
  });
  layer.addEventListener('pointercancel', () => show(false));
  button.addEventListener('click', toggle);
  store.watch((state) => [canDraw(state)], (state) => {
    button.disabled = !canDraw(state);
    if (button.disabled) show(false);
  });

  return { toggle, cancel: () => show(false) };
}
