import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { GENESIS, hashOf } from '../model/audit-chain.ts'
import { chainWaiting, recordsAfter } from '../store/audit.ts'
import { arn, givenTable, grantOfTrades, home } from '../testing/given-governance.ts'

const RECORDS = 5
const CUT = `DELETE FROM audit WHERE sequence > 3`
/** As whoever may write all of PostgreSQL would have it: the chain ends at its third record. */
const SET_BACK = `${CUT}; UPDATE audit_heads SET (sequence, hash) =
  (SELECT sequence, hash FROM audit WHERE sequence = 3)`

test('given a chain, when its end is cut off and set back, then that is found', async () => {
  await using given = await givenSealed()
  await given.verify()

  await given.tamper(SET_BACK)

  await assert.rejects(given.verify(), /record 3: that the chain ends here was not written by/)
})

test('given an end set back, when records come again, then that is still found', async () => {
  await using given = await givenSealed()
  await given.verify()
  await given.tamper(SET_BACK)

  for (const name of ['one', 'two', 'three']) await given.grant(name)

  await assert.rejects(given.verify(), /record 4: it does not follow the record before/)
})

test('given an end with its seal, when both come back, then the home knows of more', async () => {
  await using given = await givenSealed()
  await given.verify()
  const { rows } = await given.pool.query('SELECT * FROM governance.audit_heads')
  await given.grant('later')
  await given.chainJob()

  const { sequence, hash, seal } = rows[0]
  await given.tamper(`DELETE FROM audit WHERE sequence > ${sequence}; UPDATE audit_heads
    SET sequence = ${sequence}, hash = '${hash}', seal = '${seal}'`)

  await assert.rejects(given.verify(), /record 6: it is missing, and so is all after it/)
  for (const name of ['instead', 'on']) await given.grant(name)
  await given.chainJob()
  await assert.rejects(given.verify(), /record 6: it is another than this home knows/)
})

test('given a chain sealed anew, when verified, then the home knows another', async () => {
  await using given = await givenSealed()
  await given.verify()
  await given.chainJob()
  const records = await recordsAfter(given.sql, { accountId: home, lastSequence: RECORDS }, 0)
  let previousHash = GENESIS
  const anew = records.map((record) => {
    const forged = { ...record, actor: 'nobody', previousHash }
    const hash = hashOf(forged)
    const set = `actor = 'nobody', previous_hash = '${previousHash}', hash = '${hash}'`
    previousHash = hash
    return `UPDATE audit SET ${set} WHERE sequence = ${record.sequence}`
  })
  await given.tamper(`${anew.join(';')}; UPDATE audit_heads SET hash = '${previousHash}'`)

  await assert.rejects(given.verify(), /record 5: it is another than this home knows/)
})

test('given ends of before, when a home first starts, then they are sealed, once', async () => {
  await using given = await givenSealed()
  await given.verify()
  const bare = 'UPDATE audit_heads SET seal = NULL'
  await given.tamper(bare)
  await assert.rejects(given.verify(), /record 5: that the chain ends here was not written by/)

  await given.start()
  assert.equal((await given.verify()).records, RECORDS)
  await given.tamper(bare)
  await given.start()

  await assert.rejects(given.verify(), /record 5: that the chain ends here was not written by/)
})

test('given an instant that is moved by less than is hashed, then that is found', async () => {
  for (const by of ['+', '-']) {
    await using given = await givenSealed()
    await given.verify()

    await given.tamper(`UPDATE audit SET at = at ${by} interval '1 microsecond' WHERE sequence = 3`)

    await assert.rejects(given.verify(), /record 3: it was altered/)
  }
})

test('given a number that is moved by less than is read, then that is found', async () => {
  for (const by of ['0.00000000000000001', '0.0']) {
    await using given = await givenSealed()
    await given.verify()

    const version = `(detail->>'snapshotVersion')::numeric + ${by}`
    const set = `detail = jsonb_set(detail, '{snapshotVersion}', to_jsonb(${version}))`
    await given.tamper(`UPDATE audit SET ${set} WHERE sequence = 3`)

    await assert.rejects(given.verify(), /record 3: it was altered/)
  }
})

async function givenSealed() {
  const place = mkdtempSync(join(tmpdir(), 'millrace-audit-'))
  const auditSeal = { key: Buffer.alloc(32, 5), path: join(place, 'audit-ends.json') }
  const given = await givenTable({ auditSeal })
  const { governance, caller, pool } = given
  const grant = (name: string) =>
    governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: arn(name) })
  for (let made = 1; made < RECORDS; made++) await grant(`analyst-${made}`)
  return {
    ...given,
    grant,
    verify: () => governance.verifyAudit(caller('admin'), { accountId: home }),
    chainJob: async () => {
      await chainWaiting({ sql: given.sql, auditSeal })
      await governance.jobs['governance.chain-audit']?.({})
    },
    start: async () => {
      await governance.start(pool)
      governance.close()
    },
    tamper: (sql: string) =>
      pool.query(`BEGIN; SET LOCAL search_path = governance; ALTER TABLE audit DISABLE TRIGGER USER;
        ${sql}; ALTER TABLE audit ENABLE TRIGGER USER; COMMIT`),
    [Symbol.asyncDispose]: async () => {
      rmSync(place, { recursive: true })
      await given[Symbol.asyncDispose]()
    },
  }
}
