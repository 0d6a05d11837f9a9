import ssh2 from 'ssh2'
import { DomainError, defineError } from '../../foundation/errors.ts'

const { STATUS_CODE } = ssh2.utils.sftp

export const brokenUpload = defineError<{ reason: string }>({
  code: 'sftp-landing.broken-upload',
  kind: 'invalid',
  message: ({ reason }) => `nothing was kept: ${reason}`,
})

export const unserved = defineError<{ reason: string }>({
  code: 'sftp-landing.unserved',
  kind: 'denied',
  message: ({ reason }) => reason,
})

export const noSuchFile = defineError<{ path: string }>({
  code: 'sftp-landing.no-such-file',
  kind: 'not-found',
  message: ({ path }) => `"${path}" is not there`,
})

export interface SftpStatus {
  code: number
  message: string
}

/** What a client is told; of the platform’s inside, nothing. @see draft-ietf-secsh-filexfer-02 */
export function statusOf(error: unknown): SftpStatus {
  if (!(error instanceof DomainError)) return { code: STATUS_CODE.FAILURE, message: 'try again' }
  const { kind, message } = error
  if (kind === 'not-found') return { code: STATUS_CODE.NO_SUCH_FILE, message: 'no such file' }
  if (kind === 'unauthenticated')
    return { code: STATUS_CODE.PERMISSION_DENIED, message: 'the agreement or its key has ended' }
  if (unserved.matches(error)) return { code: STATUS_CODE.PERMISSION_DENIED, message }
  if (kind === 'denied') return { code: STATUS_CODE.PERMISSION_DENIED, message: 'not allowed' }
  return { code: STATUS_CODE.FAILURE, message: kind === 'internal' ? 'try again' : message }
}
