import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionsDeps } from '../deps.ts'
import { ownersOfBoxes } from '../store/event-logs.ts'

/** The event log of one driver that has ended, or still runs. */
export interface EventLog {
  box: string
  /** Undefined where no session or run of the platform had that driver. */
  accountId: string | undefined
  sizeBytes: number
  writtenAt: Date
  living: boolean
}

const KEPT_MS = 30 * 24 * 3600_000 // EMR keeps its persistent UIs for 30 days.
const ACCOUNT_BYTES_MAX = 2 ** 30

/** What goes: what is old or nobody’s, and of each account what is more than its share. */
export function surplus(logs: readonly EventLog[], now: Date): EventLog[] {
  const taken = new Map<string, number>()
  const newestFirst = [...logs].sort((a, b) => b.writtenAt.getTime() - a.writtenAt.getTime())
  return newestFirst.filter(({ accountId, sizeBytes, writtenAt, living }) => {
    const sum = (taken.get(accountId ?? '') ?? 0) + sizeBytes
    taken.set(accountId ?? '', sum)
    if (living) return false
    const old = now.getTime() - writtenAt.getTime() > KEPT_MS
    return old || accountId === undefined || sum > ACCOUNT_BYTES_MAX
  })
}

/** Removes event logs that are kept no longer. */
export async function keepEvents(
  deps: Pick<SessionsDeps, 'sql' | 'clock' | 'boxes' | 'dashboardPlace'>,
  shown: ReadonlySet<string>,
): Promise<void> {
  const { sql, clock, dashboardPlace: place } = deps
  // Before they are looked at: a driver that ends meanwhile has its log for another hour.
  const living = new Set([...deps.boxes.living(), ...shown])
  const boxes = await readdir(place.events).catch(() => [] as string[])
  const owners = await ownersOfBoxes(sql, boxes)
  const logs = await Promise.all(
    boxes.map(async (box) => {
      const found = await factsOf(join(place.events, box))
      return { box, accountId: owners.get(box), ...found, living: living.has(box) }
    }),
  )
  for (const { box } of surplus(logs, clock()))
    await rm(join(place.events, box), { recursive: true, force: true })
}

/** One that was left behind by a keeper that was killed has the name of one that lives. */
async function factsOf(directory: string) {
  const ended = await stat(join(directory, 'events')).catch(() => undefined)
  const writing = await stat(join(directory, 'events.inprogress')).catch(() => undefined)
  const { size = 0, mtime = new Date(0) } = ended ?? writing ?? {}
  return { sizeBytes: size, writtenAt: mtime }
}
