import { DomainError, defineError } from './errors.ts'

export const databaseAway = defineError<object>({
  code: 'foundation.database-away',
  kind: 'unavailable',
  message: () => 'the platform’s database is away for a moment: try again',
})

export const textNotKept = defineError<object>({
  code: 'foundation.text-not-kept',
  kind: 'invalid',
  message: () => 'a text holds NUL or half of a pair of surrogates, which cannot be kept',
})

// PostgreSQL, appendix A: connections, too many of them, and servers that go down or come up.
const SQL_STATES = /^(08...|53300|57P0[123])$/
const SYSTEM_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE']
/** What `pg` says by itself has no code. */
const MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/

/** True where the connection to the database failed; what was asked may have been done. */
export function connectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: string; syscall?: string }
  if (code === undefined) return MESSAGES.test(error.message)
  const overSocket = syscall !== undefined && ['connect', 'read', 'write'].includes(syscall)
  return SQL_STATES.test(code) || (overSocket && SYSTEM_CODES.includes(code))
}

export const diskFull = defineError<object>({
  code: 'foundation.disk-full',
  kind: 'unavailable',
  message: () => 'the platform has no room left on its disk: nothing was kept',
})

/** PostgreSQL, appendix A: disk_full; and what the system says of files. */
const FULL = ['53100', 'ENOSPC', 'EDQUOT']

// PostgreSQL, appendix A: character_not_in_repertoire, untranslatable_character.
const TEXT_STATES = ['22021', '22P05']
const NOT_JSON = '22P02' // invalid_text_representation: its detail tells why.

/** What a client sent cannot be a text of PostgreSQL: nothing was done. */
function textRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', detail = '' } = error as { code?: string; detail?: string }
  return TEXT_STATES.includes(code) || (code === NOT_JSON && /^Unicode /.test(detail))
}

/** What a client may be told of an error; undefined where that is nothing. */
export function tellable(error: unknown): DomainError | undefined {
  return connectionLost(error) ? databaseAway({}, { cause: error }) : refusedBy(error)
}

/** The same, but for a connection that was lost: what was asked may have been done. */
export function refusedBy(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  if (textRefused(error)) return textNotKept({}, { cause: error })
  const { code = '' } = (error ?? {}) as { code?: string }
  return FULL.includes(code) ? diskFull({}, { cause: error }) : undefined
}
