// The page's own arithmetic of windows is the library's.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  cutTimes, inShapeOf, lockOf, outputHalves, samePlans, seconds, viewAt, withKeyframe, withLock, withWindow, withoutKeyframe,
} from '../../modules/service/page/plan.js';
import { historyOf, historyText } from '../../modules/service/page/remember.js';
import { clips } from './support.mjs';

const bin = process.env.SMARTCROP_BIN ?? new URL('../../build/dev/bin', import.meta.url).pathname;

test('times are read in every form', () => {
  assert.equal(seconds('12.5'), 12.5);
  assert.equal(seconds('1001/1000'), 1.001);
  assert.equal(seconds('01:02:03.5'), 3723.5);
  assert.equal(seconds(2), 2);
});

const conversation = {
  source: { width: 640, height: 360 },
  shots: [{ start: '0', keyframes: [
    { time: '0', x: 10, y: 0, w: 200, h: 360, easing: 'cubic' },
    { time: '2', x: 20, y: 0, w: 200, h: 360 },
    { time: '4', x: 400, y: 0, w: 200, h: 360, cut: true },
    { time: '6', x: 30, y: 0, w: 200, h: 360, cut: true },
  ] }],
};
const xAt = (plan, time) => viewAt(plan, time).window.x;

test('the window rests until a cut and jumps there', () => {
  assert.equal(xAt(conversation, 3.99), 20);
  assert.equal(xAt(conversation, 4), 400);
  assert.equal(xAt(conversation, 9), 30);
  assert.deepEqual(cutTimes(conversation), [4, 6]);
  assert.equal(lockOf(conversation, 0, undefined, 10), 'follow');
});

test('a window that rests between cuts is moved as a whole and keeps its cut', () => {
  const plan = withWindow(conversation, 5, { x: 420, y: 0, w: 200, h: 360 }, 25);
  assert.equal(plan.shots[0].keyframes.length, 4);
  assert.deepEqual(cutTimes(plan), [4, 6]);
  for (const [time, x] of [[3.9, 20], [4, 420], [5.9, 420], [6, 30]]) assert.equal(xAt(plan, time), x);
});

test('keyframes are set and removed without losing cuts', () => {
  const set = withKeyframe(conversation, 5, 25);
  assert.deepEqual(cutTimes(set), [4, 6]);
  assert.deepEqual(cutTimes(withWindow(set, 4, { x: 300, y: 0, w: 200, h: 360 }, 25)), [4, 6]);
  assert.deepEqual(cutTimes(withoutKeyframe(set, 4, 25)), [5, 6]);
  assert.deepEqual(cutTimes(withoutKeyframe(conversation, 4, 25)), [6]);
});

test('a shot with two windows shows both, and each can be moved', () => {
  const plan = { source: { width: 640, height: 360 }, output: { width: 202, height: 360 }, shots: [{ start: '0',
    layout_reason: 'two people', keyframes: [{ time: '0', x: 0, y: 0, w: 202, h: 180 }],
    second_keyframes: [{ time: '0', x: 400, y: 20, w: 202, h: 180 }] }] };
  assert.deepEqual(viewAt(plan, 3).second, { x: 400, y: 20, w: 202, h: 180 });
  assert.equal(viewAt(conversation, 3).second, undefined);
  const moved = withWindow(plan, 3, { x: 410, y: 30, w: 202, h: 180 }, 25, 'second_keyframes');
  assert.equal(viewAt(moved, 0).second.x, 410);
  assert.equal(viewAt(moved, 0).window.x, 0);
  assert.deepEqual(outputHalves(plan.output), [{ x: 0, y: 0, w: 202, h: 180 }, { x: 0, y: 180, w: 202, h: 180 }]);
  assert.deepEqual(outputHalves({ width: 1080, height: 1350 })[1], { x: 0, y: 674, w: 1080, h: 676 });
  const padded = withLock(plan, 0, 'pad', { time: 0, crop: { w: 202, h: 360 }, duration: 10 });
  assert.equal(padded.shots[0].second_keyframes, undefined);
});

test('plans are the same if they show the same', () => {
  const plan = { output: { width: 200, height: 360 }, ...conversation };
  const written = JSON.parse(JSON.stringify(plan).replace('"2"', '"2/1"').replace('"x":400', '"x":400.00001'));
  assert.ok(samePlans(plan, written));
  assert.ok(samePlans({ ...plan, shots: [{ ...plan.shots[0], fit: 'crop' }] }, plan));
  for (const other of [
    { ...plan, output: { width: 202, height: 360 } }, { ...plan, shots: [...plan.shots, { start: '7', keyframes: [] }] },
    { ...plan, scenes: [{ start: '0', speed: 2 }] }, withWindow(plan, 5, { x: 300, y: 0, w: 200, h: 360 }, 25),
    { ...plan, shots: [{ ...plan.shots[0], fit: 'pad' }] },
  ]) assert.ok(!samePlans(plan, other) && !samePlans(other, plan));
});

