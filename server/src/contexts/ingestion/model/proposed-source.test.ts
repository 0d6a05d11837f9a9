import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposedSource } from './proposed-source.ts'

const file = (path: string, modified?: string) => ({
  ...{ path, sizeBytes: 10 },
  ...(modified !== undefined && { modifiedAt: new Date(modified) }),
})
const week = ['02', '03', '04', '05', '06', '09', '11'].map((day) => {
  const next = String(Number(day) + 1).padStart(2, '0')
  return file(`a-2026-03-${day}.csv`, `2026-03-${next}T05:38:00Z`)
})

test('given weekdays of files, when looked at, then the rhythm and its holes are told', () => {
  const [first] = week
  assert.ok(first)
  const { pattern, slice, calendar, evidence } = proposedSource(first, week, 'America/New_York')

  assert.deepEqual([pattern, slice], ['a-{date}.csv', '2026-03-02'])
  const { every, at, daysAfter, zone } = calendar ?? {}
  assert.deepEqual(
    { every, at, daysAfter, zone },
    { every: 'weekday', at: '01:45', daysAfter: 1, zone: 'America/New_York' },
  )
  assert.match(evidence.at(-1)?.text ?? '', /2026-03-10 are missing/)
})

test('given signs beside a file, when looked at, then they make it complete', () => {
  const one = file('a-2026-03-02.csv')
  const ready = proposedSource(one, [one, file('a-2026-03-02.csv.done')], 'UTC')
  const half = proposedSource(one, [one, file('a-2026-03-02.csv.part')], 'UTC')
  const listed = proposedSource(one, [one, file('MANIFEST.txt')], 'UTC')

  assert.deepEqual(ready.complete, { rule: 'ready-file', suffix: '.done' })
  assert.equal(half.complete.rule, 'stable-size')
  assert.deepEqual(listed.complete, { rule: 'manifest', name: 'MANIFEST.txt' })
})

test('given names that no pattern holds, when looked at, then that is told', () => {
  const compact = file('a_20260302.csv')
  const odd = file('a-2026-13-45.csv')
  const month = file('a-2026-03.csv')

  assert.match(proposedSource(compact, [compact], 'UTC').evidence[0]?.text ?? '', /20260302/)
  assert.equal(proposedSource(odd, [odd], 'UTC').slice, 'once')
  assert.equal(proposedSource(month, [month], 'UTC').pattern, 'a-{month}.csv')
})

test('given very many files, when looked at, then the newest tell the rhythm', () => {
  const begin = Date.parse('1900-01-01')
  const files = Array.from({ length: 45_000 }, (_, at) => {
    const [day = ''] = new Date(begin + at * 86_400_000).toISOString().split('T')
    const hours = at < 44_000 ? 20 : 5
    return file(`a-${day}.csv`, new Date(begin + at * 86_400_000 + hours * 3_600_000).toISOString())
  })
  const [first] = files
  assert.ok(first)
  const begun = process.cpuUsage()

  const { calendar } = proposedSource(first, files, 'UTC')

  assert.deepEqual([calendar?.first, calendar?.at], ['1900-01-01', '05:15'])
  // One clock for each file took 18 seconds.
  assert.ok(process.cpuUsage(begun).user < 8e6)
})
