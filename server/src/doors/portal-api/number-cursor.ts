import { invalidRequest } from './errors.ts'

/** The cursor of a list that counts. @throws portal-api.invalid-request for any other text */
export function numberCursor(cursor = '0'): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw invalidRequest({ detail: `cursor "${cursor}" is none that this list has given` })
  return Number(cursor)
}
