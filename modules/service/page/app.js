// Puts the page together.

import { heatMapUrl, isOver } from './api.js';
import { announce, byId } from './dom.js';
import { createDrawing } from './drawing.js';
import { createGallery } from './gallery.js';
import { createKeys } from './keys.js';
import { showLibrary } from './library.js';
import { createOutputs } from './outputs.js';
import { createOverlay } from './overlay.js';
import { createPlanFile } from './planfile.js';
import { createPlayer } from './player.js';
import { createProgress } from './progress.js';
import { createRenders } from './renders.js';
import { createResult } from './result.js';
import { createSafeZone } from './safezone.js';
import { createScenes } from './scenes.js';
import { createShape } from './shape.js';
import { createShots } from './shots.js';
import { createHistory, createStore } from './store.js';
import { createStudio } from './studio.js';
import { createSubjects } from './subjects.js';
import { createTimeline } from './timeline.js';
import { createUploads } from './upload.js';

const store = createStore({ library: null, videoId: null, video: null, problem: null, analysis: null, analysisJob: null,
  analysisError: null, tracking: null, trackingJob: null, trackingError: null, followed: {}, edit: null, draft: null,
  canUndo: false, canRedo: false, time: 0, duration: 0, playing: false, media: 'video', shownPicture: null,
  stageError: null, renders: [], heat: '' });
const history = createHistory(store);
const studio = createStudio(store, history);
const player = createPlayer(store);
const overlay = createOverlay(store, studio);
createResult(store, player);
createTimeline(store, player);
createGallery(store, studio);
createShape(store, studio);
const shots = createShots(store, studio, overlay);
const drawing = createDrawing(store, studio, player);
createSubjects(store, studio, overlay);
createScenes(store, studio, player);
createRenders(store, studio);
createOutputs(store, studio);
createPlanFile(store, studio);
createSafeZone(store);
createKeys(store, { studio, history, player, overlay, shots, drawing });

byId('undo').addEventListener('click', history.undo);
byId('redo').addEventListener('click', history.redo);
byId('help-open').addEventListener('click', () => byId('help').showModal());
byId('play').addEventListener('click', player.toggle);
byId('step-back').addEventListener('click', () => player.step(-1));
byId('step-on').addEventListener('click', () => player.step(1));
byId('heat-measure').addEventListener('change', ({ target }) => store.set({ heat: target.value }));
byId('problem-retry').addEventListener('click', () => studio.open(store.get().videoId));
for (const [button, isResult] of [['view-source', false], ['view-result', true]]) {
  byId(button).addEventListener('click', () => {
    byId('screens').classList.toggle('shows-result', isResult);
    byId('view-source').setAttribute('aria-pressed', String(!isResult));
    byId('view-result').setAttribute('aria-pressed', String(isResult));
  });
}

store.watch(({ videoId, video, problem }) => [videoId, video, problem], ({ videoId, video, problem }) => {
  byId('library').hidden = videoId !== null;
  byId('problem').hidden = !problem;
  byId('problem-text').textContent = problem ?? '';
  byId('studio').hidden = !videoId || Boolean(problem);
  byId('edit-actions').hidden = byId('studio').hidden;
  byId('title').textContent = video?.name ?? '';
  document.title = video ? `${video.name} – smartcrop studio` : 'smartcrop studio';
});
store.watch(({ video }) => [video], ({ video }) => {
  if (!video) return;
  const { width, height, pixel_aspect: aspect } = video;
  byId('stage').style.aspectRatio = `${width * aspect} / ${height}`;
  byId('stage').style.setProperty('--shape', (width * aspect) / height);
  player.load(video);
});
store.watch(({ canUndo, canRedo }) => [canUndo, canRedo], ({ canUndo, canRedo }) => {
  byId('undo').disabled = !canUndo;
  byId('redo').disabled = !canRedo;
});
store.watch(({ playing }) => [playing], ({ playing }) => {
  byId('play').textContent = playing ? '❚❚' : '▶';
  byId('play').setAttribute('aria-label', playing ? 'Pause' : 'Play');
});
store.watch(({ stageError, media }) => [stageError, media], ({ stageError, media }) => {
  byId('stage-state').hidden = !stageError && media === 'video';
  byId('stage-state').textContent = stageError ?? 'Still pictures: this browser cannot play the video.';
});
const looking = createProgress('Looking at the video');
byId('analysis-progress').append(looking.element);
store.watch(({ analysisJob, analysisError }) => [analysisJob, analysisError], ({ analysisJob, analysisError }) => {
  const isRunning = analysisJob && !isOver(analysisJob);
  byId('analysis-progress').hidden = !isRunning;
  if (isRunning) looking.show(analysisJob);
  byId('analysis-error').hidden = !analysisError;
  byId('analysis-error').textContent = analysisError ?? '';
});
const finding = createProgress('Finding shots and subjects');
byId('tracking').append(finding.element);
store.watch(({ trackingJob, trackingError }) => [trackingJob, trackingError], ({ trackingJob, trackingError }) => {
  const isRunning = trackingJob && !isOver(trackingJob);
  byId('tracking').hidden = !isRunning;
  byId('finding-state').hidden = !isRunning;
  if (isRunning) finding.show(trackingJob);
  byId('tracking-error').hidden = !trackingError;
  byId('tracking-error').textContent = trackingError ?? '';
});
const heatState = ({ heat, playing, shownPicture, analysis, tracking }) =>
  [heat, playing, shownPicture, analysis, tracking];
store.watch(heatState, ({ heat, playing, time, analysis, tracking, media }) => {
  const image = byId('heat');
  const job = (tracking ?? analysis)?.job;
  image.hidden = !heat || playing || !job || !media;
  if (!image.hidden) image.src = heatMapUrl(job, { metric: heat, time: time.toFixed(3), width: 960 });
});
byId('heat').addEventListener('error', ({ target }) => {
  target.hidden = true;
  if (store.get().heat) announce('The analysis does not hold this metric.');
});

/** `isFirst`: the page was just loaded. Later the list is shown even of one video, so that others can be added. */
async function navigate(isFirst) {
  const id = location.hash.slice(1);
  if (id) {
    await studio.open(id);
    return;
  }
  studio.close();
  player.unload();
  const videos = await showLibrary(store);
  const isAlone = videos.length === 1 && (isFirst || !store.get().library.uploads);
  if (isAlone && !location.hash) location.replace(`#${videos[0].id}`);
}
createUploads(store, async (added) => {
  if (store.get().videoId !== null) return; // another video was opened meanwhile
  if (added.length === 1) location.hash = added[0].id;
  else await showLibrary(store);
});
addEventListener('hashchange', () => navigate(false));
navigate(true);
