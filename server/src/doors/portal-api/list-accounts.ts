import { operation } from './operation.ts'

export const listAccounts = operation('listAccounts', async (deps) => {
  const accounts = await deps.identity.accounts()
  return {
    items: accounts.map(({ isolatedAt, ...account }) => ({
      ...account,
      ...(isolatedAt ? { isolatedAt: isolatedAt.toISOString() } : {}),
    })),
  }
})
