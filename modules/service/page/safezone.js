// The edges of the crop that a platform's interface covers, shown over the window.

import * as api from './api.js';
import { byId, make } from './dom.js';

const covers = ({ safe_zone: zone }) => Object.values(zone).some((share) => share > 0);
const percent = (share) => `${(share * 100).toFixed(2)}%`;

export function createSafeZone(store) {
  const select = byId('safe-zone');
  const free = make('div', { class: 'free' });
  const layer = make('div', { class: 'safe-zone', 'aria-hidden': 'true', hidden: true }, free);
  byId('window').prepend(layer);
  let platforms = [];

  function show() {
    const platform = platforms.find(({ name }) => name === select.value);
    layer.hidden = !platform;
    if (!platform) return;
    const { left, top, right, bottom } = platform.safe_zone;
    free.style.inset = [top, right, bottom, left].map(percent).join(' ');
  }

  /** Offers the platforms of the plan's shape. */
  function list({ edit }) {
    const fitting = platforms.filter(({ aspect }) => aspect === edit?.aspect);
    const chosen = select.value;
    select.replaceChildren(make('option', { value: '' }, 'off'),
      ...fitting.map(({ name, title }) => make('option', { value: name }, title)));
    select.value = fitting.some(({ name }) => name === chosen) ? chosen : '';
    byId('safe-zone-choice').hidden = fitting.length === 0;
    show();
  }

  select.addEventListener('change', show);
  store.watch(({ edit }) => [edit?.aspect], list);
  api.platforms().then(({ platforms: all }) => {
    platforms = all.filter(covers);
    list(store.get());
  }, () => {}); // without them there is nothing to choose
}
