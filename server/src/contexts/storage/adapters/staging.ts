import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../foundation/clock.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'

/** Files on the platform's own disk: on their way to become blobs, or copies to be read. */
export interface Staging {
  /** A fresh path; makes the directory when it is not there yet. */
  path(): Promise<string>
  /** Removes what was left before `olderThan`; answers how many. */
  clear(olderThan: Date): Promise<number>
}

export function createStaging(of: { directory: string; clock: Clock }): Staging {
  const directory = join(of.directory, 'staging')
  const state: { made?: Promise<unknown> } = {}
  return {
    async path() {
      state.made ??= mkdir(directory, { recursive: true, mode: 0o700 })
      await state.made
      return join(directory, timeOrderedId('b', of.clock()))
    },
    clear: (olderThan) => clear(directory, olderThan),
  }
}

async function clear(directory: string, olderThan: Date): Promise<number> {
  let removed = 0
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(directory, name)
    const facts = await stat(path).catch(() => undefined)
    // The change time: a link to an old blob is as young as the link.
    if (!facts || facts.ctime >= olderThan) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}
