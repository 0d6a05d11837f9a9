import { linkWire } from './link-wire.ts'
import { operatorOperation } from './operation.ts'

export const listLinks = operatorOperation('listLinks', async ({ storage }) =>
  (await storage.links()).map(linkWire),
)
