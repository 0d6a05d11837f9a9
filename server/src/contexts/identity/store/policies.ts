import type { SqlTransaction } from '../../../foundation/sql.ts'
import './tables.ts'

export async function putInline(
  tx: SqlTransaction,
  policy: { principalId: string; name: string; text: string },
): Promise<void> {
  await tx
    .insertInto('identity.inlinePolicies')
    .values(policy)
    .onConflict((taken) =>
      taken.columns(['principalId', 'name']).doUpdateSet({ text: policy.text }),
    )
    .execute()
}

export async function deleteInline(
  tx: SqlTransaction,
  { principalId, name }: { principalId: string; name: string },
): Promise<void> {
  await tx
    .deleteFrom('identity.inlinePolicies')
    .where('principalId', '=', principalId)
    .where('name', '=', name)
    .execute()
}

export async function attach(
  tx: SqlTransaction,
  attachment: { principalId: string; policyArn: string },
): Promise<void> {
  await tx
    .insertInto('identity.attachedPolicies')
    .values(attachment)
    .onConflict((taken) => taken.doNothing())
    .execute()
}

export async function detach(
  tx: SqlTransaction,
  { principalId, policyArn }: { principalId: string; policyArn: string },
): Promise<void> {
  await tx
    .deleteFrom('identity.attachedPolicies')
    .where('principalId', '=', principalId)
    .where('policyArn', '=', policyArn)
    .execute()
}

export async function dropPolicies(tx: SqlTransaction, principalId: string): Promise<void> {
  await tx.deleteFrom('identity.inlinePolicies').where('principalId', '=', principalId).execute()
  await tx.deleteFrom('identity.attachedPolicies').where('principalId', '=', principalId).execute()
}
