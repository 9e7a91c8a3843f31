// Ratio and size of the output, and whether the window moves or is fixed.

import { byId, make } from './dom.js';
import { ratioNamed, ratios } from './ratios.js';

const largestIcon_px = 22;

export function createShape(store, studio) {
  const choices = byId('ratios');
  const sizes = byId('size');
  const motion = byId('motion');

  choices.append(...ratios.map(({ name, width, height, use }) => {
    const shape = make('span', { class: 'shape', 'aria-hidden': 'true' });
    const scale = largestIcon_px / Math.max(width, height);
    shape.style.width = `${width * scale}px`;
    shape.style.height = `${height * scale}px`;
    return make('button', { type: 'button', 'data-ratio': name, title: use, 'aria-pressed': 'false',
      onclick: () => studio.choose({ aspect: name }) }, shape, name);
  }));
  motion.addEventListener('click', ({ target }) => {
    const { mode } = target.closest('button')?.dataset ?? {};
    if (mode) studio.choose({ mode, candidate: store.get().edit?.candidate ?? 1 });
  });
  sizes.addEventListener('change', () => {
    const [width, height] = sizes.value.split('x').map(Number);
    studio.setSize(height ? { width, height } : null);
  });

  function listSizes({ edit }) {
    if (!edit) return;
    const listed = ratioNamed(edit.aspect).sizes.map(([w, h]) => [`${w}x${h}`, `${w} × ${h}`]);
    const chosen = edit.size ? `${edit.size.width}x${edit.size.height}` : '';
    if (chosen && !listed.some(([value]) => value === chosen)) listed.push([chosen, chosen.replace('x', ' × ')]);
    const { width, height } = edit.plan.output;
    const own = edit.size ? 'as in the source' : `as in the source, ${width} × ${height}`;
    sizes.replaceChildren(...[['', own], ...listed].map(([value, text]) => new Option(text, value)));
    sizes.value = chosen;
  }

  store.watch(({ edit, analysis }) => [edit, analysis], (state) => {
    for (const button of choices.children)
      button.setAttribute('aria-pressed', String(button.dataset.ratio === state.edit?.aspect));
    for (const button of motion.children)
      button.setAttribute('aria-pressed', String(button.dataset.mode === state.edit?.mode));
    for (const button of [...choices.children, ...motion.children]) button.disabled = !state.edit || !state.analysis;
    sizes.disabled = !state.edit;
    listSizes(state);
  });
}
