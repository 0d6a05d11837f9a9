import { operation } from './operation.ts'
import { quarantined } from './quarantined.ts'

export const listQuarantine = operation('listQuarantine', async (deps, { caller }) => ({
  items: await quarantined(deps, caller, 'listQuarantine'),
}))
