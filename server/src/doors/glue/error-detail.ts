import type { ErrorDetail } from '@aws-sdk/client-glue'
import { DomainError } from '../../foundation/errors.ts'
import { wireError } from '../shared/aws-errors.ts'
import { glueErrors } from './errors.ts'

/** How a failure inside a successful answer is named. */
export function errorDetail(error: DomainError): ErrorDetail {
  const { code, message } = wireError(error, 'json', glueErrors)
  return { ErrorCode: code, ErrorMessage: message }
}

/** Each entry is work of its own: what fails is answered, the others hold. */
export async function eachOf<Entry, Failure>(
  entries: readonly Entry[],
  work: (entry: Entry) => Promise<unknown>,
  failed: (entry: Entry, detail: ErrorDetail) => Failure,
): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const entry of entries) {
    try {
      await work(entry)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      failures.push(failed(entry, errorDetail(error)))
    }
  }
  return failures
}