test('in another shape, what was set by hand keeps its middle, and the rest is as proposed there', () => {
  const source = { width: 640, height: 360 };
  const shot = (start, x, w, h = 360) => ({ start, keyframes: [{ time: start, x, y: 0, w, h }] });
  const usual = { source, output: { width: 202, height: 360 }, shots: ['0', '2', '4', '6'].map((start) => shot(start, 300, 202)) };
  const made = { source, output: { width: 360, height: 360 }, shots: ['0', '2', '4', '6'].map((start) => shot(start, 111, 360)) };
  const plan = { ...usual, scenes: [{ start: '4', speed: 2 }], shots: [
    shot('0', 200, 202), usual.shots[1],
    { start: '4', kept_share: 0.5, keyframes: [{ time: '4', x: 220, y: 90, w: 102, h: 180, easing: 'cubic', velocity: { x: 10 } },
      { time: '5', x: 0, y: 90, w: 102, h: 180, easing: 'smoothstep' }] },
    { start: '6', keyframes: [{ time: '6', x: 0, y: 0, w: 202, h: 180 }], second_keyframes: [{ time: '6', x: 400, y: 20, w: 202, h: 180 }] },
  ] };
  const result = inShapeOf(made, plan, usual, 1);
  assert.deepEqual(result.output, made.output);
  assert.deepEqual(result.scenes, plan.scenes);
  assert.deepEqual(result.shots[0].keyframes[0], { time: '0', x: 122, y: 0, w: 360, h: 360 }); // its middle was at 301
  assert.equal(result.shots[1], made.shots[1]);
  const [moving, resting] = result.shots[2].keyframes;
  assert.ok(Math.abs(moving.x + moving.w / 2 - 271) < 1 && moving.y === 90 && moving.w === moving.h && Math.abs(moving.h - 180) <= 2);
  assert.ok(Math.abs(moving.velocity.x - 10) < 1e-6 && Math.abs(moving.velocity.w) < 1e-6);
  assert.equal(resting.x, 0); // no window of this shape has its middle further left
  assert.equal(result.shots[2].kept_share, undefined);
  const { keyframes: [left], second_keyframes: [right] } = result.shots[3];
  assert.ok(Math.abs(left.w / left.h - 1 / 2) < 0.02 && Math.abs(right.x + right.w / 2 - 501) <= 2 && right.h <= 360);
  // A plan that is divided otherwise keeps all its shots.
  const whole = inShapeOf(made, { ...usual, shots: [shot('0', 300, 202)] }, usual, 1);
  assert.deepEqual(whole.shots.map(({ keyframes: [{ x }] }) => x), [222]);
});

test('a history is written and read again, and a long one keeps the steps next to the present', () => {
  const shots = Array.from({ length: 50 }, (_, i) => ({ start: String(i), keyframes: [{ time: String(i), x: 0, y: 0, w: 200, h: 360 }] }));
  const edits = Array.from({ length: 200 }, (_, i) => ({ aspect: '9:16', drawn: [], curves: i % 2 ? { kept: [0.5, null] } : null,
    plan: { source: { width: 640, height: 360 }, shots: shots.with(i % 50, { ...shots[i % 50], step: i }) } }));
  const text = historyText({ edits, present: 150 });
  assert.deepEqual(historyOf(text), { edits, present: 150 });
  assert.ok(text.length < 2 * JSON.stringify(edits).length / 10);
  const large = edits.map((edit, i) => ({ ...edit, plan: { ...edit.plan, shots: [{ start: '0', keyframes: [], step: i, filler: 'x'.repeat(20000) }] } }));
  const short = historyText({ edits: large, present: 150 });
  assert.ok(short.length <= 1e6 && short.length > 2e5);
  const { edits: left, present } = historyOf(short);
  assert.deepEqual(left[present], large[150]);
  assert.ok(present > 5 && left.length > present + 5);
  assert.equal(historyText({ edits: [{ ...large[0], curves: 'x'.repeat(2e6) }], present: 0 }), null);
  for (const broken of [null, '', '{}', '{"present":3,"steps":[],"parts":[]}', '[']) assert.equal(historyOf(broken), null);
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
