import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied } from '../errors.ts'
import { arn, givenTable, grantOfTrades, home, partner } from '../testing/given-governance.ts'

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

test('given somebody else, when the audit is read, then it is denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const plain = () => governance.searchAudit(caller('eve'), { accountId: home })
  await assert.rejects(plain, denied.matches)
  const foreign = () => governance.searchAudit(caller('admin', partner), { accountId: home })
  await assert.rejects(foreign, denied.matches)
})
