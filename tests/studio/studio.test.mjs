// The page in a browser: the whole way from opening it to a rendered file.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, drag, openPage, openVideo, savedPlan, serve, shownWindow, startsWith } from './support.mjs';

let server;
before(async () => { server = await serve('two-scenes.mp4', 'long.mp4', 'mpeg2.avi'); });
after(async () => {
  await closeBrowser();
  await server?.end();
});

/** How alike a video and a window of another are, dB. */
function likeness(video, source, { x, y, w, h }) {
  const graph = `[1:v]crop=${w}:${h}:${x}:${y}:exact=1[c];[0:v][c]psnr`;
  const { stderr } = { stderr: execFileSync('sh', ['-c',
    `ffmpeg -nostdin -i '${video}' -i '${source}' -filter_complex '${graph}' -f null - 2>&1`]).toString() };
  return Number(/average:([\d.]+|inf)/.exec(stderr)[1].replace('inf', '99'));
}

test('a window that was dragged is what the rendered file shows', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: '1:1' }).click();
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[aria-pressed=true]').waitFor();
  const before_ = await shownWindow(page);
  await drag(page, '#window', [before_.x > 150 ? -90 : 90, 20]);
  const window = await shownWindow(page);
  assert.notDeepEqual(window, before_);
  assert.ok(window.x % 2 === 0 && window.y % 2 === 0);

  // The first shot was dragged; the second one still shows the candidate.
  const plan = await savedPlan(server, 'two-scenes.mp4', startsWith(window));
  assert.equal(plan.shots.length, 2);
  assert.equal(plan.shots[1].keyframes[0].x, before_.x);
  await page.getByRole('button', { name: 'Render', exact: true }).click();
  const link = page.locator('#renders .download');
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'two-scenes.smart_cropped.mp4');
  const file = join(server.folder, 'downloaded.mp4');
  await download.saveAs(file);
  const first = join(server.folder, 'first.mp4');
  const source = join(server.folder, 'first-source.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', file, '-t', '1.9', '-c:v', 'ffv1', `${first}.mkv`]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', join(server.folder, 'two-scenes.mp4'), '-t', '1.9', '-c:v', 'ffv1',
    `${source}.mkv`]);
  assert.ok(likeness(`${first}.mkv`, `${source}.mkv`, window) > 38);
  assert.ok(likeness(`${first}.mkv`, `${source}.mkv`, before_) < 25);
  assert.deepEqual(errors, []);
  await close();
});

test('several shapes are rendered at once, the shown one as it is shown', async () => {
  const { page, errors, shot, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: '4:5' }).click();
  await page.locator('[data-ratio="4:5"][aria-pressed=true]').waitFor();
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=true]').waitFor();
  const before_ = await shownWindow(page);
  await drag(page, '#window', [before_.x > 150 ? -40 : 40, 0]);
  const window = await shownWindow(page);
  await page.getByText('Several shapes at once').click();
  assert.ok(await page.locator('#render-all').isDisabled());
  await page.getByLabel('4:5 as large').check();
  await page.getByLabel('1:1 as large').check();
  await page.getByLabel('9:16 1080 × 1920 · TikTok, Instagram Reels, YouTube Shorts').check();
  await shot('several', { fullPage: true });
  await page.route(/\/renders$/, (route) => route.continue(
    { postData: JSON.stringify({ ...route.request().postDataJSON(), preset: 'ultrafast' }) }));
  const [request] = await Promise.all([page.waitForRequest(/\/renders$/),
    page.getByRole('button', { name: 'Render 3 videos' }).click()]);
  const { plans } = request.postDataJSON();
  assert.deepEqual(plans.map(({ output }) => `${output.width}x${output.height}`), ['1080x1920', `${window.w}x${window.h}`, '360x360']);
  assert.equal(plans[1].shots[0].keyframes[0].x, window.x);
  await page.locator('#renders .download').nth(2).waitFor();
  const names = ['1080x1920', `${window.w}x${window.h}`, '360x360'].map((size) => `Download two-scenes.smart_cropped.${size}.mp4`);
  assert.deepEqual(await page.locator('#renders li').first().locator('.download').allTextContents(), names);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText(names[2]).click()]);
  const size = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', await download.path()]);
  assert.match(String(size), /^360,360/);
  await shot('several-done', { fullPage: true });
  assert.deepEqual(errors, []);
  await close();
});

