import type { TableFile } from '../../model/manifest.ts'
import { fieldsById } from '../../model/schema.ts'
import type { Plan } from './plan.ts'

/** What it takes to make files of a projection. */
export interface Work {
  files: number
  /** All that is read for them, deletes included. */
  readBytes: number
  storeBytes: number
}

/** Of one worker, on the two cores where `npm run bench` is measured; others have a speed. */
const READ_SECONDS_PER_BYTE = 2e-9
/** Encoding takes most of it. */
const STORE_SECONDS_PER_BYTE = 19e-9
const SECONDS_PER_FILE = 0.02

/** How long one worker should take. */
export function expectedSeconds({ files, readBytes, storeBytes }: Work): number {
  const moving = readBytes * READ_SECONDS_PER_BYTE + storeBytes * STORE_SECONDS_PER_BYTE
  return files * SECONDS_PER_FILE + moving
}

/**
 * Of `file`, the bytes of the columns that a projection keeps: an upper bound, for how many of its
 * rows stay shows only when it is read.
 */
export function keptBytes({ schema, base }: Plan, { sizeBytes, columnSizes }: TableFile): number {
  const open = fieldsById(schema)
  const sizes = columnSizes?.size ? columnSizes : evenSizes(fieldsById(base))
  const sum = { open: 0, all: 0 }
  for (const [id, size] of sizes) {
    sum.all += size
    if (open.has(id)) sum.open += size
  }
  return sum.all === 0 ? sizeBytes : Math.ceil((sizeBytes * sum.open) / sum.all)
}

/** A writer that does not say how large its columns are. */
function evenSizes(fields: ReadonlyMap<number, unknown>): ReadonlyMap<number, number> {
  return new Map([...fields.keys()].map((id) => [id, 1]))
}
