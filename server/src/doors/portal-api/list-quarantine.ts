import { operation } from './operation.ts'
import { quarantined, wireQuarantine } from './quarantine-wire.ts'

/** What waits for a decision, and what became of the rest; the newest first. */
export const listQuarantine = operation('listQuarantine', async (deps, { caller }) => {
  const items = (await quarantined(deps, caller)).map(wireQuarantine)
  items.sort((one, other) => (one.quarantinedAt < other.quarantinedAt ? 1 : -1))
  return { items }
})
