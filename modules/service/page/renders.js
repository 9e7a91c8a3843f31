// Rendering: options, progress and finished files.

import { isOver, resultUrl } from './api.js';
import { byId, bytes, make } from './dom.js';
import { createProgress } from './progress.js';

function running(job, studio) {
  const { outputs } = job.request;
  const progress = createProgress(outputs > 1 ? `Rendering ${outputs} videos` : 'Rendering');
  const element = make('li', {}, progress.element,
    make('button', { type: 'button', class: 'cancel', onclick: () => studio.cancel(job.id) }, 'Cancel'));
  return { element, show: progress.show };
}

/** A path that is wrapped behind its marks rather than inside a word. */
const wrapped = (text) => text.split(/(?<=[._/-])/).flatMap((part, i) => (i > 0 ? [make('wbr'), part] : [part]));

/** What a rendering has come to. */
function ended({ id, state, results, error }) {
  if (state === 'canceled') return ['Canceled. Nothing was written.'];
  if (state === 'failed') return [make('span', { class: 'error' }, error)];
  return results.flatMap(({ name, path, bytes: size, notes }, i) => [
    make('a', { class: 'download', href: resultUrl(id, i + 1), download: name }, ...wrapped(`Download ${name}`)),
    make('span', { class: 'caption' }, ...wrapped(`${bytes(size)}, ${path}`)),
    ...notes.map((note) => make('span', { class: 'caption' }, note))]);
}

/** How it is to be encoded, as chosen on the page. */
export const encoding = () => ({ crf: Number(byId('quality').value), audio: byId('sound').value });

export function createRenders(store, studio) {
  const list = byId('renders');
  const button = byId('render');
  button.addEventListener('click', () => studio.render(encoding()));
  store.watch(({ edit }) => [edit], ({ edit }) => {
    button.disabled = !edit;
  });
  const rows = new Map(); // by job
  store.watch(({ renders }) => [renders], ({ renders }) => {
    for (const [id, { element }] of rows) {
      if (renders.some((job) => job.id === id)) continue;
      element.remove();
      rows.delete(id);
    }
    for (const job of renders) {
      if (!rows.has(job.id)) {
        rows.set(job.id, running(job, studio));
        list.prepend(rows.get(job.id).element);
      }
      const { element, show } = rows.get(job.id);
      if (element.dataset.state === job.state && isOver(job)) continue;
      element.dataset.state = job.state;
      if (!isOver(job)) {
        show(job);
        continue;
      }
      const hadFocus = element.contains(document.activeElement);
      element.replaceChildren(...ended(job));
      if (hadFocus) (element.querySelector('a') ?? button).focus();
    }
  });
}
