import {
  AccessDeniedException$,
  AlreadyExistsException$,
  ConcurrentModificationException$,
  ConflictException$,
  EntityNotFoundException$,
  InternalServiceException$,
  InvalidInputException$,
  PermissionTypeMismatchException$,
  ResourceNumberLimitExceededException$,
} from '@aws-sdk/client-lakeformation'
import { defineError } from '../../foundation/errors.ts'
import type { ErrorMap } from '../shared/aws-errors.ts'

export const invalidCatalog = defineError<{ catalogId: string }>({
  code: 'lake-formation.invalid-catalog',
  kind: 'invalid',
  message: ({ catalogId }) => `Invalid CatalogId "${catalogId}"`,
})

export const invalidRequest = defineError<{ reason: string }>({
  code: 'lake-formation.invalid-request',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const noCredentials = defineError<{ table: string }>({
  code: 'lake-formation.no-credentials',
  kind: 'denied',
  message: ({ table }) => `No credentials can be had for table "${table}"`,
})

/** Section 1.17 of the semantics: what AWS answers, declared in its model or not. */
export const lakeFormationErrors: ErrorMap = {
  byCode: {
    'governance.already-exists': AlreadyExistsException$,
    'governance.changed-meanwhile': ConcurrentModificationException$,
    'governance.effects-changed': ConcurrentModificationException$,
    'governance.location-shared': ConflictException$,
    // Seen from AWS with status 400, although the model says 403.
    'governance.unknown-or-denied': { code: 'AccessDeniedException', status: 400 },
    'catalog.projection-not-ready': { code: 'ThrottledException', status: 400 },
    'catalog.external-restricted': PermissionTypeMismatchException$,
    'catalog.engine-cannot-filter': PermissionTypeMismatchException$,
    'catalog.restricted-write': PermissionTypeMismatchException$,
  },
  byKind: {
    invalid: InvalidInputException$,
    denied: AccessDeniedException$,
    'not-found': EntityNotFoundException$,
    conflict: AlreadyExistsException$,
    'limit-exceeded': ResourceNumberLimitExceededException$,
    internal: InternalServiceException$,
  },
  invalidRequest: InvalidInputException$,
}
