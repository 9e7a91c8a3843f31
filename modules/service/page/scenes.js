// Scenes and their speeds.

import { byId, clock, make } from './dom.js';
import { seconds, withSpeed, withoutScenes } from './plan.js';

const speeds = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16];

export function createScenes(store, studio, player) {
  const list = byId('scenes');

  function row(scene, index, duration) {
    const start = seconds(scene.start);
    const end = scene.end === undefined ? duration : seconds(scene.end);
    const listed = speeds.includes(scene.speed) ? speeds : [...speeds, scene.speed].sort((a, b) => a - b);
    const speed = make('select', { 'aria-label': `Speed of scene ${index + 1}` },
      ...listed.map((value) => new Option(`${value}×`, value)));
    speed.value = scene.speed;
    speed.addEventListener('change', () =>
      studio.change(withSpeed(store.get().edit.plan, index, Number(speed.value))));
    return make('li', {},
      make('button', { type: 'button', class: 'link', onclick: () => player.seek(start) },
        `${clock(start)} – ${clock(end)}`),
      speed);
  }

  byId('scenes-make').addEventListener('click', studio.speedUp);
  byId('scenes-remove').addEventListener('click', () => studio.change(withoutScenes(store.get().edit.plan)));
  store.watch(({ edit: now, duration, tracking }) => [now?.plan, duration, tracking], (state) => {
    const { edit: now, duration, tracking } = state;
    const scenes = now?.plan.scenes ?? [];
    byId('scenes-make').hidden = scenes.length > 0;
    byId('scenes-make').disabled = !now || !tracking;
    byId('scenes-remove').hidden = scenes.length === 0;
    list.replaceChildren(...scenes.map((scene, index) => row(scene, index, duration)));
  });
}
