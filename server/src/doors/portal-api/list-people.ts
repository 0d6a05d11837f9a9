import { noSuchAccount } from './errors.ts'
import { operation } from './operation.ts'

/** Of users that are vendors who push: keys of theirs open an inbox, and no grant reaches them. */
const VENDORS = '/vendors/'

/** Users and roles of the caller's own account: nobody lists another's. */
export const listPeople = operation('listPeople', async (deps, { caller, params }) => {
  if (params.account !== caller.accountId) throw noSuchAccount({ account: params.account })
  const users = await deps.identity.listPrincipals(caller, { kind: 'user' })
  const roles = await deps.identity.listPrincipals(caller, { kind: 'role' })
  const accounts = await deps.identity.accounts()
  const name = accounts.find(({ id }) => id === caller.accountId)?.name ?? caller.accountId
  return {
    items: [...users.filter(({ path }) => path !== VENDORS), ...roles].map((principal) => ({
      name: principal.name,
      arn: principal.arn,
      kind: principal.kind,
      account: { id: caller.accountId, name },
      createdAt: principal.createdAt.toISOString(),
      policies: [...principal.inlinePolicies.keys(), ...principal.attachedPolicies],
    })),
  }
})
