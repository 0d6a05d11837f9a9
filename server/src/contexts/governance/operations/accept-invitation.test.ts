import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invitationAccepted, noSuchInvitation, notFound } from '../errors.ts'
import { defaultSettings } from '../model/world.ts'
import {
  givenTable,
  grantOfTrades,
  home,
  outside,
  partner,
  table,
} from '../testing/given-governance.ts'

const invitation = { ownerId: home, recipientId: outside }

test('given a share to another organization, when it is accepted, then it has effect', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const person = caller('quant', outside)
  const share = { ...grantOfTrades, principal: person.principalArn }
  await governance.grantPermissions(caller('admin'), share)
  const sees = async () => (await governance.tableAccess(person, table.id)).permissions.size > 0
  assert.equal(await sees(), false)

  const accepted = await governance.acceptInvitation(caller('admin', outside), invitation)

  assert.equal(accepted.accepted, true)
  assert.equal(await sees(), true)
  assert.equal((await governance.listInvitations(person))[0]?.accepted, true)
  const again = governance.acceptInvitation(caller('admin', outside), invitation)
  await assert.rejects(again, invitationAccepted.matches)
})

test('given a share that waits, when it is asked about, then nothing is told', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  const [admin, quant] = [caller('admin', outside), caller('quant', outside)]
  const closed = { ...defaultSettings(outside), admins: [admin.principalArn] }
  await governance.putDataLakeSettings(admin, closed)
  for (const principal of [outside, quant.principalArn])
    await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal })
  const where = { catalogId: home, database: 'mkt', table: 'trades' }
  const listed = async (who: typeof admin) =>
    (await governance.listPermissions(who, { catalogId: home })).length

  assert.deepEqual([await listed(admin), await listed(quant)], [0, 0])
  for (const who of [admin, quant])
    await assert.rejects(governance.explainAccess(who, where), notFound.matches)

  await governance.acceptInvitation(admin, invitation)
  assert.deepEqual([await listed(admin), await listed(quant)], [1, 1])
  assert.equal((await governance.explainAccess(admin, where)).verdict, 'allowed')
})

test('given an invitation of others, when it is accepted, then it is not there', async () => {
  await using given = await givenTable()
  const { governance, caller } = given
  await assert.rejects(
    governance.acceptInvitation(caller('admin', outside), invitation),
    noSuchInvitation.matches,
  )
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, principal: outside })

  for (const accountId of [home, partner])
    await assert.rejects(
      governance.acceptInvitation(caller('admin', accountId), invitation),
      noSuchInvitation.matches,
    )
})
