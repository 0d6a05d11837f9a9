import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedProposal } from '@millrace/contract'
import { parse } from 'yaml'
import { proposalLines, proposedText } from './feed-proposal.ts'

const proposal: FeedProposal = {
  sample: { sizeBytes: 100, readBytes: 50, cut: true, rows: 3, lines: [] },
  definition: {
    source: { directory: 'out', pattern: 'a-{date}.csv' },
    columns: [{ name: 'day', type: 'date' }],
    key: ['day'],
  },
  columns: [
    {
      ...{ name: 'day', type: 'date', rows: 3, nulls: 0, distinct: 3 },
      ...{ examples: ['2026-03-02'], why: 'all 3 values are of it' },
    },
  ],
  evidence: [
    { about: 'dialect', text: 'one line\nversion: 9', sure: true },
    { about: 'complete', text: 'ask the vendor', sure: false },
  ],
}
const target = { accountId: '000000000001', database: 'd', table: 't' }
const of = { name: 'a', agreementId: 'agr-1', roleArn: 'arn:aws:iam::1:role/r', target }

test('given a proposal, when written, then it is a feed’s file whatever a vendor wrote', () => {
  const text = proposedText(proposal, of)

  const { version, definition } = parse(text)
  assert.equal(version, 0)
  assert.deepEqual(definition, { ...proposal.definition, target })
  assert.match(text, /# \? complete: ask the vendor/)
})

test('given a proposal, when shown, then what must be known is marked, and a refusal told', () => {
  const lines = proposalLines({ ...proposal, refusal: 'it is a web page, not data' })

  assert.equal(lines[0], '50 of 100 bytes were read: 3 rows')
  assert.equal(lines[1], 'no columns are proposed: it is a web page, not data')
  assert.ok(lines.some((line) => line.startsWith('?')))
  assert.equal(lines.at(-1), '? is for you to know')
})
