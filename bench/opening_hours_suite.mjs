// Prints the values of opening_hours.js's public suite as JSON: the intervals that it expects, and
// those that a newer build of the library gives.
// node bench/opening_hours_suite.mjs PATH/TO/test.js PATH/TO/build/opening_hours.js
// (npm: opening_hours@2.1.9 has the suite, opening_hours@3.15.0 the build, suncalc@1.9.0 beside it)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const OpeningHours = createRequire(import.meta.url)(resolve(process.argv[3]));
process.env.TZ = 'Europe/Berlin';
const suite = readFileSync(process.argv[2], 'utf8');
const values = suite.slice(0, suite.indexOf('function opening_hours_test()'))
  .replace(/^#!.*/, '').replace(/var success = test\.run.*/, '').replace(/^\s*process\.exit.*$/m, '');

const tests = [];
const instant = (text) => new Date(text).toISOString();
const texts = (list) => list.map((value) => (typeof value === 'string' ? [value, ''] : value));
const current = (value, from, to, place) => {
  try {
    return new OpeningHours(value, place ?? null).getOpenIntervals(new Date(from), new Date(to))
      .map(([a, b, isUnknown]) => [instant(a), instant(b), isUnknown]);
  } catch {
    return null; // it refuses the value
  }
};
const recorder = {
  addTest(_, list, from, to, intervals, opened, unknown, weekly, place) {
    for (const [value, ignored] of texts(list)) {
      const { lat = null, lon = null, address = null } = place ?? {};
      tests.push({
        value, ignored, from: instant(from), to: instant(to), lat, lon, address,
        current: current(value, from, to, place),
        intervals: (intervals ?? []).filter(([a, b]) => !isNaN(new Date(a)) && !isNaN(new Date(b)))
          .map(([a, b, isUnknown]) => [instant(a), instant(b), Boolean(isUnknown)]),
      });
    }
  },
};
const test = new Proxy(recorder, { get: (of, name) => of[name] ?? (() => {}) });
const nothing = new Proxy(() => nothing, { get: () => nothing });
new Function('require', 'opening_hours_test', 'ignored', values)(
  () => nothing, function () { return test; }, (value, reason) => [value, reason || 'ignored']);
process.stdout.write(JSON.stringify({ tests }));
