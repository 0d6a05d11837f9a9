import type { PartitionError } from '@aws-sdk/client-glue'
import type { PartitionFailure } from '../../contexts/catalog/index.ts'
import { errorDetail } from './error-detail.ts'

/** Of one that was asked for alone: how it failed. */
export function demandNone([failure]: readonly PartitionFailure[]): void {
  if (failure) throw failure.error
}

export function partitionErrors(failures: readonly PartitionFailure[]): PartitionError[] {
  return failures.map(({ values, error }) => ({
    PartitionValues: [...values],
    ErrorDetail: errorDetail(error),
  }))
}
