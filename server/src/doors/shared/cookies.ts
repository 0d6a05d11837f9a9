import type { IncomingMessage } from 'node:http'
import { defineError } from '../../foundation/errors.ts'

export const cookieTwice = defineError<{ name: string }>({
  code: 'door.cookie-twice',
  kind: 'denied',
  message: ({ name }) =>
    `the cookie "${name}" came twice, so that another page of this host has set one of them: ` +
    'remove the cookies of this host in your browser and sign in again',
})

/**
 * All ports of a host share its cookies: a script at one of them may set ours for a longer path,
 * which the browser sends first. Which of two is ours nobody can tell.
 *
 * @throws door.cookie-twice
 */
export function cookieOf({ headers }: IncomingMessage, wanted: string): string | undefined {
  const values = (headers.cookie ?? '').split(';').flatMap((pair) => {
    const [name, value = ''] = pair.trim().split('=', 2)
    return name === wanted ? [value] : []
  })
  if (values.length > 1) throw cookieTwice({ name: wanted })
  return values[0] || undefined
}
