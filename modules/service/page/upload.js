// Adds videos to the folder: dropped on the list of videos, or chosen.

import * as api from './api.js';
import { announce, byId, make } from './dom.js';
import { createProgress } from './progress.js';

const notByName = 'is not a video by its name. MP4, MOV, MKV, WebM and most others are.';

/** The files among what was dropped; folders cannot be sent. */
const filesOf = ({ items }) => [...items].filter((item) => item.kind === 'file' && item.webkitGetAsEntry?.()?.isDirectory !== true)
  .map((item) => item.getAsFile()).filter(Boolean);

/** `added(videos)` is called when all are sent. */
export function createUploads(store, added) {
  const area = byId('upload-area');
  const list = byId('uploads');
  const input = byId('upload-file');
  const waiting = []; // [file, row, controller]
  let isSending = false;

  const canAdd = () => Boolean(store.get().library?.uploads) && !byId('library').hidden;

  function rowOf(file, controller) {
    const progress = createProgress(`Adding ${file.name}`);
    progress.show({ state: 'waiting' });
    const element = make('li', {}, progress.element, make('button', { type: 'button', class: 'cancel',
      'aria-label': `Cancel ${file.name}`, onclick: () => controller.abort() }, 'Cancel'));
    return { element, progress };
  }

  function fail({ element }, text) {
    element.replaceChildren(make('span', { class: 'error' }, text),
      make('button', { type: 'button', class: 'cancel', onclick: () => element.remove() }, 'Close'));
  }

  async function send([file, row, { signal }]) {
    const tell = (share) => row.progress.show({ state: 'running', done: share, total: 1 });
    try {
      signal.throwIfAborted();
      tell(0);
      const video = await api.upload(file, tell, signal);
      row.element.remove();
      return video;
    } catch (error) {
      if (signal.aborted) row.element.remove();
      else fail(row, error.status === 400 ? `${file.name} ${notByName}` : error.message);
      return null;
    }
  }

  async function sendAll() {
    isSending = true;
    const videos = [];
    for (let next = waiting.shift(); next; next = waiting.shift()) videos.push(await send(next));
    isSending = false;
    const new_ = videos.filter(Boolean);
    if (new_.length === 0) return;
    announce(new_.length === 1 ? `${new_[0].name} is added.` : `${new_.length} videos are added.`);
    added(new_);
  }

  function add(files) {
    for (const file of files) {
      const controller = new AbortController();
      const row = rowOf(file, controller);
      list.append(row.element);
      waiting.push([file, row, controller]);
    }
    if (!isSending) sendAll();
  }

  byId('upload-choose').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });
  // Anywhere on the page: a file dropped beside the area would otherwise take the page's place.
  document.addEventListener('dragover', (event) => {
    if (!canAdd() || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    area.classList.add('over');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) area.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    area.classList.remove('over');
    if (!canAdd() || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const files = filesOf(event.dataTransfer);
    if (files.length === 0) announce('Drop files, not folders.');
    else add(files);
  });
  addEventListener('beforeunload', (event) => {
    if (isSending) event.preventDefault();
  });
  store.watch(({ library }) => [library], ({ library }) => {
    area.hidden = !library?.uploads;
  });
}
