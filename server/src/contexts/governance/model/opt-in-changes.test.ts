import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { type GivenWorld, givenWorld, who } from '../testing/given-world.ts'
import { explain } from './explain.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'
const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS'

test('given an open table, when one is opted in and out, then it counts for them', () => {
  const g = givenOpen()
  g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT')

  g.optIn('G/admin', 'G/analyst', 'mkt.trades')

  assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym')
  assert.equal(g.reads('G/analyst', 'mkt.quotes'), 'sym,bid,ask')
  assert.equal(g.reads('G/intern', 'mkt.trades'), ALL)
  g.optOut('G/admin', 'G/analyst', 'mkt.trades')
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
})

test('given an opt-in of all tables, when a table comes later, then it counts there too', () => {
  const g = givenOpen()
  g.optIn('G/admin', 'G/analyst', 'mkt.*')
  g.table('mkt.fresh', 'a,b')
  g.grant('G/admin', EVERYBODY, 'mkt.fresh', 'ALL')

  const read = ['mkt.trades', 'mkt.quotes', 'mkt.fresh'].map((name) => g.reads('G/analyst', name))

  assert.deepEqual(read, ['', '', ''])
  assert.equal(g.mayDatabase('G/analyst', 'ALTER', 'mkt'), true)
})

test('given an opt-in of a database, when it is open, then it is not open to them', () => {
  const g = givenOpen()

  g.optIn('G/admin', 'G/analyst', 'mkt')

  assert.equal(g.mayDatabase('G/analyst', 'CREATE_TABLE', 'mkt'), false)
  assert.equal(g.mayDatabase('G/intern', 'CREATE_TABLE', 'mkt'), true)
  assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
})

test('given all people of the account opted in, when anybody reads, then by grants alone', () => {
  const g = givenOpen()
  g.grant('G/admin', 'G/analyst', 'mkt.trades(px)', 'SELECT')

  g.optIn('G/admin', 'G/*', 'mkt.trades')

  assert.equal(g.reads('G/analyst', 'mkt.trades'), 'px')
  assert.equal(g.reads('G/intern', 'mkt.trades'), '')
})

test('given who is opted in, when explained, then what everybody has does not count', () => {
  const g = givenOpen()
  g.optIn('G/admin', 'G/analyst', 'mkt.trades')
  const at = g.state.at.getTime()
  const question = { tableId: 't-trades', permission: 'SELECT', at } as const

  const explained = explain(g.state.snapshot, { ...question, principal: who('G/analyst') })

  assert.equal(explained?.verdict, 'denied')
  assert.deepEqual(
    explained?.considered.map(({ outcome }) => outcome),
    ['missed'],
  )
})

test('given wrong principals and resources, when opted in, then they are refused', () => {
  const g = givenOpen()
  g.grant('G/admin', 'C', 'mkt.trades', 'SELECT')

  for (const principal of [EVERYBODY, 'G', 'C', 'C/quant', 'nobody'])
    refuses(invalidInput, () => g.optIn('G/admin', principal, 'mkt.trades'))
  for (const resource of ['mkt.trades(sym)', 'catalog', 's3://lake', 'D(domain=market)'])
    refuses(invalidInput, () => g.optIn('G/admin', 'G/analyst', resource))
  refuses(notFound, () => g.optIn('G/admin', 'G/analyst', 'mkt.nowhere'))
  refuses(notFound, () => g.optIn('P/admin', 'P/eng', 'mkt.trades'))
  refuses(notFound, () => g.optOut('G/admin', 'G/analyst', 'mkt.trades'))
  refuses(denied, () => g.optOut('G/analyst', 'G/analyst', 'mkt.trades'))
  g.optIn('C/admin', 'C/quant', 'mkt.trades')
})

test('given an opt-in made twice, when it is taken away once, then none is left', () => {
  const g = givenOpen()
  g.optIn('G/admin', 'G/analyst', 'mkt.trades')
  g.optIn('G/admin', 'G/analyst', 'mkt.trades')
  assert.equal(g.state.snapshot.world.optIns.size, 1)

  g.optOut('G/admin', 'G/analyst', 'mkt.trades')

  assert.equal(g.state.snapshot.world.optIns.size, 0)
})

/** Lake Formation is off for the database and its tables, as in a new account. */
function givenOpen(): GivenWorld {
  const g = givenWorld()
  for (const resource of ['mkt', 'mkt.trades', 'mkt.quotes'])
    g.grant('G/admin', EVERYBODY, resource, 'ALL')
  return g
}

function refuses(error: { matches: (error: unknown) => boolean }, act: () => unknown): void {
  assert.throws(act, error.matches)
}
