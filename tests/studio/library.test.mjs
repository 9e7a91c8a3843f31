// The list of videos: what is dropped or chosen is added.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { clips, closeBrowser, openPage, serve } from './support.mjs';

let server;
before(async () => { server = await serve(); });
after(async () => {
  await closeBrowser();
  await server?.end();
});

/** Drops a file of these bytes somewhere. */
const drop = (page, selector, name, bytes) => page.evaluate(([at, called, base64]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
  for (const type of ['dragover', 'drop'])
    document.querySelector(at).dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}, [selector, name, bytes.toString('base64')]);

test('a video dropped on the page is added and opened; what is no video is told', async () => {
  const { page, shot, close } = await openPage({ width: 390, height: 844 });
  await page.goto(server.url);
  await page.getByText('There is no video in').waitFor();
  await drop(page, 'body', 'notes.mp4', Buffer.from('not a video'));
  await page.getByText('notes.mp4: not a video file').waitFor();
  await drop(page, '#upload-area', 'notes.txt', Buffer.from('not a video'));
  await page.getByText('notes.txt is not a video by its name').waitFor();
  await shot('library-refused');
  assert.deepEqual(server.files(), []);
  const video = readFileSync(clips['two-scenes.mp4']());
  await drop(page, '#upload-area', 'a b.mp4', video);
  await page.locator('#title', { hasText: 'a b.mp4' }).waitFor();
  assert.ok(readFileSync(join(server.folder, 'a b.mp4')).equals(video));
  // The folder holds one video; its list can be seen nevertheless, to add another.
  await page.getByRole('link', { name: 'smartcrop' }).click();
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  await page.getByRole('link', { name: /^a b.mp4/ }).waitFor();
  await close();
});

test('several files are added one after another, with progress, and one can be canceled', async () => {
  const { page, errors, shot, close } = await openPage();
  await page.goto(server.url); // opens the only video
  await page.getByRole('link', { name: 'smartcrop' }).click();
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  const padded = join(server.folder, 'padded.txt'); // too large to be sent at once
  writeFileSync(padded, Buffer.concat([readFileSync(clips['mpeg2.avi']()), Buffer.alloc(3e6)]));
  const file = (name) => ({ name, mimeType: '', buffer: readFileSync(padded) });
  const network = await page.context().newCDPSession(page);
  const limit = (bytes_s) => network.send('Network.emulateNetworkConditions',
    { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes_s });
  await limit(1e6);
  await page.locator('#upload-file').setInputFiles([file('first.avi'), file('second.avi'), file('a b.mp4')]);
  await page.waitForFunction(() => document.querySelector('#uploads progress[value]')?.value > 20);
  assert.equal(await page.locator('#uploads li').count(), 3);
  assert.ok(server.files().some((name) => name.startsWith('.first.partial-')), server.files().join());
  await shot('library-adding');
  await page.getByRole('button', { name: 'Cancel first.avi' }).click();
  await limit(-1);
  await page.getByText('2 videos are added.').waitFor();
  await page.getByRole('link', { name: /^second.avi/ }).waitFor();
  await page.getByRole('link', { name: /^a b-2.mp4/ }).waitFor();
  assert.equal(await page.locator('#uploads li').count(), 0);
  assert.deepEqual(server.files(), ['a b-2.mp4', 'a b.mp4', 'padded.txt', 'second.avi']);
  assert.deepEqual(errors, []);
  await close();
});

test('where nothing can be added the page says nothing about it', async () => {
  const { page, errors, close } = await openPage();
  await page.route(/\/api\/v1\/videos$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), uploads: false } });
  });
  await page.goto(server.url);
  await page.getByRole('link', { name: /^second.avi/ }).waitFor();
  assert.equal(await page.getByText('Drop').isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Choose files' }).isVisible(), false);
  assert.deepEqual(errors, []);
  await close();
});

test('Ctrl-C ends the server at once, although a page sends a file and takes nothing of a video', { timeout: 60000 }, async () => {
  const stalled = await serve('long.mp4');
  const { page, close } = await openPage();
  await page.goto(stalled.url);
  await page.getByRole('link', { name: 'smartcrop' }).click();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1e5 });
  await page.locator('#upload-file').setInputFiles({ name: 'slow.mp4', mimeType: '', buffer: Buffer.alloc(3e7) });
  while (!stalled.files().some((name) => name.startsWith('.slow.partial-'))) await new Promise((resolve) => setTimeout(resolve, 20));
  const { pathname, port } = new URL(`${stalled.url}api/v1/videos/${stalled.id('long.mp4')}/file`);
  const deaf = connect(Number(port), '127.0.0.1');
  deaf.pause();
  deaf.on('error', () => {});
  deaf.write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  await network.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  const patience = new Promise((resolve, reject) => setTimeout(reject, 8000, new Error('the server waits for its clients'))); // for 15 s
  const { status, left } = await Promise.race([stalled.end(), patience]);
  assert.equal(status, 130);
  assert.deepEqual(left, ['long.mp4']);
  deaf.destroy();
  await close();
});
