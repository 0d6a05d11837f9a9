import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RulesPlan } from '@millrace/contract'
import { planLines } from './plan-lines.ts'

const PLAN: RulesPlan = {
  steps: [
    { sign: '-', text: 'SELECT on mkt.trades to arn:x' },
    { sign: '+', text: 'SELECT on tables where a=b to arn:x\u001b[2J' },
  ],
  effects: [
    {
      principal: 'arn:x',
      dataset: { account: { id: '111111111111', name: 'lake' }, database: 'mkt', table: 'trades' },
      gained: { permissions: [], columns: ['pnl'] },
      lost: { permissions: ['INSERT'], columns: [] },
      rows: { before: 'c = 1', after: 'all' },
      widensRestricted: true,
    },
  ],
  ...{ total: 3, widening: 1, snapshotVersion: 7, digest: 'a.b', uncosted: 2 },
  rights: [],
  costs: [
    {
      principal: 'arn:x',
      dataset: { account: { id: '111111111111', name: 'lake' }, database: 'mkt', table: 'trades' },
      ...{ readBytes: 3 << 20, storeBytes: 1536, filtered: true, seconds: 4 },
    },
  ],
}

test('given a plan, when shown, then by steps, by whose access, and safe to print', () => {
  assert.deepEqual(planLines(PLAN), [
    '- SELECT on mkt.trades to arn:x',
    '+ SELECT on tables where a=b to arn:x?[2J',
    '',
    'whose access changes:',
    '!  arn:x  mkt.trades  gains columns pnl; loses INSERT; rows: c = 1 → all',
    'and 2 more',
    '! 1 of them opens restricted data',
    'a projection of mkt.trades must be made: 3 MiB to read, at most 1.5 KiB to store, about 4 s',
    'the cost of 2 more was not estimated',
    '',
    '2 steps',
  ])
})

test('given a plan without steps, when shown, then nothing is to do', () => {
  const plan = { ...PLAN, steps: [], effects: [], total: 0 }

  assert.deepEqual(planLines(plan), ['nothing to do: the rules are as the file says'])
})
