import type { Caller } from '../../identity/index.ts'

const PERSON = /^arn:aws:iam::\d{12}:(user\/|root$)/

/**
 * Who is behind a caller, whatever roles they took; undefined for a role that the platform itself
 * works as, for nobody is known to stand behind it.
 */
export function personBehind({ principalArn, behind }: Caller): string | undefined {
  return [behind ?? principalArn].find((arn) => PERSON.test(arn))
}
