import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { type GivenWorld, givenWorld, who } from '../testing/given-world.ts'
import { effectsOf } from './effects.ts'
import { explain } from './explain.ts'
import { firstToEnd } from './licence.ts'
import { licensed, moved } from './licence-changes.ts'
import { droppedTable } from './register-changes.ts'
import { next } from './snapshot.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'
const END = new Date('2026-03-01T12:00:00Z')
/** Of `mkt`. */
const OWNER = '700000000011' as AccountId
const LATER = new Date('2026-04-01T00:00:00Z')

function license(given: GivenWorld, agreementId: string, endsAt?: Date): void {
  const row = { tableId: 't-trades', agreementId, name: 'ticks', ...(endsAt && { endsAt }) }
  given.apply(licensed(given.state.snapshot, row))
}

function at(given: GivenWorld, instant: Date, milliseconds = 0): GivenWorld {
  given.state.at = new Date(instant.getTime() + milliseconds)
  return given
}

test('given a licence, when its end comes, then nobody reads from that instant on', () => {
  const given = givenWorld()
  given.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
  given.grant('G/admin', 'C', 'mkt.trades', 'SELECT', { wgo: 'SELECT' })
  license(given, 'agr-1', END)
  const readers = ['G/analyst', 'P/eng', 'C/admin']
  const read = () => readers.map((name) => given.reads(name, 'mkt.trades'))

  at(given, END, -1)
  const before = read()
  at(given, END)

  assert.deepEqual(before, [ALL, ALL, ALL])
  assert.deepEqual(read(), ['', '', ''])
  for (const name of readers) {
    assert.equal(given.may(name, 'DESCRIBE', 'mkt.trades'), true)
    assert.equal(given.may(name, 'SELECT', 'mkt.trades'), false)
    assert.equal(given.access(name, 'mkt.trades')?.restricted, true)
  }
})

test('given IAM alone decides, when a licence has ended, then it decides no more', () => {
  const given = givenWorld()
  given.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
  license(given, 'agr-1', END)

  const before = given.access('G/analyst', 'mkt.trades')
  const after = at(given, END).access('G/analyst', 'mkt.trades')

  assert.equal(before?.iamOnly, true)
  assert.equal(after?.iamOnly, false)
  assert.deepEqual([...(after?.permissions ?? [])].sort(), ['ALTER', 'DESCRIBE', 'DROP'])
  assert.equal(after?.described.size, 6)
})

test('given keys to write would read, when a licence has ended, then none may write', () => {
  const given = givenWorld()
  given.grant('G/admin', 'G/analyst', 'mkt.trades', 'INSERT,DELETE,DROP')
  license(given, 'agr-1', END)
  at(given, END)

  const held = (['INSERT', 'DELETE', 'DROP'] as const).map((permission) =>
    given.may('G/analyst', permission, 'mkt.trades'),
  )

  assert.deepEqual(held, [false, false, true])
})

test('given several agreements, when the first ends, then the table is closed', () => {
  const given = givenWorld()
  license(given, 'agr-1', LATER)
  license(given, 'agr-2', END)
  license(given, 'agr-3')
  at(given, END)
  const first = given.reads('P/eng', 'mkt.trades')
  given.apply(moved(given.state.snapshot, OWNER, { agreementId: 'agr-2', endsAt: LATER }))

  const prolonged = given.reads('P/eng', 'mkt.trades')
  at(given, LATER)

  assert.deepEqual([first, prolonged, given.reads('P/eng', 'mkt.trades')], ['', ALL, ''])
  assert.equal(given.reads('P/eng', 'mkt.quotes'), 'sym,bid,ask')
})

test('given an ended licence, when asked why, then it is the answer, and no request', () => {
  const given = givenWorld()
  license(given, 'agr-1', END)
  const question = { principal: who('G/analyst'), tableId: 't-trades', at: END.getTime() }

  const reading = explain(given.state.snapshot, { ...question, permission: 'SELECT' })
  const dropping = explain(given.state.snapshot, { ...question, permission: 'DROP' })

  assert.equal(reading?.verdict, 'denied')
  const said = /mkt\.trades: the licence of "ticks" \(agreement agr-1\) ended at 2026-03-01T12:00/
  assert.match(reading?.sentence ?? '', said)
  assert.match(reading?.sentence ?? '', /ask account 700000000011/)
  assert.equal(reading?.request, undefined)
  assert.equal(dropping?.licence, undefined)
  assert.deepEqual(dropping?.request?.permissions, ['DROP'])
})

test('given a licence that ends now, when tried, then every reader is told to lose it', () => {
  const given = givenWorld()
  given.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT')
  license(given, 'agr-1', LATER)
  const { snapshot } = given.state
  const changes = moved(snapshot, OWNER, { agreementId: 'agr-1', endsAt: END })

  const after = next(snapshot, changes)
  const effects = effectsOf(snapshot, after, { changes, at: END.getTime() })

  const lost = effects.map(({ principal, after: { columns } }) => [principal.arn, columns.size])
  const losers = [who('G/analyst').arn, who('P/eng').arn]
  assert.deepEqual(lost.sort(), losers.map((arn) => [arn, 0]).sort())
})

test('given a table is dropped, when made anew, then no licence of the old one counts', () => {
  const given = givenWorld()
  license(given, 'agr-1', END)
  given.apply(droppedTable(given.state.snapshot, 't-trades'))
  license(given, 'agr-2', END)
  given.table('mkt.trades', 'sym,px')

  assert.equal(at(given, END).reads('P/eng', 'mkt.trades'), 'sym,px')
  assert.equal(given.state.snapshot.world.licences.size, 0)
})

test('given licences that end together, when told in any order, then the same one is', () => {
  const endsAt = new Date('2026-03-01T00:00:00Z')
  const two = ['a2', 'a1'].map((agreementId) => ({ tableId: 't', agreementId, name: 'x', endsAt }))

  const told = [two, two.toReversed()].map((licences) => firstToEnd(licences)?.agreementId)

  assert.deepEqual(told, ['a1', 'a1'])
})
