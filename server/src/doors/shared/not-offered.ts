import { invalidRequest } from './wire.ts'

/**
 * Members that would be promises if they were taken silently, with the reason. An empty list or
 * object asks for nothing.
 *
 * @throws door.invalid-request
 */
export function refuseMembers(
  input: object,
  reasons: Readonly<Record<string, string>>,
  within = '',
): void {
  const problems = Object.entries(reasons)
    .filter(([member]) => asks((input as Record<string, unknown>)[member]))
    .map(([member, reason]) => `${within}${member} is not offered: ${reason}`)
  if (problems.length > 0) throw invalidRequest({ problems })
}

function asks(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}
