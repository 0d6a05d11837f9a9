import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoTampered, wrongStage } from '../errors.ts'
import { sign } from '../model/memo.ts'
import { findMemo } from '../store/reports.ts'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given a signed memo, when verified, then the audit has its digest', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await assert.rejects(given.trials.verifyMemo(given.ana, { id }), wrongStage.matches)
  const decision = { id, decision: 'buy', reasons: ['it leads'] } as const
  const signed = await given.trials.decideTrial(given.ana, decision)

  const verified = await given.trials.verifyMemo(given.ana, { id })

  assert.equal(verified.digest, signed.digest)
  assert.ok(verified.auditSequence > 0)
})

test('given a memo replaced with its digests, when verified, then that is found', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too dear'] })
  const old = await findMemo(given.deps.sql, id)
  const [by] = old?.signatures ?? []
  assert.ok(old && by)
  const { digest: _digest, ...who } = by
  const forged = sign({ ...old.memo, recommendation: 'buy' }, { ...who, verdict: 'buy' })
  const { pool } = given.lake.database
  await pool.query('ALTER TABLE trials.memos DISABLE TRIGGER memos_signed')
  await pool.query('UPDATE trials.memos SET memo = $1, digest = $2, signatures = $3', [
    ...[JSON.stringify(forged.memo), forged.digest, JSON.stringify(forged.signatures)],
  ])
  await given.trials.getMemo(given.ana, { id })

  await assert.rejects(given.trials.verifyMemo(given.ana, { id }), memoTampered.matches)
})
