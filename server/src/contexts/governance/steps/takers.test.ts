import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decidesForOwnRole, denied } from '../errors.ts'
import { defaultSettings } from '../model/world.ts'
import { approve, arn, home, inRole, trades } from '../testing/given-governance.ts'
import { givenRule, PURPOSE } from '../testing/given-rule.ts'

const role = `arn:aws:iam::${home}:role/research`

/** The analyst asks for role `research`, which ana could take; two must approve, or an admin. */
async function givenRoleRequest(rules?: []) {
  const given = await givenRule(rules)
  given.takers.add(`${arn('ana')} ${role}`)
  const wish = { catalogId: home, resource: trades, purpose: PURPOSE, principal: role } as const
  const { id } = await given.governance.requestAccess(given.analyst, wish)
  return { ...given, id }
}

test('given who could take a role, when they approve for it, then others are named', async () => {
  await using given = await givenRoleRequest()
  const { governance, sql, ana, id } = given

  for (const caller of [ana, inRole(ana, 'steward')]) {
    const approved = governance.decideRequest(caller, { id, approve: true, digest: 'any' })
    await assert.rejects(approved, (error: Error) => {
      assert.ok(decidesForOwnRole.matches(error))
      return /"arn:aws:iam::700000000001:user\/ben" can approve it/.test(error.message)
    })
  }

  const shown = await governance.getRequest(ana, id)
  assert.deepEqual([shown.seen, shown.mayDecide], [undefined, true])
  assert.match(shown.refusal ?? '', /could work as/)
  const told = await sql.selectFrom('foundation.outbox').select('decision').execute()
  assert.equal(told.filter(({ decision }) => decision === 'denied').length, 2)
})

test('given who could take a role, when they refuse for it, then it is refused', async () => {
  await using given = await givenRoleRequest()

  const { state } = await given.governance.decideRequest(given.ana, {
    ...{ id: given.id, approve: false },
  })

  assert.equal(state, 'rejected')
})

test('given an approval, when its person could take the role now, then it counts not', async () => {
  await using given = await givenRoleRequest()
  const { governance, caller, ana, ben, takers, id } = given
  takers.clear()
  await approve(given, ana, { id })
  takers.add(`${arn('ana')} ${role}`)

  const second = await approve(given, ben, { id })

  assert.deepEqual([second.state, second.lacking[0]?.persons], ['open', 1])
  const { approvals } = await governance.getRequest(inRole(caller('cyd'), 'steward'), id)
  assert.deepEqual(
    approvals.map(({ person, counts }) => [person, counts]),
    [
      [arn('ana'), false],
      [arn('ben'), true],
    ],
  )
  assert.equal((await approve(given, inRole(caller('cyd'), 'steward'), { id })).state, 'approved')
})

test('given one admin and no rule, when they could take the role, then they approve', async () => {
  await using given = await givenRoleRequest([])
  const { governance, caller, takers, id } = given
  const admin = caller('admin')
  takers.add(`${admin.principalArn} ${role}`)
  const settings = { ...defaultSettings(home), openDatabases: false, openTables: false }
  await governance.putDataLakeSettings(admin, { ...settings, admins: [arn('admin'), arn('zoe')] })

  const beside = governance.decideRequest(admin, { id, approve: true, digest: 'any' })
  await assert.rejects(beside, decidesForOwnRole.matches)
  await governance.putDataLakeSettings(admin, { ...settings, admins: [arn('admin')] })

  assert.equal((await approve(given, admin, { id })).state, 'approved')
})

test('given a rule whose people could all take the role, then nobody approves', async () => {
  await using given = await givenRoleRequest()
  const { governance, ana, ben, takers, caller, id } = given
  await governance.putApprovalRules(caller('admin'), {
    rules: [
      {
        ...{ name: 'all', expression: [{ key: 'sens', values: ['restricted'] }] },
        ...{ approvers: [arn('ana'), arn('ben')], persons: 1 },
      },
    ],
  })
  takers.add(`${arn('ben')} ${role}`)

  for (const one of [ana, ben]) {
    const approved = governance.decideRequest(one, { id, approve: true, digest: 'any' })
    await assert.rejects(approved, /nobody else can: a rule of approval must name somebody/)
  }
  const byAdmin = governance.decideRequest(caller('admin'), { id, approve: true, digest: 'any' })
  await assert.rejects(byAdmin, denied.matches)
})
