import type {
  Calendar,
  Delivery,
  Feed,
  Memo,
  PipelineDetail,
  QuarantineDetail,
  Report,
  RunDetail,
  Trial,
  TrialDetail,
} from '@millrace/contract'
import { CHAIN, FEATURE, FLIGHTS } from './chain.ts'
import { ALT_DATA, at, DAY, EQUITIES, HOUR, PRODUCER, QUANT } from './people.ts'

const FEED: Feed = {
  id: 'f-1',
  name: 'flights',
  vendorId: 'v-1',
  vendor: 'Skyfeed',
  method: 'sftp',
  direction: 'pull',
  schedule: 'daily, complete before 06:00 UTC',
  dataset: FLIGHTS,
  simulated: true,
  paused: false,
}

const STATES = ['loaded', 'late', 'quarantined', 'expected', 'missing'] as const

export const CALENDAR: Calendar = {
  from: '2013-06-01',
  to: '2013-07-10',
  feeds: ['flights', 'weather', 'planes'].map((name, row) => ({
    feed: { ...FEED, id: `f-${row}`, name, simulated: row === 0 },
    days: Array.from({ length: 40 }, (_, index) => ({
      day: new Date(Date.UTC(2013, 5, 1 + index)).toISOString().slice(0, 10),
      state: (index + row) % 17 === 16 ? (STATES[1 + (index % 4)] ?? 'late') : 'loaded',
      deliveryId: `d-${row}-${index}`,
      vintages: index === 33 ? 2 : 1,
      sizeBytes: 92_000 + index,
      lagMinutes: 12,
    })),
  })),
}

export const DELIVERY: Delivery = {
  id: 'd-1',
  feed: FEED,
  day: '2013-07-04',
  state: 'loaded',
  expectedAt: at(-5 * HOUR),
  vintages: [2, 1].map((number) => ({
    number,
    state: number === 2 ? 'loaded' : 'quarantined',
    publishedAt: at(-6 * HOUR),
    landedAt: at(-4 * HOUR + number * 20),
    ...(number === 2 ? { availableAt: at(-3 * HOUR), rowCount: 737 } : { quarantinedRows: 1 }),
    files: [
      {
        name: 'flights-2013-07-04.csv.gz',
        sizeBytes: 24_512,
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        location: `s3://landing/skyfeed/flights/2013-07-04/v${number}/flights.csv.gz`,
      },
    ],
    checks: [
      { name: 'Ready file is there', outcome: 'passed', detail: 'flights-2013-07-04.ready' },
      {
        name: 'File is whole',
        outcome: number === 2 ? 'passed' : 'failed',
        detail: number === 2 ? '24,512 bytes as declared' : 'gzip ends after 11,008 bytes',
      },
      { name: 'Header', outcome: number === 2 ? 'passed' : 'skipped', detail: '19 columns' },
    ],
  })),
}

export const QUARANTINED: QuarantineDetail = {
  id: 'q-1',
  deliveryId: 'd-1',
  feed: 'flights',
  vendor: 'Skyfeed',
  day: '2013-07-04',
  vintage: 1,
  quarantinedAt: at(-3 * HOUR),
  state: 'open',
  reasons: [{ code: 'truncated', text: 'The file is truncated', count: 1 }],
  samples: [
    {
      file: 'flights.csv',
      line: 412,
      column: 'dep_delay',
      reason: 'the line ends before column 12 of 19',
      content: '2013,7,4,1329,13',
    },
  ],
  mayDecide: true,
}

export const TRIAL: Trial = {
  id: 'tr-1',
  title: 'Flight delays as a signal for listed carriers',
  account: EQUITIES,
  vendor: 'Skyfeed',
  stage: 'running',
  owner: QUANT,
  openedAt: at(-30 * DAY),
  endsAt: at(60 * DAY),
  budgetUsd: 500,
  spentUsd: 61.4,
  metrics: { passed: 13, failed: 1, notComputable: 1 },
}

export const REJECTED: Trial = {
  ...TRIAL,
  id: 'tr-2',
  title: 'Weather at the airports',
  stage: 'decided',
  decision: 'no-buy',
  decidedAt: at(-2 * DAY),
}

export const TRIAL_DETAIL: TrialDetail = {
  ...TRIAL,
  hypothesis: 'Departure delays lead reported operating margins of listed carriers by a quarter.',
  bands: [
    { metric: 'D1', name: 'On-time rate', gate: 'at least 95 %' },
    { metric: 'C1', name: 'Entity coverage', gate: 'at least 90 %' },
  ],
  frozenAt: at(-30 * DAY),
  people: [{ name: QUANT, role: 'Owner' }],
  datasets: [FLIGHTS],
  compliance: [
    { question: 'Where does the data come from?', answer: 'Public records', answeredBy: 'legal' },
    { question: 'Does it hold personal data?' },
  ],
  events: [
    { at: at(-30 * DAY), by: QUANT, text: 'Charter frozen' },
    { at: at(-29 * DAY), by: PRODUCER, text: 'First delivery landed' },
  ],
  mayDecide: true,
  mayExtend: true,
}

