import {
  AcceptResourceShareInvitation$,
  type AcceptResourceShareInvitationRequest,
  type AcceptResourceShareInvitationResponse,
} from '@aws-sdk/client-ram'
import { ramOperation } from './operation.ts'
import { parseInvitationArn, wireInvitation } from './wire-invitation.ts'

export const acceptResourceShareInvitation = ramOperation<
  AcceptResourceShareInvitationRequest,
  AcceptResourceShareInvitationResponse
>({
  schema: AcceptResourceShareInvitation$,
  async run({ governance, region }, caller, { resourceShareInvitationArn }) {
    const which = parseInvitationArn(resourceShareInvitationArn)
    const accepted = await governance.acceptInvitation(caller, which)
    return { resourceShareInvitation: wireInvitation(accepted, region) }
  },
})