test('windows set by hand keep their middle in other shapes', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  const shape = async (name) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator(`[data-ratio="${name}"][aria-pressed=true]`).waitFor();
    return shownWindow(page);
  };
  const middle = ({ x, w }) => x + w / 2;
  await page.locator('#motion [data-mode=follow]').click(); // the proposal, whatever was saved before
  await shape('1:1');
  await page.locator('[data-lock=follow][aria-pressed=true]').waitFor();
  const { shots: proposed } = await savedPlan(server, 'two-scenes.mp4', ({ output, shots }) => output.width === 360 && shots.length === 2);
  await shape('9:16');
  await page.locator('[data-lock=fixed]').click();
  const before_ = await shownWindow(page);
  await page.locator('#window').press(before_.x > 220 ? 'Shift+ArrowLeft' : 'Shift+ArrowRight');
  const set = await shownWindow(page);
  assert.notEqual(set.x, before_.x);
  const square = await shape('1:1');
  assert.ok(Math.abs(middle(square) - Math.min(Math.max(middle(set), 180), 460)) <= 2, JSON.stringify([set, square]));
  const plan = await savedPlan(server, 'two-scenes.mp4', startsWith(square));
  assert.equal(plan.shots[0].keyframes.length, 1);
  assert.deepEqual(plan.shots[1].keyframes, proposed[1].keyframes); // was not touched
  await shape('16:9'); // shows everything; the place is remembered nevertheless
  assert.deepEqual(await shape('9:16'), set);
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Control+z');
  assert.deepEqual(await shownWindow(page), set);
  await page.keyboard.press('Control+z');
  assert.deepEqual(await shownWindow(page), before_);
  for (let i = 0; i < 2; i += 1) await page.keyboard.press('Control+Shift+z');
  assert.deepEqual(await shownWindow(page), square);
  await page.getByText('Several shapes at once').click();
  await page.getByLabel('4:5 as large').check();
  await page.route(/\/renders$/, (route) => route.fulfill({ status: 429, json: { error: 'not now' } }));
  const [request] = await Promise.all([page.waitForRequest(/\/renders$/), page.getByRole('button', { name: 'Render 1 video' }).click()]);
  const { plans: [other] } = request.postDataJSON();
  assert.ok(Math.abs(middle(other.shots[0].keyframes[0]) - middle(set)) <= 2);
  assert.deepEqual(errors.filter((line) => !line.includes('429')), []);
  await close();
});

test('corners resize the window and keep its shape', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: '9:16' }).click();
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[aria-pressed=true]').waitFor();
  const before_ = await shownWindow(page);
  await drag(page, '#window .handle.se', [-40, -40]);
  const after_ = await shownWindow(page);
  assert.ok(after_.w < before_.w && Math.abs(after_.w / after_.h - 9 / 16) < 0.02);
  assert.ok(Math.abs(after_.x - before_.x) <= 2 && Math.abs(after_.y - before_.y) <= 2);
  await page.keyboard.press('Control+z');
  assert.deepEqual(await shownWindow(page), before_);
  await page.keyboard.press('Control+Shift+z');
  assert.deepEqual(await shownWindow(page), after_);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+y');
  assert.deepEqual(await shownWindow(page), after_);
  assert.deepEqual(errors, []);
  await close();
});

