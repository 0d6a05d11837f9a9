import type {
  Column,
  Dataset,
  DatasetSearch,
  DatasetSummary,
  Explanation,
  Lineage,
  Preview,
  Profile,
  Usage,
} from '@millrace/contract'
import {
  ALT_DATA,
  at,
  DAY,
  DIRECTOR,
  EQUITIES,
  GOVERNANCE,
  HOUR,
  PRODUCER,
  QUANT,
} from './people.ts'

const FLIGHTS: DatasetSummary = {
  id: 't-flights',
  account: GOVERNANCE,
  database: 'mobility',
  table: 'flights',
  kind: 'table',
  description: 'Every departure from New York’s three airports, with delays.',
  owner: 'alt-data',
  tags: [
    { key: 'domain', value: 'mobility' },
    { key: 'sensitivity', value: 'internal' },
    { key: 'licence', value: 'production' },
  ],
  freshness: { state: 'fresh', changedAt: at(-95), promise: 'every day before 06:00 UTC' },
  access: 'partial',
  rowCount: 336_776,
  sizeBytes: 6_812_331,
  readersLast30Days: 4,
  announcements: [
    { id: 'ann-1', text: 'Gates join in May.', from: at(-DAY), until: at(DAY), author: PRODUCER },
  ],
}

const DELAYS: DatasetSummary = {
  ...FLIGHTS,
  id: 't-delays',
  database: 'features',
  table: 'delay_by_airport_carrier',
  kind: 'view',
  description: 'Hourly departure delay by airport and listed carrier. A feature, served as of.',
  access: 'readable',
  rowCount: 118_204,
  sizeBytes: 2_104_882,
  readersLast30Days: 2,
}

const PRICES: DatasetSummary = {
  id: 't-eod',
  account: GOVERNANCE,
  database: 'market',
  table: 'eod_prices',
  kind: 'table',
  description: 'End-of-day prices, adjusted and raw.',
  owner: 'market-data',
  tags: [{ key: 'domain', value: 'market' }],
  announcements: [],
  deprecation: {
    reason: 'The vendor ends it.',
    goesAt: at(30 * DAY),
    replacement: { account: GOVERNANCE, database: 'market', table: 'prices' },
  },
  freshness: { state: 'late', changedAt: at(-3 * DAY), promise: 'every trading day 22:00 UTC' },
  access: 'none',
}

export const SEARCH: DatasetSearch = {
  items: [FLIGHTS, DELAYS, PRICES],
  total: 3,
  facets: [
    {
      key: 'domain',
      label: 'Domain',
      values: [
        { value: 'mobility', count: 2 },
        { value: 'market', count: 1 },
      ],
    },
  ],
}

function column(id: number, name: string, type: string, description?: string): Column {
  const tags: Column['tags'] = [{ key: 'sensitivity', value: 'internal', from: 'table' }]
  const described = description ? { description } : {}
  return {
    id,
    name,
    type,
    required: id < 3,
    readable: true,
    partitionSource: name === 'day',
    tags,
    ...described,
  }
}

export const DATASET: Dataset = {
  ...FLIGHTS,
  columns: [
    column(1, 'day', 'date', 'Day of the scheduled departure, New York time'),
    column(2, 'flight', 'int', 'Flight number'),
    column(3, 'carrier', 'string', 'Two-letter carrier code'),
    column(4, 'origin', 'string', 'EWR, JFK or LGA'),
    column(5, 'dep_delay', 'double', 'Minutes; negative is early'),
    {
      ...column(6, 'tailnum', 'string', 'Tail number of the aircraft'),
      readable: false,
      tags: [{ key: 'sensitivity', value: 'restricted', from: 'column' }],
    },
  ],
  columnsHidden: 1,
  rowFilter: "origin IN ('JFK', 'LGA')",
  documentation: {
    markdown: [
      '## What it is',
      'One row per **scheduled departure** of 2013. Cancelled flights have no `dep_delay`.',
      '- keyed by `day`, `carrier`, `flight`\n- restated once: vintage 2 of 2013-07-04',
      '<script>document.title="broken"</script>',
    ].join('\n\n'),
    updatedAt: at(-4 * DAY),
    updatedBy: PRODUCER,
  },
  licence: 'production, research and trading',
  properties: { desk: 'mobility' },
  location: 's3://lake-mobility/flights/',
  createdAt: at(-40 * DAY),
  simulated: true,
  mayDocument: false,
}

