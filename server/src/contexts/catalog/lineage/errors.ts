import { defineError } from '../../../foundation/errors.ts'

/** An event that is none of OpenLineage's, or larger than is kept. */
export const invalidLineage = defineError<{ reason: string }>({
  code: 'catalog.invalid-lineage',
  kind: 'invalid',
  message: ({ reason }) => `no event of OpenLineage: ${reason}`,
})
