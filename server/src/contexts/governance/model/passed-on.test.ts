import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenWorld } from '../testing/given-world.ts'

const WGO = { wgo: 'SELECT' }

for (const [part, columns] of [
  ['mkt.trades(@us)', 'sym,trader_id'],
  ['mkt.trades(sym,px)', 'sym,px'],
] as const)
  test(`given ${part} to grant on and the table without, when granted on, then that part`, () => {
    const given = givenWorld()
    given.filter('G/admin', 'mkt.trades', 'us', 'sym,trader_id', "trader_id = 'us'")
    given.grant('G/admin', 'C', part, 'SELECT', WGO)
    given.grant('G/admin', 'C', 'mkt.trades', 'SELECT')

    given.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')

    assert.equal(given.reads('C/quant', 'mkt.trades'), columns)
    const { rowFilter } = given.access('C/quant', 'mkt.trades') ?? {}
    assert.equal(rowFilter?.op, part.includes('@') ? '=' : undefined)
    assert.match(given.reads('C/admin', 'mkt.trades'), /pnl/)
    assert.equal(given.access('C/admin', 'mkt.trades')?.restricted, false)
  })

test('given the whole to grant on, when only the reading is left, then its people lose it', () => {
  const given = givenWorld()
  given.grant('G/admin', 'C', 'mkt.trades', 'SELECT', WGO)
  given.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')
  given.grant('G/admin', 'C', 'T(domain=market)', 'SELECT')

  given.revoke('G/admin', 'C', 'mkt.trades', 'SELECT')

  assert.equal(given.reads('C/quant', 'mkt.trades'), '')
  assert.match(given.reads('C/admin', 'mkt.trades'), /pnl/)
  assert.equal(given.mayDatabase('C/quant', 'DESCRIBE', 'mkt'), false)
})

test('given the same tags shared to grant on and then without, then its people lose it', () => {
  const given = givenWorld()
  given.grant('G/admin', 'C', 'T(domain=market)', 'SELECT,INSERT', { wgo: 'SELECT,INSERT' })
  given.grant('C/admin', 'C/quant', 'T(domain=market)', 'SELECT,INSERT')

  given.revoke('G/admin', 'C', 'T(domain=market)', 'SELECT,INSERT')
  given.grant('G/admin', 'C', 'T(domain=market)', 'SELECT,INSERT', { wgo: 'INSERT' })

  assert.equal(given.reads('C/quant', 'mkt.trades'), '')
  assert.equal(given.may('C/quant', 'INSERT', 'mkt.trades'), true)
})

test('given other tags, when granted on by rule 2, then what is only read stays out', () => {
  const given = givenWorld()
  given.grant('G/admin', 'C', 'T(domain=market & sens=internal)', 'SELECT')
  given.grant('G/admin', 'C', 'mkt.trades', 'SELECT,INSERT')
  given.grant('G/admin', 'C', 'tag domain=market', 'DESCRIBE')
  given.tag('G/admin', 'mkt.trades(pnl)', 'sens=restricted')

  given.grant('C/admin', 'C/quant', 'T(domain=market)', 'SELECT,INSERT')

  assert.equal(given.reads('C/quant', 'mkt.trades'), 'sym,px,qty,trader_id,dt')
  assert.equal(given.may('C/quant', 'INSERT', 'mkt.trades'), false)
})

test('given a database for tables, when no more to grant on, then its people may not', () => {
  const given = givenWorld()
  const wgo = { wgo: 'CREATE_TABLE' }
  given.grant('G/admin', 'C', 'mkt', 'CREATE_TABLE', wgo)
  given.grant('C/admin', 'C/quant', 'mkt', 'CREATE_TABLE')
  assert.equal(given.mayDatabase('C/quant', 'CREATE_TABLE', 'mkt'), true)

  given.revoke('G/admin', 'C', 'mkt', 'CREATE_TABLE')
  given.grant('G/admin', 'C', 'mkt', 'CREATE_TABLE')

  assert.equal(given.mayDatabase('C/quant', 'CREATE_TABLE', 'mkt'), false)
  assert.equal(given.mayDatabase('C/admin', 'CREATE_TABLE', 'mkt'), true)
})

test('given a table to grant on beside others, when granted on, then its database shows', () => {
  const given = givenWorld()
  given.grant('G/admin', 'C', 'mkt.quotes', 'SELECT')
  given.grant('G/admin', 'C', 'mkt.trades', 'SELECT', WGO)

  given.grant('C/admin', 'C/quant', 'mkt.trades', 'SELECT')

  assert.equal(given.mayDatabase('C/quant', 'DESCRIBE', 'mkt'), true)
})
