// Shows the video at a time: played by the browser if it can, else as single pictures from the service.

import { frameUrl, sourceUrl } from './api.js';
import { byId } from './dom.js';
import { speedAt } from './plan.js';
import { shownPlan } from './store.js';

const pictureWidth_px = 960;

export function createPlayer(store) {
  const video = byId('video');
  const frame = byId('frame');
  let wanted = null; // time of the next picture to fetch
  let isFetching = false;
  let clockStart = 0; // performance.now() at time 0, when playing by pictures

  const usesPictures = () => store.get().media === 'pictures';
  const duration = () => store.get().duration || 0;
  const clamp = (time) => Math.min(Math.max(time, 0), Math.max(0, duration()));

  function showPictures() {
    if (usesPictures() || !store.get().video) return;
    store.set({ media: 'pictures', playing: false });
    video.removeAttribute('src');
    video.load();
    video.hidden = true;
    frame.hidden = false;
    fetchPicture(store.get().time);
  }

  /** One picture at a time; of the moments asked for meanwhile only the last one counts. */
  function fetchPicture(time) {
    wanted = time;
    if (isFetching) return;
    isFetching = true;
    const { videoId } = store.get();
    const now = wanted;
    wanted = null;
    frame.onload = frame.onerror = ({ type }) => {
      isFetching = false;
      if (type === 'error') store.set({ stageError: 'The picture at this moment cannot be shown.' });
      else store.set({ stageError: null, shownPicture: {} });
      if (store.get().playing) playPictures();
      else if (wanted !== null) fetchPicture(wanted);
    };
    frame.src = frameUrl(videoId, { time: now.toFixed(3), width: pictureWidth_px });
  }

  function playPictures() {
    const time = (performance.now() - clockStart) / 1000;
    if (time >= duration()) {
      store.set({ time: duration(), playing: false });
      return;
    }
    store.set({ time });
    fetchPicture(time);
  }

  function seek(time) {
    const moment = clamp(time);
    store.set({ time: moment });
    if (usesPictures()) {
      clockStart = performance.now() - moment * 1000;
      fetchPicture(moment);
    } else {
      video.currentTime = moment;
    }
  }

  function toggle() {
    const { playing, time } = store.get();
    if (usesPictures()) {
      store.set({ playing: !playing });
      if (playing) return;
      clockStart = performance.now() - (time >= duration() ? 0 : time) * 1000;
      playPictures();
    } else if (video.paused) {
      video.play().catch(() => {});
    } else {
      video.pause();
    }
  }

  function load({ id, duration_s: length }) {
    wanted = null;
    isFetching = false;
    store.set({ media: 'video', duration: length ?? 0, stageError: null, shownPicture: null });
    frame.hidden = true;
    video.hidden = false;
    video.preload = 'none';
    video.src = sourceUrl(id);
  }

  function unload() {
    store.set({ playing: false });
    video.removeAttribute('src');
    video.load();
  }

  video.addEventListener('error', () => video.getAttribute('src') && showPictures());
  video.addEventListener('loadedmetadata', () => {
    if (video.videoWidth === 0) showPictures(); // the browser decodes the sound but not the picture
    else if (!duration() && Number.isFinite(video.duration)) store.set({ duration: video.duration });
  });
  video.addEventListener('play', () => store.set({ playing: true }));
  video.addEventListener('pause', () => store.set({ playing: false, time: clamp(video.currentTime) }));
  // Every picture is a new object, even at the same time.
  video.addEventListener('seeked', () => !usesPictures() && store.set({ shownPicture: {} }));
  video.addEventListener('loadeddata', () => !usesPictures() && store.set({ shownPicture: {} }));
  const onFrame = (now, { mediaTime }) => {
    if (!video.paused) store.set({ time: clamp(mediaTime) });
    store.set({ shownPicture: {} });
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback?.(onFrame);
  video.addEventListener('timeupdate', () => {
    if (!video.requestVideoFrameCallback && !video.paused) store.set({ time: clamp(video.currentTime) });
  });

  // Wait for the first analysis: decoding pictures now would slow it down.
  store.watch(({ analysis, analysisError }) => [analysis, analysisError], ({ analysis, analysisError }) => {
    if (analysis || analysisError) video.preload = 'auto';
  });
  store.watch((state) => [shownPlan(state), state.time], (state) => {
    const plan = shownPlan(state);
    const speed = plan ? speedAt(plan, state.time) : 1;
    if (video.playbackRate !== speed) video.playbackRate = speed;
  });

  return {
    load,
    unload,
    seek,
    toggle,
    step: (frames) => seek(store.get().time + frames / (store.get().video?.fps || 25)),
    /** What can be drawn on a canvas now, and its size; null while there is nothing. */
    picture() {
      if (usesPictures())
        return frame.complete && frame.naturalWidth > 0
          ? { image: frame, width: frame.naturalWidth, height: frame.naturalHeight } : null;
      return video.readyState >= 2 ? { image: video, width: video.videoWidth, height: video.videoHeight } : null;
    },
  };
}
