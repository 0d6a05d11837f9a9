/** What a part of a document must be; documents come from clients as whatever JSON they wrote. */
export type Check = (value: unknown) => boolean

export const text: Check = (value) => typeof value === 'string'
export const integer: Check = (value) => Number.isSafeInteger(value)
export const snapshotId: Check = (value) => typeof value === 'bigint'
export const object: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)

export const recordOf =
  (check: Check): Check =>
  (value) =>
    object(value) && Object.values(value as object).every(check)

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value)

export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)

export const texts = recordOf(text)

/** The first part that is missing or wrong. */
export function wrongPart(checks: Record<string, Check>, value: object): string | undefined {
  const part = (name: string) => (value as Record<string, unknown>)[name]
  return Object.keys(checks).find((name) => !checks[name]?.(part(name)))
}

export const shape =
  (checks: Record<string, Check>): Check =>
  (value) =>
    object(value) && wrongPart(checks, value as object) === undefined
