import type { Clock } from '../../../foundation/clock.ts'
import type { Log } from '../../../foundation/log.ts'
import type { Sql } from '../../../foundation/sql.ts'
import type { Storage } from '../../storage/index.ts'
import type { MetadataFiles } from '../steps/metadata-files.ts'
import type { Slots } from './slots.ts'

/** What projections need; `main.ts` hands it in. */
export interface ProjectionDeps {
  sql: Sql
  clock: Clock
  log: Log
  storage: Storage
  /** 32 bytes that never leave the server: names of projections and their files are keyed by it. */
  projectionKey: Buffer
  /** Files that are made at the same time, each by one thread. */
  workers?: number
  /** Of each worker. */
  memoryBytesMax?: number
  /** Who asks for a small projection waits so long before being told to come back. */
  waitSecondsMax?: number
}

export interface ProjectionWorkings extends ProjectionDeps {
  files: MetadataFiles
  workers: number
  slots: Slots
  /** The past waits in a line of its own, so that nobody waits for it who wants the present. */
  historySlots: Slots
}
