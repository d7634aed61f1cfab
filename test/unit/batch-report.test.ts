import { describe, expect, test } from 'vitest';
import { noSeconds } from '../../lib/batch/stage-seconds.js';
import { noStatistics } from '../../lib/batch/statistics.js';
import type { BatchReport, DeviceUse } from '../../lib/batch/types.js';
import { DEFAULTS } from '../../lib/index.js';
import { reportHtml } from '../../lib/report/html.js';
import { quality } from '../../lib/report/sidecar.js';
import { type Measured, suggestionsFor } from '../../lib/report/suggestions.js';

function device(utilization: number, more: Partial<DeviceUse> = {}): DeviceUse {
  return {
    ...{ device: 'cpu', backend: 'cpu', lanes: 2, chunks: 9, rows: 900, bytes: 9000, busyNs: 1 },
    ...{ utilization, quarantined: null, ...more },
  };
}

function measured(more: Partial<Measured> = {}): Measured {
  return {
    config: DEFAULTS,
    statistics: { ...noStatistics(), rows: 1000, records: 1000, confidenceSum: 9_000_000, labelRows: [10] },
    seconds: { ...noSeconds(), parse: 18 },
    ...{ wallSeconds: 10, fileSeconds: 10, rowsPerSecond: 100, devices: [device(0.95)], ...more },
  };
}

describe('suggestions follow from what was measured', () => {
  test('nothing to say about a good run', () => {
    expect(suggestionsFor(measured())).toEqual([]);
  });

  test('lanes that waited for the disk', () => {
    const reading = { seconds: { ...noSeconds(), read: 8 }, devices: [device(0.2)] };
    expect(suggestionsFor(measured(reading))).toEqual([
      expect.stringMatching(/reading took 80 %.*--chunk-size/),
    ]);
    const writing = { seconds: { ...noSeconds(), write: 3, sync: 3 }, devices: [device(0.2)] };
    expect(suggestionsFor(measured(writing))).toEqual([expect.stringMatching(/writing took 60 %/)]);
    expect(suggestionsFor(measured({ ...reading, devices: [device(0.9)] }))).toEqual([]);
    expect(suggestionsFor(measured({ ...reading, wallSeconds: 0.5 }))).toEqual([]);
  });

  test('a target that was missed, with the stage that is to blame', () => {
    const config = { ...DEFAULTS, targetThroughput: 5000 };
    expect(suggestionsFor(measured({ config }))).toEqual([
      expect.stringMatching(/100 rows\/s are below the target of 5000.*--threads/),
    ]);
    const starved = { config, seconds: { ...noSeconds(), read: 4 }, devices: [device(0.2)] };
    expect(suggestionsFor(measured(starved))).toEqual([expect.stringMatching(/idle while reading/)]);
    expect(suggestionsFor(measured({ config, rowsPerSecond: 6000 }))).toEqual([]);
  });

  test('rejects, by code', () => {
    const rejectCodes = { ERR_ENCODING: 300, ERR_CSV: 20, ERR_RECORD_TOO_LARGE: 1 };
    const statistics = { ...noStatistics(), records: 1000, rejected: 321, rejectCodes };
    expect(suggestionsFor(measured({ statistics }))).toEqual([
      expect.stringMatching(/^30 % .*--encoding/),
      expect.stringMatching(/^2.0 % .*--delimiter/),
    ]);
  });

  test('addresses that are none', () => {
    const statistics = {
      ...noStatistics(),
      rows: 100,
      records: 100,
      confidenceSum: 200_000,
      labelRows: [60],
    };
    const found = suggestionsFor(measured({ statistics }));
    expect(found).toEqual([
      expect.stringMatching(/0\.20.*--address-column/),
      expect.stringMatching(/^60 % /),
    ]);
  });

  test('devices that failed or were idle', () => {
    const config = { ...DEFAULTS, gpuUtilizationThreshold: 0.5 };
    const gpu = { device: 'cuda:0', backend: 'cuda' } as const;
    const devices = [
      device(0.9),
      device(0.3, gpu),
      device(0.8, { ...gpu, device: 'cuda:1', quarantined: 'hung' }),
    ];
    expect(suggestionsFor(measured({ config, devices }))).toEqual([
      expect.stringMatching(/^cuda:0 was busy only 30 %/),
      expect.stringMatching(/^cuda:1 failed.*hung/),
    ]);
  });
});

test('quality gives shares by name', () => {
  const statistics = { ...noStatistics(), rows: 4, confidenceSum: 30_000, labelRows: [1, 2, 3] };
  expect(quality(statistics, ['', 'house', 'road'])).toMatchObject({
    meanConfidence: 0.75,
    withoutComponent: 0.25,
    labels: { house: 0.5, road: 0.75 },
  });
  expect(quality(noStatistics(), ['', 'house'])).toMatchObject({
    meanConfidence: null,
    labels: { house: 0 },
  });
});

test('the HTML report shows every text as text', () => {
  const evil = `<img src=x onerror="alert('1')">&`;
  const file = {
    ...{ path: evil, status: 'failed', output: evil, rejectsFile: null, sidecar: null, rows: 1, rejects: 2 },
    ...{
      blank: 0,
      bytesIn: 1,
      bytesOut: 0,
      sha256: null,
      outputSha256: null,
      startedAt: null,
      endedAt: null,
    },
    error: { code: 'ERR_CSV', message: evil },
  } satisfies Partial<BatchReport['files'][number]> as BatchReport['files'][number];
  const totals = {
    ...{ files: 1, completed: 0, skipped: 0, failed: 1, interrupted: 0, notStarted: 0 },
    ...{ rows: 1, rejects: 2, blank: 0, bytesIn: 1, bytesOut: 0 },
  };
  const report: BatchReport = {
    ...{ version: 1, batchId: evil, status: 'interrupted', startedAt: evil, endedAt: evil, runs: 1 },
    ...{ files: [file], totals, throughput: { rowsPerSecond: 1, bytesPerSecond: 1 } },
    devices: [device(1, { device: evil, quarantined: evil })],
    ...{ timings: noSeconds(), suggestions: [evil], model: { sha256: evil }, resumeCommand: evil },
  };
  const html = reportHtml(report);
  expect(html).not.toContain('<img');
  expect(html.split('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;')).toHaveLength(13);
});
