import type { StorageParts } from '../deps.ts'
import { quotaExceeded } from '../errors.ts'
import { demandRoom, type Room, type Wanted } from '../store/use.ts'
import { ROW_BYTES_MAX } from './receive.ts'

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

/**
 * Spares a body that there is no room for, where the client told its length; what has come is
 * judged again. A small one has come before anybody is asked.
 *
 * @throws storage.quota-exceeded
 */
export async function demandRoomEarly(
  deps: Pick<StorageParts, 'sql' | 'quota'>,
  wanted: Omit<Wanted, 'sizeBytes'> & { sizeBytes: number | undefined },
): Promise<void> {
  const { sizeBytes = 0 } = wanted
  if (sizeBytes <= ROW_BYTES_MAX) return
  await withRoom(deps, (room) => demandRoom(deps.sql, { ...wanted, sizeBytes }, room))
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}