test('everything can be done with the keyboard', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.keyboard.press('2');
  await page.locator('#gallery .card[data-rank="2"][aria-pressed=true]').waitFor();
  const chosen = await shownWindow(page);
  await page.locator('#window').focus();
  await page.keyboard.press(chosen.x > 100 ? 'Shift+ArrowLeft' : 'Shift+ArrowRight');
  assert.notEqual((await shownWindow(page)).x, chosen.x);
  await page.keyboard.press('-');
  assert.ok((await shownWindow(page)).w < chosen.w);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  assert.deepEqual(await shownWindow(page), chosen);
  // A second keyframe makes the window move between the two.
  await page.evaluate(() => document.activeElement.blur());
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('k');
  await page.locator('#window').press(chosen.x > 100 ? 'ArrowLeft' : 'ArrowRight');
  const plan = await savedPlan(server, 'two-scenes.mp4', ({ shots }) => shots[0].keyframes.length === 2);
  assert.equal(plan.shots[0].keyframes[1].time, '0.4');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Shift+K');
  await savedPlan(server, 'two-scenes.mp4', ({ shots }) => shots[0].keyframes.length === 1);
  await page.keyboard.press('?');
  assert.ok(await page.locator('#help').isVisible());
  await page.keyboard.press('k'); // does nothing behind the list
  await page.keyboard.press('?');
  assert.equal(await page.locator('#help').isVisible(), false);
  await savedPlan(server, 'two-scenes.mp4', ({ shots }) => shots[0].keyframes.length === 1);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('the safe zone of a platform is shown over the window', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: '9:16' }).click();
  const zone = page.locator('.safe-zone');
  assert.equal(await zone.isVisible(), false);
  const names = await page.getByLabel('Safe zone').locator('option').allTextContents();
  assert.deepEqual(names, ['off', 'TikTok', 'Instagram Reels', 'YouTube Shorts']);
  await page.getByLabel('Safe zone').selectOption('Instagram Reels');
  const window = await page.locator('#window').boundingBox();
  const free = await page.locator('.safe-zone .free').boundingBox();
  assert.ok(Math.abs(free.x - window.x - 0.06 * window.width) < 2);
  assert.ok(Math.abs(free.y - window.y - 0.14 * window.height) < 2);
  assert.ok(Math.abs(free.height - 0.51 * window.height) < 2);
  await page.getByRole('button', { name: '1:1' }).click();
  await page.locator('#ratios [aria-pressed=true][data-ratio="1:1"]').waitFor();
  assert.equal(await page.getByLabel('Safe zone').isVisible(), false);
  assert.equal(await zone.isVisible(), false);
  assert.deepEqual(errors, []);
  await close();
});

test('a broken video is told, and the others still open', async () => {
  writeFileSync(join(server.folder, 'broken.mp4'), 'not a video');
  const { page, close } = await openPage();
  await page.goto(server.url);
  await page.getByRole('link', { name: /broken.mp4/ }).click();
  const problem = page.getByRole('alert').filter({ hasText: 'cannot be shown' });
  await problem.waitFor();
  assert.match(await problem.innerText(), /broken.mp4: not a video file/);
  await page.getByRole('link', { name: 'smartcrop' }).click();
  await page.getByRole('link', { name: /^two-scenes.mp4/ }).click();
  await page.locator('#gallery .card').first().waitFor();
  await close();
});

test('a single video is looked at as soon as its page is asked for, and once', async () => {
  const single = await serve('two-scenes.mp4');
  await fetch(single.url, { headers: { 'Sec-Fetch-Site': 'none' } });
  const looks = async () => (await single.api('/jobs')).jobs.filter(({ kind }) => kind === 'analysis');
  assert.equal((await looks()).length, 1);
  const { page, errors, close } = await openPage();
  await openVideo(page, single, 'two-scenes.mp4');
  assert.equal((await looks()).length, 1);
  assert.deepEqual(errors, []);
  await close();
  await single.end();
});

test('an empty folder says so', async () => {
  const empty = await serve();
  const { page, errors, close } = await openPage();
  await page.goto(empty.url);
  await page.getByText('There is no video in').waitFor();
  assert.deepEqual(errors, []);
  await close();
  await empty.end();
});

