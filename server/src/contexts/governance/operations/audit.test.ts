import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditBroken, denied } from '../errors.ts'
import { arn, givenTable, home, partner, trades } from '../testing/given-governance.ts'

const grant = {
  catalogId: home,
  principal: arn('analyst'),
  resource: trades,
  permissions: ['SELECT'],
  grantable: [],
} as const

test('given a grant and a refusal, when the audit is read, then both are there', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), grant)
  await assert.rejects(governance.grantPermissions(caller('eve'), grant))

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
    await governance.grantPermissions(caller('admin'), { ...grant, principal: arn(name) })

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

test('given a record, when anybody changes it, then it is refused or found', async () => {
  await using given = await givenTable()
  const { governance, caller, pool } = given
  await governance.grantPermissions(caller('admin'), grant)
  const own = { accountId: home }
  await governance.verifyAudit(caller('admin'), own)
  const change = (text: string) => pool.query(text)
  await assert.rejects(change('DELETE FROM governance.audit'), /only ever added/)
  await assert.rejects(change(`UPDATE governance.audit SET actor = 'x'`), /only ever added/)
  await assert.rejects(change('TRUNCATE governance.audit'), /only ever added/)

  await change('ALTER TABLE governance.audit DISABLE TRIGGER USER')
  await change(`UPDATE governance.audit SET actor = 'nobody' WHERE sequence = 1
    AND account_id = '${home}'`)
  const altered = governance.verifyAudit(caller('admin'), own)
  await assert.rejects(altered, auditBroken.matches)
  await assert.rejects(altered, /record 1: it was altered/)
  await change(`DELETE FROM governance.audit WHERE account_id = '${home}' AND sequence > 0`)
  await assert.rejects(governance.verifyAudit(caller('admin'), own), /record 1: the last/)
})

test('given somebody else, when the audit is read, then it is denied', async () => {
  await using given = await givenTable()
  const { governance, caller } = given

  const plain = () => governance.searchAudit(caller('eve'), { accountId: home })
  await assert.rejects(plain, denied.matches)
  const foreign = () => governance.searchAudit(caller('admin', partner), { accountId: home })
  await assert.rejects(foreign, denied.matches)
})
