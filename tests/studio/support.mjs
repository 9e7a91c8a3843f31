// A server over a folder of its own, and a browser to look at its page.

import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const bin = process.env.SMARTCROP_BIN ?? new URL('../../build/dev/bin', import.meta.url).pathname;
const screenshots = process.env.SMARTCROP_SCREENSHOTS ?? new URL('../../build/studio-screenshots', import.meta.url).pathname;
const media = mkdtempSync(join(tmpdir(), 'smartcrop-studio-media-'));
process.on('exit', () => rmSync(media, { recursive: true, force: true }));

export const ffmpeg = (...words) => execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...words]);

/** Two scenes of a moving test pattern with a hard cut in between, or one; made once. */
function made(name, make) {
  const path = join(media, name);
  if (!readdirSync(media).includes(name)) make(path);
  return path;
}

const pattern = (size, seconds) => `testsrc2=size=${size}:rate=25:duration=${seconds}`;
const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-pix_fmt', 'yuv420p'];

/** Clips by name. */
export const clips = {
  'two-scenes.mp4': () => made('two-scenes.mp4', (path) => ffmpeg('-f', 'lavfi', '-i', pattern('640x360', 2), '-f',
    'lavfi', '-i', 'mandelbrot=size=640x360:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=4',
    '-filter_complex', '[1]trim=duration=2[b];[0][b]concat=n=2:v=1[v]', '-map', '[v]', '-map', '2', ...h264,
    '-c:a', 'aac', '-t', '4', path)),
  'long.mp4': () => made('long.mp4', (path) => ffmpeg('-f', 'lavfi', '-i', pattern('1280x720', 40), '-c:v', 'mpeg4',
    '-g', '25', path)),
  'mpeg2.avi': () => made('mpeg2.avi', (path) => ffmpeg('-f', 'lavfi', '-i', pattern('320x240', 3), '-c:v',
    'mpeg2video', path)),
};

/** A clip of the evaluation set, null where that is missing. */
export function evaluationClip(name) {
  const folder = process.env.SMARTCROP_EVAL_DIR ?? new URL('../../../shared/eval', import.meta.url).pathname;
  const path = join(folder, name);
  return existsSync(path) ? path : null;
}

/** smartcrop-serve over a folder with copies of the named clips, or of files. */
export async function serve(...names) {
  const folder = mkdtempSync(join(tmpdir(), 'smartcrop-studio-'));
  for (const name of names) copyFileSync(clips[name]?.() ?? name, join(folder, basename(name)));
  const process_ = spawn(join(bin, 'smartcrop-serve'), [folder, '--port', '0', '--quiet'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await new Promise((resolve, reject) => {
    createInterface(process_.stdout).once('line', (line) => resolve([line]));
    process_.once('exit', (code) => reject(new Error(`smartcrop-serve ended with ${code}`)));
  });
  const api = async (path, options) => (await fetch(`${url}api/v1${path}`, options)).json();
  const { videos } = await api('/videos');
  return {
    folder,
    url,
    pid: process_.pid,
    api,
    files: () => readdirSync(folder).sort(),
    id: (name) => videos.find((video) => video.name === name)?.id,
    /** As Ctrl-C does. Resolves to the status and to what is left in the folder. */
    async end() {
      const ended = new Promise((resolve) => process_.once('exit', resolve));
      process_.kill('SIGINT');
      const status = await ended;
      const left = readdirSync(folder);
      rmSync(folder, { recursive: true, force: true });
      return { status, left };
    },
  };
}

let browser;

/** A page whose errors fail the test that asks for them; `expected` tells which lines are not errors. */
export async function openPage({ width = 1280, height = 900, dark = false, touch = false } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light',
    hasTouch: touch, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const shot = async (name, options = {}) => {
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`), ...options });
  };
  return { page, errors, shot, close: () => context.close() };
}

export const closeBrowser = async () => browser?.close();

/** Opens a video's page and waits for its candidates, and for the window that follows. */
export async function openVideo(page, server, name, { tracked = true } = {}) {
  await page.goto(`${server.url}#${server.id(name)}`);
  await page.locator('#gallery .card').first().waitFor();
  if (tracked) await page.locator('#locks [data-lock=follow]:not([disabled])').waitFor();
  await page.locator('#window').waitFor();
}

/** The window as it stands on the page: {x, y, w, h} in source px. */
export async function shownWindow(page) {
  const [x, y, w, h] = (await page.locator('#window').getAttribute('data-window')).split(',').map(Number);
  return { x, y, w, h };
}

/** Drags from a share of an element's box by px of the screen. */
export async function drag(page, selector, [dx, dy], from = [0.5, 0.5]) {
  const box = await page.locator(selector).boundingBox();
  const x = box.x + box.width * from[0];
  const y = box.y + box.height * from[1];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
}

/** Waits until the server's saved plan is as `test` wants it; returns it. */
export async function savedPlan(server, name, test) {
  for (let i = 0; i < 200; i += 1) {
    const plan = await server.api(`/videos/${server.id(name)}/plan`);
    if (plan.shots && test(plan)) return plan;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the plan was not saved so');
}

/** Tells whether a plan's first window is this one. */
export const startsWith = (window) => ({ shots }) =>
  ['x', 'y', 'w', 'h'].every((side) => shots[0].keyframes[0][side] === window[side]);
