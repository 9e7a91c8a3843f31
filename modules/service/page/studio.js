// One video: its analyses, and the plan that is edited, saved and rendered.

import * as api from './api.js';
import { announce } from './dom.js';
import { firstLook, ratios } from './ratios.js';
import { remember, remembered } from './remember.js';
import { inShapeOf, samePlans, shotIndexAt, splitAt, wishesOf, withOwnSize, withSize, withSteered } from './plan.js';

const saveAfter_ms = 300;
const mostKeptAlive_bytes = 60000; // browsers finish keepalive requests of up to 64 KiB after the page is left
const trackAfter_ms = 400; // load the candidates' pictures first

/** The listed ratio nearest to a plan's output. */
function ratioOf(plan) {
  const value = plan.output.width / plan.output.height;
  const distance = (ratio) => Math.abs(Math.log(ratio.width / ratio.height / value));
  return ratios.reduce((a, b) => (distance(b) < distance(a) ? b : a)).name;
}

export function createStudio(store, history) {
  let opened = 0; // counts opened videos, so that answers for an earlier one are dropped
  let saveNow = null; // saves the edits that are not saved yet
  let saving;
  let choosing = Promise.resolve();

  const current = () => store.get().edit;

  /** Asks the service for the plan of the current choice. */
  async function makePlan({ aspect, mode, candidate, wishes }) {
    const { analysis, tracking } = store.get();
    const follows = mode === 'follow' && tracking;
    if (follows && wishes.length > 0) {
      const { plan, not_held: notHeld, ...found } = await steered(aspect, wishes);
      return { plan, notHeld, ...found };
    }
    const { plan, not_held: notHeld } = follows
      ? await api.madePlan(tracking.job, { aspect })
      : await api.madePlan(analysis.job, { aspect, candidate });
    return { plan: follows ? plan : divided(plan), notHeld: follows ? notHeld : [] };
  }

  const divided = (plan) => {
    const { tracking } = store.get();
    return tracking ? splitAt(plan, tracking.document.shots.map(({ start, start_s }) => start ?? String(start_s))) : plan;
  };

  /** The plan that follows what was asked for, how its window does over time, and the boxes among the wishes as subjects. */
  async function steered(aspect, follow) {
    const { plan, not_held, subjects: drawn, curves } = await api.steer(store.get().tracking.job, { aspect, follow });
    return { plan, not_held, drawn, curves };
  }

  /**
   * Follows a subject (`wish` as of `--follow`) in the shot at a moment, or everywhere. Without a wish, what the
   * analysis chose.
   */
  async function follow(wish, { everywhere = false } = {}) {
    const { time, duration } = store.get();
    const id = opened;
    const { aspect, plan } = current();
    const here = shotIndexAt(plan, time);
    try {
      const others = wishesOf({ shots: plan.shots.filter((shot, i) => i !== here) });
      const wishes = wish ? [...others, everywhere ? `${wish}@all` : wish] : others;
      const { plan: other, drawn, curves } = await steered(aspect, wishes);
      if (id !== opened) return;
      const takes = (shot, index) => index === here || (everywhere && Boolean(shot.subject?.follow));
      change(withSteered(current().plan, other, duration, takes), { drawn, curves });
      if (!wish) return;
      const { subject } = current().plan.shots[here];
      const count = current().plan.shots.filter((shot) => shot.subject?.follow).length;
      announce(`The window follows ${subject.name}${everywhere ? ` in ${count} of ${plan.shots.length} shots` : ''}.`);
    } catch (error) {
      announce(error.message);
    }
  }

  /** The last edit that is not the one before it in another shape. */
  function original() {
    const { edits, present } = history.steps();
    return edits.slice(0, present + 1).findLast(({ reshaped }) => !reshaped) ?? current();
  }

  /** As makePlan() in another shape: windows that were set by hand keep their middle, scenes their speed. */
  async function makeInShape(choice) {
    const made = await makePlan(choice);
    const before = original();
    if (!before.touched) return made;
    if (before.aspect === choice.aspect) return { ...made, plan: divided(before.plan) };
    const { plan: usual } = await makePlan({ ...before, candidate: before.candidate ?? 1 });
    const { w, h } = store.get().analysis.document.aspects.find(({ aspect }) => aspect === choice.aspect).crop;
    const plan = divided(inShapeOf(made.plan, before.plan, usual, w / h));
    return { ...made, plan, notHeld: plan.shots.length === made.plan.shots.length ? made.notHeld : [] };
  }

  const sized = (plan, size) => (size ? withSize(plan, size) : withOwnSize(plan));

  /** Applies a choice of ratio, mode or candidate. Choices are applied one after another. */
  function choose(patch, options) {
    const id = opened;
    choosing = choosing.then(() => chooseNext(id, patch, options));
    return choosing;
  }

  async function chooseNext(id, patch, { silently = false } = {}) {
    if (id !== opened) return;
    const choice = { aspect: '9:16', mode: 'follow', candidate: 1, wishes: [], ...current(), ...patch };
    const reshapes = Boolean(current()) && choice.aspect !== current().aspect;
    if (reshapes) Object.assign(choice, { size: null, candidate: 1 });
    choice.own ||= !silently;
    try {
      const { plan, notHeld, drawn = [], curves = null } = await (reshapes ? makeInShape(choice) : makePlan(choice));
      if (id !== opened) return;
      const edit = { ...choice, notHeld, drawn, curves, plan: sized(plan, choice.size), touched: reshapes && original().touched,
        reshaped: reshapes };
      if (silently) history.replace(edit);
      else history.commit(edit);
    } catch (error) {
      announce(error.message);
    }
  }

  /** An edit by hand. `found`: what else a request said about the new plan. */
  function change(plan, found = {}) {
    const edit = current();
    const wishes = wishesOf(plan);
    history.commit({ ...edit, ...found, wishes, plan: edit.size ? plan : withOwnSize(plan), touched: true, reshaped: false, own: true });
  }

  /** Plays dull scenes faster. */
  async function speedUp() {
    try {
      const { plan, saved_s: saved } = await api.withScenes(store.get().tracking.job, current().plan);
      change(plan);
      announce(saved >= 0.05 ? `${saved.toFixed(1)} s shorter.` : 'No scene is dull enough to speed up.');
    } catch (error) {
      announce(error.message);
    }
  }

  function setSize(size) {
    history.commit({ ...current(), size, plan: sized(current().plan, size), own: true });
  }

  /** Runs an analysis to its document. */
  async function analyzed(id, wanted, key) {
    const job = await api.follow(await api.analyze(id, wanted), (now) => store.set({ [key]: now }));
    if (job.state !== 'done') throw new Error(job.error ?? 'The analysis was canceled.');
    return { job: job.id, document: await api.analysis(job.id) };
  }

  async function loadFollowed(aspect) {
    const { tracking, followed } = store.get();
    if (!tracking || followed[aspect]) return;
    const { plan } = await api.madePlan(tracking.job, { aspect });
    store.set({ followed: { ...store.get().followed, [aspect]: plan } });
  }

  async function track(id, here) {
    try {
      const aspects = ratios.map(({ name }) => name);
      const tracking = await analyzed(id, { mode: 'dynamic', aspects }, 'trackingJob');
      if (here !== opened) return;
      store.set({ tracking });
      const edit = current();
      if (!edit) return;
      if (edit.touched && edit.wishes.length > 0) {
        const { drawn, curves } = await steered(edit.aspect, edit.wishes);
        history.replace({ ...current(), drawn, curves });
      }
      await loadFollowed(edit.aspect);
      if (edit.mode === 'follow' && !edit.touched) await choose({}, { silently: true });
      else history.replace({ ...current(), plan: divided(current().plan) });
    } catch (error) {
      if (here === opened) store.set({ trackingError: error.message });
    }
  }

  /** The edit of a plan from a file, or from before a reload. */
  function editOf(plan) {
    const moves = plan.shots.some((shot) => shot.keyframes.length > 1);
    return { plan, aspect: ratioOf(plan), size: plan.output, mode: moves ? 'follow' : 'fixed', candidate: null,
      wishes: wishesOf(plan), drawn: [], curves: null, notHeld: [], touched: true, own: true };
  }

  /** Continues with a plan from a file; throws if it does not fit this video. */
  const adopt = async (plan) => history.commit(editOf(await api.savePlan(store.get().videoId, plan)));

  /** Continues where the page was left. A saved plan that is none of its steps is another tab's, and later. */
  function takeUp(saved) {
    const kept = remembered(store.get().video);
    if (kept) history.restore(kept);
    if (!saved || kept?.edits.some(({ plan }) => samePlans(plan, saved))) return;
    if (kept) history.commit(editOf(saved));
    else history.replace(editOf(saved));
  }

  function keepHistory() {
    const { video } = store.get();
    if (video && current()) remember(video, history.steps());
  }

  async function open(id) {
    const here = ++opened;
    keepHistory();
    history.reset();
    store.set({ video: null, problem: null, analysis: null, analysisJob: null, analysisError: null, tracking: null,
      trackingJob: null, trackingError: null, followed: {}, renders: [], time: 0, playing: false, videoId: id });
    const found = analyzed(id, firstLook, 'analysisJob').catch((error) => ({ error }));
    try {
      const [video, { jobs }] = await Promise.all([api.video(id), api.jobs(id)]);
      const saved = video.has_plan ? await api.savedPlan(id) : null;
      if (here !== opened) return;
      store.set({ video });
      takeUp(saved);
      jobs.filter(({ kind }) => kind === 'render').forEach(followRender);
    } catch (error) {
      if (here === opened) store.set({ problem: error.message });
      return;
    }
    const analysis = await found;
    if (here !== opened) return;
    if (analysis.error) {
      store.set({ analysisError: analysis.error.message });
      return;
    }
    store.set({ analysis });
    if (!current()) await choose({}, { silently: true });
    setTimeout(() => here === opened && track(id, here), trackAfter_ms);
  }

  function followRender(started) {
    const here = opened;
    const tell = (now) => {
      if (here !== opened) return;
      const { renders } = store.get();
      const known = renders.some((job) => job.id === now.id);
      store.set({ renders: known ? renders.map((job) => (job.id === now.id ? now : job)) : [...renders, now] });
    };
    api.follow(started, tell).then((job) => {
      const { results } = job;
      if (job.state === 'done' && !api.isOver(started))
        announce(results.length > 1 ? `${results.length} videos are ready.` : `${results[0].name} is ready.`);
    }).catch((error) => announce(error.message));
  }

  async function render(options) {
    try {
      followRender(await api.render(store.get().videoId, { plan: current().plan, ...options }));
    } catch (error) {
      announce(error.message);
    }
  }

  /** Renders several outputs {aspect, size} from one decode; of the shape shown, the plan shown. */
  async function renderAll(outputs, options) {
    const { videoId } = store.get();
    const edit = current();
    try {
      const plans = await Promise.all(outputs.map(async ({ aspect, size }) =>
        sized(aspect === edit.aspect ? edit.plan : (await makeInShape({ ...edit, aspect, candidate: 1 })).plan, size)));
      if (videoId === store.get().videoId) followRender(await api.render(videoId, { plans, ...options }));
    } catch (error) {
      announce(error.message);
    }
  }

  const cancel = (job) => api.cancel(job).catch((error) => announce(error.message));

  // Edits survive a reload.
  store.watch(({ edit }) => [edit?.plan], ({ edit, videoId }) => {
    if (!edit) saveNow?.();
    clearTimeout(saving);
    saveNow = null;
    if (!edit?.own) return;
    saveNow = () => {
      clearTimeout(saving);
      saveNow = null;
      const keepalive = JSON.stringify(edit.plan).length < mostKeptAlive_bytes;
      api.savePlan(videoId, edit.plan, { keepalive }).catch((error) => announce(error.message));
    };
    saving = setTimeout(saveNow, saveAfter_ms);
  });
  addEventListener('pagehide', () => {
    saveNow?.();
    keepHistory();
  });
  store.watch(({ edit, tracking }) => [edit?.aspect, tracking], ({ edit }) => {
    if (edit) loadFollowed(edit.aspect).catch((error) => announce(error.message));
  });

  function close() {
    opened += 1;
    keepHistory();
    history.reset();
    store.set({ videoId: null, video: null, problem: null });
  }

  return { open, close, choose, change, follow, adopt, speedUp, setSize, render, renderAll, cancel };
}