test('a video that the browser cannot play is shown by pictures', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'mpeg2.avi');
  await page.getByText('this browser cannot play the video').waitFor();
  const picture = page.locator('#frame');
  await page.waitForFunction(() => document.getElementById('frame').naturalWidth > 0);
  const first = await picture.getAttribute('src');
  await page.locator('#step-on').click();
  await page.waitForFunction((src) => document.getElementById('frame').getAttribute('src') !== src, first);
  await page.locator('#play').click();
  await page.waitForFunction(() => Number(document.getElementById('seek').value) > 0.5);
  await page.locator('#play').click();
  assert.deepEqual(errors, []);
  await close();
});

test('what the crop shows is on the canvas, at the moment shown', async () => {
  const { page, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  // Mean difference of the canvas and the same part of the video as it is shown.
  const differs = () => page.evaluate(() => {
    const after = document.getElementById('after');
    const video = document.getElementById('video');
    const [x, y, w, h] = document.getElementById('window').dataset.window.split(',').map(Number);
    const copy = new OffscreenCanvas(after.width, after.height).getContext('2d');
    copy.drawImage(video, x, y, w, h, 0, 0, after.width, after.height);
    const pixels = (context) => context.getImageData(0, 0, after.width, after.height).data;
    const [a, b] = [pixels(after.getContext('2d')), pixels(copy)];
    return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
  });
  for (const time of ['0.6', '3', '1.4']) {
    await page.locator('#seek').fill(time);
    await page.waitForFunction(() => !document.getElementById('video').seeking);
    for (let i = 0; i < 50 && await differs() > 1; i += 1) await page.waitForTimeout(50);
    assert.ok(await differs() <= 1, `at ${time}`);
  }
  await page.locator('#heat-measure').selectOption('motion');
  await page.waitForFunction(() => document.getElementById('heat').naturalWidth > 0);
  await close();
});

test('dull scenes are sped up, and each scene has a speed', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: 'Speed up dull scenes' }).click();
  await page.getByLabel('Speed of scene 1').selectOption('8');
  const { scenes } = await savedPlan(server, 'two-scenes.mp4', (plan) => plan.scenes?.[0]?.speed === 8);
  assert.equal(scenes[0].start, '0');
  await page.locator('#seek').fill('0.1');
  await page.waitForFunction(() => document.getElementById('video').playbackRate === 8);
  await page.getByRole('button', { name: 'Normal speed everywhere' }).click();
  await savedPlan(server, 'two-scenes.mp4', (plan) => !plan.scenes);
  assert.deepEqual(errors, []);
  await close();
});

test('a plan is saved to a file and opened again', async () => {
  const { page, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.locator('#gallery .card').nth(2).click();
  await page.locator('#gallery .card[data-rank="3"][aria-pressed=true]').waitFor();
  const window = await shownWindow(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Save plan').click()]);
  assert.equal(download.suggestedFilename(), 'two-scenes.plan.json');
  const file = join(server.folder, 'plan.json');
  await download.saveAs(file);
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=true]').waitFor();
  await page.locator('#plan-file').setInputFiles(file);
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=false]').waitFor();
  assert.deepEqual(await shownWindow(page), window);
  writeFileSync(file, '{"version": 1}');
  await page.locator('#plan-file').setInputFiles(file);
  await page.getByText('plan.json: plan: document: is missing').waitFor();
  await close();
});

test('a plan is exported for an editing program, with what that cannot hold', async () => {
  const { page, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  for (const [format, name, start] of [['mlt', 'two-scenes.mlt', '<?xml'], ['edl', 'two-scenes.edl', 'TITLE: two-scenes']]) {
    await page.getByLabel('Edit in').selectOption(format);
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click()]);
    assert.equal(download.suggestedFilename(), name);
    assert.ok(readFileSync(await download.path(), 'utf8').startsWith(start));
  }
  await page.getByText('Exported two-scenes.edl; an EDL holds cuts and speeds only, no windows').waitFor();
  await close();
});
