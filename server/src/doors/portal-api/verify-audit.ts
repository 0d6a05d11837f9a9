import { DomainError } from '../../foundation/errors.ts'
import { accountNames } from './account-names.ts'
import { operation } from './operation.ts'

/** The chain of the caller's account, walked from its first record. */
export const verifyAudit = operation('verifyAudit', async (deps, { caller }) => {
  const account = (await accountNames(deps.identity))(caller.accountId)
  const verifiedAt = deps.clock().toISOString()
  try {
    const { accountId } = caller
    const { records, hash } = await deps.governance.verifyAudit(caller, { accountId })
    return { verifiedAt, chains: [{ account, records, intact: true, head: hash }] }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'governance.audit-broken') throw error
    const sequence = Number(error.facts.sequence)
    const brokenAt = `record ${sequence}: ${String(error.facts.reason)}`
    return { verifiedAt, chains: [{ account, records: sequence - 1, intact: false, brokenAt }] }
  }
})
