// Prints how quick and how large the studio is. node measure.mjs VIDEO; see scripts/bench-serve.

import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { closeBrowser, openPage, serve } from './support.mjs';

const runs = 5;
const previews = 60;
const pages = 20;
const streams = 8;
const idle_ms = 15000;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const print = (what, value) => console.log(`| ${what} | ${value} |`);

/** Notes when the first candidate is in the page, s since its navigation began. */
const noteFirstCard = () => addEventListener('DOMContentLoaded', () => {
  new MutationObserver((changes, observer) => {
    if (!document.querySelector('#gallery .card')) return;
    window.firstCard_s = performance.now() / 1000;
    observer.disconnect();
  }).observe(document.body, { subtree: true, childList: true });
});

/**
 * Seconds from opening the page to the first candidate, by the page's clock and as Playwright sees it, on a server that has
 * not seen the video; kB of the page.
 */
async function firstCandidates(video) {
  const server = await serve();
  copyFileSync(video, join(server.folder, basename(video)));
  const { videos } = await server.api('/videos');
  const { page, close } = await openPage();
  const sizes = [];
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) sizes.push(response.body().then(({ length }) => length, () => 0));
  });
  await page.addInitScript(noteFirstCard);
  const begin = performance.now();
  await page.goto(`${server.url}#${videos[0].id}`, { waitUntil: 'commit' });
  await page.locator('#gallery .card').first().waitFor();
  const seconds = (performance.now() - begin) / 1000;
  const byPage_s = await page.evaluate(() => window.firstCard_s);
  await page.waitForLoadState('load');
  const transferred = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await close();
  await server.end();
  return { seconds, byPage_s, kilobytes: transferred / 1000 };
}

async function framePreviews(server, id, duration) {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const times = [];
  for (let i = 0; i < previews; i += 1) {
    const url = `${server.url}api/v1/videos/${id}/frame?width=640&time=${(random() * duration).toFixed(3)}`;
    const begin = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`a preview failed with ${response.status}`);
    times.push(performance.now() - begin);
  }
  return times;
}

/** Loads the page's files as a browser does; the number of answers that were not right. */
async function loadPage(server) {
  const html = await (await fetch(server.url)).text();
  const names = [...html.matchAll(/(?:src|href)="([\w.]+\.(?:js|css|svg))"/g)].map(([, name]) => name);
  const answers = await Promise.all(names.map(async (name) => (await fetch(server.url + name)).ok));
  return answers.filter((isRight) => !isRight).length + (html.includes('</html>') ? 0 : 1);
}

async function followEvents(server, id) {
  const response = await fetch(`${server.url}api/v1/jobs/${id}/events`);
  return (await response.text()).includes('"state":"done"') ? 0 : 1;
}

async function load(server, id) {
  const job = await server.api(`/videos/${id}/analyses`, { method: 'POST', body: '{"mode":"dynamic"}',
    headers: { 'Content-Type': 'application/json' } });
  const begin = performance.now();
  const work = [...Array.from({ length: streams }, () => followEvents(server, job.id)),
    ...Array.from({ length: pages }, () => loadPage(server))];
  const failures = await Promise.all(work.map((one) => one.catch(() => 1)));
  return { failures: failures.reduce((a, b) => a + b, 0), seconds: (performance.now() - begin) / 1000 };
}

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`))[1]) / 1000;

const video = process.argv[2];
const opened = [];
for (let i = 0; i < runs; i += 1) opened.push(await firstCandidates(video));
await closeBrowser();
const server = await serve();
copyFileSync(video, join(server.folder, basename(video)));
const { videos: [{ id }] } = await server.api('/videos');
const { duration_s: duration } = await server.api(`/videos/${id}`);
const frames = await framePreviews(server, id, duration);
const served = await load(server, id);
await new Promise((resolve) => setTimeout(resolve, idle_ms));
const resident = memory(server.pid);
await server.end();

print(`first candidates, s since the navigation began (median of ${runs})`, median(opened.map(({ byPage_s: s }) => s)).toFixed(2));
print('the same as Playwright sees it, s', median(opened.map(({ seconds }) => seconds)).toFixed(2));
print('page, kB', opened[0].kilobytes.toFixed(0));
print(`frame preview at a random time, ms (median of ${previews})`, median(frames).toFixed(0));
print('the slowest of them, ms', Math.max(...frames).toFixed(0));
print(`failures of ${pages} page loads and ${streams} event streams at once`, served.failures);
print('memory afterwards, idle, MB', resident.toFixed(0));
