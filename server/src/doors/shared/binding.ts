import type { Caller } from '../../contexts/identity/index.ts'
import { defineError } from '../../foundation/errors.ts'

export const boundElsewhere = defineError<{ arn: string }>({
  code: 'credentials.bound-elsewhere',
  kind: 'denied',
  message: ({ arn }) => `the credentials of ${arn} belong to a session and open nothing outside it`,
})

/**
 * A driver's credentials and tokens are good from its own box alone; `box` is the one that the
 * connection came from.
 *
 * @throws credentials.bound-elsewhere
 */
export function demandBinding(caller: Caller, box: string | undefined): void {
  const elsewhere = caller.boundTo !== undefined && caller.boundTo !== box
  if (elsewhere) throw boundElsewhere({ arn: caller.arn })
}
