import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { auditBroken } from '../errors.ts'
import { hashOf } from '../model/audit-chain.ts'
import { recordsAfter } from '../store/audit.ts'
import { arn, givenTable, grantOfTrades, home, partner } from '../testing/given-governance.ts'

const RECORDS = 5

test('given a chain, when PostgreSQL is asked to change it, then it refuses', async () => {
  await using given = await givenChain()

  for (const text of [
    'DELETE FROM governance.audit',
    `UPDATE governance.audit SET actor = 'x'`,
    'TRUNCATE governance.audit',
  ])
    await assert.rejects(given.pool.query(text), /only ever added/)

  assert.equal((await given.verify()).records, RECORDS)
})

/** What is done past the trigger, and what verifying names. */
const TAMPERINGS: readonly [does: string, sql: string, names: RegExp][] = [
  ['one is altered', `UPDATE audit SET actor = 'x' WHERE sequence = 3`, /record 3: it was altered/],
  ['the first is altered', `UPDATE audit SET detail = '{}' WHERE sequence = 1`, /record 1: it was/],
  ['the last is altered', `UPDATE audit SET at = now() WHERE sequence = 5`, /record 5: it was alt/],
  ['its seal is altered', `UPDATE audit SET hash = 'x' WHERE sequence = 2`, /record 2: it was alt/],
  ['one is removed', 'DELETE FROM audit WHERE sequence = 3', /record 3: it is missing/],
  ['the first is removed', 'DELETE FROM audit WHERE sequence = 1', /record 1: it is missing/],
  ['the last is removed', 'DELETE FROM audit WHERE sequence = 5', /record 5: it is missing/],
  ['the last are removed', 'DELETE FROM audit WHERE sequence > 2', /record 3: it is missing, and/],
  ['all are removed', 'DELETE FROM audit', /record 1: it is missing/],
  ['all are removed, end too', 'DELETE FROM audit; DELETE FROM audit_heads', /record 1: it is mis/],
  ['the end is removed', 'DELETE FROM audit_heads', /record 5: it is there, and where the chain/],
  ['the end is set back', 'UPDATE audit_heads SET sequence = 3', /record 4: it was put in after/],
  ['the end is altered', `UPDATE audit_heads SET hash = 'x'`, /record 5: it was altered/],
  [
    'two are swapped',
    `UPDATE audit SET sequence = -2 WHERE sequence = 2; UPDATE audit SET sequence = 2
     WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = -2`,
    /record 2: it was altered/,
  ],
  [
    'it goes to another account',
    `UPDATE audit SET account_id = '${partner}', sequence = 9 WHERE sequence = 4`,
    /record 4: it is missing/,
  ],
]

for (const [does, sql, names] of TAMPERINGS)
  test(`given a chain, when ${does} in PostgreSQL, then it is found and named`, async () => {
    await using given = await givenChain()
    await given.verify()

    await given.tamper(sql)

    await assert.rejects(given.verify(), (error: Error) => {
      assert.ok(auditBroken.matches(error))
      assert.match(error.message, names)
      return true
    })
  })

test('given a record forged with its seal, when verified, then the next is named', async () => {
  await using given = await givenChain()
  await given.verify()
  for (const sequence of [3, RECORDS]) {
    const [record] = await recordsAfter(given.sql, chain, sequence - 1)
    assert.ok(record)
    const forged = { ...record, actor: 'nobody' }

    const seal = `actor = 'nobody', hash = '${hashOf(forged)}'`
    await given.tamper(`UPDATE audit SET ${seal} WHERE sequence = ${sequence}`)

    const named = sequence === RECORDS ? RECORDS : sequence + 1
    await assert.rejects(given.verify(), new RegExp(`record ${named}: `))
    const back = `actor = '${record.actor}', hash = '${record.hash}'`
    await given.tamper(`UPDATE audit SET ${back} WHERE sequence = ${sequence}`)
    await given.verify()
  }
})

test('given uses meanwhile, when a chain is verified, then it is whole', async () => {
  await using given = await givenChain()

  const grants = Array.from({ length: 20 }, (_, index) => given.grant(`late-${index}`))
  const verifying = await Promise.all([given.verify(), ...grants, given.verify()])

  assert.ok(verifying.length > 0)
  assert.equal((await given.verify()).records, RECORDS + 20)
})

test('given a chain that is gone, when records come again, then it is still named', async () => {
  await using given = await givenChain()
  await given.verify()
  await given.tamper('DELETE FROM audit; DELETE FROM audit_heads')

  await given.grant('later')
  await given.pool.query(`UPDATE foundation.outbox SET at = at + interval '2 minutes'`)

  await assert.rejects(given.verify(), /record 1: it is missing: the chain is not there from/)
})

test('given an end that is gone, when records come again, then it is still named', async () => {
  for (const lost of ['DELETE FROM audit_heads', 'DELETE FROM audit WHERE sequence = 5']) {
    await using given = await givenChain()
    await given.verify()
    await given.tamper(lost)

    await given.grant('later')

    await assert.rejects(given.verify(), /record [56]: it (does not follow|is missing)/)
  }
})

const chain = { accountId: home, lastSequence: RECORDS }

/** A chain of so many records. */
async function givenChain() {
  const given = await givenTable()
  const { governance, caller, pool } = given
  const grant = (name: string) =>
    governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn(name) })
  for (let made = 1; made < RECORDS; made++) await grant(`analyst-${made}`)
  const verify = (accountId: AccountId = home) =>
    governance.verifyAudit(caller('admin', accountId), { accountId })
  const tamper = (sql: string) =>
    pool.query(`BEGIN; SET LOCAL search_path = governance; ALTER TABLE audit DISABLE TRIGGER USER;
      ${sql}; ALTER TABLE audit ENABLE TRIGGER USER; COMMIT`)
  return {
    ...given,
    grant,
    verify,
    tamper,
    [Symbol.asyncDispose]: () => given[Symbol.asyncDispose](),
  }
}
