// What a person has set stays: across shots, reloads, other tabs and quick choices.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeBrowser, drag, openPage, openVideo, savedPlan, serve, shownWindow, startsWith } from './support.mjs';

let server;
before(async () => { server = await serve('two-scenes.mp4', 'long.mp4', 'mpeg2.avi'); });
after(async () => {
  await closeBrowser();
  await server?.end();
});

test('each shot is locked by itself', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: 'Shot 2' }).click();
  await page.locator('#shots button:nth-child(2)[aria-current=true]').waitFor();
  await page.locator('[data-lock=pad]').click();
  await page.locator('#window.padded').waitFor();
  let plan = await savedPlan(server, 'two-scenes.mp4', ({ shots }) => shots[1]?.fit === 'pad');
  assert.equal(plan.shots[0].fit, undefined);
  await page.locator('[data-lock=center]').click();
  plan = await savedPlan(server, 'two-scenes.mp4', ({ shots }) => shots[1] && !shots[1].fit);
  const { x, w } = plan.shots[1].keyframes[0];
  assert.ok(Math.abs(x + w / 2 - 320) <= 2);
  await page.locator('[data-lock=follow]').click();
  await page.locator('[data-lock=follow][aria-pressed=true]').waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('a reload in the middle loses neither the plan nor the rendering, which is canceled cleanly', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'long.mp4', { tracked: false });
  await page.getByRole('button', { name: '4:5' }).click();
  await page.locator('#gallery .card').nth(1).click();
  await page.locator('#gallery .card[data-rank="2"][aria-pressed=true]').waitFor();
  const before_ = await shownWindow(page);
  await drag(page, '#window', [before_.x > 300 ? -60 : 60, 0]);
  const window = await shownWindow(page);
  await savedPlan(server, 'long.mp4', startsWith(window));
  // The slowest encoding, so that the rendering still runs after the reload on any machine.
  await page.route(/\/renders$/, (route) => route.continue(
    { postData: JSON.stringify({ ...route.request().postDataJSON(), preset: 'veryslow' }) }));
  await page.getByRole('button', { name: 'Render', exact: true }).click();
  await page.locator('#renders [data-state=running] progress[value]').waitFor();
  await page.reload();
  await page.locator('#renders [data-state=running] progress[value]').waitFor();
  await page.locator('#window').waitFor();
  assert.deepEqual(await shownWindow(page), window);
  await page.locator('[data-ratio="4:5"][aria-pressed=true]').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('#renders [data-state=canceled]').waitFor();
  assert.ok(!server.files().some((name) => name.includes('long') && name !== 'long.mp4'), server.files().join());
  assert.deepEqual(errors, []);
  await close();
});

test('a reload keeps what can be undone and redone, also beside what another tab has made of the plan', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: '9:16' }).click();
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=true]').waitFor();
  const windows = [await shownWindow(page)];
  const far = windows[0].x > 150 ? -1 : 1;
  for (const dx of [30, 60]) {
    await drag(page, '#window', [far * dx, 0]);
    windows.push(await shownWindow(page));
  }
  await page.keyboard.press('Control+z');
  await page.reload();
  await page.locator('#gallery .card').first().waitFor();
  assert.deepEqual(await shownWindow(page), windows[1]);
  await page.getByRole('button', { name: 'Redo' }).click();
  assert.deepEqual(await shownWindow(page), windows[2]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await shownWindow(page), windows[0]);
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=true]').waitFor();
  // Another video and back.
  await page.goto(`${server.url}#${server.id('mpeg2.avi')}`);
  await page.locator('#title', { hasText: 'mpeg2.avi' }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
  await openVideo(page, server, 'two-scenes.mp4');
  await page.getByRole('button', { name: 'Redo' }).click();
  assert.deepEqual(await shownWindow(page), windows[1]);
  const plan = await savedPlan(server, 'two-scenes.mp4', startsWith(windows[1]));
  // Another tab.
  plan.shots[0].keyframes[0].x = 2;
  await page.goto('about:blank');
  await server.api(`/videos/${server.id('two-scenes.mp4')}/plan`, { method: 'PUT', body: JSON.stringify(plan),
    headers: { 'Content-Type': 'application/json' } });
  await openVideo(page, server, 'two-scenes.mp4', { tracked: false });
  assert.equal((await shownWindow(page)).x, 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await shownWindow(page), windows[1]);
  assert.deepEqual(errors, []);
  await close();
});

test('a choice made before the one before it is answered adds to it', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  // The first plan asked for is answered last.
  let isFirst = true;
  await page.route(/\/jobs\/[^/]+\/plan/, async (route) => {
    const wait_ms = isFirst ? 500 : 0;
    isFirst = false;
    await new Promise((resolve) => setTimeout(resolve, wait_ms));
    await route.continue();
  });
  await page.getByRole('button', { name: '4:5' }).click();
  await page.locator('#gallery .card').nth(1).click();
  await page.locator('#gallery .card[data-rank="2"][aria-pressed=true]').waitFor();
  await page.locator('[data-ratio="4:5"][aria-pressed=true]').waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('an edit is saved when the page is left at once, for another video or for good', async () => {
  const { page, errors, close } = await openPage();
  await openVideo(page, server, 'two-scenes.mp4');
  await page.locator('#gallery .card').first().click();
  await page.locator('#gallery .card[data-rank="1"][aria-pressed=true]').waitFor();
  const leave = [() => page.goto(`${server.url}#${server.id('mpeg2.avi')}`), () => page.goto('about:blank')];
  for (const go of leave) {
    await openVideo(page, server, 'two-scenes.mp4');
    const before_ = await shownWindow(page);
    await drag(page, '#window', [before_.x > 150 ? -40 : 40, 0]);
    const window = await shownWindow(page);
    assert.notEqual(window.x, before_.x);
    await go();
    await savedPlan(server, 'two-scenes.mp4', startsWith(window));
  }
  assert.deepEqual(errors, []);
  await close();
});
