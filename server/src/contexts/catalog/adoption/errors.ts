import { defineError } from '../../../foundation/errors.ts'

export const noSuchAdoption = defineError<{ id: string }>({
  code: 'catalog.no-such-adoption',
  kind: 'not-found',
  message: ({ id }) => `there is no adoption "${id}" that you asked for`,
})

/** Files cannot be one table, or not this table. */
export const notAdoptable = defineError<{ reason: string; file?: string; column?: string }>({
  code: 'catalog.not-adoptable',
  kind: 'invalid',
  message: ({ reason, file, column }) =>
    file === undefined ? reason : `"${file}"${column ? `, column "${column}"` : ''}: ${reason}`,
})

/** The run was ended by who asked for it. */
export const adoptionCancelled = defineError<{ id: string }>({
  code: 'catalog.adoption-cancelled',
  kind: 'conflict',
  message: ({ id }) => `the adoption "${id}" was cancelled`,
})
