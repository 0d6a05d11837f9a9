import type { Caller } from '../../identity/index.ts'
import type { RemoteFile } from '../model/listing.ts'
import { type Tried, type TriedSource, type TryingDeps, withSource } from '../steps/tried-source.ts'

const SECONDS_MAX = 30
const SIZE = 50

/** A page of what lies in the vendor's directory, by name. */
export interface Listed {
  files: RemoteFile[]
  total: number
  /** Where the next page goes on; left out: that was all. */
  after?: string
}

/**
 * Whether the vendor's side can be reached as an agreement says, and what lies there; if not, why.
 * Nothing of it is kept but the audit's line.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.licence-ended,
 * ingestion.invalid-connection, ingestion.too-many-tries
 */
export async function tryConnection(
  deps: TryingDeps,
  caller: Caller,
  { after, size = SIZE, ...source }: TriedSource & { after?: string; size?: number },
): Promise<Tried<Listed>> {
  return await withSource(deps, caller, source, {
    secondsMax: SECONDS_MAX,
    look: async (fetcher) => {
      const listing = await fetcher.list()
      const sorted = listing.sort((one, other) => (one.path < other.path ? -1 : 1))
      const rest = after === undefined ? sorted : sorted.filter(({ path }) => path > after)
      const files = rest.slice(0, size)
      const last = rest.length > size ? files.at(-1) : undefined
      return { files, total: listing.length, ...(last && { after: last.path }) }
    },
  })
}
