import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { notFound } from '../errors.ts'
import { arn, givenTable, home, partner, table, trades } from '../testing/given-governance.ts'

const tableId = table.id

test('given reads, when usage is asked, then the owner sees names, others their own', async () => {
  await using given = await givenReads()
  const { governance, caller } = given

  const owners = await governance.tableUsage(caller('admin'), { tableId })
  const partners = await governance.tableUsage(caller('quant', partner), { tableId })

  assert.deepEqual(namesOf(owners), [
    [arn('analyst'), home, 3],
    ['AIDAquant', partner, 1],
  ])
  assert.equal(owners.unnamedReaders, 0)
  assert.deepEqual(namesOf(partners), [[arn('quant', partner), partner, 1]])
  assert.equal(partners.unnamedReaders, 1)
  assert.deepEqual(
    partners.byDay.map(({ reads, readers }) => [reads, readers]),
    [[4, 2]],
  )
})

test('given more reads later, when usage is asked again, then they are added', async () => {
  await using given = await givenReads()
  const { governance, caller } = given
  await governance.tableUsage(caller('admin'), { tableId })

  await given.read('analyst', home)

  const [first] = (await governance.tableUsage(caller('admin'), { tableId })).readers
  assert.equal(first?.reads, 4)
})

test('given nobody of the table, when usage is asked, then it is as if absent', async () => {
  await using given = await givenReads()
  const { governance, caller } = given

  const asked = governance.tableUsage(caller('stranger'), { tableId })

  await assert.rejects(asked, notFound.matches)
  const tableIds = [tableId]
  await governance.searchAudit(caller('admin'), { accountId: home }) // Chains what waits.
  assert.equal((await governance.readerCounts(caller('stranger'), { tableIds })).size, 0)
  assert.equal((await governance.readerCounts(caller('admin'), { tableIds })).get(tableId), 2)
})

/** A shared table that three of the owner's and one of the partner's reads opened. */
async function givenReads() {
  const given = await givenTable()
  const { governance, caller } = given
  const permissions = ['SELECT', 'DESCRIBE'] as const
  const share = { catalogId: home, resource: trades, permissions, grantable: permissions }
  await governance.grantPermissions(caller('admin'), { ...share, principal: partner })
  const on = { catalogId: home, resource: trades, permissions, grantable: [] }
  const quant = { ...on, principal: arn('quant', partner) }
  await governance.grantPermissions(caller('admin', partner), quant)
  const read = (user: string, accountId: AccountId, decision: 'allowed' | 'denied' = 'allowed') =>
    governance.recordUse(given.sql, caller(user, accountId), {
      accountId: home,
      action: 'catalog.credentials-vended',
      resource: 'mkt.trades',
      decision,
      detail: { tableId },
    })
  for (let count = 0; count < 3; count++) await read('analyst', home)
  await read('quant', partner)
  await read('eve', home, 'denied')
  return { ...given, read, [Symbol.asyncDispose]: () => given[Symbol.asyncDispose]() }
}

function namesOf({
  readers,
}: {
  readers: { principal: string; accountId: string; reads: number }[]
}) {
  return readers.map(({ principal, accountId, reads }) => [principal, accountId, reads])
}
