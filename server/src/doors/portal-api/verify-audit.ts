import type { AuditChains } from '@millrace/contract'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { DomainError } from '../../foundation/errors.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { operation } from './operation.ts'

type Chain = Omit<AuditChains['chains'][number], 'account'>

/** The chains that the caller may read, each walked from its first record. */
export const verifyAudit = operation('verifyAudit', async (deps, { caller }) => {
  const accountOf = await accountNames(deps.identity)
  const verifiedAt = deps.clock().toISOString()
  const chains: AuditChains['chains'] = []
  for (const id of await deps.governance.listAudits(caller))
    chains.push({ account: accountOf(id), ...(await chainOf(deps, caller, id)) })
  return { verifiedAt, chains }
})

async function chainOf(
  { governance }: PortalApiDeps,
  caller: Caller,
  accountId: AccountId,
): Promise<Chain> {
  try {
    const { records, hash } = await governance.verifyAudit(caller, { accountId })
    return { records, intact: true, head: hash }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'governance.audit-broken') throw error
    const sequence = Number(error.facts.sequence)
    const brokenAt = `record ${sequence}: ${String(error.facts.reason)}`
    return { records: sequence - 1, intact: false, brokenAt }
  }
}
