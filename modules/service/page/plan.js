// Crop plans as the documents they are (JSON); every function returns a new plan and changes none.

/** Seconds of a plan's time: a number, "12.5", "1001/30000" or "00:01:02.5". */
export function seconds(time) {
  if (typeof time === 'number') return time;
  if (time.includes('/')) {
    const [numerator, denominator] = time.split('/').map(Number);
    return numerator / denominator;
  }
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** A time for a plan, to the microsecond. */
const timeText = (s) => String(Number(Math.max(0, s).toFixed(6)));

const sides = ['x', 'y', 'w', 'h'];
const pick = ({ x, y, w, h }) => ({ x, y, w, h });
const equalWindows = (a, b) => sides.every((side) => a[side] === b[side]);

/** The shot that holds a moment, or the one before it, or the first. */
export function shotIndexAt(plan, time) {
  let index = 0;
  plan.shots.forEach((shot, i) => {
    if (seconds(shot.start) <= time) index = i;
  });
  return index;
}

/** As evaluate_keyframes() of the reframe module. */
function between(from, to, time) {
  const start = seconds(from.time);
  const length = seconds(to.time) - start;
  const u = (time - start) / length;
  const window = {};
  for (const side of sides) {
    const a = from[side];
    const b = to[side];
    if (from.easing === 'cubic') {
      const va = (from.velocity?.[side] ?? 0) * length;
      const vb = (to.velocity?.[side] ?? 0) * length;
      window[side] = (2 * u ** 3 - 3 * u ** 2 + 1) * a + (u ** 3 - 2 * u ** 2 + u) * va +
        (3 * u ** 2 - 2 * u ** 3) * b + (u ** 3 - u ** 2) * vb;
    } else {
      const share = from.easing === 'smoothstep' ? u * u * (3 - 2 * u) : u;
      window[side] = a + (b - a) * share;
    }
  }
  return window;
}

export function inside(window, source) {
  const w = Math.min(Math.max(window.w, 1), source.width);
  const h = Math.min(Math.max(window.h, 1), source.height);
  return {
    x: Math.min(Math.max(window.x, 0), source.width - w),
    y: Math.min(Math.max(window.y, 0), source.height - h),
    w,
    h,
  };
}

function windowIn(keyframes, time) {
  const next = keyframes.findIndex((keyframe) => seconds(keyframe.time) > time);
  if (next === 0) return pick(keyframes[0]);
  if (next < 0) return pick(keyframes.at(-1));
  if (keyframes[next].cut) return pick(keyframes[next - 1]);
  return between(keyframes[next - 1], keyframes[next], time);
}

/** What is shown at a moment: {window, fit, shot}, and `second` in a shot with two windows. */
export function viewAt(plan, time) {
  const index = shotIndexAt(plan, time);
  const shot = plan.shots[index];
  const view = { window: inside(windowIn(shot.keyframes, time), plan.source), fit: shot.fit ?? 'crop', shot: index };
  if (shot.second_keyframes) view.second = inside(windowIn(shot.second_keyframes, time), plan.source);
  return view;
}

/** The halves of an output that two windows share, as output_halves() of the core module. */
export function outputHalves({ width, height }) {
  const half = (side) => 2 * Math.floor(side / 4);
  if (height > width) {
    return [{ x: 0, y: 0, w: width, h: half(height) },
      { x: 0, y: half(height), w: width, h: height - half(height) }];
  }
  return [{ x: 0, y: 0, w: half(width), h: height }, { x: half(width), y: 0, w: width - half(width), h: height }];
}

const replaceShot = (plan, index, ...shots) =>
  ({ ...plan, shots: plan.shots.toSpliced(index, 1, ...shots) });

/** Even whole pixels: such a window is cut out without resampling. */
function onWholePixels(window, source) {
  const even = (value) => Math.max(2, 2 * Math.round(value / 2));
  const w = Math.min(even(window.w), source.width);
  const h = Math.min(even(window.h), source.height);
  const corner = (value, limit) => Math.max(0, Math.min(2 * Math.round(value / 2), 2 * Math.floor(limit / 2)));
  return { x: corner(window.x, source.width - w), y: corner(window.y, source.height - h), w, h };
}

/** The keyframes from one cut to the next around a moment: [index of the first, index after the last]. */
function pieceAt(keyframes, time) {
  let first = 0;
  keyframes.forEach((keyframe, i) => {
    if (keyframe.cut && seconds(keyframe.time) <= time) first = i;
  });
  const end = keyframes.findIndex((keyframe, i) => i > first && keyframe.cut);
  return [first, end < 0 ? keyframes.length : end];
}

const cutOf = (keyframe) => (keyframe?.cut ? { cut: true } : {});

/**
 * Puts the window somewhere at a moment: moves one that rests between cuts, sets a keyframe of a moving one.
 * `list`: whose keyframes, 'second_keyframes' for the second window.
 */
export function withWindow(plan, time, window, fps, list = 'keyframes') {
  const { shot: index } = viewAt(plan, time);
  const shot = plan.shots[index];
  const { fit, kept_share, rival_share, subject, ...rest } = shot;
  const place = onWholePixels(window, plan.source);
  const [first, end] = pieceAt(shot[list], time);
  if (end - first === 1) {
    const keyframe = shot[list][first];
    const moved = { time: keyframe.time, ...place, ...cutOf(keyframe) };
    return replaceShot(plan, index, { ...rest, [list]: shot[list].toSpliced(first, 1, moved) });
  }
  return replaceShot(plan, index, { ...rest, [list]: insertKeyframe(shot[list], time, place, fps) });
}

/** A keyframe takes the place of one within half a frame. The ways to it and from it start and end slowly. */
function insertKeyframe(keyframes, time, window, fps) {
  const near = 0.5 / (fps || 25);
  const others = keyframes.filter((keyframe) => Math.abs(seconds(keyframe.time) - time) > near);
  const existing = keyframes.find((keyframe) => Math.abs(seconds(keyframe.time) - time) <= near);
  const made = { time: existing?.time ?? timeText(time), ...window, easing: 'smoothstep', ...cutOf(existing) };
  const before = others.filter((keyframe) => seconds(keyframe.time) < time);
  const after = others.filter((keyframe) => seconds(keyframe.time) > time);
  const last = before.pop();
  return [...before, ...(last ? [{ ...last, easing: 'smoothstep' }] : []), made, ...after];
}

/** Makes a fixed shot one that may move: a keyframe where the moment is. */
export function withKeyframe(plan, time, fps) {
  const { window, shot: index } = viewAt(plan, time);
  const shot = plan.shots[index];
  const start = seconds(shot.keyframes[0].time);
  const place = onWholePixels(window, plan.source);
  if (shot.keyframes.length > 1 || time - start > 0.5 / (fps || 25))
    return replaceShot(plan, index, { ...shot, keyframes: insertKeyframe(shot.keyframes, time, place, fps) });
  return plan;
}

/** Without the keyframe at a moment; the last one stays. The next one before another cut takes over its cut. */
export function withoutKeyframe(plan, time, fps) {
  const index = shotIndexAt(plan, time);
  const shot = plan.shots[index];
  const near = 0.5 / (fps || 25);
  const gone = shot.keyframes.findIndex((keyframe) => Math.abs(seconds(keyframe.time) - time) <= near);
  if (gone < 0 || shot.keyframes.length === 1) return plan;
  const keyframes = shot.keyframes.toSpliced(gone, 1);
  if (shot.keyframes[gone].cut && gone < keyframes.length) keyframes[gone] = { ...keyframes[gone], cut: true };
  return replaceShot(plan, index, { ...shot, keyframes });
}

/** Divides fixed shots at the given starts (text of times): the same picture, and each can be changed alone. */
export function splitAt(plan, starts) {
  const shots = plan.shots.flatMap((shot) => {
    if (shot.keyframes.length > 1 || shot.second_keyframes || shot.fit === 'pad') return [shot];
    const end = shot.end === undefined ? Infinity : seconds(shot.end);
    const cuts = starts.filter((time) => seconds(time) > seconds(shot.start) && seconds(time) < end);
    const begins = [shot.start, ...cuts];
    return begins.map((start, i) => {
      const part = { ...shot, start, keyframes: [{ ...shot.keyframes[0], time: start }] };
      if (i + 1 < begins.length) part.end = begins[i + 1];
      return part;
    });
  });
  return { ...plan, shots };
}

/** The shot of another plan (the one that follows the subject) that covers the middle of a shot. */
function counterpart(shot, followed, duration) {
  if (!followed) return undefined;
  const end = shot.end === undefined ? duration : seconds(shot.end);
  return followed.shots[shotIndexAt(followed, (seconds(shot.start) + end) / 2)];
}

const sameKeyframes = (a, b) =>
  a.length === b.length && a.every((keyframe, i) => keyframe.time === b[i].time &&
    Boolean(keyframe.cut) === Boolean(b[i].cut) && equalWindows(keyframe, b[i]));

const near = (a, b) => Math.abs(a - b) < 1e-4;
const allAlike = (a = [], b = [], alike) => a.length === b.length && a.every((one, i) => alike(one, b[i]));

const sameWindow = (k, l) => near(seconds(k.time), seconds(l.time)) && Boolean(k.cut) === Boolean(l.cut) &&
  sides.every((side) => near(k[side], l[side]));
const sameStart = (s, t) => near(seconds(s.start), seconds(t.start));
const sameShot = (s, t) => sameStart(s, t) && (s.fit ?? 'crop') === (t.fit ?? 'crop') &&
  allAlike(s.keyframes, t.keyframes, sameWindow) && allAlike(s.second_keyframes, t.second_keyframes, sameWindow);

/** Whether two plans show the same, however their numbers are written. */
export function samePlans(a, b) {
  const sameScene = (s, t) => sameStart(s, t) && near(s.speed, t.speed);
  return a.output.width === b.output.width && a.output.height === b.output.height &&
    allAlike(a.shots, b.shots, sameShot) && allAlike(a.scenes, b.scenes, sameScene);
}

/** A window of another shape (width / height) with the same middle and the same share of the largest that fits. */
function reshaped(window, shape, source) {
  const largest = (ratio) => Math.min(source.width, source.height * ratio);
  const w = (window.w / largest(window.w / window.h)) * largest(shape);
  const h = w / shape;
  return inside({ x: window.x + (window.w - w) / 2, y: window.y + (window.h - h) / 2, w, h }, source);
}

function reshapedKeyframe(keyframe, shape, source) {
  const window = reshaped(keyframe, shape, source);
  const whole = onWholePixels(window, source);
  if (!keyframe.velocity) return { ...keyframe, ...whole };
  const step_s = 1e-3;
  const sum = (side) => keyframe[side] + step_s * (keyframe.velocity[side] ?? 0);
  const next = reshaped({ x: sum('x'), y: sum('y'), w: sum('w'), h: sum('h') }, shape, source);
  const velocity = Object.fromEntries(sides.map((side) => [side, (next[side] - window[side]) / step_s]));
  return { ...keyframe, ...inside({ ...window, w: whole.w, h: whole.h }, source), velocity };
}

/**
 * `plan` in the shape of another one, `made`: shots that were set by hand, that is, are not as in the proposal `usual`, keep
 * the middle of their windows; others are those of `made`. `shape`: width / height of a window that fills the output.
 */
export function inShapeOf(made, plan, usual, shape) {
  const { width, height } = made.output;
  const [half] = outputHalves(made.output);
  const halfShape = (shape * half.w * height) / (half.h * width);
  const moved = (keyframes, to) => keyframes.map((keyframe) => reshapedKeyframe(keyframe, to, made.source));
  const kept = ({ kept_share, rival_share, ...shot }) => {
    if (shot.fit === 'pad') return shot;
    if (!shot.second_keyframes) return { ...shot, keyframes: moved(shot.keyframes, shape) };
    return { ...shot, keyframes: moved(shot.keyframes, halfShape), second_keyframes: moved(shot.second_keyframes, halfShape) };
  };
  const hasSameShots = allAlike(plan.shots, made.shots, sameStart);
  const isProposed = (shot) => hasSameShots && usual.shots.some((other) => sameShot(shot, other));
  const shots = plan.shots.map((shot, i) => (isProposed(shot) ? made.shots[i] : kept(shot)));
  return { ...plan, output: made.output, shots };
}

/** "center", "fixed", "follow" or "pad". */
export function lockOf(plan, index, followed, duration) {
  const shot = plan.shots[index];
  if (shot.fit === 'pad') return 'pad';
  const other = counterpart(shot, followed, duration);
  if (other && sameKeyframes(shot.keyframes, other.keyframes)) return 'follow';
  if (shot.keyframes.length > 1) return 'follow';
  const { x, y, w, h } = shot.keyframes[0];
  const { width, height } = plan.source;
  return Math.abs(x + w / 2 - width / 2) <= 2 && Math.abs(y + h / 2 - height / 2) <= 2 ? 'center' : 'fixed';
}

/** Locks a shot. `crop`: the usual size of the window; `followed`: the plan that follows the subject. */
export function withLock(plan, index, lock, { time, crop, followed, duration }) {
  const { fit, kept_share, rival_share, second_keyframes, layout_reason, subject, ...shot } = plan.shots[index];
  const { width, height } = plan.source;
  const fixed = (window) => replaceShot(plan, index, { ...shot, keyframes: [{ time: shot.start, ...window }] });
  if (lock === 'pad')
    return replaceShot(plan, index,
      { ...shot, fit: 'pad', keyframes: [{ time: shot.start, x: 0, y: 0, w: width, h: height }] });
  if (lock === 'follow') {
    const { start, end, ...path } = counterpart(shot, followed, duration);
    return replaceShot(plan, index, { ...shot, ...path });
  }
  const here = viewAt(plan, Math.max(seconds(shot.start), shotIndexAt(plan, time) === index ? time : 0));
  const size = fit === 'pad' ? crop : here.window;
  const centered = { x: (width - size.w) / 2, y: (height - size.h) / 2, w: size.w, h: size.h };
  return fixed(onWholePixels(lock === 'center' || fit === 'pad' ? centered : here.window, plan.source));
}

/** What the user asked to be followed, for `--follow`, in the order of the shots. */
export const wishesOf = (plan) => plan.shots.map(({ subject }) => subject?.follow).filter(Boolean);

/**
 * The plan with the shots that `takes(shot, index)` names as they are in the steered plan. Other shots stay as they
 * are, but boxes may have other numbers.
 */
export function withSteered(plan, steered, duration, takes) {
  return plan.shots.reduce((now, shot, index) => {
    const other = counterpart(shot, steered, duration);
    if (takes(other, index)) return withLock(now, index, 'follow', { time: 0, followed: steered, duration });
    if (!shot.subject?.follow || shot.subject.follow !== other.subject?.follow) return now;
    return replaceShot(now, index, { ...shot, subject: other.subject });
  }, plan);
}

/** The output as large as the largest window. */
export function withOwnSize(plan) {
  const windows = plan.shots.filter((shot) => shot.fit !== 'pad' && !shot.second_keyframes).flatMap((shot) => shot.keyframes);
  if (windows.length === 0) return plan;
  const largest = windows.reduce((a, b) => (b.w * b.h > a.w * a.h ? b : a));
  const even = (side) => 2 * Math.max(1, Math.round(side / 2));
  return { ...plan, output: { width: even(largest.w), height: even(largest.h) } };
}

export const withSize = (plan, { width, height }) => ({ ...plan, output: { width, height } });

export function withoutScenes(plan) {
  const { scenes, retime, ramp_s, ...rest } = plan;
  return rest;
}

/** How fast the output plays at a moment; what no scene holds plays at 1. */
export function speedAt(plan, time) {
  const scene = plan.scenes?.findLast(({ start }) => seconds(start) <= time);
  return !scene || (scene.end !== undefined && seconds(scene.end) <= time) ? 1 : scene.speed;
}

export function withSpeed(plan, index, speed) {
  return { ...plan, scenes: plan.scenes.map((scene, i) => (i === index ? { ...scene, speed } : scene)) };
}

/** Times at which the window jumps within a shot. */
export const cutTimes = (plan) => plan.shots.flatMap((shot) =>
  shot.keyframes.filter(({ cut }) => cut).map(({ time }) => seconds(time)));

/** Times of the keyframes of moving shots, and of the starts of fixed ones. */
export const keyframeTimes = (plan) => plan.shots.flatMap((shot) => shot.keyframes.map(({ time }) => seconds(time)));
