// Rendering: choices, progress, and the files that came of it.

import { isOver, resultUrl } from './api.js';
import { byId, bytes, make } from './dom.js';
import { progressBar } from './progress.js';

function row(job, studio) {
  if (!isOver(job))
    return make('li', { 'data-state': job.state }, progressBar(job, 'Rendering'),
      make('button', { type: 'button', class: 'cancel', onclick: () => studio.cancel(job.id) }, 'Cancel'));
  if (job.state === 'done')
    return make('li', { 'data-state': 'done' },
      make('a', { class: 'download', href: resultUrl(job.id), download: job.result.name }, `Download ${job.result.name}`),
      make('span', { class: 'caption' }, `${bytes(job.result.bytes)}, ${job.result.path}`),
      ...job.result.notes.map((note) => make('span', { class: 'caption' }, note)));
  const text = job.state === 'cancelled' ? 'Cancelled. Nothing was written.' : job.error;
  return make('li', { 'data-state': job.state, class: job.state === 'failed' ? 'error' : '' }, text);
}

function savePlan({ edit, video }) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(edit.plan, null, 2)], { type: 'application/json' }));
  make('a', { href: url, download: `${video.name.split('/').at(-1).replace(/\.[^.]*$/, '')}.plan.json` }).click();
  URL.revokeObjectURL(url);
}

export function createRenders(store, studio) {
  const list = byId('renders');
  const button = byId('render');
  byId('plan-save').addEventListener('click', () => savePlan(store.get()));
  button.addEventListener('click', () =>
    studio.render({ crf: Number(byId('quality').value), audio: byId('sound').value }));
  store.watch(({ edit }) => [edit], ({ edit }) => {
    button.disabled = !edit;
    byId('plan-save').disabled = !edit;
  });
  store.watch(({ renders }) => [renders], ({ renders }) => {
    const focused = document.activeElement?.classList.contains('cancel') && list.contains(document.activeElement);
    list.replaceChildren(...renders.toReversed().map((job) => row(job, studio)));
    if (focused) list.querySelector('.cancel, .download')?.focus();
  });
}
