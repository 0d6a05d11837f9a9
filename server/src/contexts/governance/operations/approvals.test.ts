import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, effectsChanged, invalidInput, notFound } from '../errors.ts'
import {
  approve,
  arn,
  grantOfTrades,
  grantOfUs,
  home,
  inRole,
  table,
  trades,
  us,
  usName,
} from '../testing/given-governance.ts'
import { givenRule, PURPOSE, secret, stewards, tag } from '../testing/given-rule.ts'

const IN_US = { op: '=', column: 1, value: { type: 'string', value: 'US' } } as const

test('given a rule for two, when two approve, then the second one opens it', async () => {
  await using given = await givenRule()
  const { governance, ana, ben, id } = given

  const first = await approve(given, ana, { id })
  const again = await approve(given, ana, { id })

  assert.deepEqual([first.state, first.lacking[0]?.persons], ['open', 1])
  assert.deepEqual([again.state, again.lacking[0]?.persons], ['open', 1])
  await assert.rejects(given.reads(), notFound.matches)
  const shown = await governance.getRequest(ben, id)
  assert.equal(shown.seen?.effects[0]?.widensRestricted, true)
  assert.deepEqual(
    shown.approvals.map(({ principal, counts }) => [principal, counts]),
    [[arn('ana'), true]],
  )
  const done = await approve(given, ben, { id })
  assert.deepEqual([done.state, done.decidedBy], ['approved', arn('ben')])
  await given.reads()
  const actions = await given.sql.selectFrom('foundation.outbox').select('action').execute()
  const told = actions.map(({ action }) => action).filter((one) => /request-/.test(one))
  assert.deepEqual(told.slice(-3), [
    ...['governance.request-seconded', 'governance.request-seconded'],
    'governance.request-approved',
  ])
})

test('given a rule that names others, when an admin looks, then they can only refuse', async () => {
  await using given = await givenRule()
  const { governance, caller, id } = given

  const { items } = await governance.listRequests(caller('admin'), { box: 'waiting' })
  const shown = await governance.getRequest(caller('admin'), id)

  const [listed] = items
  assert.deepEqual([listed?.mayDecide, listed?.mayGrant], [true, false])
  assert.deepEqual([shown.mayDecide, shown.mayGrant, shown.seen], [true, false, undefined])
  const granted = governance.decideRequest(caller('admin'), { id, approve: true, digest: 'any' })
  await assert.rejects(granted)
  const named = await governance.getRequest(given.ana, id)
  assert.equal(named.mayGrant, true)
  const refused = await governance.decideRequest(caller('admin'), { id, approve: false })
  assert.equal(refused.state, 'rejected')
})

test('given one person in two roles, when they approve in each, then they count once', async () => {
  await using given = await givenRule()
  const { ana, ben, id } = given

  await approve(given, ana, { id })
  const again = await approve(given, inRole(ana, 'steward'), { id })
  const other = await approve(given, inRole(ben, 'steward'), { id })

  assert.equal(again.state, 'open')
  assert.equal(other.state, 'approved')
})

test('given who asked, when they approve in another role, then they cannot', async () => {
  await using given = await givenRule()
  const { governance, ana } = given
  const wish = { catalogId: home, resource: trades, purpose: PURPOSE } as const
  const own = await governance.requestAccess(ana, wish)
  const inQuant = await governance.requestAccess(inRole(ana, 'quant'), wish)
  const forAna = await governance.requestAccess(given.analyst, { ...wish, principal: arn('ana') })

  for (const { id } of [own, inQuant, forAna])
    for (const caller of [ana, inRole(ana, 'steward')]) {
      const approved = governance.decideRequest(caller, { id, approve: true, digest: 'any' })
      await assert.rejects(approved, denied.matches)
      const rejected = governance.decideRequest(caller, { id, approve: false })
      await assert.rejects(rejected, denied.matches)
    }
})

test('given a role that the platform works as, when it approves, then it cannot', async () => {
  await using given = await givenRule()
  const { behind: _, ...job } = inRole(given.ben, 'steward')

  const approved = given.governance.decideRequest(job, {
    ...{ id: given.id, approve: true, digest: 'any' },
  })

  await assert.rejects(approved, denied.matches)
  const { items } = await given.governance.listRequests(job, { box: 'waiting' })
  const shown = await given.governance.getRequest(job, given.id)
  assert.deepEqual([items[0]?.mayDecide, shown.mayDecide, shown.seen], [false, false, undefined])
})

test('given an old digest, when it is approved by it, then everybody is asked again', async () => {
  await using given = await givenRule()
  const { governance, caller, ana, ben, id } = given
  await approve(given, ana, { id })
  const { seen } = await governance.getRequest(ben, id)
  await governance.grantPermissions(caller('admin'), {
    ...{ ...grantOfTrades, resource: { ...trades, kind: 'columns', include: ['sym'] } },
  })

  const stale = governance.decideRequest(ben, { id, approve: true, digest: seen?.digest ?? '' })

  await assert.rejects(stale, effectsChanged.matches)
  const fresh = await approve(given, ben, { id })
  assert.deepEqual([fresh.state, fresh.lacking[0]?.persons], ['open', 1])
  assert.equal((await approve(given, ana, { id })).state, 'approved')
})

