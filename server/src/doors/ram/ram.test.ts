import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AcceptResourceShareInvitationCommand,
  GetResourceShareInvitationsCommand,
  MalformedArnException,
  RAMClient,
  ResourceShareInvitationAlreadyAcceptedException,
  ResourceShareInvitationArnNotFoundException,
} from '@aws-sdk/client-ram'
import { createGovernance } from '../../contexts/governance/index.ts'
import { transaction } from '../../foundation/sql.ts'
import { givenDoor } from '../../testing/door.ts'
import { givenIdentity } from '../../testing/identity.ts'
import { createRamDoor } from './index.ts'

/** An owner who shares a table with an account of another organization, and both at the door. */
async function givenShare() {
  const given = await givenIdentity(() => new Date())
  const owner = await given.account({ name: 'owner' })
  const guest = await given.account({ name: 'guest', organization: false })
  const ground = { ...given, clock: () => new Date(), region: 'us-east-1' }
  const governance = await createGovernance(ground)
  const { accountId } = owner
  const settings = await governance.getDataLakeSettings(owner.caller, accountId)
  await governance.putDataLakeSettings(owner.caller, { ...settings, admins: [owner.admin.userArn] })
  await transaction(given.sql, async (tx) => {
    const creatorArn = owner.admin.userArn
    await governance.registerDatabase(tx, { id: 'd', accountId, name: 'mkt', creatorArn })
  })
  await governance.grantPermissions(owner.caller, {
    ...{ catalogId: accountId, principal: guest.accountId, grantable: [] },
    ...{ resource: { kind: 'database', database: 'mkt' }, permissions: ['DESCRIBE'] },
  })
  const door = await givenDoor(createRamDoor({ ...ground, governance }))
  const as = (credentials: typeof owner.admin) =>
    new RAMClient({ endpoint: door.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const clients = { owner: as(owner.admin), guest: as(guest.admin) }
  return {
    ...clients,
    ownerId: accountId,
    async [Symbol.asyncDispose]() {
      for (const client of Object.values(clients)) client.destroy()
      await door[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

test('given an invitation, when it is accepted, then once and by its receiver alone', async () => {
  await using given = await givenShare()
  const { owner, guest } = given
  const { resourceShareInvitations = [] } = await guest.send(
    new GetResourceShareInvitationsCommand({}),
  )
  const [one] = resourceShareInvitations
  assert.deepEqual([one?.senderAccountId, one?.status], [given.ownerId, 'PENDING'])
  const accept = new AcceptResourceShareInvitationCommand({
    resourceShareInvitationArn: one?.resourceShareInvitationArn,
  })

  await assert.rejects(owner.send(accept), ResourceShareInvitationArnNotFoundException)
  const { resourceShareInvitation } = await guest.send(accept)

  assert.equal(resourceShareInvitation?.status, 'ACCEPTED')
  await assert.rejects(guest.send(accept), ResourceShareInvitationAlreadyAcceptedException)
})

test('given ARNs of nothing, when they are asked for, then RAM’s own errors answer', async () => {
  await using given = await givenShare()
  const { guest } = given

  const none = await guest.send(
    new GetResourceShareInvitationsCommand({ resourceShareInvitationArns: ['arn:aws:ram:::x'] }),
  )

  assert.deepEqual(none.resourceShareInvitations, [])
  const resourceShareInvitationArn = 'arn:aws:ram:us-east-1:1:resource-share-invitation/2'
  const accept = new AcceptResourceShareInvitationCommand({ resourceShareInvitationArn })
  await assert.rejects(guest.send(accept), MalformedArnException)
})
