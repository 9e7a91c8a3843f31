// The current shot: how its window is locked, and its keyframes.

import { byId, clock, make } from './dom.js';
import { lockOf, seconds, shotIndexAt, withKeyframe, withLock, withoutKeyframe } from './plan.js';

const locks = [
  ['center', 'Center', 'the middle of the picture'],
  ['fixed', 'Fixed', 'where it is now'],
  ['follow', 'Follow', 'follows the subject'],
  ['pad', 'Padded', 'the whole picture before a blurred background'],
];

export function createShots(store, studio, overlay) {
  const group = byId('locks');
  const fps = () => store.get().video.fps;

  group.append(...locks.map(([lock, name, title]) =>
    make('button', { type: 'button', 'data-lock': lock, title, 'aria-pressed': 'false', onclick: () => set(lock) }, name)));

  function set(lock) {
    const { edit, time, duration, analysis, followed } = store.get();
    const { w, h } = analysis.document.aspects.find((one) => one.aspect === edit.aspect).crop;
    const index = shotIndexAt(edit.plan, time);
    const options = { time, duration, crop: { w, h }, followed: followed[edit.aspect] };
    studio.change(withLock(edit.plan, index, lock, options));
  }

  const keyframe = (make_) => {
    const { edit, time } = store.get();
    if (!edit) return;
    const plan = make_(edit.plan, time, fps());
    if (plan !== edit.plan) studio.change(plan);
  };
  const add = () => keyframe(withKeyframe);
  const remove = () => keyframe(withoutKeyframe);

  function draw({ edit, time, duration, analysis, followed }) {
    const buttons = [...group.children, byId('keyframe-add'), byId('keyframe-remove'), byId('smaller'), byId('larger')];
    for (const button of buttons) button.disabled = !edit || !analysis;
    if (!edit) return;
    const index = shotIndexAt(edit.plan, time);
    const shot = edit.plan.shots[index];
    const end = shot.end === undefined ? duration : seconds(shot.end);
    byId('shot-title').textContent = edit.plan.shots.length === 1 ? 'Whole video' :
      `Shot ${index + 1} of ${edit.plan.shots.length}, ${clock(seconds(shot.start))} – ${clock(end)}`;
    const target = followed[edit.aspect];
    const now = lockOf(edit.plan, index, target, duration);
    for (const button of group.children) {
      button.setAttribute('aria-pressed', String(button.dataset.lock === now));
      if (button.dataset.lock === 'follow' && !target) button.disabled = true;
    }
    byId('keyframe-remove').disabled = shot.keyframes.length < 2;
    const count = shot.keyframes.length;
    byId('shot-hint').textContent = edit.notHeld.includes(index) && now !== 'pad'
      ? 'No window of this shape holds all that matters here. Padded shows the whole picture.'
      : count > 1 ? `${count} keyframes. Dragging the window sets one.` : 'Drag the window to place it.';
  }

  byId('keyframe-add').addEventListener('click', add);
  byId('keyframe-remove').addEventListener('click', remove);
  byId('smaller').addEventListener('click', overlay.smaller);
  byId('larger').addEventListener('click', overlay.larger);
  const shotNow = ({ edit, time }) => (edit ? shotIndexAt(edit.plan, time) : -1);
  store.watch((state) => [state.edit, state.analysis, state.followed, state.duration, shotNow(state)], draw);

  return { add, remove };
}
