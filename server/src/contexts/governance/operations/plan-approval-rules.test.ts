import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, effectsChanged, invalidInput } from '../errors.ts'
import { arn, home, trades } from '../testing/given-governance.ts'
import { givenRule, PURPOSE, secret, stewards } from '../testing/given-rule.ts'

test('given an open request, when rules are planned, then its approvers are told', async () => {
  await using given = await givenRule()
  const { governance, caller, id, ana } = given
  const { digest = '' } = (await governance.getRequest(ana, id)).seen ?? {}
  await governance.decideRequest(ana, { id, approve: true, digest })
  const admin = caller('admin')

  const planned = await governance.planApprovalRules(admin, {
    rules: [{ ...secret, approvers: [arn('ben')], persons: 1 }],
  })

  const [turn, ...more] = planned.turns
  assert.deepEqual([more, turn?.request.id, planned.version], [[], id, 1])
  const needs = { rule: secret.name, persons: 2, approvers: stewards.toSorted() }
  assert.deepEqual(turn?.before, [{ ...needs, approved: 1 }])
  const after = { rule: secret.name, persons: 1, approvers: [arn('ben')], approved: 0 }
  assert.deepEqual(turn?.after, [after])
  const { rules } = await governance.getApprovalRules(admin, {})
  assert.deepEqual(rules, [secret], 'to plan keeps nothing')
})

test('given no rule any more, when planned, then admins of who asks decide', async () => {
  await using given = await givenRule()
  const { governance, caller } = given

  const { turns } = await governance.planApprovalRules(caller('admin'), { rules: [] })

  assert.deepEqual(
    turns.map(({ after }) => after),
    [[]],
  )
})

test('given a rule of another name for other data, when planned, then nothing turns', async () => {
  await using given = await givenRule()
  const other = { ...secret, name: 'more', expression: [{ key: 'sens', values: ['internal'] }] }

  const { turns } = await given.governance.planApprovalRules(given.caller('admin'), {
    rules: [secret, other],
  })

  assert.deepEqual(turns, [])
})

test('given a request that came since, when put as planned, then it is refused', async () => {
  await using given = await givenRule()
  const { governance, caller, analyst } = given
  const admin = caller('admin')
  const { digest, version } = await governance.planApprovalRules(admin, { rules: [] })
  const wish = (await governance.listRequests(analyst, { box: 'mine' })).items[0]
  assert.ok(wish)
  const { catalogId, resource } = wish
  await governance.requestAccess(analyst, { catalogId, resource, purpose: PURPOSE })

  const put = governance.putApprovalRules(admin, { rules: [], version, digest })

  await assert.rejects(put, effectsChanged.matches)
  const anew = await governance.planApprovalRules(admin, { rules: [] })
  assert.equal(anew.turns.length, 2)
  await governance.putApprovalRules(admin, { rules: [], version, digest: anew.digest })
})

test('given nobody in charge or no rules, when planned, then it is refused', async () => {
  await using given = await givenRule()
  const { governance, caller, analyst } = given
  const plan = (rules: (typeof secret)[]) =>
    governance.planApprovalRules(caller('admin'), { rules })

  await assert.rejects(governance.planApprovalRules(analyst, { rules: [] }), denied.matches)
  await assert.rejects(plan([{ ...secret, persons: 9 }]), invalidInput.matches)
})

test('given approvers who may grant nothing, when planned, then they are told', async () => {
  await using given = await givenRule()
  const { governance, caller } = given
  const admin = caller('admin')
  const approvers = [arn('admin'), arn('dora'), arn('cleo')]
  await governance.grantPermissions(admin, {
    ...{ catalogId: home, principal: arn('cleo'), resource: trades },
    ...{ permissions: ['SELECT'], grantable: ['SELECT'] },
  })

  const { powerless } = await governance.planApprovalRules(admin, {
    rules: [{ ...secret, approvers, persons: 1 }],
  })

  assert.deepEqual(powerless, [arn('dora')])
})
