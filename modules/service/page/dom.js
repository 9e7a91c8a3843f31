// Small helpers for elements.

export const byId = (id) => document.getElementById(id);

/** An element with properties (`class`, `dataset`, `on…` listeners, attributes) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function svg(tag, attributes = {}) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** "1:02.5" of 62.5 seconds. */
export function clock(time, digits = 1) {
  const whole = Math.max(0, time);
  const minutes = Math.floor(whole / 60);
  const rest = (whole - minutes * 60).toFixed(digits).padStart(digits ? 3 + digits : 2, '0');
  return `${minutes}:${rest}`;
}

/** "about 5 s left" */
export function timeLeft(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const whole = Math.ceil(seconds);
  if (whole < 90) return `${whole} s left`;
  return `${Math.round(whole / 60)} min left`;
}

export function bytes(count) {
  if (count < 1e6) return `${Math.max(1, Math.round(count / 1e3))} kB`;
  return `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`;
}

/** Says something to people who cannot see it happen, and shows it for a while. */
export function announce(text) {
  const line = byId('announcement');
  line.textContent = text;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => { line.textContent = ''; }, 6000);
}
