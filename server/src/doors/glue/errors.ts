import {
  AccessDeniedException$,
  AlreadyExistsException$,
  ConcurrentModificationException$,
  EntityNotFoundException$,
  InternalServiceException$,
  InvalidInputException$,
  PermissionTypeMismatchException$,
  ResourceNumberLimitExceededException$,
} from '@aws-sdk/client-glue'
import { defineError } from '../../foundation/errors.ts'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const invalidInput = defineError<{ reason: string }>({
  code: 'glue.invalid-input',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** As the catalog says it of one that is to be changed. */
export const noSuchPartition = defineError<{ values: readonly string[] }>({
  code: 'glue.no-such-partition',
  kind: 'not-found',
  message: ({ values }) => `Partition does not exist: ${JSON.stringify(values)}`,
})

export const noSuchVersion = defineError<{ versionId: string }>({
  code: 'glue.no-such-version',
  kind: 'not-found',
  message: ({ versionId }) => `version ${versionId} does not exist`,
})

/** Also where its caller may not read all of it. */
export const noSuchColumn = defineError<{ column: string }>({
  code: 'glue.no-such-column',
  kind: 'not-found',
  message: ({ column }) => `nothing is known of column "${column}"`,
})

export const glueErrors: ErrorMap = {
  byKind: {
    'not-found': EntityNotFoundException$,
    invalid: InvalidInputException$,
    conflict: AlreadyExistsException$,
    denied: AccessDeniedException$,
    'limit-exceeded': ResourceNumberLimitExceededException$,
    internal: InternalServiceException$,
  },
  byCode: {
    'catalog.commit-conflict': ConcurrentModificationException$,
    'catalog.version-mismatch': ConcurrentModificationException$,
    'catalog.engine-cannot-filter': PermissionTypeMismatchException$,
    'catalog.external-restricted': PermissionTypeMismatchException$,
    'catalog.database-not-empty': InvalidInputException$,
  },
}
