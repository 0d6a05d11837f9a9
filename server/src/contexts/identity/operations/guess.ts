import { DomainError } from '../../../foundation/errors.ts'
import type { IdentityParts } from '../deps.ts'
import { tooManyGuesses } from '../errors.ts'
import type { Origin } from '../model/caller.ts'
import { placeOf } from '../model/throttle.ts'

/**
 * Lets a secret be checked by `check`, which answers undefined where it is wrong. Who guesses too
 * much waits, by name and by place; the right person elsewhere does not.
 *
 * @throws identity.too-many-guesses
 */
export async function guess<Result>(
  { throttle }: Pick<IdentityParts, 'throttle'>,
  of: { name: string; from: Origin },
  check: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const one = { name: of.name, place: placeOf(of.from) }
  const retryAfterSeconds = throttle.begin(one)
  if (retryAfterSeconds !== undefined) throw tooManyGuesses({ retryAfterSeconds })
  try {
    const result = await check()
    throttle.end(one, result === undefined ? 'wrong' : 'right')
    return result
  } catch (error) {
    throttle.end(one, error instanceof DomainError ? 'wrong' : 'unknown')
    throw error
  }
}