const days = (length: number, value: (index: number) => number) =>
  Array.from({ length }, (_, index) => ({
    x: new Date(Date.UTC(2013, 0, 1 + index)).toISOString().slice(0, 10),
    y: value(index),
  }))

export const REPORT: Report = {
  trialId: 'tr-1',
  title: 'Evaluation',
  madeAt: at(-90),
  codeVersion: '0.1.0',
  from: '2013-01-01',
  to: '2013-12-31',
  vintages: [{ dataset: 'mobility.flights', snapshot: '6094782138471' }],
  sections: [
    {
      title: 'Delivery',
      summary: '363 of 365 deliveries came on time; one was resent.',
      metrics: [
        {
          id: 'D1',
          name: 'On-time rate',
          definition: 'Expected deliveries complete before the deadline, of all expected.',
          verdict: 'passed',
          text: '99.5 %',
          gate: 'at least 95 %',
          gateFrom: 'charter',
          observations: 365,
          plot: {
            kind: 'line',
            xLabel: 'Day',
            yLabel: 'Lag, minutes',
            threshold: 60,
            points: days(120, (index) => 20 + ((index * 13) % 50)),
          },
        },
        {
          id: 'P5',
          name: 'Revision rate',
          definition: 'Cells that changed between vintages, of those in both.',
          verdict: 'failed',
          text: '2.6 %',
          gate: 'at most 2 %',
          gateFrom: 'proposal',
          plot: {
            kind: 'heatmap',
            xLabel: 'Month',
            yLabel: 'Carrier',
            points: ['AA', 'B6', 'DL', 'UA'].flatMap((y, row) =>
              ['01', '02', '03', '04'].map((month, index) => ({
                x: `2013-${month}`,
                y,
                value: row * index,
              })),
            ),
          },
        },
        {
          id: 'R1',
          name: 'PII hits',
          definition: 'Detector hits per million cells.',
          verdict: 'not-computable',
          missing: 'no column of free text',
        },
      ],
    },
  ],
}

export const MEMO: Memo = {
  trialId: 'tr-1',
  title: 'Decision memo',
  recommendation: 'buy',
  sections: [
    {
      title: 'Recommendation',
      markdown: `**Buy.** Reasons:\n\n1. on time\n2. broad\n\nOf \`sha256:${'0f'.repeat(32)}\``,
    },
  ],
  signatures: [{ by: QUANT, at: at(-60), verdict: 'buy' }],
  digest: 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
}

export const PIPELINE: PipelineDetail = {
  id: 'p-1',
  name: 'delay feature',
  account: ALT_DATA,
  state: 'running',
  deadline: {
    promise: 'every day 10:45 UTC',
    nextAt: at(75),
    marginSeconds: -900,
    state: 'endangered',
  },
  lastRun: { id: 'r-1', state: 'running', startedAt: at(-1) },
  slicesDone: 364,
  slicesMissing: 1,
  output: FEATURE,
  description: 'Hourly delay by airport and listed carrier.',
  role: 'arn:aws:iam::333333333333:role/flights-pipeline',
  trigger: 'new-data',
  application: { id: '00abc', state: 'STARTED', caps: { vcpu: 4, memoryGb: 8, diskGb: 20 } },
  script: {
    path: 'features/delay.py',
    commit: '3f9c1e7a2b',
    language: 'python',
    text: '# New York\nflights = spark.table("mobility.flights")\nflights.groupBy("origin")\n',
  },
  inputs: [FLIGHTS],
  outputs: [FEATURE],
  checks: [{ name: 'Keys are unique', text: 'hour, origin, carrier' }],
  ledger: Array.from({ length: 60 }, (_, index) => ({
    slice: new Date(Date.UTC(2013, 10, 1 + index)).toISOString().slice(0, 10),
    state: index === 59 ? 'running' : index === 40 ? 'stale' : 'done',
    vintage: 1,
    codeVersion: '3f9c1e7a2b',
    runId: 'r-1',
  })),
  chain: CHAIN,
  mayRun: true,
}

export const RUN: RunDetail = {
  id: 'r-1',
  pipelineId: 'p-1',
  pipeline: 'delay feature',
  state: 'running',
  cause: 'mobility.flights has a new slice: 2013-12-31',
  role: PIPELINE.role,
  codeVersion: '3f9c1e7a2b',
  queuedAt: at(-2),
  startedAt: at(-1),
  slices: ['2013-12-31'],
  stages: [
    { name: 'application', state: 'done', startedAt: at(-2), endedAt: at(-1.9) },
    { name: 'driver', state: 'done', startedAt: at(-1.9), endedAt: at(-1.6) },
    { name: 'script', state: 'running', startedAt: at(-1.6) },
    { name: 'checks', state: 'waiting' },
  ],
  caps: [
    { name: 'vCPU', used: 2, cap: 4, unit: 'vCPU' },
    { name: 'Memory', used: 7.6, cap: 8, unit: 'GB' },
  ],
  inputs: [{ dataset: FLIGHTS, vintage: 'vintage 1' }],
  outputs: [{ dataset: FEATURE, addedRows: 312 }],
  mayCancel: true,
}
