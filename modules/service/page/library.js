// The videos that can be opened.

import * as api from './api.js';
import { byId, bytes, make } from './dom.js';

const thumbnail_px = 320;

function card({ id, name, bytes: size }) {
  const picture = make('img', { alt: '', loading: 'lazy', width: 160, height: 90,
    src: api.frameUrl(id, { width: thumbnail_px }) });
  picture.addEventListener('error', () => picture.classList.add('missing'));
  return make('li', {}, make('a', { href: `#${id}`, class: 'card' }, picture,
    make('span', { class: 'about' }, make('b', {}, name), make('span', { class: 'caption' }, bytes(size)))));
}

/** Lists the videos; resolves to them. */
export async function showLibrary(store) {
  const state = byId('library-state');
  try {
    const library = await api.videos();
    store.set({ library });
    byId('library-title').textContent = library.library;
    byId('videos').replaceChildren(...library.videos.map(card));
    state.hidden = library.videos.length > 0 && library.complete;
    state.textContent = library.videos.length === 0
      ? `There is no video in ${library.library}. Put one there and reload this page.`
      : `The first ${library.videos.length} videos are shown.`;
    return library.videos;
  } catch (error) {
    state.hidden = false;
    state.textContent = error.message;
    return [];
  }
}
