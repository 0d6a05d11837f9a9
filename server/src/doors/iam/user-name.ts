import type { Caller } from '../../contexts/identity/index.ts'
import { userNameMissing } from './errors.ts'

/** A user who names nobody means itself. */
export function userNameOf(caller: Caller, named: string | undefined): string {
  if (named !== undefined) return named
  if (!caller.principalArn.includes(':user/')) throw userNameMissing({})
  return caller.principalArn.split('/').at(-1)!
}
