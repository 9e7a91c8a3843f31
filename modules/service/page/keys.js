// Keys that work anywhere on the page, outside of fields.

import { byId } from './dom.js';

const isField = (element) => element.closest('select, input:not([type=range]), textarea, dialog') !== null;

export function createKeys(store, { studio, history, player, overlay, shots, drawing }) {
  const plain = {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.step(-1),
    ArrowRight: () => player.step(1),
    '+': () => overlay.larger(),
    '=': () => overlay.larger(),
    '-': () => overlay.smaller(),
    '?': () => byId('help').showModal(), // works without a video, too
    f: () => {
      const { edit } = store.get();
      if (edit) studio.choose({ mode: edit.mode === 'follow' ? 'fixed' : 'follow', candidate: edit.candidate ?? 1 });
    },
    k: () => shots.add(),
    b: () => drawing.toggle(),
    Escape: () => drawing.cancel(),
  };
  const shifted = {
    ArrowLeft: () => player.seek(store.get().time - 1),
    ArrowRight: () => player.seek(store.get().time + 1),
    K: () => shots.remove(),
    '?': plain['?'],
    '+': plain['+'],
  };

  function act(event) {
    const { key, target, shiftKey } = event;
    if (byId('help').open) {
      if (key === '?') byId('help').close();
      return;
    }
    if (isField(target) || (!store.get().video && key !== '?')) return;
    if (event.ctrlKey || event.metaKey) {
      const isRedo = key === 'y' || (shiftKey && key.toLowerCase() === 'z');
      if (!isRedo && key !== 'z') return;
      event.preventDefault();
      if (isRedo) history.redo();
      else history.undo();
      return;
    }
    if (event.altKey) return;
    const isControl = target.closest('button, a, [type=range]') !== null;
    if (isControl && (key === ' ' || (target.type === 'range' && key.startsWith('Arrow')))) return;
    const candidates = store.get().analysis?.document.aspects[0].candidates.length ?? 0;
    const rank = /^[0-9]$/.test(key) ? Number(key) || 10 : 0;
    const action = rank > 0 && rank <= candidates
      ? () => studio.choose({ mode: 'fixed', candidate: rank }) : (shiftKey ? shifted : plain)[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  document.addEventListener('keydown', act);
}
