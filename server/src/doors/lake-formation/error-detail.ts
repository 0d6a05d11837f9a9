import type { ErrorDetail } from '@aws-sdk/client-lakeformation'
import type { DomainError } from '../../foundation/errors.ts'
import { wireError } from '../shared/aws-errors.ts'
import { lakeFormationErrors } from './errors.ts'

/** How a failure inside a successful answer is named. */
export function errorDetail(error: DomainError): ErrorDetail {
  const { code, message } = wireError(error, 'rest', lakeFormationErrors)
  return { ErrorCode: code, ErrorMessage: message }
}
