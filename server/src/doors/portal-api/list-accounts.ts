import { sharedOperation } from './operation.ts'

export const listAccounts = sharedOperation('listAccounts', async (deps, { caller }) => {
  const accounts = await deps.identity.listAccounts(caller)
  return {
    items: accounts.map(({ isolatedAt, ...account }) => ({
      ...account,
      ...(isolatedAt ? { isolatedAt: isolatedAt.toISOString() } : {}),
    })),
  }
})
