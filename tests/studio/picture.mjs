// A picture of the studio: node picture.mjs VIDEO PNG, see scripts/make-pictures.

import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { closeBrowser, openPage, serve } from './support.mjs';

const [, , video, picture] = process.argv;
const moment_s = 8;

const server = await serve();
copyFileSync(video, join(server.folder, basename(video)));
const { videos: [{ id }] } = await server.api('/videos');
const { page } = await openPage({ width: 1280, height: 1000 });
await page.goto(`${server.url}#${id}`);
await page.locator('#locks [data-lock=follow]:not([disabled])').waitFor({ timeout: 300_000 });
await page.locator('#seek').fill(String(moment_s));
await page.waitForFunction(() => [...document.images].every((image) => image.complete));
await page.waitForFunction(() => !document.getElementById('video').seeking);
await page.evaluate(() => document.activeElement.blur());
await page.waitForTimeout(1000); // the result is painted from the picture
await page.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: 1280, height: 1220 } });
await closeBrowser();
await server.end();
