// Saves and opens plan files, as of `smartcrop crop --plan`, and exports them as `smartcrop plan export` does.

import { exportPlan } from './api.js';
import { announce, byId, make } from './dom.js';

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

function save({ edit, video }) {
  const name = video.name.split('/').at(-1).replace(/\.[^.]*$/, '');
  download(`${name}.plan.json`, 'application/json', JSON.stringify(edit.plan, null, 2));
}

async function exportFor({ edit, video }, format) {
  try {
    const { name, text, notes } = await exportPlan(video.id, edit.plan, format);
    download(name, 'application/octet-stream', text);
    announce([`Exported ${name}`, ...notes].join('; '));
  } catch (error) {
    announce(error.message);
  }
}

export function createPlanFile(store, studio) {
  const input = byId('plan-file');
  byId('plan-save').addEventListener('click', () => save(store.get()));
  byId('export').addEventListener('click', () => exportFor(store.get(), byId('export-format').value));
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
    byId('export').disabled = !edit;
  });
}
