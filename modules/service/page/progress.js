// The progress of a job as a bar with the time left.

import { make, timeLeft } from './dom.js';

export function progressBar({ state, done, total, left_s: left }, what) {
  const isKnown = total > 0 && state === 'running';
  const share = isKnown ? Math.floor((100 * done) / total) : 0;
  const text = state === 'waiting' ? 'waiting' : isKnown ? `${share} %` : '';
  return make('div', { class: 'progress' },
    make('span', { class: 'caption' }, [what, text, timeLeft(isKnown ? left : null)].filter(Boolean).join(' · ')),
    make('progress', { max: 100, ...(isKnown ? { value: share } : {}), 'aria-label': what }));
}
