// Several shapes and sizes of one video, rendered at once.

import * as api from './api.js';
import { byId, make } from './dom.js';
import { ratios } from './ratios.js';
import { encoding } from './renders.js';

/** The platforms' sizes, each once, with who takes it. */
function sizesOf(platforms) {
  const sizes = new Map();
  for (const { aspect, width, height, title } of platforms) {
    const key = `${aspect} ${width}x${height}`;
    const known = sizes.get(key);
    sizes.set(key, { aspect, size: { width, height }, uses: [...(known?.uses ?? []), title] });
  }
  return [...sizes.values()];
}

const isListed = ({ aspect }) => ratios.some(({ name }) => name === aspect);

export function createOutputs(store, studio) {
  const list = byId('outputs');
  const button = byId('render-all');
  const boxes = []; // [checkbox, {aspect, size}]

  const chosen = () => boxes.filter(([box]) => box.checked).map(([, output]) => output);

  function row({ aspect, size, uses }) {
    const box = make('input', { type: 'checkbox' });
    box.addEventListener('change', show);
    boxes.push([box, { aspect, size }]);
    const text = size ? `${size.width} × ${size.height} · ${uses.join(', ')}` : 'as large as in the source';
    return make('li', {}, make('label', {}, box, make('b', {}, aspect), ' ', make('span', {}, text)));
  }

  function show() {
    const count = chosen().length;
    button.disabled = count === 0 || !store.get().edit;
    button.textContent = count === 0 ? 'Render all chosen' : `Render ${count} video${count > 1 ? 's' : ''}`;
  }

  async function render() {
    button.disabled = true; // plans of other shapes take a moment
    await studio.renderAll(chosen(), encoding());
    show();
  }

  function fill(platforms) {
    const sizes = sizesOf(platforms);
    list.append(...ratios.flatMap(({ name }) => [{ aspect: name, size: null },
      ...sizes.filter(({ aspect }) => aspect === name)]).filter(isListed).map(row));
    show();
  }

  button.addEventListener('click', render);
  store.watch(({ edit }) => [edit], show);
  api.platforms().then(({ platforms }) => fill(platforms), () => fill([]));
}
