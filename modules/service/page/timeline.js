// How the window does over time, shots, keyframes, scenes and the current time.

import { byId, clock, make, svg } from './dom.js';
import { cutTimes, keyframeTimes, seconds, shotIndexAt } from './plan.js';
import { shownPlan } from './store.js';

const height = 100; // of the curve's own units
const mostMarks = 400;

/** The values of the steps as one line, 0 to `duration` wide; steps without a value are left out. */
function curvePoints({ step_s: step, steps }, values, largest) {
  return steps.map((index, i) => [(index + 0.5) * step, values[i]]).filter(([, value]) => value !== null)
    .map(([x, value]) => [x, height - (value / largest) * height * 0.94]);
}

/** The same closed at the bottom. */
function areaPath(points, duration) {
  const line = points.map(([x, y]) => `L${x.toFixed(3)} ${y.toFixed(1)}`).join('');
  const first = points[0]?.[1] ?? height;
  const last = points.at(-1)?.[1] ?? height;
  return `M0 ${height}L0 ${first}${line}L${duration} ${last}L${duration} ${height}Z`;
}

function linePath(points) {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(3)} ${y.toFixed(1)}`).join('');
}

/** How the shown window does over time: {kept, certainty}; null where nobody reckoned it. */
function curvesOf({ analysis, tracking, edit }) {
  if (!edit) return null;
  const of = (result) => result?.document.aspects.find(({ aspect }) => aspect === edit.aspect)?.curves ?? null;
  if (edit.mode === 'follow') return edit.curves ?? of(tracking);
  return edit.candidate === 1 && !edit.touched ? of(analysis) : null;
}

const legend = {
  kept: ['area', 'how much of what matters the window holds'],
  certainty: ['line', 'how certain the choice is (bottom: something beside the window is as likely)'],
  motion: ['area', 'motion'],
};

export function createTimeline(store, player) {
  const curve = byId('curve');
  const seek = byId('seek');
  const shots = byId('shots');
  const scenes = byId('scene-lane');
  const percent = (time) => `${(100 * time) / (store.get().duration || 1)}%`;

  function drawCurve(state) {
    const { analysis, tracking, duration, edit } = state;
    curve.replaceChildren();
    if (!duration) return;
    curve.setAttribute('viewBox', `0 0 ${duration} ${height}`);
    const known = curvesOf(state);
    const follows = edit?.mode === 'follow' && tracking;
    const timeline = (known && !follows ? analysis : tracking ?? analysis)?.document.timeline;
    const shown = !timeline ? [] : known ? ['kept', 'certainty'] : ['motion'];
    for (const name of shown) {
      const values = known?.[name] ?? timeline[name];
      const points = curvePoints(timeline, values, known ? 1 : Math.max(...values, 1e-9));
      const [kind] = legend[name];
      curve.append(svg('path', { class: kind, d: kind === 'area' ? areaPath(points, duration) : linePath(points) }));
    }
    byId('curve-legend').replaceChildren(...shown.map((name) =>
      make('span', { class: legend[name][0] }, legend[name][1])));
    if (!edit) return;
    for (const shot of edit.plan.shots.slice(1)) {
      const x = seconds(shot.start);
      curve.append(svg('line', { class: 'cut', x1: x, x2: x, y1: 0, y2: height }));
    }
    for (const time of cutTimes(edit.plan).slice(0, mostMarks))
      curve.append(svg('line', { class: 'jump', x1: time, x2: time, y1: 0, y2: height }));
    for (const time of keyframeTimes(edit.plan).slice(0, mostMarks))
      curve.append(svg('line', { class: 'keyframe', x1: time, x2: time, y1: height * 0.86, y2: height }));
  }

  function drawShots({ edit, duration }) {
    shots.replaceChildren();
    scenes.replaceChildren();
    if (!edit || !duration) return;
    const { plan, notHeld } = edit;
    shots.append(...plan.shots.map((shot, i) => {
      const start = seconds(shot.start);
      const end = shot.end === undefined ? duration : Math.min(seconds(shot.end), duration);
      const button = make('button', { type: 'button', class: notHeld.includes(i) ? 'not-held' : '',
        title: `Shot ${i + 1}: ${clock(start)} to ${clock(end)}`, 'aria-label': `Shot ${i + 1}, from ${clock(start)}`,
        onclick: () => player.seek(start + 1e-3) }, String(i + 1));
      button.style.left = percent(start);
      button.style.width = percent(end - start);
      return button;
    }));
    scenes.hidden = !plan.scenes?.length;
    scenes.append(...(plan.scenes ?? []).map((scene) => {
      const start = seconds(scene.start);
      const end = scene.end === undefined ? duration : seconds(scene.end);
      const bar = make('span', { class: scene.speed === 1 ? '' : 'fast' }, `${scene.speed}×`);
      bar.style.left = percent(start);
      bar.style.width = percent(end - start);
      return bar;
    }));
  }

  function drawMoment(state) {
    seek.max = state.duration || 1;
    seek.value = state.time;
    seek.setAttribute('aria-valuetext', clock(state.time));
    byId('clock').textContent = `${clock(state.time)} / ${clock(state.duration || 0)}`;
    byId('playhead').style.left = percent(state.time);
    const plan = shownPlan(state);
    const now = plan ? shotIndexAt(plan, state.time) : -1;
    [...shots.children].forEach((button, i) => {
      if (i === now) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    });
  }

  seek.addEventListener('input', () => player.seek(Number(seek.value)));
  store.watch(({ edit, analysis, tracking, duration }) => [edit, analysis, tracking, duration], drawCurve);
  store.watch(({ edit, duration }) => [edit?.plan, duration], drawShots);
  store.watch(({ time, duration, edit }) => [time, duration, edit?.plan], drawMoment);
}
