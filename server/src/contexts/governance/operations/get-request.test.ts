import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import {
  arn,
  givenTable,
  grantOfTrades,
  home,
  partner,
  trades,
} from '../testing/given-governance.ts'
import { givenRule, PURPOSE, secret } from '../testing/given-rule.ts'

test('given a request of another account, then those named see it, and nobody else', async () => {
  await using given = await givenRule()
  const { governance, caller, ana } = given
  const quant = caller('quant', partner)
  given.now.at = new Date(given.now.at.getTime() + 1)
  const wish = { catalogId: home, resource: trades, purpose: PURPOSE } as const
  const { id } = await governance.requestAccess(quant, wish)
  const open = { ...trades, kind: 'columns', include: ['sym'] } as const
  const other = await governance.requestAccess(quant, { ...wish, resource: open })

  const seen = await governance.listRequests(ana, { box: 'waiting' })

  assert.deepEqual(
    seen.items.map((one) => [one.id, one.mayDecide]),
    [
      [id, true],
      [given.id, true],
    ],
  )
  for (const who of [caller('eve'), caller('admin'), caller('eve', partner)])
    await assert.rejects(governance.getRequest(who, id), notFound.matches)
  await assert.rejects(governance.getRequest(ana, other.id), notFound.matches)
  const own = await governance.getRequest(quant, id)
  assert.deepEqual([own.seen, own.approvals, own.lacking], [undefined, [], []])
  await assert.rejects(
    governance.decideRequest(caller('admin'), { id, approve: false }),
    notFound.matches,
  )
})

test('given a request that nobody can grant, when it is read, then it can be refused', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const some = { ...trades, kind: 'columns', include: ['sym'] } as const
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, resource: some })
  const wish = { catalogId: home, purpose: PURPOSE } as const
  const gone = { ...trades, kind: 'columns', include: ['nosuch'] } as const
  const asked = [
    { ...wish, resource: trades, permissions: ['INSERT'] as const },
    { ...wish, resource: gone },
  ]

  for (const one of asked) {
    const { id } = await governance.requestAccess(caller('analyst'), one)
    const shown = await governance.getRequest(caller('admin'), id)
    assert.deepEqual([shown.mayDecide, shown.mayGrant, shown.seen], [true, false, undefined])
    assert.match(shown.refusal ?? '', /needs SELECT on the whole table|Not Found/)
    const refused = await governance.decideRequest(caller('admin'), { id, approve: false })
    assert.equal(refused.state, 'rejected')
  }
})

test('given an approver who cannot grant, when they look, then they may refuse', async () => {
  await using given = await givenRule([{ ...secret, approvers: [arn('boss')], persons: 1 }])
  const { governance, caller, id } = given

  const shown = await governance.getRequest(caller('boss'), id)

  assert.deepEqual([shown.mayDecide, shown.mayGrant, shown.seen], [true, false, undefined])
  assert.match(shown.refusal ?? '', /./)
  const refused = await governance.decideRequest(caller('boss'), { id, approve: false })
  assert.equal(refused.state, 'rejected')
})
