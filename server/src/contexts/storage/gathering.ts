import { gathered } from '../../foundation/gathered.ts'
import { isRolledBack, type Sql } from '../../foundation/sql.ts'
import type { ObjectAt, StoredObject } from './model/object.ts'
import { type Bucket, findBuckets } from './store/buckets.ts'
import { findFactsOfEach, type ObjectFactsRow } from './store/objects.ts'
import {
  findWithBuckets,
  type Put,
  putWhereNothingIsFreed,
  type WithBucket,
} from './store/with-bucket.ts'

/** Look-ups and puts that come at the same time are made together: a commit a batch, not each. */
export interface Gathering {
  bucket(name: string): Promise<Bucket | undefined>
  withBucket(at: ObjectAt): Promise<WithBucket | undefined>
  facts(at: ObjectAt): Promise<ObjectFactsRow | undefined>
  /** Undefined where nothing was done: something has to be kept or freed. */
  put(put: Put): Promise<StoredObject | undefined>
}

const LOOK_UPS_MAX = 64
/** Of at most 32 KiB each. */
const PUTS_MAX = 32

export function createGathering(sql: Sql): Gathering {
  // What nobody may look for, as a name with NUL, fails alone.
  const lookUps = { sizeMax: LOOK_UPS_MAX, isUndone: isRolledBack }
  return {
    bucket: gathered((names: readonly string[]) => findBuckets(sql, names), lookUps),
    withBucket: gathered((ats: readonly ObjectAt[]) => findWithBuckets(sql, ats), lookUps),
    facts: gathered((ats: readonly ObjectAt[]) => findFactsOfEach(sql, ats), lookUps),
    put: gathered((puts: readonly Put[]) => putWhereNothingIsFreed(sql, puts), {
      groupOf: ({ object, room }) => `${room?.alone} ${object.bucket}`,
      keyOf: ({ object }) => object.key,
      sizeMax: PUTS_MAX,
      isUndone: isRolledBack,
    }),
  }
}
