// The state of the page and the history of edits.

/** `set` merges a patch; watchers run when what they selected has changed. */
export function createStore(initial) {
  let state = initial;
  const watchers = new Set();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const watcher of watchers) watcher(state);
    },
    /** `select` gives a list of values; `react` gets the state whenever one of them is another. */
    watch(select, react) {
      let known = select(state);
      watchers.add((current) => {
        const values = select(current);
        if (values.every((value, i) => Object.is(value, known[i]))) return;
        known = values;
        react(current);
      });
      react(state);
    },
  };
}

const mostSteps = 200;

/** Undo and redo of `state.edit`. */
export function createHistory(store) {
  let past = [];
  let future = [];
  const show = (edit) =>
    store.set({ edit, draft: null, canUndo: past.length > 0, canRedo: future.length > 0 });
  return {
    /** A step that can be undone. */
    commit(edit) {
      const { edit: before } = store.get();
      if (before) past = [...past.slice(1 - mostSteps), before];
      future = [];
      show(edit);
    },
    /** Takes the place of the present, which was no one's choice. */
    replace: show,
    reset() {
      past = [];
      future = [];
      show(null);
    },
    undo() {
      if (past.length === 0) return;
      future.push(store.get().edit);
      show(past.pop());
    },
    redo() {
      if (future.length === 0) return;
      past.push(store.get().edit);
      show(future.pop());
    },
    /** All edits in order, and which of them is the present one; restore() takes it. */
    steps: () => ({ edits: [...past, store.get().edit, ...future.toReversed()], present: past.length }),
    restore({ edits, present }) {
      past = edits.slice(0, present);
      future = edits.slice(present + 1).reverse();
      show(edits[present]);
    },
  };
}

/** The plan on show: what is being dragged, or else what was chosen. */
export const shownPlan = (state) => state.draft ?? state.edit?.plan ?? null;