test('given a filter widened after one approval, then that approval counts no more', async () => {
  await using given = await givenRule([
    { ...secret, expression: [{ key: 'sens', values: ['internal'] }] },
  ])
  const { governance, caller, ana, ben } = given
  await tag(given, ['sym'], 'internal')
  await governance.createDataFilter(caller('admin'), us)
  const resource = { kind: 'filter', ...usName } as const
  const wish = { catalogId: home, resource, purpose: PURPOSE }
  const { id } = await governance.requestAccess(given.analyst, wish)
  await approve(given, ana, { id })
  await governance.updateDataFilter(caller('admin'), { ...us, rows: "sym <> 'US'" })

  const second = await approve(given, ben, { id })

  assert.equal(second.state, 'open')
  await assert.rejects(given.reads(), notFound.matches)
})

test('given a renewal whose filter is widened meanwhile, then all are asked again', async () => {
  await using given = await givenRule([
    { ...secret, expression: [{ key: 'sens', values: ['internal'] }] },
  ])
  const { governance, caller, ana, ben, now } = given
  await tag(given, ['sym'], 'internal')
  await governance.createDataFilter(caller('admin'), us)
  const endsAt = new Date(now.at.getTime() + 86_400_000)
  await governance.grantPermissions(caller('admin'), { ...grantOfUs, endsAt })
  const { resource } = grantOfUs
  const permissions = ['SELECT'] as const
  const wish = { catalogId: home, resource, permissions, purpose: PURPOSE }
  const { id } = await governance.requestAccess(given.analyst, wish)
  const { seen } = await governance.getRequest(ana, id)
  await approve(given, ana, { id })
  await governance.updateDataFilter(caller('admin'), { ...usName, columns: us.columns })

  const blind = governance.decideRequest(ben, { id, approve: true, digest: seen?.digest ?? '' })

  await assert.rejects(blind, effectsChanged.matches)
  assert.deepEqual(seen?.effects, [])
  assert.deepEqual(
    seen?.gives.map(({ table, permissions, columns, rows }) => [table, permissions, columns, rows]),
    [['trades', ['DESCRIBE', 'SELECT'], ['sym', 'px'], [{ predicate: IN_US }]]],
  )
  const second = await approve(given, ben, { id })
  assert.deepEqual([second.state, second.lacking[0]?.persons], ['open', 1])
  assert.equal((await approve(given, ana, { id })).state, 'approved')
  now.at = endsAt
  await given.reads()
})

test('given ends that approvers set, then the earliest of all holds', async () => {
  await using given = await givenRule()
  const { ana, ben, id, now } = given
  const inDays = (days: number) => new Date(now.at.getTime() + days * 86_400_000)
  await approve(given, ana, { id, endsAt: inDays(10) })

  const done = await approve(given, ben, { id, endsAt: inDays(300) })

  assert.deepEqual(done.endsAt, inDays(10))
  now.at = inDays(9)
  await given.reads()
  now.at = inDays(10)
  await assert.rejects(given.reads(), notFound.matches)
})

test('given an approver who may not grant, when they approve, then nothing counts', async () => {
  await using given = await givenRule([{ ...secret, approvers: [...stewards, arn('eve')] }])
  const { governance, caller, id } = given
  const eve = caller('eve')

  const shown = await governance.getRequest(eve, id)
  const approved = governance.decideRequest(eve, { id, approve: true, digest: 'any' })

  assert.equal(shown.seen, undefined)
  assert.match(shown.refusal ?? '', /Not Found|Insufficient/)
  await assert.rejects(approved, notFound.matches)
  assert.deepEqual((await governance.getRequest(given.ana, id)).approvals, [])
})

test('given a rule, when an admin whom it does not name approves, then they cannot', async () => {
  await using given = await givenRule()
  const admin = given.caller('admin')

  const approved = approve(given, admin, { id: given.id })

  await assert.rejects(approved, denied.matches)
  const refused = await given.governance.decideRequest(admin, { id: given.id, approve: false })
  assert.equal(refused.state, 'rejected')
})

test('given tags that change meanwhile, then the rules of the moment count', async () => {
  await using given = await givenRule()
  const { caller, ana, id } = given
  await tag(given, ['pnl'], 'internal')

  await assert.rejects(approve(given, ana, { id }), notFound.matches)
  const done = await approve(given, caller('admin'), { id })

  assert.equal(done.state, 'approved')
})

test('given two rules, when people of one approve, then the other is waited for', async () => {
  await using given = await givenRule([
    { ...secret, persons: 1, approvers: [arn('ana')] },
    { ...secret, name: 'licence', persons: 1, approvers: [arn('ben')] },
  ])

  const first = await approve(given, given.ana, { id: given.id })
  const second = await approve(given, given.ben, { id: given.id })

  assert.deepEqual(
    first.lacking.map(({ rule }) => rule.name),
    ['licence'],
  )
  assert.equal(second.state, 'approved')
})

test('given two who approve at once, then both count and it is granted once', async () => {
  await using given = await givenRule()
  const { governance, ana, ben, id } = given
  const another = await given.another()
  const { seen } = await governance.getRequest(ana, id)
  const decision = { id, approve: true, digest: seen?.digest ?? '' }

  const done = await Promise.all([
    governance.decideRequest(ana, decision),
    another.decideRequest(ben, decision),
  ])

  assert.deepEqual(done.map(({ state }) => state).sort(), ['approved', 'open'])
  const third = await given.another()
  await third.demandTable(given.analyst, table.id, 'SELECT')
})

test('given no digest, when somebody approves, then they are told to look', async () => {
  await using given = await givenRule()

  const blind = given.governance.decideRequest(given.ana, { id: given.id, approve: true })

  await assert.rejects(blind, invalidInput.matches)
})
