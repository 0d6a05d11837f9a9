import type { StorageParts } from '../deps.ts'
import { quotaExceeded } from '../errors.ts'
import type { Room } from '../store/use.ts'

/** What `storage.demand_room` raises. */
const NO_ROOM = 'MR001'
const COME_ALONE = 'MR002'

/**
 * Does `write` with others, and once more alone where its account is near its quota.
 *
 * @throws storage.quota-exceeded
 */
export async function withRoom<Result>(
  { quota }: Pick<StorageParts, 'quota'>,
  write: (room: Room) => Promise<Result>,
): Promise<Result> {
  try {
    return await write({ alone: false, quota })
  } catch (error) {
    if (codeOf(error) !== COME_ALONE) throw error
  }
  try {
    return await write({ alone: true, quota })
  } catch (error) {
    throw codeOf(error) === NO_ROOM ? quotaExceeded({}, { cause: error }) : error
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}
