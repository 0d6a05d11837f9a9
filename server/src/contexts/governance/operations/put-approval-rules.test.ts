import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedMeanwhile, denied, invalidInput, notFound } from '../errors.ts'
import { arn, givenTags } from '../testing/given-governance.ts'

const rule = {
  name: 'market data',
  expression: [{ key: 'Domain', values: ['market'] }],
  approvers: [arn('ana'), arn('ben')],
  persons: 2,
}

test('given rules, when an admin puts them, then they are told and on record', async () => {
  await using given = await givenTags()
  const { governance, caller } = given

  await governance.putApprovalRules(caller('admin'), { rules: [rule] })

  const { rules, setBy } = await governance.getApprovalRules(caller('admin'), {})
  assert.deepEqual(rules, [{ ...rule, expression: [{ key: 'domain', values: ['market'] }] }])
  assert.equal(setBy, arn('admin'))
  const kept = await given.sql
    .selectFrom('foundation.outbox')
    .select('detail')
    .where('action', '=', 'governance.approval-rules-put')
    .execute()
  assert.equal(kept.length, 1)
})

test('given nobody in charge, when they read or put rules, then that is refused', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const eve = caller('eve')

  await assert.rejects(governance.putApprovalRules(eve, { rules: [] }), denied.matches)
  await assert.rejects(governance.getApprovalRules(eve, {}), denied.matches)
})

test('given rules that nobody could meet, when they are put, then they are refused', async () => {
  await using given = await givenTags()
  const put = (one: object) =>
    given.governance.putApprovalRules(given.caller('admin'), { rules: [{ ...rule, ...one }] })

  await assert.rejects(put({ persons: 3 }), invalidInput.matches)
  await assert.rejects(put({ persons: 0 }), invalidInput.matches)
  await assert.rejects(put({ approvers: [] }), invalidInput.matches)
  await assert.rejects(put({ approvers: ['700000000002'] }), invalidInput.matches)
  await assert.rejects(put({ expression: [] }), invalidInput.matches)
  await assert.rejects(put({ expression: [{ key: 'none', values: ['x'] }] }), notFound.matches)
})

test('given two who change rules at once, when both put, then the second is refused', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  const put = (name: string, version: number) =>
    governance.putApprovalRules(admin, { rules: [{ ...rule, name }], version })

  const { version } = await put('first', 0)
  const both = await Promise.allSettled([put('of one', version), put('of another', version)])

  const kept = both.filter(({ status }) => status === 'fulfilled')
  const [refused] = both.filter(({ status }) => status === 'rejected')
  assert.equal(kept.length, 1)
  assert.ok(changedMeanwhile.matches((refused as PromiseRejectedResult).reason))
  const set = await governance.getApprovalRules(admin, {})
  assert.deepEqual([set.rules.length, set.version], [1, version + 1])
  await assert.rejects(put('who read none', 0), changedMeanwhile.matches)
})
