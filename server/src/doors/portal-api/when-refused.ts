import { DomainError } from '../../foundation/errors.ts'

/** What a page shows where one of its parts is closed to the caller: `instead`, not an error. */
export async function whenRefused<Answer>(
  asked: Promise<Answer>,
  instead: Answer,
): Promise<Answer> {
  try {
    return await asked
  } catch (error) {
    const refused = error instanceof DomainError && /^(denied|not-found)$/.test(error.kind)
    if (refused) return instead
    throw error
  }
}
