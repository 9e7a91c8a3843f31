// The candidates, each with its crop and the reason.

import { frameUrl } from './api.js';
import { byId, make } from './dom.js';

const thumbnail_px = 240;

/** What each metric adds to the score, as a bar. */
function breakdown({ breakdown: parts }) {
  const names = Object.keys(parts).sort((a, b) => (b === 'importance') - (a === 'importance'));
  const shares = names.filter((name) => parts[name] >= 0.5);
  const text = shares.map((name) => `${name} ${Math.round(parts[name])}`).join(', ');
  const bar = make('span', { class: 'breakdown', role: 'img', 'aria-label': `Score from ${text}`, title: text });
  for (const name of shares) {
    const part = make('span', { class: `part ${name}` });
    part.style.width = `${parts[name]}%`;
    bar.append(part);
  }
  return bar;
}

export function createGallery(store, studio) {
  const list = byId('gallery');

  function card(candidate) {
    const { rank, x, y, w, h, score, strategy, reason } = candidate;
    const picture = make('img', { alt: '', width: thumbnail_px, height: Math.round((thumbnail_px * h) / w),
      src: frameUrl(store.get().videoId, { width: thumbnail_px, crop: [x, y, w, h].join(',') }) });
    return make('li', {}, make('button', { type: 'button', class: 'card', 'data-rank': rank, 'aria-pressed': 'false',
      onclick: () => studio.choose({ mode: 'fixed', candidate: rank }) },
    picture,
    make('span', { class: 'about' },
      make('span', { class: 'rank' }, `${rank}. ${strategy}`, make('b', {}, score.toFixed(0))),
      breakdown(candidate),
      make('span', { class: 'reason' }, reason))));
  }

  function draw({ analysis, edit }) {
    list.replaceChildren();
    const aspect = analysis?.document.aspects.find((one) => one.aspect === (edit?.aspect ?? '9:16'));
    if (aspect) list.append(...aspect.candidates.map(card));
  }

  function mark({ edit }) {
    for (const button of list.querySelectorAll('.card')) {
      const isChosen = edit?.mode === 'fixed' && !edit.touched && Number(button.dataset.rank) === edit.candidate;
      button.setAttribute('aria-pressed', String(isChosen));
    }
  }

  store.watch(({ analysis, edit }) => [analysis, edit?.aspect], (state) => {
    draw(state);
    mark(state);
  });
  store.watch(({ edit }) => [edit], mark);
}