export const PREVIEW: Preview = {
  principal: QUANT,
  columns: [
    { name: 'day', type: 'date' },
    { name: 'carrier', type: 'string' },
    { name: 'flight', type: 'int' },
    { name: 'origin', type: 'string' },
    { name: 'dep_delay', type: 'double' },
  ],
  rows: [
    ['2013-01-01', 'B6', '725', 'JFK', '-1.0'],
    ['2013-01-01', 'AA', '1141', 'JFK', '2.0'],
    ['2013-01-01', 'DL', '461', 'LGA', '-6.0'],
    ['2013-01-01', 'MQ', '4650', 'LGA', null],
  ],
  columnsHidden: 2,
  rowFilter: "origin IN ('JFK', 'LGA')",
}

export const USAGE: Usage = {
  from: '2026-02-01',
  to: '2026-03-02',
  readers: [
    { principal: QUANT, account: EQUITIES, reads: 214, lastReadAt: at(-20) },
    { principal: PRODUCER, account: ALT_DATA, reads: 31, lastReadAt: at(-26 * HOUR) },
  ],
  unnamedReaders: 2,
  byDay: Array.from({ length: 30 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 1, 1 + index)).toISOString().slice(0, 10),
    reads: (index * 7) % 23,
    readers: (index % 3) + 1,
  })),
}

export const LINEAGE: Lineage = {
  nodes: [
    { id: 'v', kind: 'vendor', label: 'Skyfeed', path: '/vendors/v-1' },
    { id: 'f', kind: 'feed', label: 'flights, daily' },
    { id: 't', kind: 'dataset', label: 'mobility.flights' },
    { id: 'p', kind: 'pipeline', label: 'delay feature', path: '/pipelines/p-1' },
    { id: 'd', kind: 'feature', label: 'features.delay_by_airport_carrier' },
    { id: 'q', kind: 'reader', label: 'equities / quant' },
  ],
  edges: [
    { from: 'v', to: 'f' },
    { from: 'f', to: 't' },
    { from: 't', to: 'p' },
    {
      ...{ from: 'p', to: 'd' },
      columns: [{ of: 't', from: 'dep_delay', to: 'mean_delay', how: 'DIRECT/AGGREGATION' }],
    },
    { from: 'd', to: 'q' },
    { from: 't', to: 'q' },
  ],
}

export const WHY: Explanation = {
  principal: QUANT,
  dataset: { account: GOVERNANCE, database: 'mobility', table: 'flights' },
  verdict: 'partial',
  summary: 'quant reads mobility.flights without tailnum, and only rows of JFK and LGA.',
  steps: [
    {
      gate: 'identity',
      outcome: 'passed',
      sentence: 'The policies of quant allow glue:GetTable and lakeformation:GetDataAccess.',
    },
    {
      gate: 'share',
      outcome: 'passed',
      sentence: 'Governance shares domain = mobility with the account equities.',
    },
    {
      gate: 'governance',
      outcome: 'passed',
      sentence: 'director granted SELECT on domain = mobility and sensitivity = internal to quant.',
    },
    {
      gate: 'filter',
      outcome: 'narrowed',
      sentence: 'tailnum is tagged sensitivity = restricted, which no grant of quant covers.',
    },
  ],
  columnsReadable: ['day', 'flight', 'carrier', 'origin', 'dep_delay'],
  columnsHidden: 1,
  rowFilter: "origin IN ('JFK', 'LGA')",
  endsAt: at(60 * DAY),
  removed: [],
  approvers: [{ name: DIRECTOR.split('/').at(-1) ?? '', account: EQUITIES }],
}

export const PROFILE: Profile = {
  snapshotId: '6094782138471',
  committedAt: at(-95),
  madeAt: at(-94),
  rowCount: 336_776,
  columns: [
    { name: 'carrier', type: 'string', nulls: 0, distinct: 16, min: '9E', max: 'YV' },
    {
      ...{ name: 'dep_delay', type: 'double', nulls: 8_255, distinct: 512 },
      ...{ min: '-43.0', max: '1301.0' },
      histogram: [210_000, 90_000, 24_000, 4_000, 500, 21].map((count, index) => ({
        ...{ from: String(index * 224 - 43), to: String(index * 224 + 181), count },
      })),
    },
  ],
}
