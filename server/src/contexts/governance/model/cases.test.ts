import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { ACCOUNTS, type GivenWorld, givenWorld } from '../testing/given-world.ts'
import { registeredTable } from './register-changes.ts'

const ALL = 'sym,px,qty,trader_id,pnl,dt'

/** The rows of the case table that the kernel decides; names are the numbers of the cases. */
const cases: Record<string, (given: GivenWorld) => void> = {
  1: (g) => assert.equal(g.reads('G/analyst', 'mkt.trades'), ''),
  3: (g) => {
    assert.equal(g.may('G/admin', 'SELECT', 'mkt.trades'), false)
    assert.equal(g.may('G/admin', 'DESCRIBE', 'mkt.trades'), true)
  },
  4: (g) => {
    g.grant('G/admin', 'G/admin', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('G/admin', 'mkt.trades'), ALL)
  },
  7: (g) => {
    assert.equal(g.mayDatabase('G/admin', 'CREATE_TABLE', 'mkt'), false)
    g.grant('G/admin', 'G/admin', 'mkt', 'CREATE_TABLE')
    assert.equal(g.mayDatabase('G/admin', 'CREATE_TABLE', 'mkt'), true)
  },
  9: (g) => {
    refuses(denied, () => g.grant('G/ro', 'G/analyst', 'mkt.trades', 'SELECT'))
    refuses(denied, () => g.tag('G/ro', 'mkt.trades', 'domain=ops'))
  },
  15: (g) => refuses(invalidInput, () => g.revoke('G/admin2', 'G/admin', 'mkt.trades', 'ALL')),
  16: (g) => {
    g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt', 'ALL')
    g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
    assert.equal(g.access('G/analyst', 'mkt.trades')?.iamOnly, true)
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
    assert.equal(g.reads('C/quant', 'mkt.trades'), '')
  },
  18: (g) => {
    g.table('mkt.fresh', 'a,b')
    assert.equal(g.access('G/analyst', 'mkt.fresh')?.iamOnly, false)
  },
  '21, 22': (g) => {
    g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
    g.optIn('G/admin', 'G/analyst', 'mkt.trades')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym')
  },
  24: (g) => refuses(invalidInput, () => g.optIn('G/admin', 'G/analyst', 'T(domain=market)')),
  25: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'ALL')
    refuses(denied, () => g.optIn('G/analyst', 'G/analyst', 'mkt.trades'))
    refuses(denied, () => g.optIn('G/ro', 'G/analyst', 'mkt.trades'))
  },
  27: (g) => {
    g.grant('G/admin', 'IAM_ALLOWED_PRINCIPALS', 'mkt.trades', 'ALL')
    g.settings('G', { parameters: { CROSS_ACCOUNT_VERSION: '3' } })
    refuses(invalidInput, () => g.grant('G/admin', 'C', 'mkt.trades', 'SELECT'))
  },
  28: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
    assert.equal(g.access('G/analyst', 'mkt.trades')?.restricted, false)
  },
  '30, 31': (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym,px)', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), 'sym,px')
    assert.equal(g.access('G/analyst', 'mkt.trades')?.described.size, 2)
  },
  33: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.quotes(sym)', 'SELECT')
    g.grant('G/admin', 'G/wide', 'mkt.quotes(-bid)', 'SELECT')
    const old = g.state.snapshot.world.tables.get('t-quotes')
    assert.ok(old)
    const fee = { id: 9, name: 'fee', type: 'double', partitionSource: false }
    const table = { ...old, columns: [...old.columns, fee] }
    g.apply(registeredTable(g.state.snapshot, table, g.state.at))
    assert.equal(g.reads('G/analyst', 'mkt.quotes'), 'sym')
    assert.equal(g.reads('G/wide', 'mkt.quotes'), 'sym,ask,fee')
  },
  34: (g) =>
    refuses(invalidInput, () =>
      g.grant('G/admin', 'G/analyst', 'mkt.trades(-pnl)', 'SELECT', { wgo: 'SELECT' }),
    ),
  36: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'DESCRIBE')
    assert.equal(g.may('G/analyst', 'DESCRIBE', 'mkt.trades'), true)
    assert.equal(g.may('G/analyst', 'SELECT', 'mkt.trades'), false)
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  },
  37: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt', 'DESCRIBE')
    assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'mkt'), true)
    assert.equal(g.may('G/analyst', 'DESCRIBE', 'mkt.trades'), false)
  },
  39: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.quotes', 'SELECT')
    assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'mkt'), true)
    assert.equal(g.mayDatabase('G/analyst', 'DESCRIBE', 'lab'), false)
  },
  40: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.*', 'SELECT')
    g.table('mkt.later', 'a,b')
    assert.equal(g.reads('G/analyst', 'mkt.quotes'), 'sym,bid,ask')
    assert.equal(g.reads('G/analyst', 'mkt.later'), 'a,b')
  },
  42: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt', 'ALL')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), '')
  },
  43: (g) => refuses(invalidInput, () => g.grant('G/admin', 'G/analyst', 'mkt', 'SELECT')),
  45: (g) =>
    refuses(invalidInput, () => g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'INSERT')),
  46: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT')
    refuses(invalidInput, () => g.grant('G/admin', 'G/analyst', 'mkt.trades', 'INSERT'))
  },
  '48 (D-3)': (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT')
    refuses(invalidInput, () => g.grant('G/admin', 'G/analyst', 'mkt.trades', 'DESCRIBE'))
  },
  '49 (D-20)': (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'INSERT')
    assert.equal(g.may('G/analyst', 'INSERT', 'mkt.trades'), true)
    assert.equal(g.may('G/analyst', 'SELECT', 'mkt.trades'), false)
  },
  51: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt', 'DROP')
    assert.equal(g.mayDatabase('G/analyst', 'DROP', 'mkt'), true)
  },
  52: (g) => {
    g.table('mkt.mine', 'a', 'G/steward')
    assert.equal(g.reads('G/steward', 'mkt.mine'), 'a')
    assert.equal(g.reads('G/steward', 'mkt.trades'), '')
  },
  54: (g) => {
    g.table('lab.t', 'a', 'G/steward')
    g.grant('G/steward', 'G/analyst', 'lab.t', 'SELECT')
    assert.equal(g.reads('G/analyst', 'lab.t'), 'a')
  },
  '55 (D-2)': (g) => {
    assert.equal(g.reads('P/eng', 'mkt.trades'), ALL)
    g.revoke('G/admin', 'P/eng', 'mkt.trades', 'ALL')
    assert.equal(g.reads('P/eng', 'mkt.trades'), '')
  },
  58: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt', 'CREATE_TABLE')
    assert.equal(g.mayPut('G/analyst', 's3://lake/other/x'), false)
    assert.equal(g.mayPut('G/analyst', 's3://lake/mkt/x'), true) // D-13
    assert.equal(g.mayPut('G/analyst', 's3://lake/mkt'), false)
  },
  60: (g) => {
    g.grant('G/admin', 'G/analyst', 's3://lake/oth', 'DATA_LOCATION_ACCESS')
    assert.equal(g.mayPut('G/analyst', 's3://lake/other'), false)
    assert.equal(g.mayPut('G/analyst', 's3://lake/oth/er'), true)
  },
  61: (g) => assert.equal(g.mayPut('G/analyst', 's3://raw/x'), true),
  66: (g) => {
    g.grant('G/admin', 'P', 's3://lake/p', 'DATA_LOCATION_ACCESS')
    refuses(denied, () => g.grant('P/admin', 'P/eng', 's3://lake/p', 'DATA_LOCATION_ACCESS'))
    const wgo = 'DATA_LOCATION_ACCESS'
    g.grant('G/admin', 'P', 's3://lake/p', wgo, { wgo })
    g.grant('P/admin', 'P/eng', 's3://lake/p', wgo)
    assert.equal(g.mayPut('P/eng', 's3://lake/p/x'), true)
  },
  67: (g) => {
    const wgo = 'DATA_LOCATION_ACCESS'
    g.grant('G/admin', 'P', 's3://lake/p', wgo, { wgo })
    const own = { catalog: ACCOUNTS.P }
    refuses(notFound, () => g.grant('P/admin', 'P/eng', 's3://lake/p', wgo, own))
    refuses(notFound, () => g.grant('G/admin', 'G/analyst', 's3://raw/x', wgo))
  },
  '135 (limits)': (g) => {
    for (let index = 0; index < 101; index += 1)
      g.filter('G/admin', 'mkt.trades', `f${index}`, 'sym')
    for (let index = 0; index < 100; index += 1)
      g.grant('G/admin', 'G/analyst', `mkt.trades(@f${index})`, 'SELECT')
    refuses(invalidInput, () => g.grant('G/admin', 'G/analyst', 'mkt.trades(@f100)', 'SELECT'))
  },
  '139, 136': (g) => {
    g.table('mkt.odd', 'ctid,a')
    refuses(invalidInput, () => g.filter('G/admin', 'mkt.odd', 'f', '*', "a = 'x'"))
    for (const rows of ['px > qty', "upper(sym) = 'A'", `sym = '${'a'.repeat(2048)}'`])
      refuses(invalidInput, () => g.filter('G/admin', 'mkt.trades', 'f', '*', rows))
  },
  147: (g) => {
    g.table('mkt.nested', 'a,deep:struct')
    for (const columns of ['deep', 'a,deep'])
      refuses(invalidInput, () => g.filter('G/admin', 'mkt.nested', 'f', columns, "a = 'x'"))
    g.filter('G/admin', 'mkt.nested', 'rows', '*', "a = 'x'")
    g.filter('G/admin', 'mkt.nested', 'columns', 'a,deep')
    g.filter('G/admin', 'mkt.nested', 'cells', 'a', "a = 'x'")
  },
  144: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT', { wgo: 'SELECT' })
    g.filter('G/admin', 'mkt.trades', 'f', '*', "sym = 'x'")
    refuses(denied, () => g.grant('G/analyst', 'G/intern', 'mkt.trades(@f)', 'SELECT'))
  },
  '148, 150, 153 (D-4)': (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT', { wgo: 'SELECT' })
    g.grant('G/analyst', 'G/steward', 'mkt.trades', 'SELECT')
    refuses(denied, () => g.grant('G/analyst', 'G/steward', 'mkt.trades', 'INSERT'))
    g.revoke('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('G/steward', 'mkt.trades'), ALL)
  },
  151: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades(sym,px)', 'SELECT', { wgo: 'SELECT' })
    g.grant('G/analyst', 'G/intern', 'mkt.trades(sym)', 'SELECT')
    refuses(denied, () => g.grant('G/analyst', 'G/intern', 'mkt.trades', 'SELECT'))
    // A column that is hidden from the grantor is as if absent (D-21).
    for (const hidden of ['mkt.trades(sym,pnl)', 'mkt.trades(sym,nosuch)'])
      refuses(notFound, () => g.grant('G/analyst', 'G/intern', hidden, 'SELECT'))
  },
  '154, 156': (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT,ALTER')
    g.revoke('G/admin', 'G/analyst', 'mkt.trades', 'ALTER')
    assert.equal(g.may('G/analyst', 'SELECT', 'mkt.trades'), true)
    assert.equal(g.may('G/analyst', 'ALTER', 'mkt.trades'), false)
    refuses(invalidInput, () => g.revoke('G/admin', 'G/analyst', 'mkt.trades', 'INSERT'))
  },
  157: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    refuses(invalidInput, () => g.revoke('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT'))
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  159: (g) => {
    g.grant('G/admin', 'G/analyst', 'mkt.*', 'SELECT')
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    g.revoke('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.reads('G/analyst', 'mkt.trades'), ALL)
  },
  160: (g) => {
    const before = g.state.snapshot.world.grants.size
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    g.grant('G/admin', 'G/analyst', 'mkt.trades', 'SELECT')
    assert.equal(g.state.snapshot.world.grants.size, before + 1)
  },
}

for (const [number, play] of Object.entries(cases)) test(`case ${number}`, () => play(givenWorld()))

test('given no right, when a table is granted, then it is as if absent (57, D-21)', () => {
  const given = givenWorld()

  refuses(notFound, () => given.grant('G/analyst', 'G/intern', 'mkt.trades', 'SELECT'))
  refuses(notFound, () => given.grant('G/analyst', 'G/intern', 'mkt.nowhere', 'SELECT'))
})

function refuses(error: { matches: (error: unknown) => boolean }, act: () => unknown): void {
  assert.throws(act, error.matches)
}
