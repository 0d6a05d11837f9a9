import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IsolationReport } from '@millrace/contract'
import { isolationLines } from './isolation-lines.ts'

const ANA = 'arn:aws:iam::222222222222:user/ana'

const report: IsolationReport = {
  account: { id: '222222222222', name: 'desk' },
  isolatedAt: '2026-05-18T09:00:00.000Z',
  reason: 'a key was seen',
  buckets: ['desk-files'],
  tables: [
    {
      accountId: '111111111111',
      database: 'mobility',
      table: 'flights',
      readers: [
        { principal: ANA, columns: ['day', 'delay'], everyRow: false, through: ['a grant'] },
      ],
    },
  ],
  uses: [
    {
      principal: ANA,
      action: 'catalog.table-loaded',
      resource: 'mobility.flights',
      decision: 'denied',
      count: 12,
      firstAt: '2026-05-01T09:00:00.000Z',
      lastAt: '2026-05-18T08:00:00.000Z',
    },
  ],
  usesLeftOff: 3,
  ended: [],
}

test('given a report, when it is read, then what was ended comes first', () => {
  assert.deepEqual(isolationLines(report), [
    'desk (222222222222) is switched off since 2026-05-18 09:00: a key was seen',
    '',
    'ended: 0 sessions and runs',
    '  none',
    '',
    'it could read 1 tables',
    `  111111111111/mobility.flights  ${ANA}  some rows  columns day, delay  by a grant`,
    '',
    'its buckets: 1',
    '  desk-files',
    '',
    'what it did in the thirty days before, the latest first',
    `  2026-05-18 08:00  12×  catalog.table-loaded (denied)  mobility.flights  ${ANA}`,
    '  … and 3 more: millrace account report --json',
  ])
})
