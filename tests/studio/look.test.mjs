// How the page looks and reads: no serious accessibility findings, nothing wider than a phone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { closeBrowser, openPage, openVideo, serve } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server;
before(async () => { server = await serve('two-scenes.mp4', 'mpeg2.avi'); });
after(async () => {
  await closeBrowser();
  await server?.end();
});

/** Serious and critical findings of axe, as lines. */
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`);
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const looks = [
  { name: 'desktop', width: 1280, height: 900 },
  { name: 'desktop-dark', width: 1280, height: 900, dark: true },
  { name: 'phone', width: 390, height: 844, touch: true },
  { name: 'phone-dark', width: 390, height: 844, dark: true, touch: true },
  { name: 'small-phone', width: 320, height: 640, touch: true },
];

for (const look of looks) {
  test(`${look.name}: reads well and is not wider than the screen`, async () => {
    const { page, errors, shot, close } = await openPage(look);
    await openVideo(page, server, 'two-scenes.mp4');
    await page.locator('#gallery img').first().evaluate((image) => image.complete || image.decode());
    await page.getByText('Several shapes at once').click();
    assert.deepEqual(await findings(page), []);
    assert.ok(await overflow(page) <= 0);
    await shot(look.name, { fullPage: true });
    assert.deepEqual(errors, []);
    await close();
  });
}

for (const look of looks.slice(0, 4)) {
  test(`${look.name}: the list of videos and the list of keys read well`, async () => {
    const { page, errors, shot, close } = await openPage(look);
    await page.goto(server.url);
    await page.getByText('0:04 · 640 × 360').waitFor();
    await page.getByText('0:03 · 320 × 240').waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    assert.deepEqual(await findings(page), []);
    assert.ok(await overflow(page) <= 0);
    await shot(`${look.name}-library`);
    await page.keyboard.press('?');
    await page.locator('#help').waitFor();
    assert.deepEqual(await findings(page), []);
    await shot(`${look.name}-keys`);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#help').isVisible(), false);
    assert.deepEqual(errors, []);
    await close();
  });
}

test('on a phone the shape comes before keyframes', async () => {
  const { page, close } = await openPage({ width: 390, height: 844 });
  await openVideo(page, server, 'two-scenes.mp4');
  const top = async (id) => (await page.locator(`#${id}`).boundingBox()).y;
  assert.ok(await top('seek') < await top('shape-title'));
  assert.ok(await top('shape-title') < await top('keyframe-add'));
  assert.ok(await top('keyframe-add') < await top('render'));
  await close();
});

test('the page is small', async () => {
  const { page, close } = await openPage();
  const sizes = [];
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) sizes.push(response.body().then(({ length }) => length, () => 0));
  });
  await openVideo(page, server, 'two-scenes.mp4', { tracked: false });
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  assert.ok(total > 50e3 && total < 300e3, `${total} bytes`);
  // Every module is asked for at once, not one after the other as their imports are read.
  const modules = await page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name }) => name.split('/').at(-1)).filter((name) => name.endsWith('.js') && !['app.js', 'first.js'].includes(name)));
  const preloaded = await page.locator('link[rel=modulepreload]').evaluateAll((links) =>
    links.map((link) => link.getAttribute('href')));
  assert.deepEqual([...new Set(modules)].sort(), preloaded.sort());
  await close();
});
