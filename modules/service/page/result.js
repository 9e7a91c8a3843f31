// Preview of the crop, painted as the renderer does.

import { byId } from './dom.js';
import { outputHalves, viewAt } from './plan.js';
import { shownPlan } from './store.js';

const longest_px = 720;
const blur_share = 1 / 38; // of the long side: the renderer blurs by 2.5 px of 96

/** Paints `window` of the picture into a rectangle of the canvas. `scale`: picture px for one px of the source. */
function paint(context, { image }, window, scale, place) {
  context.drawImage(image, window.x * scale.x, window.y * scale.y, window.w * scale.x, window.h * scale.y,
    place.x, place.y, place.w, place.h);
}

/** The middle of a window in the canvas's shape. */
function cover(window, canvas) {
  const factor = Math.min(window.w / canvas.width, window.h / canvas.height);
  const w = canvas.width * factor;
  const h = canvas.height * factor;
  return { x: window.x + (window.w - w) / 2, y: window.y + (window.h - h) / 2, w, h };
}

function paintPadded(context, picture, window, scale, background) {
  const { canvas } = context;
  const whole = { x: 0, y: 0, w: canvas.width, h: canvas.height };
  if (background?.fill === 'color') {
    context.fillStyle = background.color;
    context.fillRect(0, 0, canvas.width, canvas.height);
  } else {
    context.filter = `blur(${Math.max(canvas.width, canvas.height) * blur_share}px)`;
    paint(context, picture, cover(window, canvas), scale, whole);
    context.filter = 'none';
  }
  const factor = Math.min(canvas.width / window.w, canvas.height / window.h);
  const w = window.w * factor;
  const h = window.h * factor;
  paint(context, picture, window, scale, { x: (canvas.width - w) / 2, y: (canvas.height - h) / 2, w, h });
}

export function createResult(store, player) {
  const canvas = byId('after');
  const caption = byId('after-caption');
  const context = canvas.getContext('2d', { alpha: false });

  function draw(state) {
    const plan = shownPlan(state);
    if (!plan || !state.video) return;
    const { width, height } = plan.output;
    const aspect = state.video.pixel_aspect;
    const factor = Math.min(1, longest_px / Math.max(width * aspect, height));
    const size = [Math.round(width * aspect * factor), Math.round(height * factor)];
    if (canvas.width !== size[0]) canvas.width = size[0];
    if (canvas.height !== size[1]) canvas.height = size[1];
    const picture = player.picture();
    if (!picture) return;
    const scale = { x: picture.width / plan.source.width, y: picture.height / plan.source.height };
    const { window, second, fit } = viewAt(plan, state.time);
    if (second) {
      const x = canvas.width / width;
      const y = canvas.height / height;
      outputHalves(plan.output).forEach((half, i) => paint(context, picture, i === 0 ? window : second, scale,
        { x: half.x * x, y: half.y * y, w: half.w * x, h: half.h * y }));
    } else if (fit === 'pad') paintPadded(context, picture, window, scale, plan.background);
    else paint(context, picture, window, scale, { x: 0, y: 0, w: canvas.width, h: canvas.height });
    caption.textContent = `${width} × ${height}`;
  }

  store.watch((state) => [state.edit, state.draft, state.time, state.shownPicture, state.media], draw);
}
