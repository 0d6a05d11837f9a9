import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const listVendors = operation('listVendors', async (deps, { caller }) => {
  const vendors = await ingestionOf(deps, 'listVendors').listVendors(caller)
  return {
    items: vendors.map(({ id, name, createdAt }) => ({
      id,
      name,
      stage: 'agreement' as const,
      seenAt: createdAt.toISOString(),
    })),
  }
})
