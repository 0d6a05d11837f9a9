import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { denied, invalidInput } from '../errors.ts'
import {
  arn,
  givenTable,
  grantOfTrades,
  home,
  partner,
  table,
} from '../testing/given-governance.ts'
import type { SearchAudit } from './search-audit.ts'

test('given a grant and a refusal, when the audit is read, then both are there', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  await assert.rejects(governance.grantPermissions(caller('eve'), grantOfTrades))

  const { records } = await governance.searchAudit(caller('admin'), { accountId: home })

  const [refused, granted] = records
  assert.equal(refused?.decision, 'denied')
  assert.equal(refused?.principal, arn('eve'))
  assert.equal(granted?.action, 'governance.permissions-granted')
  assert.equal(granted?.resource, 'mkt.trades')
  assert.equal(granted?.detail.grantee, arn('analyst'))
  const only = { accountId: home, decision: 'denied', principal: arn('eve') } as const
  assert.equal((await governance.searchAudit(caller('admin'), only)).records.length, 1)
})

test('given many records, when they are read in pages, then each comes once', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  for (const name of ['a', 'b', 'c', 'd'])
    await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn(name) })

  const seen: number[] = []
  for (let before: number | undefined, more = true; more; ) {
    const query = { accountId: home, limit: 2, ...(before ? { before } : {}) }
    const page = await governance.searchAudit(caller('admin'), query)
    seen.push(...page.records.map(({ sequence }) => sequence))
    before = page.next
    more = before !== undefined
  }

  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => b - a),
  )
  assert.equal(new Set(seen).size, seen.length)
  const { records } = await governance.verifyAudit(caller('admin'), { accountId: home })
  assert.equal(records, seen[0])
})

test('given ways to ask, when they are asked alone or together, then they fit', async () => {
  await using given = await givenUses()
  const actions = async (search: Omit<SearchAudit, 'accountId'>) => {
    const found = await given.governance.searchAudit(given.caller('admin'), {
      accountId: home,
      ...search,
    })
    return found.records.map(({ detail, action }) => String(detail.use ?? action))
  }
  const dataset = { accountId: home, database: 'mkt', table: 'trades' }
  const at = new Date('2026-05-02T00:00:00Z')

  assert.deepEqual(await actions({ dataset }), [
    ...['third', 'second', 'first'],
    ...['governance.permissions-granted'],
  ])
  assert.deepEqual(await actions({ person: 'analyst' }), ['third', 'second', 'first'])
  assert.deepEqual(await actions({ person: 'analyst', dataset, from: at }), ['third', 'second'])
  assert.deepEqual(await actions({ role: 'research' }), ['third', 'second'])
  assert.deepEqual(await actions({ role: 'research', to: new Date('2026-05-02T12:00:00Z') }), [
    'second',
  ])
  assert.deepEqual(await actions({ dataset, decision: 'denied' }), ['third'])
  assert.deepEqual(await actions({ dataset: { ...dataset, accountId: partner } }), [])
  assert.deepEqual(await actions({ person: "x' OR true --" }), [])
})

test('given a table that was renamed, when it is asked for, then all of its life', async () => {
  await using given = await givenUses()
  const { governance, caller } = given
  await transaction(given.sql, (tx) => governance.registerTable(tx, { ...table, name: 'deals' }))
  const dataset = { accountId: home, database: 'mkt', table: 'deals' }

  const { records } = await governance.searchAudit(caller('admin'), { accountId: home, dataset })

  assert.equal(records.length, 3)
})

test('given records that come, when pages are read, then none comes twice', async () => {
  await using given = await givenUses()
  const { governance, caller } = given
  const ask = (before?: number) =>
    governance.searchAudit(caller('admin'), {
      ...{ accountId: home, person: 'analyst', limit: 1 },
      ...(before !== undefined && { before }),
    })
  const first = await ask()
  await given.use('late', { at: '2026-05-04T00:00:00Z' })

  const second = await ask(first.next)
  const third = await ask(second.next)

  const uses = [first, second, third].map(({ records }) => records[0]?.detail.use)
  assert.deepEqual(uses, ['third', 'second', 'first'])
})

test('given all ways to match, when asked for, then a search takes one connection', async () => {
  await using given = await givenTable()
  const { governance, caller, pool } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const dataset = { accountId: home, database: 'mkt', table: 'trades' }
  const asked = { accountId: home, dataset, person: 'admin' }
  const before = pool.totalCount

  const { records } = await governance.searchAudit(caller('admin'), asked)

  assert.equal(records.length, 1)
  assert.ok(pool.totalCount <= before + 1, `${pool.totalCount - before} more connections`)
})

test('given two names of one thing, when both are asked for, then it is refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const ask = (search: Partial<SearchAudit>) =>
    governance.searchAudit(caller('admin'), { accountId: home, ...search })
  const dataset = { accountId: home, database: 'mkt', table: 'trades' }

  await assert.rejects(ask({ role: 'a', principal: 'b' }), invalidInput.matches)
  await assert.rejects(ask({ dataset, resource: 'b' }), invalidInput.matches)
})

test('given somebody else, when the audit is read, then it is denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const plain = () => governance.searchAudit(caller('eve'), { accountId: home })
  await assert.rejects(plain, denied.matches)
  const foreign = () => governance.searchAudit(caller('admin', partner), { accountId: home })
  await assert.rejects(foreign, denied.matches)
})

/** A grant on the table, then three uses of it by the analyst: as oneself, and twice as a role. */
async function givenUses() {
  const given = await givenTable()
  await given.governance.grantPermissions(given.caller('admin'), grantOfTrades)
  const analyst = given.caller('analyst')
  const role = `arn:aws:iam::${home}:role/research`
  const session = { ...analyst, principalArn: role, arn: `${role}/s`, behind: analyst.arn }
  const use = async (
    name: string,
    { at, as = session, ...how }: { at: string; as?: typeof analyst; decision?: 'denied' },
  ) => {
    await given.governance.recordUse(given.sql, as, {
      ...{ accountId: home, action: 'catalog.table-scanned', ...how },
      resource: `arn:aws:glue:us-east-1:${home}:table/mkt/trades`,
      detail: { use: name, tableId: table.id },
    })
    await given.pool.query(`UPDATE foundation.outbox SET at = $1`, [at])
    await given.governance.searchAudit(given.caller('admin'), { accountId: home })
  }
  await given.pool.query(`UPDATE foundation.outbox SET at = '2026-04-30T00:00:00Z'`)
  await use('first', { at: '2026-05-01T00:00:00Z', as: analyst })
  await use('second', { at: '2026-05-02T00:00:00Z' })
  await use('third', { at: '2026-05-03T00:00:00Z', decision: 'denied' })
  return { ...given, use, [Symbol.asyncDispose]: () => given[Symbol.asyncDispose]() }
}
