import { defineError } from '../../../foundation/errors.ts'

/** Also the answer for who reads only some of the rows. */
export const noSuchProfile = defineError<{ database: string; table: string }>({
  code: 'catalog.no-such-profile',
  kind: 'not-found',
  message: ({ database, table }) => `there is no profile of "${database}.${table}" yet`,
})
