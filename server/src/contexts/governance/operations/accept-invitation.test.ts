import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invitationAccepted, noSuchInvitation } from '../errors.ts'
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
