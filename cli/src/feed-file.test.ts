import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FeedPlan, WrittenFeed } from '@millrace/contract'
import { Failure } from './failure.ts'
import { feedPlanLines, feedText, readFeedFile, renewVersion } from './feed-file.ts'

const feed: WrittenFeed = {
  ...{ name: 'counts', version: 3, agreementId: 'agr-1', roleArn: 'arn:aws:iam::1:role/r' },
  definition: {
    source: { directory: 'out', pattern: 'counts-{date}.csv' },
    columns: [
      { name: 'day', type: 'date', comment: 'no' },
      { name: 'on', type: 'int', min: 0 },
    ],
    calendar: {
      ...{ every: 'day', first: '2026-01-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
      ...{ graceMinutes: 0, played: false },
    },
    target: { accountId: '000000000001', database: 'd', table: 't' },
  },
}

function givenFile(text: string) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-feed-'))
  const path = join(directory, 'feed.yaml')
  writeFileSync(path, text)
  return { path, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) }
}

test('given a feed as text, when it is read again, then it is the same', () => {
  using file = givenFile(feedText(feed))

  assert.deepEqual(readFeedFile(file.path), feed)
})

test('given members in any order, when written, then they stand where people look', () => {
  const { definition, ...rest } = feed
  const turned = Object.fromEntries(Object.entries(definition).reverse()) as typeof definition

  assert.equal(feedText({ definition: turned, ...rest }), feedText(feed))
})

test('given a file that was applied, when renewed, then only its version is another', () => {
  using file = givenFile(`# mine\n${feedText(feed)}\n`)
  const before = readFileSync(file.path, 'utf8')

  assert.equal(renewVersion(file.path, 4), true)

  assert.equal(readFileSync(file.path, 'utf8'), before.replace('version: 3', 'version: 4'))
  assert.equal(renewVersion('-', 4), false)
})

test('given what is no feed, when read, then the file is named and what is odd', () => {
  using list = givenFile('- a')
  using odd = givenFile('name: counts\npassword: secret')
  using broken = givenFile('name: [')

  assert.throws(() => readFeedFile(list.path), /holds no feed/)
  assert.throws(() => readFeedFile(odd.path), /has "password"; a feed has name/)
  assert.throws(() => readFeedFile(broken.path), Failure)
})

test('given a plan, when it is shown, then its parts are told and nothing moves a cursor', () => {
  const none = { total: 0, items: [] }
  const plan: FeedPlan = {
    ...{ version: 3, digest: 'd', kept: 2, added: none, moved: none },
    changes: [{ part: 'schema', sign: '-', text: 'column "a\u001b[2J"', breaking: true }],
    withdrawn: { total: 3, items: [{ slice: '2026-01-02' }] },
    rejudged: { total: 1, items: [{ deliveryId: 'dlv-1', slice: '2026-01-03', vintage: 2 }] },
  }

  const lines = feedPlanLines(plan)

  assert.match(lines[0] ?? '', /^! +- +schema +column "a\?\[2J"/)
  assert.ok(lines.includes('waited for no more:'))
  assert.ok(lines.includes('   and 2 more'))
  assert.ok(lines.includes('2 loaded stay as judged before'))
  assert.deepEqual(feedPlanLines({ ...plan, changes: [] }).length, 1)
})
