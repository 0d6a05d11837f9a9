import type { ResourceShareInvitation } from '@aws-sdk/client-ram'
import type { Invitation } from '../../contexts/governance/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { malformedArn } from './errors.ts'

export function wireInvitation(
  { ownerId, recipientId, accepted, invitedAt }: Invitation,
  region: string,
): ResourceShareInvitation {
  const root = `arn:aws:ram:${region}:${ownerId}`
  return {
    resourceShareInvitationArn: `${root}:resource-share-invitation/${recipientId}`,
    resourceShareName: `LakeFormation-${ownerId}-${recipientId}`,
    resourceShareArn: `${root}:resource-share/${recipientId}`,
    senderAccountId: ownerId,
    receiverAccountId: recipientId,
    invitationTimestamp: invitedAt,
    status: accepted ? 'ACCEPTED' : 'PENDING',
  }
}

const ARN = /^arn:aws:ram:[a-z0-9-]+:(\d{12}):resource-share-invitation\/(\d{12})$/

/** Whose invitation of whom it names. @throws ram.malformed-arn */
export function parseInvitationArn(arn: string): { ownerId: AccountId; recipientId: AccountId } {
  const [, ownerId, recipientId] = ARN.exec(arn) ?? []
  if (!ownerId || !recipientId) throw malformedArn({ arn })
  return { ownerId: ownerId as AccountId, recipientId: recipientId as AccountId }
}
