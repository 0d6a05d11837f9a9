import {
  GetResourceShareInvitations$,
  type GetResourceShareInvitationsRequest,
  type GetResourceShareInvitationsResponse,
} from '@aws-sdk/client-ram'
import { ramOperation } from './operation.ts'
import { wireInvitation } from './wire-invitation.ts'

export const getResourceShareInvitations = ramOperation<
  GetResourceShareInvitationsRequest,
  GetResourceShareInvitationsResponse
>({
  schema: GetResourceShareInvitations$,
  async run({ governance, region }, caller, { resourceShareInvitationArns, resourceShareArns }) {
    const all = await governance.listInvitations(caller)
    const wanted = (among: string[] | undefined, arn: string | undefined) =>
      among === undefined || among.length === 0 || among.includes(arn ?? '')
    const resourceShareInvitations = all
      .map((invitation) => wireInvitation(invitation, region))
      .filter((one) => wanted(resourceShareInvitationArns, one.resourceShareInvitationArn))
      .filter((one) => wanted(resourceShareArns, one.resourceShareArn))
    return { resourceShareInvitations }
  },
})
