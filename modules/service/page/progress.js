// The progress of a job as a bar with the time left.

import { make, timeLeft } from './dom.js';

/** {element, show(job)} */
export function createProgress(what) {
  const line = make('span', { class: 'caption' });
  const bar = make('progress', { max: 100, 'aria-label': what });
  return {
    element: make('div', { class: 'progress' }, line, bar),
    show({ state, done, total, left_s: left }) {
      const isKnown = total > 0 && state === 'running';
      const share = isKnown ? Math.floor((100 * done) / total) : 0;
      const text = state === 'waiting' ? 'waiting' : isKnown ? `${share} %` : '';
      line.textContent = [what, text, timeLeft(isKnown ? left : null)].filter(Boolean).join(' · ');
      if (isKnown) bar.value = share;
      else bar.removeAttribute('value');
    },
  };
}
