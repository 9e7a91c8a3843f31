// The page's own arithmetic of windows is the library's.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds, viewAt } from '../../modules/service/page/plan.js';
import { clips } from './support.mjs';

const bin = process.env.SMARTCROP_BIN ?? new URL('../../build/dev/bin', import.meta.url).pathname;

test('times are read in every form', () => {
  assert.equal(seconds('12.5'), 12.5);
  assert.equal(seconds('1001/1000'), 1.001);
  assert.equal(seconds('01:02:03.5'), 3723.5);
  assert.equal(seconds(2), 2);
});

test('windows between keyframes are those of smartcrop analyze', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartcrop-plan-'));
  const plan = join(folder, 'plan.json');
  const windows = join(folder, 'windows.csv');
  execFileSync(join(bin, 'smartcrop-analyze'), [clips['two-scenes.mp4'](), '--mode', 'dynamic', '--aspect', '9:16',
    '--motion', 'lively', '--plan', plan, '--windows', windows, '--quiet']);
  const document = JSON.parse(readFileSync(plan));
  const rows = readFileSync(windows, 'utf8').trim().split('\n').slice(1).map((row) => row.split(',').map(Number));
  rmSync(folder, { recursive: true });
  assert.ok(document.shots.some(({ keyframes }) => keyframes.length > 2), 'the window moves');
  for (const [, time, x, y, w, h] of rows) {
    // The table's times are rounded: a millisecond of movement is far below a pixel.
    const { window } = viewAt(document, time + 1e-6);
    for (const [have, want] of [[window.x, x], [window.y, y], [window.w, w], [window.h, h]])
      assert.ok(Math.abs(have - want) < 0.05, `${time}: ${have} and ${want}`);
  }
});
