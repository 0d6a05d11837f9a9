import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import {
  approve,
  arn,
  type GivenGovernance,
  givenShare,
  givenTable,
  home,
  iamRefused,
  partner,
  table,
  trades,
} from '../testing/given-governance.ts'

const wish = {
  catalogId: home,
  resource: trades,
  permissions: ['SELECT'],
  purpose: 'evaluate the vendor',
} as const

test('given a shared table, when the director approves, then it opens until the end', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const quant = caller('quant', partner)
  const { id } = await governance.requestAccess(quant, wish)
  await assert.rejects(governance.demandTable(quant, table.id, 'SELECT'), notFound.matches)
  const endsAt = new Date(given.now.at.getTime() + 1000)

  const director = caller('admin', partner)
  await approve(given, director, { id, endsAt, note: 'two weeks' })

  await governance.demandTable(quant, table.id, 'SELECT')
  given.now.at = endsAt
  await assert.rejects(governance.demandTable(quant, table.id, 'SELECT'), notFound.matches)
  const {
    items: [listed],
  } = await governance.listRequests(quant, { box: 'mine' })
  assert.equal(listed?.state, 'approved')
  assert.equal(listed?.decidedBy, arn('admin', partner))
  assert.equal(listed?.note, 'two weeks')
  const again = governance.decideRequest(director, { id, approve: false })
  await assert.rejects(again, invalidInput.matches)
})

test('given no share, when the director approves, then nothing is granted', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const { id } = await governance.requestAccess(caller('quant', partner), wish)

  const approved = approve(given, caller('admin', partner), { id })

  await assert.rejects(approved, notFound.matches)
  assert.deepEqual(await denials(given), [`request ${id}`])
  const waiting = await governance.listRequests(caller('admin', partner), { box: 'waiting' })
  assert.equal(waiting.items[0]?.id, id)
  assert.equal(waiting.items[0]?.mayDecide, true)
})

test('given a request, when others decide or see it, then they cannot', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const { id } = await governance.requestAccess(caller('quant', partner), wish)

  const own = () => governance.decideRequest(caller('quant', partner), { id, approve: true })
  await assert.rejects(own, denied.matches)
  const foreign = () => governance.decideRequest(caller('admin'), { id, approve: true })
  await assert.rejects(foreign, notFound.matches)
  assert.deepEqual(await denials(given), [`request ${id}`, `request ${id}`])
  for (const box of ['mine', 'waiting', 'decided'] as const)
    assert.deepEqual(await governance.listRequests(caller('other', partner), { box }), {
      items: [],
    })
  const someone = { ...wish, principal: arn('analyst') }
  const stolen = () => governance.requestAccess(caller('quant', partner), someone)
  await assert.rejects(stolen, invalidInput.matches)
})

test('given an admin whose session may not grant, when it decides, then it cannot', async () => {
  await using given = await givenShare()
  const { governance, caller, forbidden } = given
  const { id } = await governance.requestAccess(caller('quant', partner), wish)
  const admin = caller('admin', partner)

  forbidden.add('lakeformation:GrantPermissions')
  await assert.rejects(governance.decideRequest(admin, { id, approve: false }), iamRefused.matches)
  const [listed] = (await governance.listRequests(admin, { box: 'waiting' })).items
  assert.equal(listed?.mayDecide, false)
  forbidden.add('lakeformation:ListPermissions')
  assert.deepEqual(await governance.listRequests(admin, { box: 'waiting' }), { items: [] })
})

async function denials({ sql }: GivenGovernance): Promise<string[]> {
  const found = await sql
    .selectFrom('foundation.outbox')
    .select('resource')
    .where('decision', '=', 'denied')
    .where('resource', 'like', 'request %')
    .execute()
  return found.map(({ resource }) => resource)
}
