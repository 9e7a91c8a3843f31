// The service's API, see openapi.json.

const base = '/api/v1';
const mostFailures = 3; // of an event stream in a row

class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body, { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(base + path, {
      method,
      keepalive,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'smartcrop does not respond. Is it still running?');
  }
  if (response.status === 204) return null;
  const json = await response.json().catch(() => ({ error: `status ${response.status}` }));
  if (!response.ok) throw new ApiError(response.status, json.error);
  return json;
}

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given)}` : '';
};

export const platforms = () => request('GET', '/platforms');
export const videos = () => request('GET', '/videos');
export const video = (id) => request('GET', `/videos/${id}`);
export const analyze = (id, wanted) => request('POST', `/videos/${id}/analyses`, wanted);
export const analysis = (job) => request('GET', `/jobs/${job}/analysis`);
export const madePlan = (job, values) => request('GET', `/jobs/${job}/plan${query(values)}`);
export const withScenes = (job, plan) => request('POST', `/jobs/${job}/scenes`, plan);
export const steer = (job, wishes) => request('POST', `/jobs/${job}/steer`, wishes);
export const savedPlan = (id) => request('GET', `/videos/${id}/plan`);
/** `keepalive`: also when the page is left meanwhile; for up to 64 KiB. */
export const savePlan = (id, plan, options) => request('PUT', `/videos/${id}/plan`, plan, options);
/** Resolves to the name, the text and notes of a file for an editing program. */
export const exportPlan = (id, plan, format) => request('POST', `/videos/${id}/plan/export`, { plan, format });
export const render = (id, wanted) => request('POST', `/videos/${id}/renders`, wanted);
export const jobs = (id) => request('GET', `/jobs${query({ video: id })}`);
export const cancel = (id) => request('DELETE', `/jobs/${id}`);

/** Adds a file to the folder; `tell` gets the share that is sent. Resolves to the video. `signal` breaks it off. */
export function upload(file, tell, signal) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest(); // fetch() tells nothing while it sends
    sending.open('POST', `${base}/videos${query({ name: file.name })}`);
    sending.responseType = 'json';
    sending.setRequestHeader('Content-Type', 'application/octet-stream');
    sending.setRequestHeader('Smartcrop-Upload', '1');
    sending.upload.addEventListener('progress', ({ loaded, total }) => tell(total ? loaded / total : 1));
    sending.addEventListener('load', () => {
      const { status, response } = sending;
      if (status === 201) resolve(response);
      else reject(new ApiError(status, response?.error ?? `status ${status}`));
    });
    sending.addEventListener('error', () => reject(new ApiError(0, 'The file cannot be read, or smartcrop does not respond.')));
    sending.addEventListener('abort', () => reject(new ApiError(0, 'Canceled.')));
    signal.addEventListener('abort', () => sending.abort());
    sending.send(file);
  });
}

export const sourceUrl = (id) => `${base}/videos/${id}/file`;
/** `output`: which of several, from 1. */
export const resultUrl = (job, output = 1) => `${base}/jobs/${job}/file${output > 1 ? query({ output }) : ''}`;
export const frameUrl = (id, values) => `${base}/videos/${id}/frame${query(values)}`;
export const heatMapUrl = (job, values) => `${base}/jobs/${job}/heatmap${query(values)}`;

export const isOver = ({ state }) => !['waiting', 'running'].includes(state);

/** Calls `tell` for every change of a job until it has ended; resolves to the ended job. */
export function follow(started, tell) {
  tell(started);
  if (isOver(started)) return Promise.resolve(started);
  return new Promise((resolve, reject) => {
    const events = new EventSource(`${base}/jobs/${started.id}/events`);
    let failures = 0;
    events.addEventListener('job', ({ data }) => {
      const now = JSON.parse(data);
      failures = 0;
      tell(now);
      if (!isOver(now)) return;
      events.close();
      resolve(now);
    });
    // The browser connects again by itself, unless the server refuses.
    events.addEventListener('error', () => {
      failures += 1;
      if (events.readyState !== EventSource.CLOSED && failures < mostFailures) return;
      events.close();
      reject(new ApiError(0, 'smartcrop does not respond. Is it still running?'));
    });
  });
}
