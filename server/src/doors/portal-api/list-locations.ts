import { pageFrom } from './number-cursor.ts'
import { operation } from './operation.ts'

export const listLocations = operation('listLocations', async (deps, { caller, query }) => {
  const locations = await deps.governance.listLocations(caller, {})
  return pageFrom(
    locations.map(({ location, roleArn, hybrid, registeredAt }) => ({
      ...{ location, hybrid, registeredAt: registeredAt.toISOString() },
      ...(roleArn && { roleArn }),
    })),
    query,
  )
})
