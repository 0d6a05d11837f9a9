import type { Log } from './log.ts'

/** Does `work` for each. One that fails holds up none of the others; then the first is thrown. */
export async function eachDespite<Item extends { id: string }>(
  items: readonly Item[],
  { log, work }: { log: Log; work: (item: Item) => Promise<void> },
): Promise<void> {
  const failures: unknown[] = []
  for (const item of items) {
    try {
      await work(item)
    } catch (error) {
      log.error({ id: item.id, err: error }, 'one of several failed')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
