// Saves and opens plan files, as of `smartcrop crop --plan`.

import { announce, byId, make } from './dom.js';

function save({ edit, video }) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(edit.plan, null, 2)], { type: 'application/json' }));
  make('a', { href: url, download: `${video.name.split('/').at(-1).replace(/\.[^.]*$/, '')}.plan.json` }).click();
  URL.revokeObjectURL(url);
}

export function createPlanFile(store, studio) {
  const input = byId('plan-file');
  byId('plan-save').addEventListener('click', () => save(store.get()));
  byId('plan-open').addEventListener('click', () => input.click());
  input.addEventListener('change', async () => {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    try {
      await studio.adopt(JSON.parse(await file.text()));
    } catch (error) {
      announce(`${file.name}: ${error instanceof SyntaxError ? 'is not a plan' : error.message}`);
    }
  });
  store.watch(({ edit }) => [edit], ({ edit }) => {
    byId('plan-save').disabled = !edit;
    byId('plan-open').disabled = !edit;
  });
}
