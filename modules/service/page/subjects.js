// Subjects: boxes over the picture, the list of those in the shot, and which one is followed.

import { frameUrl } from './api.js';
import { byId, make } from './dom.js';
import { shotIndexAt } from './plan.js';
import { showsSomething } from './picture.js';
import { boxAt, portraitsOf, seenOf, shotAt, subjectAt } from './subject.js';

const thumbnail_px = 120;

export function createSubjects(store, studio, overlay) {
  const stage = byId('stage');
  const marks = byId('marks');
  const list = byId('subjects');
  const shows = byId('subjects-show');

  /** The shot of the analysis at the moment, and who is in it. */
  function here({ tracking, edit, time }) {
    const shots = tracking?.document.shots ?? [];
    const index = shotAt(shots, Math.min(time, (shots.at(-1)?.end_s ?? 0) - 1e-3));
    const all = [...(tracking?.document.subjects ?? []), ...(edit?.drawn ?? [])];
    return { index, shot: shots[index], subjects: all.filter(({ shot }) => shot === index) };
  }

  const planShot = ({ edit, time }) => edit?.plan.shots[shotIndexAt(edit.plan, time)];
  const wishOf = ({ number }) => store.get().edit.plan.shots.find(({ subject }) =>
    subject?.number === number && subject.follow?.includes(','))?.subject.follow ?? String(number);

  function follow(subject, everywhere) {
    const { subject: now } = planShot(store.get());
    const isSame = now?.follow && now.number === subject.number && !everywhere;
    studio.follow(isSame ? null : wishOf(subject), { everywhere: everywhere && !wishOf(subject).includes(',') });
  }

  function drawMarks(state) {
    const { shot, subjects } = here(state);
    const followed = planShot(state)?.subject?.number;
    marks.hidden = !shows.checked || !shot;
    if (marks.hidden) return;
    const { width, height } = state.video;
    marks.replaceChildren(...subjects.flatMap((subject) => {
      const box = boxAt(subject, shot, state.time);
      if (!box) return [];
      const isFollowed = subject.number === followed;
      const mark = make('div', { class: isFollowed ? 'mark followed' : 'mark', 'data-subject': subject.number },
        make('span', {}, subject.name));
      mark.style.left = `${(100 * box[0]) / width}%`;
      mark.style.top = `${(100 * box[1]) / height}%`;
      mark.style.width = `${(100 * box[2]) / width}%`;
      mark.style.height = `${(100 * box[3]) / height}%`;
      mark.classList.toggle('at-top', box[1] < height * 0.08);
      return [mark];
    }));
  }

  /** A picture of the subject; it goes if none shows anything. */
  function portrait(subject, shot) {
    const { videoId, video } = store.get();
    const picture = make('img', { alt: '', loading: 'lazy' });
    const frame = make('span', { class: 'portrait' }, picture);
    const urls = portraitsOf(subject, shot, video).map(({ time, crop }) => frameUrl(videoId,
      { time: time.toFixed(3), width: thumbnail_px, crop: crop.map((n) => n.toFixed(1)).join(',') }));
    const next = () => {
      if (urls.length > 0) picture.src = urls.shift();
      else frame.remove();
    };
    picture.addEventListener('load', () => showsSomething(picture) || next());
    picture.addEventListener('error', next);
    next();
    return frame;
  }

  function card(subject, shot) {
    const seen = `seen ${seenOf(subject, shot).toFixed(1)} of ${(shot.end_s - shot.start_s).toFixed(1)} s`;
    return make('li', {}, make('button', { type: 'button', class: 'card', 'data-subject': subject.number,
      title: subject.reason, 'aria-pressed': 'false', onclick: ({ shiftKey }) => follow(subject, shiftKey) },
    portrait(subject, shot),
    make('span', { class: 'about' }, make('b', {}, subject.name), make('span', { class: 'caption' }, seen))));
  }

  function drawList(state) {
    const { index, shot, subjects } = here(state);
    byId('subjects-panel').hidden = !state.tracking;
    byId('subjects-title').textContent = state.tracking?.document.shots.length > 1 && shot
      ? `Subjects in shot ${index + 1}` : 'Subjects';
    const byScore = [...subjects].sort((a, b) => b.score - a.score);
    list.replaceChildren(...(shot ? byScore.map((subject) => card(subject, shot)) : []));
    byId('subjects-none').hidden = subjects.length > 0;
    markFollowed(state);
  }

  function markFollowed(state) {
    const subject = planShot(state)?.subject;
    for (const button of list.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(Number(button.dataset.subject) === subject?.number));
    byId('subject-auto').disabled = !subject?.follow;
    byId('subject-everywhere').hidden = (state.tracking?.document.shots.length ?? 0) < 2;
    byId('subject-everywhere').disabled = !subject || Boolean(subject.follow?.includes(','));
    byId('subject-why').textContent = !state.edit ? '' : subject
      ? `The window follows ${subject.name}: ${subject.reason}.` : 'The window follows no subject here.';
  }

  function click({ target, clientX, clientY, shiftKey }) {
    const state = store.get();
    if (!state.edit || !state.tracking || overlay.wasDragged() || target.closest('#drawing')) return;
    const { shot, subjects } = here(state);
    const { left, top, width, height } = stage.getBoundingClientRect();
    const x = ((clientX - left) / width) * state.video.width;
    const y = ((clientY - top) / height) * state.video.height;
    const subject = shot && subjectAt(subjects, shot, state.time, x, y);
    if (subject) follow(subject, shiftKey);
  }

  stage.addEventListener('click', click);
  shows.addEventListener('change', () => drawMarks(store.get()));
  byId('subject-auto').addEventListener('click', () => studio.follow(null));
  byId('subject-everywhere').addEventListener('click', () => {
    const { subject } = planShot(store.get());
    follow(subject, true);
  });
  store.watch((state) => [state.time, state.tracking, state.edit, state.video], drawMarks);
  store.watch((state) => [state.tracking, state.edit?.drawn, here(state).index, state.video], drawList);
  store.watch((state) => [state.edit?.plan, here(state).index, planShot(state)], markFollowed);
}
