// Subjects of an analysis document: where they are, and where a picture of one is best taken.

const mix = (a, b, share) => a.map((value, i) => value + (b[i] - value) * share);

/** The index of the shot that holds a moment, -1 if none does. */
export const shotAt = (shots, time) => shots.findIndex(({ start_s: start, end_s: end }) => time >= start && time < end);

/** As place_at() of the plan module: the box [x, y, w, h] at a moment of its shot; null where it is not there. */
export function boxAt({ places }, shot, time) {
  if (places.length === 0 || time < shot.start_s || time >= shot.end_s) return null;
  const length = shot.end_frame - shot.start_frame;
  const frame = shot.start_frame + (length * (time - shot.start_s)) / (shot.end_s - shot.start_s);
  const first = places[0].frame;
  const last = places.at(-1).frame;
  const reach = places.length > 1 ? (last - first) / (places.length - 1) / 2 : 0.5;
  const after = places.findIndex((place) => place.frame > frame);
  if (after === 0) return first - frame <= reach ? places[0].box : null;
  if (after < 0) return frame - last <= 2 * reach ? places.at(-1).box : null;
  const [a, b] = [places[after - 1], places[after]];
  return mix(a.box, b.box, (frame - a.frame) / (b.frame - a.frame));
}

/**
 * {time, crop} of pictures that show the subject, the best one first: that is portrait_of() of the plan module, large,
 * with a face, and whole. The others are of its middle, first and last place, for where the best one shows nothing.
 */
export function portraitsOf({ places }, shot, { width, height }) {
  const around = 0.1;
  const worth = ({ box: [x, y, w, h], face }) =>
    w * h * (x > 1 && y > 1 && x + w < width - 1 ? 1 : 0.5) * (face ? 2 : 1);
  if (places.length === 0) return [];
  const best = places.reduce((a, b) => (worth(b) > worth(a) ? b : a));
  const chosen = new Set([best, places[places.length >> 1], places[0], places.at(-1)]);
  return [...chosen].map(({ box: [x, y, w, h], frame }) => {
    const left = Math.max(0, x - around * w);
    const top = Math.max(0, y - around * h);
    const crop = [left, top, Math.min(width, x + (1 + around) * w) - left, Math.min(height, y + (1 + around) * h) - top];
    const share = (frame - shot.start_frame) / Math.max(1, shot.end_frame - shot.start_frame);
    return { time: shot.start_s + share * (shot.end_s - shot.start_s), crop };
  }).filter(({ crop }) => crop[2] >= 1 && crop[3] >= 1);
}

/** Seconds that the subject is seen. */
export function seenOf({ places }, shot) {
  if (places.length === 0) return 0;
  const frames = places.at(-1).frame - places[0].frame;
  const seen = places.length > 1 ? (frames * places.length) / (places.length - 1) : 1;
  return (shot.end_s - shot.start_s) * Math.min(1, seen / Math.max(1, shot.end_frame - shot.start_frame));
}

/** The smallest of the subjects whose box holds a point, at a moment. */
export function subjectAt(subjects, shot, time, x, y) {
  const held = subjects.map((subject) => ({ subject, box: boxAt(subject, shot, time) }))
    .filter(({ box }) => box && x >= box[0] && x < box[0] + box[2] && y >= box[1] && y < box[1] + box[3]);
  held.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
  return held[0]?.subject ?? null;
}
