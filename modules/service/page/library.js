// The videos that can be opened.

import * as api from './api.js';
import { byId, bytes, clock, make } from './dom.js';

const thumbnail_px = 320;

function card({ id, name, bytes: size }) {
  const picture = make('img', { alt: '', loading: 'lazy', width: 160, height: 90,
    src: api.frameUrl(id, { width: thumbnail_px }) });
  picture.addEventListener('error', () => picture.classList.add('missing'));
  return make('li', {}, make('a', { href: `#${id}`, class: 'card' }, picture,
    make('span', { class: 'about' }, make('b', {}, name), make('span', { class: 'caption' }, bytes(size)))));
}

/** Adds length and size of the picture to the cards, a few videos at a time: the service opens each of them. */
async function describe(videos, captions) {
  const waiting = videos.map((video, i) => [video, captions[i]]);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [{ id, bytes: size }, caption] = next;
      if (!caption.isConnected) return;
      try {
        const { width, height, duration_s: length } = await api.video(id);
        caption.textContent = [length === null ? null : clock(Math.round(length), 0), `${width} × ${height}`, bytes(size)]
          .filter(Boolean).join(' · ');
      } catch {
        caption.textContent = `cannot be opened · ${bytes(size)}`;
      }
    }
  };
  await Promise.all([work(), work(), work()]);
}

/** Lists the videos; resolves to them. */
export async function showLibrary(store) {
  const state = byId('library-state');
  try {
    const library = await api.videos();
    store.set({ library });
    byId('library-title').textContent = library.library;
    const cards = library.videos.map(card);
    byId('videos').replaceChildren(...cards);
    describe(library.videos, cards.map((one) => one.querySelector('.caption')));
    state.hidden = library.videos.length > 0 && library.complete;
    const add = library.uploads ? '' : ' Put one there (MP4, MOV, MKV, WebM and most others) and reload this page.';
    state.textContent = library.videos.length === 0 ? `There is no video in ${library.library}.${add}`
      : `The first ${library.videos.length} videos are shown.`;
    return library.videos;
  } catch (error) {
    state.hidden = false;
    state.textContent = error.message;
    return [];
  }
}
