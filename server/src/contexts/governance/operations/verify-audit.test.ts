import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditBroken } from '../errors.ts'
import { hashOf } from '../model/audit-chain.ts'
import { recordsAfter } from '../store/audit.ts'
import { givenTable, grantOfTrades, home } from '../testing/given-governance.ts'

test('given a record, when anybody changes it, then it is refused or found', async () => {
  await using given = await givenTable()
  const { governance, caller, pool } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
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

test('given a last record forged with its hash, when verified, then it is found', async () => {
  await using given = await givenTable()
  const { governance, caller, pool, sql } = given
  await governance.grantPermissions(caller('admin'), grantOfTrades)
  const { records } = await governance.verifyAudit(caller('admin'), { accountId: home })
  const [last] = await recordsAfter(sql, home, records - 1)
  assert.ok(last)
  const forged = { ...last, actor: 'nobody' }

  await pool.query('ALTER TABLE governance.audit DISABLE TRIGGER USER')
  await pool.query(
    'UPDATE governance.audit SET actor = $1, hash = $2 WHERE account_id = $3 AND sequence = $4',
    [forged.actor, hashOf(forged), home, records],
  )
  const verifying = governance.verifyAudit(caller('admin'), { accountId: home })

  await assert.rejects(verifying, new RegExp(`record ${records}: it was altered`))
})
