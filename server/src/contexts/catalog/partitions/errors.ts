import { defineError } from '../../../foundation/errors.ts'

export const noSuchPartition = defineError<{ values: readonly string[] }>({
  code: 'catalog.no-such-partition',
  kind: 'not-found',
  message: ({ values }) => `Partition does not exist: ${JSON.stringify(values)}`,
})

export const partitionAlreadyExists = defineError<{ values: readonly string[] }>({
  code: 'catalog.partition-already-exists',
  kind: 'conflict',
  message: ({ values }) => `Partition already exists: ${JSON.stringify(values)}`,
})

export const invalidPartition = defineError<{ reason: string }>({
  code: 'catalog.invalid-partition',
  kind: 'invalid',
  message: ({ reason }) => reason,
})
